%% zlib: streams step by step, levels, strategies, flushing, dictionaries, parameters.
-module(binary_zlib_stream).
-export([main/0]).

main() ->
    D = binary:copy(<<"the quick brown fox jumps over the lazy dog. ">>, 2000),
    [begin
         Z = zlib:open(),
         ok = zlib:deflateInit(Z, L, deflated, W, 8, S),
         P1 = zlib:deflate(Z, D, sync), P2 = zlib:deflate(Z, [<<"more">>, $!], full), P3 = zlib:deflate(Z, <<"end">>, finish),
         ok = zlib:deflateEnd(Z),
         C = iolist_to_binary([P1, P2, P3]),
         ok = zlib:inflateInit(Z, W),
         U = iolist_to_binary(zlib:inflate(Z, C)),
         ok = zlib:inflateEnd(Z),
         zlib:close(Z),
         io:format("~w ~w ~w ~w~n", [L, W, S, U =:= <<D/binary, "more!end">>])
     end || L <- [none, best_speed, default, best_compression, 5], W <- [15, -15, 31], S <- [default, filtered, huffman_only, rle]],
    dictionary(D), params(D), chunks(D), resets(D).

dictionary(D) ->
    Dict = <<"fox jumps over the lazy">>,
    Z = zlib:open(),
    ok = zlib:deflateInit(Z),
    Id = zlib:deflateSetDictionary(Z, Dict),
    C = zlib:deflate(Z, D, finish),
    ok = zlib:deflateEnd(Z),
    ok = zlib:inflateInit(Z),
    Need = (catch zlib:inflate(Z, C)),
    io:format("~w ~w~n", [Id, element(1, element(2, Need))]),
    ok = zlib:inflateReset(Z),
    {need_dictionary, Id2, _} = zlib:safeInflate(Z, C),
    ok = zlib:inflateSetDictionary(Z, Dict),
    io:format("~w ~w~n", [Id =:= Id2, iolist_to_binary(zlib:inflate(Z, [])) =:= D]),
    io:format("~w~n", [byte_size(iolist_to_binary(zlib:inflateGetDictionary(Z)))]),
    zlib:close(Z).

params(D) ->
    Z = zlib:open(),
    ok = zlib:deflateInit(Z, best_speed),
    A = zlib:deflate(Z, D),
    ok = zlib:deflateParams(Z, best_compression, default),
    B = zlib:deflate(Z, D, finish),
    io:format("~w~n", [zlib:uncompress(iolist_to_binary([A, B])) =:= <<D/binary, D/binary>>]),
    zlib:close(Z).

chunks(D) ->
    Z = zlib:open(),
    ok = zlib:inflateInit(Z),
    zlib:setBufSize(Z, 1000),
    io:format("~w~n", [zlib:getBufSize(Z)]),
    safe(Z, zlib:safeInflate(Z, zlib:compress(D)), D),
    zlib:close(Z).

safe(Z, {continue, O}, D) -> safe(Z, zlib:safeInflate(Z, []), skip(O, D));
safe(_, {finished, O}, D) -> io:format("~w~n", [skip(O, D)]).
skip(O, D) -> B = iolist_to_binary(O), N = byte_size(B), <<B:N/binary, R/binary>> = D, R.

resets(D) ->
    Z = zlib:open(),
    ok = zlib:inflateInit(Z, 15, reset),
    C = zlib:compress(D),
    io:format("~w~n", [byte_size(iolist_to_binary(zlib:inflate(Z, [C, C, C])))]),
    ok = zlib:inflateReset(Z),
    zlib:close(Z),
    Y = zlib:open(),
    ok = zlib:inflateInit(Y, 15, cut),
    io:format("~w~n", [byte_size(iolist_to_binary(zlib:inflate(Y, [C, C])))]),
    zlib:close(Y).
