%% spawn_request: replies, tags, errors.
-module(process_spawn_request).
-export([main/0]).

main() ->
    Self = self(),
    R1 = spawn_request(fun() -> Self ! hello end),
    io:format("~p~n", [receive {spawn_reply, R1, ok, P} when is_pid(P) -> started end]),
    receive hello -> ok end,
    R2 = spawn_request(fun() -> Self ! world end, [{reply_tag, {tagged, 1}}, monitor]),
    P2 = receive {{tagged, 1}, R2, ok, Q} -> Q end,
    receive world -> ok end,
    io:format("~p~n", [receive {'DOWN', R2, process, P2, Why} -> Why end]),
    R3 = spawn_request(erlang, apply, [fun() -> Self ! third end, []], [{reply, no}]),
    io:format("~p~n", [is_reference(R3)]),
    receive third -> ok end,
    io:format("~p~n", [receive X -> X after 0 -> nothing end]),
    R4 = spawn_request(erlang, apply, [fun() -> ok end, []], [{priority, urgent}]),
    io:format("~p~n", [receive {spawn_reply, R4, error, E} -> E end]),
    R5 = spawn_request(erlang, apply, [fun() -> ok end, []], [what, {reply, success_only}]),
    io:format("~p ~p~n", [is_reference(R5), receive Y -> Y after 10 -> nothing end]),
    R6 = spawn_request(erlang, apply, [fun() -> ok end, []], [{reply, error_only}]),
    io:format("~p ~p~n", [is_reference(R6), receive Z -> Z after 10 -> nothing end]),
    io:format("~p~n", [spawn_request_abandon(R6)]),
    io:format("~p~n", [catch element(1, element(2, catch spawn_request_abandon(not_a_ref)))]),
    io:format("~p~n", [outcome(fun() -> spawn_request(m, f, [a | b], []) end)]),
    io:format("~p~n", [outcome(fun() -> spawn_request(m, f, [], [a | b]) end)]),
    io:format("~p~n", [outcome(fun() -> spawn_request(17) end)]),
    ok.

outcome(F) -> try F() of _ -> fine catch C:R -> {C, R} end.
