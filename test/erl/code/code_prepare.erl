%% Several modules made current at once, or none of them.
-module(code_prepare).
-export([main/0]).
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    Mods = [list_to_atom("cpr_" ++ integer_to_list(I)) || I <- lists:seq(1, 10)],
    Bins = [{M, "file", one(M, 1)} || M <- Mods],
    {ok, Prepared} = code:prepare_loading(Bins),
    io:format("~p~n", [[erlang:module_loaded(M) || M <- Mods]]),
    io:format("~p~n", [code:finish_loading(Prepared)]),
    io:format("~p~n", [[M:v() || M <- Mods]]),
    %% The processes that prepare them end in any order.
    {error, Bad} = code:prepare_loading([{cpr_a, "f", one(cpr_b, 1)}, {cpr_c, "f", <<"bad">>}, {cpr_d, "f", one(cpr_d, 1)}]),
    io:format("~p~n", [lists:sort(Bad)]),
    io:format("~p~n", [code:prepare_loading([{cpr_a, "f", one(cpr_a, 1)}, {cpr_a, "f", one(cpr_a, 1)}])]),
    A = erlang:prepare_loading(cpr_x, one(cpr_x, 1)), B = erlang:prepare_loading(cpr_x, one(cpr_x, 2)),
    io:format("~p~n", [erlang:finish_loading([A, B])]),
    C = erlang:prepare_loading(cpr_1, one(cpr_1, 3)),
    io:format("~p~n", [erlang:finish_loading([C, B])]),
    D = erlang:prepare_loading(cpr_1, one(cpr_1, 4)), E = erlang:prepare_loading(cpr_y, one(cpr_y, 4)),
    io:format("~p~n", [erlang:finish_loading([E, D])]),
    io:format("~p~n", [{cpr_1:v(), cpr_x:v(), erlang:module_loaded(cpr_y)}]),
    io:format("~p~n", [erlang:finish_loading([])]),
    io:format("~p~n", [code:atomic_load([{cpr_p, "f", one(cpr_p, 5)}, {cpr_q, "f", one(cpr_q, 6)}])]),
    io:format("~p~n", [{cpr_p:v(), cpr_q:v()}]),
    io:format("~p~n", [code:atomic_load([{cpr_p, "f", <<"no">>}, {cpr_q, "f", one(cpr_q, 7)}])]),
    io:format("~p~n", [{cpr_p:v(), cpr_q:v()}]),
    OnLoad = build(["-module(cpr_o).", "-on_load(i/0).", "i() -> ok."]),
    io:format("~p~n", [code:atomic_load([{cpr_o, "f", OnLoad}])]),
    io:format("~p~n", [code:ensure_modules_loaded([lists, cpr_p, cpr_missing])]).

one(M, N) -> build(["-module(" ++ atom_to_list(M) ++ ").", "-export([v/0]).", "v() -> " ++ integer_to_list(N) ++ "."]).
