%% A binary that grows while others hold earlier parts of it: processes, tables, sub-binaries, matches.
-module(binary_append_shared).
-export([main/0]).

main() ->
    Self = self(),
    Pid = spawn(fun() -> collect(Self, []) end),
    T = ets:new(t, []),
    B = grow(<<>>, 0, Pid, T),
    Pid ! stop,
    Sums = receive {sums, S} -> S end,
    io:format("~w~n", [Sums]),
    io:format("~w~n", [lists:sort([{K, erlang:phash2(V)} || {K, V} <- ets:tab2list(T)])]),
    io:format("~w ~w~n", [byte_size(B), erlang:phash2(B)]),
    erlang:garbage_collect(),
    io:format("~w~n", [erlang:phash2(<<B/binary, 1>>)]).

grow(B, 20, _, _) -> B;
grow(B, N, Pid, T) ->
    Pid ! B,
    ets:insert(T, {N, B}),
    Half = byte_size(B) div 2,
    <<H:Half/binary, R/binary>> = B,
    B1 = <<B/binary, H/binary, R/binary, (list_to_binary(lists:seq(0, N)))/binary>>,
    <<H2:Half/binary, _/binary>> = B1,
    true = H =:= H2,
    grow(B1, N + 1, Pid, T).

collect(Parent, Acc) ->
    receive
        stop -> Parent ! {sums, [{byte_size(X), erlang:phash2(X)} || X <- lists:reverse(Acc)]};
        B when is_binary(B) -> collect(Parent, [B | Acc])
    end.
