%% What the machine has built in for later releases is no export of this one's modules.
-module(code_exports_of_release).
-export([main/0]).

main() ->
    [begin
         {module, M} = code:ensure_loaded(M),
         Exports = lists:sort(M:module_info(exports)),
         {ok, {M, [{exports, InFile}]}} = beam_lib:chunks(file(M), [exports]),
         io:format("~p~n", [{M, Exports -- InFile, InFile -- Exports}]),
         io:format("~p~n", [[FA || {F, A} = FA <- InFile, not erlang:function_exported(M, F, A)]])
     end || M <- [ets, re, maps, lists, binary, os]],
    ok.

file(M) -> {M, Code, _} = code:get_object_code(M), Code.
