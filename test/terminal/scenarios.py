"""scenarios.py - what is typed on terminals, step by step."""
import os
import re
import signal

from session import Unseen


class Scenario:
    def __init__(self, name, steps, flags=(), rows=24, columns=80, environment=None, releases=(25, 27, 29), shell=False):
        self.name, self.steps, self.flags = name, steps, list(flags)
        self.rows, self.columns, self.releases = rows, columns, releases
        self.environment = environment or {}
        self.shell = shell

    def command(self, words):
        if self.shell:  # one that controls jobs
            self.environment.update(MACHINE=" ".join(words), PS1="$ ", HISTFILE="")
            return ["bash", "--norc", "--noprofile", "-i"]
        return [*words, *self.flags]


# -- steps: each is called with the session; a text that it returns is compared ---------------------------------
def see(pattern):
    """Waits until the screen's end fits, and compares the whole screen."""

    def step(session):
        session.wait_for(pattern + r"\Z")
        return session.screen.text()

    return step


def type(keys, pattern):
    """Types keys, and sees what they do: something that was not to be seen before."""
    then = see(pattern)

    def step(session):
        if session.shows(pattern + r"\Z"):
            raise Unseen(f"{pattern!r} is there before {keys!r} is typed:\n{session.screen.text()[-500:]}")
        session.type(keys)
        return then(session)

    return step


def meanwhile(pattern):
    """Waits for what may stand anywhere on the screen; nothing is compared."""
    return lambda session: session.wait_for(pattern)


def press(keys):
    """Only types."""
    return lambda session: session.type(keys)


def beep(times):
    return lambda session: f"beeped: {session.wait_until(lambda: session.screen.bells >= times)}"


def modes(session):
    return f"modes as before: {session.modes()}"


def end(keys=""):
    """Types what makes it end; compares status, modes and the screen."""

    def step(session):
        session.type(keys)
        status = session.wait_for_end()
        return f"status {status}, modes as before: {session.modes()}\n{session.screen.text()}"

    return step


def end_status(keys=""):
    return lambda session: end(keys)(session).split("\n")[0]


def resize(rows, columns):
    def step(session):
        session.resize(rows, columns, session.screen)

    return step


def send(number):
    return lambda session: os.killpg(session.foreground(), number)


def until_modes(as_before):
    """The machine has taken the terminal, or given it back."""
    return lambda session: session.wait_for_modes(as_before)


def taken(session):
    """A job of the shell's has the terminal, and its modes are the machine's: until then the shell's own modes are as strange."""
    session.wait_for_foreground()
    session.wait_for_modes(False)


def prompt(n, typed=""):
    return rf"(?:\A|\n){n}> {typed}│"


def wrapped(text):
    """A line that is longer than the screen is wide."""
    return r"\n" + r"\n?".join(map(re.escape, text))


def ask(typed):
    """The prompt of the job control, after an answer to it."""
    return rf" --> {typed}\n(?:(?! --> )[\s\S])* --> │"


UP, DOWN, RIGHT, LEFT, HOME, END, DELETE = "\033[A", "\033[B", "\033[C", "\033[D", "\033[H", "\033[F", "\033[3~"
A, B, C, D, E, F, G, H, K, L, P, N, R, T, U, W, Y, Z = (chr(ord(c) - 64) for c in "ABCDEFGHKLPNRTUWYZ")


# From OTP 26 on another process than the shell's writes: whether what was typed last is seen before the end is chance.
QUIT = end_status("halt().\n")


SCENARIOS = [
    Scenario("start_and_quit", [see(prompt(1)), modes, type("1 + 2.\n", prompt(2)), end_status("q().\n")]),
    Scenario("halt_status", [see(prompt(1)), end("halt(7).\n")]),
    Scenario("move_and_insert", [
        see(prompt(1)), type("{a,d}." + LEFT * 3, prompt(1, "{a,") + r"d}\."), type("b,c,", prompt(1, "{a,b,c,") + r"d}\."),
        type(A, prompt(1) + r"{a,b,c,d}\."), type("X = ", prompt(1, "X = ") + r"{a,b,c,d}\."), type(E, prompt(1, r"X = {a,b,c,d}\.")),
        type(B + B, prompt(1, "X = {a,b,c,d") + r"}\."), type(F, prompt(1, "X = {a,b,c,d}") + r"\."),
        type(HOME, prompt(1) + r"X = {a,b,c,d}\."), type(END, prompt(1, r"X = {a,b,c,d}\.")),
        type("\n", prompt(2)), type("X.\n", prompt(3)), QUIT]),
    Scenario("delete_and_yank", [
        see(prompt(1)), type("one two three" + W, prompt(1, "one two ")), type(W, prompt(1, "one ")), type(Y, prompt(1, "one two ")),
        type(U, prompt(1)), type(Y, prompt(1, "one two ")), type(A + K, prompt(1)), type(Y, prompt(1, "one two ")),
        type("\177\177", prompt(1, "one tw")), type(H, prompt(1, "one t")), type(A + D, prompt(1) + "ne t"),
        type(DELETE, prompt(1) + "e t"), type(RIGHT + T, prompt(1, " ?e ?") + "t?"), type(U + K, prompt(1)), QUIT]),
    Scenario("words", [
        see(prompt(1)), type("foo:bar(baz, {qux})", prompt(1, r"foo:bar\(baz, {qux}\)")), type("\033b", prompt(1, r"foo:bar\(baz, {") + r"qux}\)"),
        type("\033b\033b", prompt(1, "foo:") + r"bar\(baz, {qux}\)"), type("\033f", prompt(1, "foo:bar") + r"\(baz, {qux}\)"),
        type("\033d", prompt(1, "foo:bar") + r", {qux}\)"), type(Y, prompt(1, r"foo:bar\(baz") + r", {qux}\)"), type(E + U, prompt(1)), QUIT]),
    Scenario("history", [
        see(prompt(1)), type("first.\n", prompt(2)), type("{second, 2}.\n", prompt(3)), type(UP, prompt(3, r"{second, 2}\.")),
        type(UP, prompt(3, r"first\.")), type(DOWN, prompt(3, r"{second, 2}\.")), type(P, prompt(3, r"first\.")),
        type(N, prompt(3, r"{second, 2}\.")), type("\n", prompt(4)), type("h().\n", prompt(5)), type("e(1).\n", prompt(6)),
        type("v(2).\n", prompt(7)), QUIT]),
    Scenario("history_search", [
        see(prompt(1)), type("alpha_one.\n", prompt(2)), type("beta_two.\n", prompt(3)), type(R + "alpha", r"\(search\)`alpha': alpha_one\.│"),
        type("\n", r"\nalpha_one\n\d> │"), QUIT], releases=(25,)),
    Scenario("completion", [
        see(prompt(1)), type("lists:keyf\t", prompt(1, r"lists:keyfind\(")), type(U, prompt(1)), type("lists:key\t", r"keytake/3\s+1> lists:key│"),
        type(U + "erlang_no_such\t", prompt(1, "erlang_no_such")), beep(1), type(U + "init:get_a\t", prompt(1, "init:get_argument")), type("\t", r"get_arguments/0\s+1> init:get_argument│"), type(U, prompt(1)), QUIT],
        releases=(25,)),
    Scenario("long_lines_wrap", [
        see(prompt(1)), type("[" + "1,2,3,4,5,6,7,8,9,0," * 5 + "end_of_it].", r"end_of_it\]\.│"), type(A, r"\n1> │\[1,2[\d,\n]*end_of_it\]\."),
        type("X = ", r"\n1> X = │\[1[\d,\n]*end_of_it\]\."), type(E, r"end_of_it\]\.│"), type("\177" * 31, wrapped("1> X = [" + "1,2,3,4,5,6,7,8,9,0," * 4) + "│"),
        type("1].\n", prompt(2)), QUIT], columns=40),
    Scenario("exactly_full_lines", [
        see(prompt(1)), type("x" * 36, r"1> x{36}\n?│"), type("y", r"1> x{36}y\n?│"), type("z", r"y\n?z│"), type(LEFT, "y\n?│\n?z"),
        type(LEFT * 2, "x│xyz|x│x\nyz|x\n│xyz|xx│yz|x\n?│\n?x\n?y\n?z"), type(E + U, prompt(1)), QUIT], columns=40, releases=(25,)),
    Scenario("unicode", [
        see(prompt(1)), type('"grüße, 日本語".', prompt(1, r'"grüße, 日本語"\.')), type(LEFT * 4, prompt(1, '"grüße, 日') + r'本語"\.'),
        type("\177ß", prompt(1, '"grüße, ß') + r'本語"\.'), type("\n", prompt(2)), type("io:format(\"~ts~n\", [[26085,26412,955,8364]]).\n", prompt(3)), QUIT]),
    Scenario("several_lines", [
        see(prompt(1)), type("case a of\n", r"of\n1> +│"), type("a -> b;\n", r"b;\n1> +│"), type("_ -> c end.\n", r"b\n2> │"), QUIT], releases=(25,)),
    Scenario("errors_are_shown", [
        see(prompt(1)), type("foo(.\n", r"before[\s\S]*\n1> │"), type("1/0.\n", r"in operator[\s\S]*\n2> │"), type("nofun().\n", prompt(3)),
        type("exit(spawn(fun() -> ok end), kill).\n", prompt(4)), QUIT]),
    Scenario("output_while_typing", [
        see(prompt(1)),
        type("P = spawn(fun F() -> receive X -> io:format(\"out ~p~n\", [X]), F() end end), register(p, P), spawn(fun() -> receive after 300 -> p ! hello end end), ok.\n", prompt(2)),
        type("half_of_a", r"out hello\n2> half_of_a│"), type("_line.\n", prompt(3)), QUIT]),
    Scenario("io_get_line", [
        see(prompt(1)), type("io:get_line(\"name? \").\n", r"\nname\? │"), type("Joe" + A + "x\n", prompt(2)), type("io:read(\"term: \").\n", "\nterm: │"),
        type("{a, \"b\"}.\n", prompt(3)), type("io:get_chars(\"\", 4).\n", r"\n│"), type("abc\n", prompt(4)), QUIT]),
    Scenario("io_columns", [see(prompt(1)), type("{io:columns(), io:rows()}.\n", prompt(2)), resize(30, 60), type("{io:columns(), io:rows()}.\n", prompt(3)), QUIT], columns=70),
    Scenario("resize_while_typing", [
        see(prompt(1)), type("[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,bbbbbbbb,", "bbbbbbbb,│"), resize(24, 60), type("c].\n", prompt(2)), type("ok.\n", prompt(3)), QUIT], columns=70),
    Scenario("large_output", [
        see(prompt(1)), type("[io:format(\"~4..0w ~s~n\", [N, lists:duplicate(60, $x)]) || N <- lists:seq(1, 3000)], done.\n", r"3000 x+\ndone" + prompt(2)), QUIT]),
    Scenario("long_term", [see(prompt(1)), type("lists:seq(1, 200).\n", prompt(2)), type("rp(lists:seq(1, 60)).\n", prompt(3)), QUIT]),
    Scenario("jobs", [
        see(prompt(1)), type("X = 1.\n", prompt(2)), type(G, r"\n --> │"), type("h\n", ask("h")), type("j\n", ask("j")), type("s\n", ask("s")),
        type("j\n", ask("j")), type("c\n", r"--> c\n[\s\S]*1> │"), type("X.\n", prompt(2)), type(G, r"\n --> │"), type("c 1\n", r" --> c 1\n│"), type("\n", prompt(2)), type("X.\n", prompt(3)),
        type(G, r"\n --> │"), type("k 2\n", ask("k 2")), type("j\n", ask("j")), type("nonsense\n", ask("nonsense")), type("c 9\n", ask("c 9")),
        type("?\n", ask(r"\?")), type("c\n", r" --> c\n│"), type("\n", prompt(3)), QUIT], releases=(25,)),
    Scenario("interrupt_a_job", [
        see(prompt(1)), type("io:format(\"in~n\"), receive never -> ok end.\n", r"\nin\n│"), type(G, r" --> │"), type("i\n", ask("i")),
        type("c\n", r"killed\n2> │"), type("ok.\n", prompt(3)), QUIT]),
    Scenario("quit_by_jobs", [see(prompt(1)), type(G, r" --> │"), end("q\n")]),
    Scenario("start_remote_shell_fails", [see(prompt(1)), type(G, r" --> │"), type("r x@y\n", r" --> │"), type("c\n", prompt(1) + "|\n│"), type("\n", prompt(1)), QUIT], releases=()),
    Scenario("exit_of_the_shell", [see(prompt(1)), type("exit(bye).\n", prompt(2)), type("X.\n", prompt(3)), QUIT]),
    Scenario("end_of_input", [see(prompt(1)), press(D), type("a.\n", prompt(2)), QUIT]),
    Scenario("redraw", [see(prompt(1)), type("ab", prompt(1, "ab")), press(L), type("c.\n", prompt(2)), QUIT], releases=(25,)),
    Scenario("clear_screen", [see(prompt(1)), type("ab", prompt(1, "ab")), type(L, r"\A\s*1> ab│"), type("c.\n", prompt(2)), QUIT], releases=(27, 29)),
]

MENU = r"BREAK: .*\n.*\(d\)istribution\n│"


SCENARIOS += [
    Scenario("break_and_abort", [see(prompt(1)), type(C, MENU), end("a\n")]),
    Scenario("break_and_quit", [see(prompt(1)), type(C, MENU), end("q\n")]),
    Scenario("break_twice", [see(prompt(1)), type(C, MENU), end(C)]),
    Scenario("break_and_end_of_input", [see(prompt(1)), type(C, MENU), end(D)]),
    Scenario("break_with_dump", [see(prompt(1)), type(C, MENU), end_status("A\n")]),
    Scenario("break_and_go_on", [see(prompt(1)), type("half" , prompt(1, "half")), type(C, MENU), modes, press("c\n"), until_modes(False), type(".\n", prompt(2)), modes, QUIT]),
    Scenario("break_wrong_answer", [see(prompt(1)), type(C, MENU), type("y\n", r"Invalid option[\s\S]*" + MENU), type("\n", r"\n\n│"), press("c\n"), until_modes(False), type("1.\n", prompt(2)), QUIT]),
    Scenario("break_version", [see(prompt(1)), type(C, MENU), type("v\n", r"emulator version [\d.]+\n│"), until_modes(False), type("1.\n", prompt(2)), QUIT]),
    *[Scenario(f"break_{name}", [see(prompt(1)), type(C, MENU), press(letter + "\n"), meanwhile(pattern), until_modes(False), press("6*7.\n"), meanwhile(r"\n42\n2> │"), end_status("halt(3).\n")])
      for name, letter, pattern in [("processes", "p", "=proc:<0.0.0>"), ("information", "i", "=memory"), ("loaded", "l", "code_server"), ("tables", "D", "ac_tab"),
                                    ("distribution", "d", "=node")]],
    Scenario("break_kill", [see(prompt(1)), type(C, MENU), press("k\n"), meanwhile(r"\(k\)ill \(n\)ext \(r\)eturn:\n│"), press("n\n"), meanwhile(r"n\n[\s\S]*\(r\)eturn:\n│"),
                            press("r\n"), until_modes(False), press("6*7.\n"), meanwhile(r"\n42\n2> │"), end_status("halt(3).\n")]),
    Scenario("break_ignored", [see(prompt(1)), type("1", prompt(1, "1")), press(C), type(".\n", prompt(2)), QUIT], flags=["+Bi"]),
    Scenario("break_is_a_key", [see(prompt(1)), type("io:format(\"in~n\"), receive never -> ok end.\n", r"\nin\n│"), type(C, r"\n[12]> │"), type("x.\n", r"x\n[23]> │"), QUIT], flags=["+Bc"]),
    # OTP 25 leaves the terminal as the shell had it.
    Scenario("break_disabled", [see(prompt(1)), press(C), lambda s: str(s.wait_for_end())], flags=["+Bd"]),
    Scenario("break_no_shell", [see(r"up\n│"), type(C, MENU), end("a\n")], flags=["-noshell", "-eval", "io:put_chars(\"up\\n\")."]),
    Scenario("old_shell", [see(prompt(1)), modes, type("1 + 2.\n", prompt(2)), type("X = 5.\n", prompt(3)), type("X.\n", prompt(4)), end("halt(4).\n")], flags=["-oldshell"]),
    Scenario("no_input", [see(r"up\n│"), modes, type("x\n", r"x\n│"), type(C, MENU), end("a\n")], flags=["-noinput", "-eval", "io:put_chars(\"up\n\")."]),
    Scenario("no_shell_reads_lines", [type("one\n", r"one\ngot \"one\\n\"\n│"), modes, type("two\n", r"two\ngot \"two\\n\"\n│"), end(D)], flags=["-noshell", "-eval",
             "F = fun F() -> case io:get_line(\"\") of eof -> io:format(\"eof~n\"), halt(6); L -> io:format(\"got ~p~n\", [L]), F() end end, F()."]),
    Scenario("dumb_terminal", [see(prompt(1)), type("1 + 2.\n", prompt(2)), end("halt(4).\n")], environment={"TERM": "dumb"}),
    Scenario("no_terminal_name", [see(prompt(1)), type("1 + 2.\n", prompt(2)), end("halt(4).\n")], environment={"TERM": ""}),
    Scenario("latin1_locale", [see(prompt(1)), type("[228].\n", prompt(2)), type("io:format(\"~ts~n\", [[955]]).\n", prompt(3)), QUIT], environment={"LC_ALL": "C"}),
    Scenario("os_cmd_and_ports", [see(prompt(1)), type("os:cmd(\"echo hi; stty -a | grep -c icanon\").\n", prompt(2)), type("file:read_file(\"nowhere\").\n", prompt(3)), QUIT]),
    Scenario("terminated", [see(prompt(1)), send(signal.SIGTERM), end()]),
    Scenario("hung_up", [see(prompt(1)), send(signal.SIGHUP), lambda s: str(s.wait_for_end())], releases=(25,)),
    Scenario("quit_key", [see(prompt(1)), press("ab\x1c"), type(".\n", prompt("[12]")), lambda s: str(s.wait_for_end())], releases=()),
    Scenario("killed", [see(prompt(1)), send(signal.SIGKILL), lambda s: str(s.wait_for_end())]),
    Scenario("stop_and_go_on", [
        see(r"\$ │"), type("$MACHINE\n", prompt(1)), type("half", prompt(1, "half")), type(Z, r"Stopped[^\n]*\n\$ │"), type("echo $((40 + 2))\n", r"\n42\n\$ │"), press("fg\n"),
        taken, press(".\n"), meanwhile(r"\nhalf\n2> │"), press("halt(9).\n"), meanwhile(r"\n\$ │"), type("echo $?\n", r"\n9\n\$ │"), end_status("exit\n")], shell=True),
    Scenario("in_the_background", [
        see(r"\$ │"), type("$MACHINE &\n", r"\n\$ │"), press("fg\n"), taken, meanwhile(prompt(1)), type("1 + 2.\n", r"\n3\n2> │"), press("halt(9).\n"),
        meanwhile(r"\n\$ │"), type("echo $?\n", r"\n9\n\$ │"), end_status("exit\n")], shell=True, releases=()),
    Scenario("killed_in_a_shell", [see(r"\$ │"), type("$MACHINE -noshell -eval 'exit(whereis(init), kill).' 2>&1 | head -c 0; echo gone\n", r"\ngone\n\$ │"), end_status("exit\n")], shell=True),
]
