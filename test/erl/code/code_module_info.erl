%% module_info of a module made at run time.
-module(code_module_info).
-export([main/0]).
-include("check.hrl").
-include("build.hrl").

main() ->
    Code = build(["-module(cmi_m).", "-vsn(7).", "-author(me).", "-author([you, they]).", "-export([a/0, b/1, c/2]).",
                  "-my({term, \"x\", 1.5, [<<1,2>>]}).", "a() -> ok.", "b(X) -> X.", "c(X, Y) -> d(X, Y).",
                  "d(X, Y) -> fun() -> X + Y end."]),
    code:load_binary(cmi_m, "m", Code),
    io:format("~p~n", [lists:sort(cmi_m:module_info(exports))]),
    io:format("~p~n", [cmi_m:module_info(exports)]),
    io:format("~p~n", [cmi_m:module_info(functions)]),
    io:format("~p~n", [cmi_m:module_info(attributes)]),
    io:format("~p~n", [cmi_m:module_info(module)]),
    io:format("~p~n", [cmi_m:module_info(md5) =:= erlang:element(2, element(2, beam_lib:md5(Code)))]),
    io:format("~p~n", [lists:sort([K || {K, _} <- cmi_m:module_info(compile)])]),
    io:format("~p~n", [[K || {K, _} <- cmi_m:module_info()]]),
    io:format("~p~n", [cmi_m:module_info(nifs)]),
    io:format("~p~n", [cmi_m:module_info() =:= erlang:get_module_info(cmi_m)]),
    [io:format("~p~n", [caught(F)])
     || F <- [fun() -> cmi_m:module_info(foo) end, fun() -> erlang:get_module_info(cmi_none) end,
              fun() -> erlang:get_module_info(cmi_none, exports) end, fun() -> erlang:get_module_info("x") end,
              fun() -> erlang:get_module_info(cmi_m, 1) end]],
    io:format("~p~n", [{erlang:get_module_info(lists, module), is_list(lists:module_info(exports)),
                        lists:member({reverse, 2}, lists:module_info(exports))}]).
