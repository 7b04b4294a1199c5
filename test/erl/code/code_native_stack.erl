%% A native function that fails stands in the stack once, above its caller.
-module(code_native_stack).
-export([main/0]).

main() ->
    show(fun() -> zlib:close(none) end),
    show(fun() -> zlib:crc32(none, []) end),
    show(fun() -> zlib:inflate(none, <<>>) end),
    show(fun() -> {ok, prim_buffer:size(none)} end).

show(F) -> try F(), ok catch C:R:S -> io:format("~p ~p ~p~n", [C, R, [{M, N, if is_list(A) -> length(A); true -> A end} || {M, N, A, _} <- S]]) end.
