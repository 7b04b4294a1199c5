%% Every kind of term as key and as value.
-module(memory_persistent_kinds).
-export([main/0]).

main() ->
    Bin = binary:copy(<<"abc">>, 100),
    <<_:5, Bits:77/bitstring, _/bitstring>> = Bin,
    N = 5,
    Terms = [0, 1 bsl 100, 1.5, atom, [], "list", {}, {t, u}, <<>>, <<"bin">>, Bin, Bits, binary:part(Bin, 10, 90), self(),
             make_ref(), fun lists:seq/2, fun(X) -> X * N end, #{}, #{a => {b}}, maps:from_list([{K, K} || K <- lists:seq(1, 50)])],
    [persistent_term:put({?MODULE, T}, [T, T]) || T <- Terms],
    erlang:garbage_collect(),
    io:format("~p~n", [[persistent_term:get({?MODULE, T}) =:= [T, T] || T <- Terms]]),
    [F | _] = persistent_term:get({?MODULE, lists:nth(17, Terms)}),
    io:format("~p~n", [F(8)]),
    Values = [persistent_term:get({?MODULE, T}) || T <- Terms],
    io:format("~p~n", [[persistent_term:erase({?MODULE, T}) || T <- Terms]]),
    timer:sleep(20),
    erlang:garbage_collect(),
    io:format("~p~n", [Values =:= [[T, T] || T <- Terms]]).
