%% zlib: streams used in the wrong state, by the wrong process, with the wrong arguments.
-module(binary_zlib_errors).
-export([main/0]).

main() ->
    Z = zlib:open(),
    show(fun() -> zlib:deflate(Z, "x") end),
    show(fun() -> zlib:inflate(Z, "x") end),
    show(fun() -> zlib:deflateInit(Z, foo) end),
    show(fun() -> zlib:deflateInit(Z, 10) end),
    show(fun() -> zlib:deflateInit(Z, 1, deflated, 99, 8, default) end),
    ok = zlib:deflateInit(Z),
    show(fun() -> zlib:deflateInit(Z) end),
    show(fun() -> zlib:inflate(Z, "x") end),
    show(fun() -> zlib:deflate(Z, [a]) end),
    show(fun() -> zlib:deflate(Z, "x", foo) end),
    show(fun() -> zlib:inflateEnd(Z) end),
    show(fun() -> zlib:deflateEnd(Z) end),
    show(fun() -> zlib:deflateEnd(Z) end),
    ok = zlib:inflateInit(Z),
    show(fun() -> zlib:inflate(Z, <<1, 2, 3, 4>>) end),
    show(fun() -> zlib:inflateEnd(Z) end),
    Self = self(),
    spawn(fun() -> Self ! (catch begin zlib:inflateInit(Z), ok end) end),
    receive {'EXIT', {R, _}} -> io:format("~w~n", [R]); O -> io:format("~w~n", [O]) end,
    Pid = spawn(fun() -> receive go -> Self ! {child, catch zlib:close(Z)} end end),
    ok = zlib:set_controlling_process(Z, Pid),
    show(fun() -> zlib:close(Z) end),
    Pid ! go,
    receive {child, X} -> io:format("~w~n", [X]) end,
    Y = zlib:open(),
    ok = zlib:close(Y),
    show(fun() -> zlib:close(Y) end),
    show(fun() -> zlib:close(make_ref()) end),
    show(fun() -> zlib:close(foo) end),
    show(fun() -> zlib:set_controlling_process(Y, foo) end).

show(F) -> try io:format("~w~n", [F()]) catch C:R -> io:format("~w ~w~n", [C, R]) end.
