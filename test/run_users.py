#!/usr/bin/env python3
"""What users type, on erl and on Ling: flags, environment, ends, signals, erlc, escript, elixir, iex, a web server.

Each scenario is a shell script that runs with `erl`, `erlc` and `escript` on PATH leading to OTP's own, then to Ling's
launchers; standard output and status must agree.  Lines that name the machine itself are masked.
Usage: test/run_users.py [NAME ...]
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LAUNCHERS = os.path.join(TOP, "build/launchers")

SCRIPTS = {
    "version": "erl -version 2>&1",
    "emu_args_exit": "erl -noshell -foo bar +S 1 +K true -emu_args_exit -extra x y | grep -v '^/.*bin$'",
    "unknown_flag": "erl +qqq 2>/dev/null; echo $?",
    "bad_process_limit": "erl +P 3 2>/dev/null; echo $?",
    "bad_scheduler_flags": "for f in 'S foo' 'sbt foo' 'sbwt foo' 'swt foo' 'swct foo' 'sss 4' 'A foo' 'swt low' 'sbt db' 'S 2:1' 'scl x' 'spp x' 'sub x' 'IOs x' 'stbt foo' 'sws x' 'sws legacy' 'zebwt x' 'zebwt none' 'IOp 0' 'IOt 1' 'hpds 0' 'hpds 10'; do erl +$f -noshell -s erlang halt 2>/dev/null; echo $f $?; done",
    "limits_are_powers_of_two": "erl +P 2000 +Q 3000 -noshell -eval 'io:format(\"~p ~p~n\", [erlang:system_info(process_limit), erlang:system_info(port_limit)]), halt().'",
    "locale_of_names": "for l in C C.UTF-8 POSIX nowhere.UTF-8; do for f in '+fna' '+fnu' '+fnl' '+c true'; do LC_ALL=$l erl $f -noshell -eval 'io:format(\"~p ~w~n\", [file:native_name_encoding(), init:get_plain_arguments()]), halt().' -extra é; done; done",
    "init_killed": "ERL_CRASH_DUMP=/dev/null erl -noshell -eval 'exit(whereis(init), kill), timer:sleep(5000).' 2>&1; echo $?",
    "eval_badmatch": "ERL_CRASH_DUMP=/dev/null erl -noshell -eval '{a,b} = lists:nth(1,[c]).' 2>&1; echo $?",
    "missing_value": "erl -env X 2>/dev/null; echo $?",
    "ignored_flags": "erl +S 1:1 +sbt db +A 4 +K true +Mea min +hms 500 +zdbbl 2048 +swt low -smp auto -noshell -eval 'io:put_chars(\"ok\\n\"), halt().'",
    "environment_flags": "ERL_FLAGS='-foo 1 2' ERL_AFLAGS='-bar' ERL_ZFLAGS='-baz x' erl -noshell -eval 'io:format(\"~p ~p ~p~n\", [init:get_argument(A) || A <- [foo,bar,baz]]), halt().'",
    "env_flag": "erl -env LING_TEST_X 'a b' -noshell -eval 'io:format(\"~p~n\", [os:getenv(\"LING_TEST_X\")]), halt().'",
    "args_file": "printf -- '-one 1 # comment\\n-two \"a b\"\\n' > f; erl -args_file f -noshell -eval 'io:format(\"~p ~p~n\", [init:get_argument(one), init:get_argument(two)]), halt().'",
    "args_file_missing": "erl -args_file nowhere 2>/dev/null; echo $?",
    "extra": "erl -noshell -eval 'io:format(\"~p~n\", [init:get_plain_arguments()]), halt().' -extra a -b +c -- d",
    "plain_arguments": "erl -noshell -eval 'io:format(\"~p ~p~n\", [init:get_plain_arguments(), init:get_arguments() -- [A || {K,_}=A <- init:get_arguments(), lists:member(K,[root,bindir,progname,home])]]), halt().' -x 1 -- p q -y",
    "run_and_s": "mkdir e; cat > t.erl <<'X'\n-module(t).\n-export([f/0,f/1,g/1]).\nf() -> io:format(\"f0~n\").\nf(A) -> io:format(\"f ~p~n\", [A]).\ng(A) -> io:format(\"g ~p~n\", [A]).\nX\nerlc t.erl; erl -noshell -s t f -s t f a b -run t g 1 2 -eval 'io:format(\"eval~n\").' -s init stop",
    "eval_crash": "erl -noshell -eval 'erlang:error(oops).' 2>/dev/null; echo $?",
    "eval_syntax": "erl -noshell -eval 'io:format(.' 2>/dev/null; echo $?",
    "s_undef": "erl -noshell -s nosuchmodule 2>/dev/null; echo $?",
    "boot_missing": "erl -boot nowhere 2>/dev/null; echo $?",
    "halt_statuses": "for n in 0 1 7 255 256 1000; do erl -noshell -eval \"halt($n).\"; echo $?; done",
    "halt_flush": "erl -noshell -eval 'io:put_chars(lists:duplicate(100000, $x)), halt(0, [{flush,true}]).' | wc -c",
    "halt_bad": "erl -noshell -eval 'io:format(\"~p~n\", [[catch element(1, element(2, catch_it(X))) || X <- []]]), R = (catch halt(-1)), io:format(\"~P~n\", [R, 4]), halt(2).'; echo $?",
    "halt_slogan": "ERL_CRASH_DUMP=/dev/null erl -noshell -eval 'halt(\"my slogan\").' >/dev/null 2>&1; echo $?",
    "init_stop_status": "erl -noshell -eval 'init:stop(3).'; echo $?",
    "stdin": "printf 'one\\ntwo\\n' | erl -noshell -eval 'L = fun F() -> case io:get_line(\"\") of eof -> ok; X -> io:format(\"got ~p~n\", [X]), F() end end, L(), halt().'",
    "noinput": "printf 'one\\n' | erl -noinput -eval 'io:format(\"~p~n\", [io:get_line(\"\")]), halt().'",
    "shell_piped": "printf '1+2.\\nX = [a|b].\\nlists:map(fun(Y) -> Y*2 end, [1,2,3]).\\nfoo(.\\n1/0.\\nq().\\n' | erl | grep -v '^Erlang/OTP' | grep -v '^Eshell'",
    "config": "printf '[{kernel,[{foo,bar}]},{myapp,[{k,1}]}].' > sys.config; erl -noshell -config sys -eval 'io:format(\"~p ~p~n\", [application:get_env(kernel,foo), application:get_env(myapp,k)]), halt().'",
    "application_flags": "erl -noshell -kernel foo 17 -myapp x '[1,2]' -eval 'io:format(\"~p ~p~n\", [application:get_env(kernel,foo), init:get_argument(myapp)]), halt().'",
    "paths": "mkdir -p a b; erl -noshell -pa a -pz b -eval '[H|T] = code:get_path(), io:format(\"~s ~s~n\", [filename:basename(H), filename:basename(lists:last(T))]), halt().'",
    "mode_embedded": "erl -mode embedded -noshell -eval 'io:format(\"~p~n\", [code:get_mode()]), halt().'",
    "init_debug": "erl -init_debug -noshell -s erlang halt | head -c 100",
    "identity": "erl -noshell -eval 'io:format(\"~s ~s ~p ~s ~p~n\", [erlang:system_info(otp_release), erlang:system_info(version), code:root_dir(), os:getenv(\"BINDIR\"), init:get_argument(progname)]), halt().'",
    "peer_is_same_machine": "erl -noshell -eval '{ok,P,_} = peer:start(#{connection => standard_io}), S = fun(K) -> catch erlang:system_info(K) end, io:format(\"~p~n\", [peer:call(P, erlang, system_info, [emu_flavor]) =:= S(emu_flavor)]), peer:stop(P), halt().' 2>/dev/null",
    "erlc_error": "printf -- '-module(x).\\nf( -> ok.\\n' > x.erl; erlc x.erl; echo $?",
    "erlc_warning": "printf -- '-module(x).\\n-export([f/1]).\\nf(X) -> ok.\\n' > x.erl; erlc x.erl; echo $?; ls x.beam; erlc -Werror x.erl; echo $?",
    "erlc_yrl": "printf \"Nonterminals e. Terminals int. Rootsymbol e. e -> int : '\\$1'.\\n\" > g.yrl; erlc g.yrl; erlc g.erl; ls g.beam",
    "escript": "printf '#!/usr/bin/env escript\\n%%! -foo bar\\nmain(A) -> io:format(\"~p ~p ~p~n\", [A, init:get_argument(foo), escript:script_name()]), halt(5).\\n' > s; escript s x 'y z'; echo $?",
    "escript_crash": "printf '#!/usr/bin/env escript\\nmain(_) -> error(bad).\\n' > s; escript s 2>/dev/null; echo $?",
    "escript_compile": "printf '#!/usr/bin/env escript\\nmain(_) -> f(. \\n' > s; escript s 2>&1; echo $?",
    "escript_archive": "mkdir -p ebin; printf -- '-module(m).\\n-export([main/1]).\\nmain(A) -> io:format(\"archive ~p~n\", [A]).\\n' > m.erl; erlc m.erl; erl -noshell -eval '{ok,B} = file:read_file(\"m.beam\"), ok = escript:create(\"arc\", [shebang, {emu_args, \"-escript main m\"}, {archive, [{\"m.beam\", B}], []}]), halt().'; chmod +x arc; escript arc 1 2",
    "elixir": "elixir -e 'IO.puts(Enum.map_join(1..5, \",\", &(&1 * &1))); IO.inspect(%{a: 1, b: [x: ~r/a+/]}); IO.inspect(String.upcase(\"straße\"))'",
    "elixir_module": "printf 'defmodule M do\\n  use GenServer\\n  def init(x), do: {:ok, x}\\n  def handle_call(:get, _, s), do: {:reply, s, s + 1}\\nend\\n{:ok, p} = GenServer.start_link(M, 40)\\nGenServer.call(p, :get)\\nIO.puts(GenServer.call(p, :get))\\nfor x <- 1..3, do: IO.inspect(Task.await(Task.async(fn -> x * 2 end)))\\n' > m.exs; elixir m.exs",
    "iex": "printf 'x = 1 + 1\\n[x | [3]] |> Enum.sum\\nraise \"no\"\\nSystem.halt(4)\\n' | iex --dot-iex '' 2>&1 | grep -v '^Erlang/OTP' ; echo ${PIPESTATUS[1]}",
}


def run_script(text, launchers):
    home = tempfile.mkdtemp(prefix="ling-users-")
    path = (LAUNCHERS + ":" if launchers else "") + os.environ["PATH"].replace(LAUNCHERS + ":", "")
    env = {**os.environ, "PATH": path, "HOME": home, "LC_ALL": "C.UTF-8"}
    for name in ("ROOTDIR", "BINDIR", "EMU", "PROGNAME"):
        env.pop(name, None)
    shell = subprocess.Popen(["bash", "-c", text], cwd=home, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, err = shell.communicate(timeout=60)
        return shell.returncode, out.decode(errors="replace").replace(home, "HOME"), err.decode(errors="replace")
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)
        return "timeout", "", ""
    finally:
        shutil.rmtree(home, ignore_errors=True)


def compare(name):
    """Once more if it fails: a scenario that then passes is named as unstable, not hidden."""
    why = compare_once(name)
    if why and compare_once(name) is None:
        print(f"UNSTABLE {name}: {why}", flush=True)
        return None
    return why


def compare_once(name):
    theirs, mine = run_script(SCRIPTS[name], False), run_script(SCRIPTS[name], True)
    if theirs[:2] == mine[:2]:
        return None
    return f"erl:  {theirs[0]} {theirs[1][-700:]!r}\n      ling: {mine[0]} {mine[1][-700:]!r}\n      {mine[2][-500:]}"


# -- scenarios that need more than a script -----------------------------------------------------------
def ling(*arguments, **options):
    return subprocess.Popen([os.path.join(TOP, "build/bin/ling"), "run", *arguments], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, stdin=subprocess.PIPE, **options)


def sigterm_stops_in_order():
    p = ling("-noshell", "-eval", "io:put_chars(\"up\\n\").")
    assert p.stdout.readline() == b"up\n"
    time.sleep(0.3)
    p.send_signal(signal.SIGTERM)
    assert p.wait(20) == 0, f"status {p.returncode}"


def emulator_flags_are_judged_alike():
    """Every line of flag_words.txt, then +V, which ends both machines as soon as the flags are read: the same status."""
    lines = [line.split() for line in open(os.path.join(TOP, "test/flag_words.txt")) if line.startswith("+")]
    path = os.environ["PATH"].replace(LAUNCHERS + ":", "")
    differ = []
    for words in lines:
        theirs, mine = (subprocess.run([erl, *words, "+V"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60).returncode
                        for erl in (shutil.which("erl", path=path), os.path.join(LAUNCHERS, "erl")))
        if theirs != mine:
            differ.append(f"{' '.join(words)} (erl {theirs}, ling {mine})")
    assert len(lines) > 300 and not differ, ", ".join(differ)


def sigusr1_writes_a_dump():
    home = tempfile.mkdtemp(prefix="ling-users-")
    p = ling("-noshell", "-eval", "io:put_chars(\"up\\n\").", cwd=home)
    assert p.stdout.readline() == b"up\n"
    p.send_signal(signal.SIGUSR1)
    assert p.wait(20) != 0
    assert b"=end" in open(home + "/erl_crash.dump", "rb").read()
    shutil.rmtree(home)


def crash_dump_loads():
    """OTP's crashdump_viewer, on OTP's own machine, reads a dump of 3,000 processes, and finds in it what one of them held, all that
    wait, a port, a table and a timer."""
    home = tempfile.mkdtemp(prefix="ling-users-")
    program = ("S = self(), P = spawn(fun() -> put(a, {1, \"str\", <<1,2,3>>, 1.5, #{x => y}, 1 bsl 100, [b|c]}), register(foo, self()),"
               " put(m, maps:from_list([{I,I} || I <- lists:seq(1,100)])), S ! ready, receive never -> ok end end), receive ready -> ok end,"
               " [spawn(fun() -> receive {never, N} -> ok end end) || N <- lists:seq(1, 3000)], erlang:yield(),"
               " foo ! {msg, [1,2]}, ets:new(tt, [named_table, ordered_set]), register(the_port, open_port({spawn, \"cat\"}, [])),"
               " erlang:send_after(1000000, P, a_timers_message), halt(\"my slogan\").")
    p = ling("-noshell", "-eval", program, cwd=home)
    p.communicate(timeout=60)
    assert p.returncode == 1, f"status {p.returncode}"
    # The viewer answers when it has read the file: read_file/1 only begins.
    viewer = ("crashdump_viewer:start_link(), R = fun(F, X) -> case catch X() of {ok, V, _} -> V; _ -> timer:sleep(50), F(F, X) end end,"
              "ok = crashdump_viewer:read_file(\"erl_crash.dump\"), io:format(\"~p~n\", [R(R, fun crashdump_viewer:general_info/0)]),"
              "Ps = R(R, fun crashdump_viewer:processes/0), P = hd([element(2, X) || X <- Ps, element(3, X) =:= \"foo\"]),"
              "io:format(\"many: ~p~n\", [length(Ps) > 3000]), Pid = if is_pid(P) -> pid_to_list(P); true -> P end,"
              "{ok,D,_} = crashdump_viewer:proc_details(Pid), io:format(\"~p~n\", [D]),"
              "io:format(\"~p~n\", [[R(R, F) || F <- [fun crashdump_viewer:ports/0, fun() -> crashdump_viewer:ets_tables(all) end,"
              " fun() -> crashdump_viewer:timers(all) end]]]), halt().")
    done = subprocess.run(["erl", "-noshell", "-eval", viewer], cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    text = done.stdout.decode(errors="replace")
    shutil.rmtree(home)
    for word in ("my slogan", "many: true", "{msg,[1,2]}", "1267650600228229401496703205376", "#{x => y}", "[b|c]", "the_port", 'External proc: cat', '"tt"',
                 "a_timers_message"):
        assert word in text, f"{word} is not in what the viewer shows:\n{text[-1500:]}"


def mochiweb_serves():
    """A mochiweb server answers requests, one after the other and kept alive."""
    program = ("code:add_patha(\"/usr/lib/erlang/lib/mochiweb/ebin\"), [code:add_patha(D) || D <- filelib:wildcard(\"/usr/lib/erlang/lib/mochiweb*/ebin\")],"
               "{ok, Pid} = mochiweb_http:start_link([{name, web}, {ip, {127,0,0,1}}, {port, 0}, {loop, fun(R) ->"
               " mochiweb_request:respond({200, [{\"Content-Type\", \"text/plain\"}], [\"path \", mochiweb_request:get(path, R), \" body \","
               " case mochiweb_request:recv_body(R) of undefined -> \"-\"; B -> B end]}, R) end}]), unlink(Pid),"
               "io:format(\"~p~n\", [mochiweb_socket_server:get(Pid, port)]).")
    p = ling("-noshell", "-eval", program)
    try:
        port = int(p.stdout.readline())
        for i in range(20):
            body = None if i % 2 else b"nonce%d" % i * (1 + 1000 * (i % 4))
            with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/p{i}", data=body), timeout=10) as answer:
                expected = b"path /p%d body " % i + (body or b"-")
                assert answer.read() == expected, f"request {i} got another answer"
    finally:
        p.kill()


def distribution_is_refused():
    done = subprocess.run([os.path.join(TOP, "build/bin/ling"), "run", "-sname", "x"], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert done.returncode == 1 and b"distribution is not there yet" in done.stderr, done.stderr


def no_memory_is_said():
    done = subprocess.run(["bash", "-c", f"ulimit -v 40000; exec {TOP}/build/bin/ling run -noshell -s erlang halt"],
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert done.returncode not in (0, -11, 139) and len(done.stderr.splitlines()) == 1, (done.returncode, done.stderr)


def memory_limit_is_honoured():
    done = subprocess.run(["bash", "-c", f"ulimit -v 2000000; exec {TOP}/build/bin/ling run -noshell -s erlang halt"],
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr


def vital_processes_outlive_a_greedy_one():
    """A table takes all memory: then the code server still loads modules, whoever bears a vital name (here: the one
    who looks) goes on, and the one that asked for too much is told."""
    fill = "F = fun(F, T, N) -> ets:insert(T, {N, lists:seq(1, 2000)}), F(F, T, N + 1) end"
    program = (f"register(user_drv, self()), T = ets:new(t, [public]), {fill}, {{P, R}} = spawn_monitor(fun() -> F(F, T, 1) end),"
               "receive {'DOWN', R, _, P, Why} -> ok end, true = ets:info(T, size) > 100,"
               "{module, _} = code:ensure_loaded(sofs), [true = is_pid(whereis(N)) || N <- [code_server, logger, init]],"
               "ets:delete(T), io:format(\"~P~n\", [Why, 5]), halt().")
    done = subprocess.run(["bash", "-c", 'ulimit -v 1000000; exec "$0" run -noinput -eval "$1"', f"{TOP}/build/bin/ling",
                           program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=100)
    assert done.returncode == 0 and b"system_limit" in done.stdout, done


CHECKS = [sigterm_stops_in_order, emulator_flags_are_judged_alike, sigusr1_writes_a_dump, crash_dump_loads, mochiweb_serves, distribution_is_refused,
          no_memory_is_said, memory_limit_is_honoured, vital_processes_outlive_a_greedy_one]


def main():
    wanted = lambda name: not sys.argv[1:] or any(w in name for w in sys.argv[1:])
    passed, failed = 0, 0
    for name in filter(wanted, SCRIPTS):
        why = compare(name)
        passed, failed = passed + (why is None), failed + (why is not None)
        if why:
            print(f"FAIL {name}: {why}", flush=True)
    for check in CHECKS:
        if not wanted(check.__name__):
            continue
        try:
            check()
            passed += 1
        except Exception as why:  # any way to fail is a failure of the check, told with its reason
            failed += 1
            print(f"FAIL {check.__name__}: {type(why).__name__} {why}", flush=True)
    print(f"what users type: {passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
