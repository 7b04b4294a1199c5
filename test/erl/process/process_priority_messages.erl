%% Messages of priority: by an alias, a monitor, a link, an exit signal; their order, and receives that wait already.
%% skip OTP 25: priority messages came with OTP 28
%% skip OTP 27: priority messages came with OTP 28
-module(process_priority_messages).
-export([main/0]).
-include("check.hrl").

main() ->
    sent(),
    ends(),
    switched(),
    waiting(),
    selective(),
    spawned(),
    options().

%% What is in the queue, oldest first.
queue() -> receive M -> [plain(M) | queue()] after 0 -> [] end.
plain({Tag, R, process, _, Why}) when is_reference(R) -> {Tag, Why};
plain({'EXIT', P, Why}) when is_pid(P) -> {'EXIT', Why};
plain(M) -> M.
takes() -> element(2, process_info(self(), priority_messages)).

sent() ->
    p(takes()),
    A = alias([priority]), B = alias(), R = alias([reply, priority]),
    p(takes()),
    self() ! 1, erlang:send(A, a, [priority]), self() ! 2, A ! 3, erlang:send(B, 4, [priority]), erlang:send(A, b, [priority]),
    erlang:send(self(), 5, [priority]), erlang:send(A, 6, []), erlang:send(R, c, [nosuspend, priority]), erlang:send(R, lost, [priority]),
    p(queue()),
    p([unalias(A), unalias(B), unalias(R), takes()]).

%% Ends P and waits until what it causes is here: an ordinary monitor's message comes last of all.
die(P, Why) ->
    M = monitor(process, P, [{tag, over}]),
    exit(P, Why),
    receive {over, M, _, _, _} -> ok end.
idle() -> spawn(fun() -> receive stop -> ok end end).

ends() ->
    process_flag(trap_exit, true),
    [P1, P2, P3, P4] = [idle() || _ <- lists:seq(1, 4)],
    M1 = monitor(process, P1, [priority]), monitor(process, P2), link(P3, [priority]), link(P4),
    M5 = monitor(process, none, [{tag, gone}]),
    self() ! 1,
    [die(P, Why) || {P, Why} <- [{P2, p2}, {P1, p1}, {P4, p4}, {P3, p3}]],
    A = alias([priority]),
    M6 = monitor(process, none, [priority, {tag, nobody}]),
    exit(A, ordinary), exit(A, first, [priority]), exit(self(), second, [priority]),
    p([is_reference(M) || M <- [M1, M5, M6]]),
    p(queue()),
    unalias(A),
    process_flag(trap_exit, false).

%% A link made again is of the kind of its last call.
switched() ->
    process_flag(trap_exit, true),
    [P1, P2] = [idle(), idle()],
    link(P1), link(P1, [priority]), p(takes()),
    link(P2, [priority]), link(P2), p(takes()),
    self() ! 1,
    die(P2, p2), die(P1, p1),
    p(queue()),
    p(takes()),
    process_flag(trap_exit, false).

%% A receive that has passed over what is there looks at a message of priority that comes.
waiting() ->
    Self = self(),
    [self() ! N || N <- lists:seq(1, 1000)],
    A = alias([priority]),
    P = spawn(fun() -> receive go -> erlang:send(A, {other, 1}, [priority]), erlang:send(A, {wanted, 2}, [priority]), Self ! late end end),
    P ! go,
    p(receive {wanted, X} -> X end),
    p(receive late -> late end),
    p(lists:sublist(queue(), 3)),
    unalias(A).

%% A fresh reference may come in a message of priority, in front of what was there before.
selective() ->
    [self() ! N || N <- [1, 2, 3]],
    P = spawn(fun() -> receive {From, R} -> erlang:send(R, {R, answer}, [priority]), From ! done end end),
    R = monitor(process, P, [{alias, explicit_unalias}, priority]),
    P ! {self(), R},
    p(receive {R, Answer} -> Answer end),
    p(receive {'DOWN', R, _, _, Why} -> Why end),
    p(queue()),
    unalias(R).

spawned() ->
    process_flag(trap_exit, true),
    Ends = fun() -> receive stop -> exit(stopped) end end,
    {P, _} = spawn_opt(Ends, [{link, [priority]}, {monitor, [priority, {tag, down}]}]),
    self() ! 1, P ! stop,
    [receive M -> p(plain(M)) end || _ <- [1, 2, 3]],
    process_flag(trap_exit, false).

options() ->
    [p(caught(F)) || F <- [fun() -> erlang:send(self(), x, [first]) end, fun() -> alias([first]) end, fun() -> exit(self(), x, [first]) end,
        fun() -> link(self(), [first]) end, fun() -> monitor(process, self(), [first]) end, fun() -> link(self(), [priority | x]) end,
        fun() -> spawn_opt(fun() -> ok end, [{link, [first]}]) end, fun() -> link(self(), [priority, priority]) end,
        fun() -> exit(x, y, [priority]) end]].
