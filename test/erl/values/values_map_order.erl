%% The order of pairs in large maps: of every kind of key that does not depend on numbers of the machine.
-module(values_map_order).
-export([main/0]).

main() ->
    erlang:display(maps:from_list([{{I, <<I>>}, [-I]} || I <- lists:seq(1, 40)])),
    [show(Name, maps:from_list([{Key(I), I} || I <- lists:seq(1, 60)])) || {Name, Key} <- keys()],
    show("mixed", maps:from_list([{Key(I), I} || {_, Key} <- keys(), I <- lists:seq(1, 20)])),
    Big = maps:from_list([{I * 7919, I} || I <- lists:seq(1, 5000)]),
    io:format("5000 pairs: ~w ~w~n", [erlang:md5(term_to_binary(maps:keys(Big))), erlang:md5(term_to_binary(Big))]),
    grown(),
    ways(maps:from_list([{{I, <<I>>}, -I} || I <- lists:seq(1, 40)])).

keys() ->
    [{"small", fun(I) -> I end},
     {"negative", fun(I) -> -I * 1000003 end},
     {"wide", fun(I) -> I bsl 40 end},
     {"big", fun(I) -> (1 bsl 59) + I * 12345678901 end},
     {"bigger", fun(I) -> -(1 bsl (64 + I * 3)) end},
     {"float", fun(I) -> I / 7 end},
     {"binary", fun(I) -> integer_to_binary(I) end},
     {"long binary", fun(I) -> binary:copy(<<I, "abcdefg">>, I) end},
     {"bits", fun(I) -> <<I:(I * 3)>> end},
     {"part", fun(I) -> <<_:3, Rest/bits>> = <<0:3, I:I, 77>>, Rest end},
     {"string", fun(I) -> integer_to_list(I * 10001) end},
     {"list", fun(I) -> [I, 1000 + I, [I]] end},
     {"improper", fun(I) -> [[I] | I] end},
     {"improper bytes", fun(I) -> [1, I | I * 500] end},
     {"tuple", fun(I) -> {I, I * I} end},
     {"nested", fun(I) -> {[{I}], {}, [], <<I>>, {I, {I}}} end},
     {"map", fun(I) -> #{I => -I, {I} => [I]} end},
     {"large map", fun(I) -> maps:from_list([{K, I} || K <- lists:seq(1, 33 + I rem 4)]) end}].

show(Name, Map) -> io:format("~s: ~w~n", [Name, maps:values(Map)]).

%% However it came to be, a map has one order.
grown() ->
    All = maps:from_list([{I, I} || I <- lists:seq(1, 100)]),
    Grown = lists:foldl(fun(I, M) -> M#{I => I} end, #{}, lists:reverse(lists:seq(1, 100))),
    Shrunk = maps:without(lists:seq(101, 300), maps:from_list([{I, I} || I <- lists:seq(1, 300)])),
    Merged = maps:merge(maps:with(lists:seq(1, 50), All), maps:with(lists:seq(51, 100), All)),
    Read = binary_to_term(term_to_binary(All)),
    io:format("~p~n", [[maps:keys(All) =:= maps:keys(M) || M <- [Grown, Shrunk, Merged, Read]]]).

%% Each way to take the pairs of a map has an order of its own.
ways(Map) ->
    io:format("~w~n~p~n~w~n", [Map, Map, term_to_binary(Map)]),
    io:format("~w~n", [maps:to_list(Map)]),
    io:format("~w~n", [maps:keys(Map)]),
    io:format("~w~n", [maps:fold(fun(K, _, Keys) -> [K | Keys] end, [], Map)]),
    io:format("~w~n", [taken(maps:next(maps:iterator(Map)))]),
    io:format("~w~n", [maps:to_list(maps:filter(fun(_, V) -> V rem 2 =:= 0 end, Map))]),
    io:format("~w~n", [maps:to_list(maps:map(fun(_, V) -> -V end, Map))]),
    io:format("~w~n", [catch maps:map(fun(K, _) -> throw(K) end, Map)]),
    io:format("~w~n", [element(1, maps:take(lists:nth(3, maps:keys(Map)), Map))]),
    io:format("~tp~n", [Map]).

taken(none) -> [];
taken({Key, _, Next}) -> [Key | taken(maps:next(Next))].
