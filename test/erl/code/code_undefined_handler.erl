%% Calls to what is not there: the error handler, $handle_undefined_function, a handler of one's own.
-module(code_undefined_handler).
-export([main/0]).
-export([undefined_function/3, undefined_lambda/3]).
-include("build.hrl").

main() ->
    code:load_binary(cuh_m, "m", build(["-module(cuh_m).", "-export(['$handle_undefined_function'/2, there/0]).",
                                        "'$handle_undefined_function'(F, A) -> {handled, F, A}.", "there() -> yes."])),
    io:format("~p~n", [{cuh_m:there(), cuh_m:what(1, 2), apply(cuh_m, any, []), (fun cuh_m:other/1)(x)}]),
    Self = self(),
    spawn(fun() ->
              process_flag(error_handler, ?MODULE),
              Self ! {own, cuh_none:f(1, [2]), (fun cuh_none:g/0)(), apply(cuh_none, h, [x])}
          end),
    receive {own, A, B, C} -> io:format("~p ~p ~p~n", [A, B, C]) end,
    io:format("~p~n", [try cuh_none:f(1) catch K:R:S -> {K, R, [{M, F, Args} || {M, F, Args, _} <- [hd(S)]]} end]),
    io:format("~p~n", [try cuh_m_missing:module_info() catch K2:R2 -> {K2, R2} end]).

undefined_function(M, F, A) -> {undefined, M, F, A}.
undefined_lambda(M, _, A) -> {lambda, M, A}.
