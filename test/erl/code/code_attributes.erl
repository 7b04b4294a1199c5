%% Attributes: repeated names, lists, behaviours, version by checksum.
-module(code_attributes).
-export([main/0]).
-include("build.hrl").

main() ->
    A = info(["-module(cat_m).", "-a(1).", "-a(2).", "-a([3, 4]).", "-b({x, [y]}).", "-behaviour(gen_server).", "-vsn(\"1.0\")."]),
    io:format("~p~n", [A]),
    io:format("~p~n", [info(["-module(cat_m).", "-vsn([a, b]).", "-date({2020, 1, 1})."])]),
    [{vsn, [V]}] = info(["-module(cat_m)."]),
    <<Md5:128>> = cat_m:module_info(md5),
    io:format("~p~n", [V =:= Md5]),
    [{vsn, [W]}] = info(["-module(cat_m).", "-export([f/0]).", "f() -> ok."]),
    io:format("~p~n", [W =:= V]).

info(Lines) ->
    Code = build(Lines ++ ["handle() -> ok." || false]),
    code:purge(cat_m),
    {module, cat_m} = code:load_binary(cat_m, "m", Code),
    cat_m:module_info(attributes).
