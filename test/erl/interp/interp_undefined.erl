-module(interp_undefined).
-export([main/0, undefined_function/3]).
-include("check.hrl").

%% Calls of what does not exist: functions, modules, funs, and how error_handler is asked.
main() ->
    p(try ?MODULE:nothing(1, [2]) catch C:R:S -> {C, R, hd(S)} end),
    p(try no_such_module_at_all:f() catch C1:R1:S1 -> {C1, R1, hd(S1)} end),
    p(try apply(no_such_module_at_all, g, [a]) catch C2:R2:S2 -> {C2, R2, hd(S2)} end),
    F = fun no_such_module_at_all:h/2,
    p(try F(1, 2) catch C3:R3:S3 -> {C3, R3, hd(S3)} end),
    p(try lists:no_such(x) catch C4:R4:S4 -> {C4, R4, hd(S4)} end),
    p([erlang:function_exported(?MODULE, main, 0), erlang:function_exported(?MODULE, nothing, 2), erlang:function_exported(lists, map, 2)]),
    process_flag(error_handler, ?MODULE),
    p(strange:call(1, two)),
    p(apply(strange, call, [])),
    process_flag(error_handler, error_handler),
    p(catch element(1, element(2, catch strange:call(1)))).

undefined_function(M, F, A) -> {handled, M, F, A}.
