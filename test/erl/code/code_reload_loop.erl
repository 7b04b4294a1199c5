%% 300 versions of a module, each used, while a process lives in all of them.
-module(code_reload_loop).
-export([main/0]).
-include("build.hrl").

main() ->
    code:load_binary(crl_m, "m", version(0)),
    P = spawn(fun() -> crl_m:loop([]) end),
    Sum = lists:foldl(
            fun(N, Acc) ->
                {module, crl_m} = code:load_binary(crl_m, "m", version(N)),
                P ! {upgrade, self()},
                receive {P, upgraded, V} -> true = V =:= N end,
                false = erlang:check_process_code(P, crl_m),
                true = code:soft_purge(crl_m),
                Acc + crl_m:value()
            end, 0, lists:seq(1, 300)),
    io:format("~p~n", [Sum]),
    P ! {get, self()},
    receive {P, L} -> io:format("~p ~p~n", [length(L), lists:sum([V || {V, "literal"} <- L])]) end.

version(N) ->
    V = integer_to_list(N),
    build(["-module(crl_m).", "-export([loop/1, value/0]).", "value() -> " ++ V ++ ".",
           "loop(L) -> receive {upgrade, F} -> crl_m:loop([{" ++ V ++ ", \"literal\"} | told(F, L)]); {get, F} -> F ! {self(), L}, loop(L) end.",
           "told(F, L) -> F ! {self(), upgraded, crl_m:value()}, L."]).
