%% persistent_term:put/2 keeps what a term shares: one that is small only because of it stays small.
-module(memory_persistent_sharing).
-export([main/0]).

main() ->
    Shared = lists:foldl(fun(_, T) -> {T, T} end, {leaf, <<"bytes">>}, lists:seq(1, 30)),
    Size = erts_debug:size(Shared),
    #{memory := Before} = persistent_term:info(),
    ok = persistent_term:put(?MODULE, Shared),
    #{memory := After} = persistent_term:info(),
    io:format("~p~n", [After - Before < 10 * 8 * Size + 1000]),
    io:format("~p~n", [leaf(persistent_term:get(?MODULE))]),
    Big = binary:copy(<<"abc">>, 1000),
    Part = binary:part(Big, 3, 6),
    Mixed = #{big => Big, parts => [Part, Part], bits => <<5:3>>, funs => [fun lists:sort/1, fun() -> Part end],
              ids => [self(), make_ref()], numbers => [1.5, 1 bsl 70],
              map => maps:from_list([{N, {N, Big}} || N <- lists:seq(1, 100)])},
    ok = persistent_term:put({?MODULE, mixed}, [Mixed | Mixed]),
    [Kept | Also] = persistent_term:get({?MODULE, mixed}),
    io:format("~p~n", [{Kept =:= Mixed, Also =:= Mixed}]),
    ok = persistent_term:put({?MODULE, again}, [Kept, Kept]),
    persistent_term:erase({?MODULE, mixed}),
    persistent_term:erase(?MODULE),
    erlang:garbage_collect(),
    [Again, _] = persistent_term:get({?MODULE, again}),
    io:format("~p~n", [Again =:= Mixed]),
    [io:format("~p~n", [begin persistent_term:put(x, V), persistent_term:get(x) =:= V end]) || V <- [1, a, [], {}, "abc", 1.0]],
    ok.

leaf({T, T2}) when is_tuple(T) -> true = is_tuple(T2), leaf(T);
leaf(T) -> T.
