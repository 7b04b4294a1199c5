%% prim_buffer, the buffer under raw files.
-module(binary_prim_buffer).
-export([main/0]).

main() ->
    B = prim_buffer:new(),
    p(prim_buffer:size(B)),
    p(prim_buffer:write(B, [<<"hello ">>, <<"world">>])),
    p(prim_buffer:write(B, [binary:copy(<<"x">>, 5000), <<"\n">>])),
    p({prim_buffer:size(B), prim_buffer:find_byte_index(B, $w), prim_buffer:find_byte_index(B, $\n), prim_buffer:find_byte_index(B, 0)}),
    p(prim_buffer:read(B, 5)),
    p(prim_buffer:skip(B, 1)),
    p(byte_size(prim_buffer:read(B, 2000))),
    p(iolist_size(prim_buffer:read_iovec(B, 3000))),
    p({prim_buffer:size(B), prim_buffer:read(B, 6)}),
    p([prim_buffer:try_lock(B), prim_buffer:try_lock(B), prim_buffer:unlock(B), prim_buffer:try_lock(B)]),
    p(prim_buffer:write(B, [])),
    p(prim_buffer:write(B, [<<N>> || N <- lists:seq(0, 255)])),
    p(prim_buffer:read(B, 250)),
    p(prim_buffer:wipe(B)),
    p(prim_buffer:size(B)),
    [p(try F() catch C:R -> {C, R} end) || F <- [fun() -> prim_buffer:read(B, 1) end, fun() -> prim_buffer:skip(B, 1) end, fun() -> prim_buffer:write(B, a) end,
                                                 fun() -> prim_buffer:write(B, [a]) end, fun() -> prim_buffer:size(foo) end, fun() -> prim_buffer:find_byte_index(B, 256) end]].

p(X) -> io:format("~w~n", [X]).
