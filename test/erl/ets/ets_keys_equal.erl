%% Keys that are equal, or nearly: integers and floats, zeros, strings and lists, maps.
-module(ets_keys_equal).
-export([main/0]).
-include("check.hrl").

main() ->
    Keys = [1, 1.0, 0, 0.0, -0.0, "a", [97], <<"a">>, {1}, {1.0}, [1.0], [1], #{1 => a}, #{1.0 => a}, #{a => 1}, #{a => 1.0},
            1 bsl 64, float(1 bsl 64), a, 'a', true],
    [begin
         T = ets:new(t, [Type]),
         [ets:insert(T, {K, N}) || {N, K} <- lists:zip(lists:seq(1, length(Keys)), Keys)],
         p({Type, ets:info(T, size)}),
         p([[N || {_, N} <- ets:lookup(T, K)] || K <- Keys])
     end || Type <- [set, ordered_set, bag, duplicate_bag]].
