%% Literals of purged code live on wherever they are: heaps, messages, tables, dictionaries.
-module(code_literals_purged).
-export([main/0]).
-include("build.hrl").

main() ->
    Tables = [ets:new(t, [O]) || O <- [set, ordered_set, bag]],
    Self = self(),
    Keepers = [spawn(fun() -> keeper(none) end) || _ <- lists:seq(1, 20)],
    [round(N, Tables, Keepers) || N <- lists:seq(1, 10)],
    [K ! {ask, Self} || K <- Keepers],
    io:format("~p~n", [lists:usort([receive {kept, V} -> V end || _ <- Keepers])]),
    io:format("~p~n", [[lists:sort(ets:tab2list(T)) =:= lists:sort([{N, value(N)} || N <- lists:seq(1, 10)]) || T <- Tables]]),
    io:format("~p~n", [lists:sort(get()) =:= lists:sort([{{n, N}, value(N)} || N <- lists:seq(1, 10)])]),
    io:format("~p~n", [[receive {queued, N, V} -> V =:= value(N) end || N <- lists:seq(10, 1, -1)]]),
    io:format("~p~n", [[persistent_term:get({clp, N}) =:= value(N) || N <- lists:seq(1, 10)]]).

round(N, Tables, Keepers) ->
    code:load_binary(clp_m, "m", build(["-module(clp_m).", "-export([v/0]).",
                                        lists:flatten(io_lib:format("v() -> ~w.", [value(N)]))])),
    V = clp_m:v(),
    [ets:insert(T, {N, V}) || T <- Tables],
    put({n, N}, V),
    self() ! {queued, N, V},
    persistent_term:put({clp, N}, V),
    [K ! {keep, clp_m:v()} || K <- Keepers],
    [begin K ! {sync, self()}, receive synced -> ok end end || K <- Keepers],
    code:purge(clp_m), code:delete(clp_m), code:purge(clp_m),
    erlang:garbage_collect().

value(N) -> {N, lists:seq(N, N + 50), #{a => [N, {N}]}, <<"some bytes of a literal">>}.

keeper(V) ->
    receive
        {keep, New} -> keeper({New, case V of none -> 1; {_, C} -> C + 1 end});
        {sync, From} -> From ! synced, keeper(V);
        {ask, From} -> From ! {kept, V}
    end.
