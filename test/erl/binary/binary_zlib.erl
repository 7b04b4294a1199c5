%% zlib: the simple functions, there and back.
-module(binary_zlib).
-export([main/0]).
-include("check.hrl").

main() ->
    Ds = [<<>>, <<"a">>, "a list", [<<"io">>, $l, "ist"], binary:copy(<<"hello world ">>, 10000), list_to_binary([X * X rem 251 || X <- lists:seq(1, 100000)])],
    [begin
         B = iolist_to_binary(D),
         C = zlib:compress(D), Z = zlib:zip(D), G = zlib:gzip(D),
         io:format("~w ~w ~w ~w ~w~n", [byte_size(B), byte_size(C), zlib:uncompress(C) =:= B, zlib:unzip(Z) =:= B, zlib:gunzip(G) =:= B])
     end || D <- Ds],
    io:format("~w ~w~n", [zlib:compress("abc"), zlib:zip("abc")]),
    [io:format("~w~n", [caught(F)]) || F <- [fun() -> zlib:uncompress(<<"nonsense">>) end, fun() -> zlib:uncompress(<<>>) end, fun() -> zlib:gunzip(<<1, 2, 3>>) end,
                                        fun() -> zlib:unzip(<<255, 255>>) end, fun() -> zlib:compress(a) end, fun() -> zlib:uncompress(binary:part(zlib:compress("abcdef"), 0, 8)) end]],
    io:format("~w~n", [zlib:gunzip([zlib:gzip("one"), zlib:gzip("two")])]).
