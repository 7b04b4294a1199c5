%% A third version cannot come while a first one is still there.
-module(code_not_purged).
-export([main/0]).
-include("check.hrl").
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    load(1), load(2),
    io:format("~p~n", [erlang:load_module(cnp_m, version(3))]),
    io:format("~p~n", [cnp_m:v()]),
    Prepared = erlang:prepare_loading(cnp_m, version(3)),
    io:format("~p~n", [{is_reference(Prepared), erlang:finish_loading([Prepared])}]),
    io:format("~p~n", [catch erlang:delete_module(cnp_m)]),
    code:purge(cnp_m),
    io:format("~p~n", [{erlang:finish_loading([Prepared]), cnp_m:v(), erlang:check_old_code(cnp_m)}]),
    io:format("~p~n", [caught(fun() -> erlang:finish_loading([Prepared]) end)]),
    %% code:load_binary/3 purges by itself
    io:format("~p ~p~n", [code:load_binary(cnp_m, "m", version(4)), cnp_m:v()]).

load(N) -> io:format("~p~n", [erlang:load_module(cnp_m, version(N))]).

version(N) -> build(["-module(cnp_m).", "-export([v/0]).", "v() -> " ++ integer_to_list(N) ++ "."]).
