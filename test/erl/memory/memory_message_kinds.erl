%% Every kind of term survives a message and a collection on the other side.
-module(memory_message_kinds).
-export([main/0]).

main() ->
    Big = 1 bsl 200,
    Bin = list_to_binary(lists:duplicate(1000, $x)),
    <<_:3, Bits:1001/bitstring, _/bitstring>> = Bin,
    <<_:7/binary, Sub:500/binary, _/binary>> = Bin,
    N = 17,
    Terms = [0, -1, (1 bsl 59) - 1, -(1 bsl 59), 1 bsl 59, Big, -Big, 1.5, -0.0, atom, '', [], {}, <<>>, <<1:1>>,
             <<"small">>, Bin, Bits, Sub, self(), make_ref(), fun lists:map/2, fun(X) -> X + N end, #{}, #{a => 1},
             maps:from_list([{K, {K}} || K <- lists:seq(1, 100)]), {1, {2, [3 | 4]}}, "string", [a | b],
             lists:seq(1, 1000), list_to_tuple(lists:seq(1, 1000)), {Bin, Sub, Bin},
             hd(erlang:ports())],
    Echo = spawn_link(fun echo/0),
    [begin
         Echo ! {self(), T},
         receive {Echo, U} -> io:format("~p ~p~n", [I, U =:= T]) end
     end || {I, T} <- lists:zip(lists:seq(1, length(Terms)), Terms)],
    Echo ! {self(), Terms},
    receive {Echo, All} -> io:format("~p~n", [All =:= Terms]) end,
    F = lists:nth(23, All),
    io:format("~p~n", [F(25)]).

echo() ->
    receive {From, T} -> erlang:garbage_collect(), From ! {self(), T} end,
    echo().
