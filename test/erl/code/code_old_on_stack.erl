%% Old code that a process will only return into counts as used.
-module(code_old_on_stack).
-export([main/0]).
-include("build.hrl").

main() ->
    code:load_binary(cos_m, "m", version(1)),
    Self = self(),
    Wait = fun() -> Self ! {in, self()}, receive go -> 10 end end,
    P = spawn(fun() -> Self ! {result, cos_m:call(Wait)} end),
    receive {in, P} -> ok end,
    code:load_binary(cos_m, "m", version(2)),
    io:format("~p~n", [{erlang:check_process_code(P, cos_m), code:soft_purge(cos_m)}]),
    P ! go,
    receive {result, V} -> io:format("~p~n", [V]) end,
    io:format("~p~n", [cos_m:call(fun() -> 10 end)]),
    %% The same below a catch.
    Q = spawn(fun() -> Self ! {result, cos_m:caught(Wait)} end),
    receive {in, Q} -> ok end,
    code:purge(cos_m),
    code:load_binary(cos_m, "m", version(3)),
    io:format("~p~n", [{erlang:check_process_code(Q, cos_m), code:soft_purge(cos_m)}]),
    Q ! go,
    receive {result, W} -> io:format("~p~n", [W]) end,
    io:format("~p~n", [code:soft_purge(cos_m)]).

version(N) ->
    V = integer_to_list(N),
    build(["-module(cos_m).", "-export([call/1, caught/1]).", "call(F) -> F() + " ++ V ++ ".",
           "caught(F) -> X = (catch F()), {X, " ++ V ++ "}."]).
