#!/usr/bin/env python3
"""What becomes of memory: limits on address space from too low to plenty, a flood of messages under each, and what is dropped
goes back to the system.

Usage: test/run_memory.py [NAME...]
"""
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LING = os.path.join(TOP, "build/bin/ling")
TOO_LOW = (20000, 30000, 40000, 50000)  # KiB, as ulimit -v counts
HELLO = (60000, 80000, 128000, 256000, 1000000, 4000000)
FLOODED = (72000, 96000, 112000, 128000, 256000, 1000000)

FLOOD = r"""
-module(flood).
-export([main/0]).
main() ->
    Receiver = spawn(fun() -> receive never -> ok end end),
    {_, R} = spawn_monitor(fun() -> send(Receiver, 0) end),
    receive {'DOWN', R, _, _, Why} -> io:format("sender ~P~n", [Why, 5]) end,
    io:format("receiver ~p~n", [is_process_alive(Receiver)]),
    {module, _} = code:ensure_loaded(sofs),
    Gone = monitor(process, Receiver), exit(Receiver, kill), receive {'DOWN', Gone, _, _, _} -> ok end,
    io:format("sum ~p~n", [lists:sum(lists:seq(1, 300000))]).
send(To, N) -> To ! {N, binary_to_list(binary:copy(<<"x">>, 100))}, send(To, N + 1).
"""

# A process takes 300 MB of one kind and ends: then the resident size is near to what it was.
GIVEN_BACK = r"""
-module(given_back).
-export([main/0]).
main() -> [io:format("~p ~p~n", [What, grow(What)]) || What <- [binaries, heap, messages, ets, dictionary]].
megabytes() ->
    {ok, B} = file:read_file("/proc/self/status"),
    {match, [N]} = re:run(B, "VmRSS:\\s+(\\d+)", [{capture, [1], list}]),
    list_to_integer(N) div 1024.
grow(What) ->
    Before = megabytes(), Me = self(),
    {P, R} = spawn_monitor(fun() -> Keep = fill(What), Me ! full, receive drop -> Keep end end),
    receive full -> ok end, Full = megabytes(), P ! drop, receive {'DOWN', R, _, _, _} -> ok end,
    {Full > 280, back_to(Before + 40, 1200)}.
back_to(_, 0) -> {still, megabytes()};
back_to(Most, N) -> case megabytes() =< Most of true -> back; false -> timer:sleep(50), back_to(Most, N - 1) end.
fill(binaries) -> [binary:copy(<<N>>, 100000) || N <- lists:seq(1, 3000)];
fill(heap) -> lists:seq(1, 19660800);
fill(messages) -> [self() ! lists:seq(1, 1000) || _ <- lists:seq(1, 20000)], ok;
fill(dictionary) -> [put(N, lists:seq(1, 1000)) || N <- lists:seq(1, 20000)], ok;
fill(ets) -> T = ets:new(t, []), [ets:insert(T, {N, lists:seq(1, 1000)}) || N <- lists:seq(1, 20000)], T.
"""


def run(folder, module, kilobytes=0):
    limit = f"ulimit -v {kilobytes}; " if kilobytes else ""
    command = limit + 'exec "$0" run -noshell -pa "$1" -s "$2" main -s erlang halt'
    return subprocess.run(["bash", "-c", command, LING, folder, module], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=300, env={**os.environ, "ERL_CRASH_DUMP": "/dev/null"})


def too_little_is_said(folder):
    for kilobytes in TOO_LOW:
        done = run(folder, "flood", kilobytes)
        assert done.returncode > 0 and len(done.stdout.splitlines()) == 1, (kilobytes, done)


def starts_under_a_limit(folder):
    for kilobytes in HELLO:
        command = f"ulimit -v {kilobytes}; exec {LING} run -noshell -eval 'io:format(\"~p~n\", [hello]), halt(3).'"
        done = subprocess.run(["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=100)
        assert (done.returncode, done.stdout) == (3, b"hello\n"), (kilobytes, done)


def a_flood_of_messages_ends_its_sender(folder):
    """... and nobody else: modules are loaded, the log is written, the memory of the receiver comes back."""
    for kilobytes in FLOODED:
        done = run(folder, "flood", kilobytes)
        said = [line for line in done.stdout.splitlines() if line.startswith((b"sender", b"receiver", b"sum"))]
        assert done.returncode == 0 and said == [b"sender system_limit", b"receiver true", b"sum 45000150000"], (kilobytes, done)


def memory_is_given_back(folder):
    done = run(folder, "given_back")
    assert done.returncode == 0 and all(line.endswith(b"{true,back}") for line in done.stdout.splitlines()), done.stdout.decode()


CHECKS = [too_little_is_said, starts_under_a_limit, a_flood_of_messages_ends_its_sender, memory_is_given_back]


def main():
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory(prefix="ling-memory-") as folder:
        for name, text in (("flood", FLOOD), ("given_back", GIVEN_BACK)):
            with open(f"{folder}/{name}.erl", "w", encoding="utf-8") as f:
                f.write(text)
            subprocess.run(["erlc", "-o", folder, f"{folder}/{name}.erl"], check=True)
        for check in CHECKS:
            if sys.argv[1:] and not any(w in check.__name__ for w in sys.argv[1:]):
                continue
            try:
                check(folder)
                passed += 1
            except Exception as why:  # any way to fail is a failure of the check, told with its reason
                failed += 1
                print(f"FAIL {check.__name__}: {type(why).__name__} {why}", flush=True)
    print(f"memory: {passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
