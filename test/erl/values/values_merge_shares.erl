%% flags: +S 1
-module(values_merge_shares).
-export([main/0]).
-include("check.hrl").

%% maps:merge/2 gives back the map that is the result already.
main() ->
    Small = id(#{a => list_to_atom("b")}),
    Large = maps:from_list([{N, N} || N <- lists:seq(1, 200)]),
    io:format("~p~n", [[erts_debug:same(maps:merge(A, B), R)
                        || {A, B, R} <- [{#{}, Small, Small}, {Small, #{}, Small}, {Small, Small, Small},
                                         {#{}, Large, Large}, {Large, #{}, Large}, {Large, Large, Large}]]]),
    io:format("~p~n", [maps:merge(#{a => 1, b => 1}, #{b => 2, c => 2})]).
