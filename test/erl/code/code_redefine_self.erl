%% A running program replaces its own module.
-module(code_redefine_self).
-export([main/0]).
-export([version/0, again/1]).
-include("build.hrl").

main() ->
    io:format("~p~n", [version()]),
    Code = build(["-module(code_redefine_self).", "-export([version/0, again/1]).", "version() -> 2.",
                  "again(X) -> {new, X, erlang:check_old_code(code_redefine_self)}."]),
    {module, ?MODULE} = code:load_binary(?MODULE, "x", Code),
    io:format("~p~n", [{version(), ?MODULE:version(), ?MODULE:again(1), again(1)}]),
    io:format("~p~n", [erlang:check_process_code(self(), ?MODULE)]),
    io:format("~p~n", [code:soft_purge(?MODULE)]).

version() -> 1.
again(X) -> {old, X}.
