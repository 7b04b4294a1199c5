%% Module zstd: whole data and streams, parameters, dictionaries, headers of frames, and how each fails.  Compressed bytes and their
%% number are the library's own business, and are not shown.
%% needs: zstd
%% skip OTP 25: zstd came with OTP 28
%% skip OTP 27: zstd came with OTP 28
-module(binary_zstd).
-export([main/0]).
-include("check.hrl").

%% The value of F, or how it fails and where, without references.
t(F) ->
    try plain(F())
    catch
        C:R:Trace ->
            [{M, N, A, _}, {M2, N2, A2, _} | _] = Trace,
            {C, plain(R), {M, N, if is_list(A) -> length(A); true -> A end}, {M2, N2, if is_list(A2) -> length(A2); true -> A2 end}}
    end.

plain(T) when is_tuple(T) -> list_to_tuple(plain(tuple_to_list(T)));
plain([H | T]) -> [plain(H) | plain(T)];
plain(R) when is_reference(R) -> reference;
plain(T) -> T.

main() ->
    whole(),
    streams(),
    parameters(),
    dictionaries(),
    headers(),
    owners(),
    large().

back(C) -> back(C, #{}).
back(C, Options) -> iolist_to_binary(zstd:decompress(C, Options)).

whole() ->
    Text = binary:copy(<<"data to be compressed ">>, 100),
    p([back(zstd:compress(D)) =:= iolist_to_binary(D) || D <- [Text, <<>>, [], "abc", [Text, $x, [[Text]] | <<"tail">>]]]),
    p([back(zstd:compress(Text, #{compressionLevel => L})) =:= Text || L <- [-5, 0, 1, 12, 22]]),
    p(back([zstd:compress("two "), zstd:compress("frames")])),
    p(iolist_size(zstd:compress(Text)) < 100),
    [p(t(fun() -> zstd:decompress(B) end)) || B <- [<<"garbage">>, <<"garbage, and more">>, <<40, 181, 47, 253>>, <<>>, []]],
    [p(t(fun() -> zstd:compress(Text, O) end)) || O <- [#{none => 1}, #{strategy => slow}, #{checksumFlag => 1}, #{windowLog => 99}]].

streams() ->
    {ok, C} = zstd:context(compress),
    {continue, <<>>} = zstd:stream(C, "a"),
    {continue, A} = zstd:flush(C),
    {done, B} = zstd:finish(C, ["b", <<"c">>]),
    p(back([A, B])),
    {done, Again} = zstd:finish(C, <<"once more">>),
    p(back(Again)),
    zstd:stream(C, "forgotten"),
    p(zstd:reset(C)),
    {done, Kept} = zstd:finish(C, "kept"),
    p(back(Kept)),
    {ok, D} = zstd:context(decompress),
    {continue, D1} = zstd:stream(D, <<40, 181, 47, 253, 32>>),
    {done, D2} = zstd:finish(D, <<2, 17, 0, 0, 97, 98>>),
    p(iolist_to_binary([D1, D2])),
    p(t(fun() -> zstd:finish(D, <<>>) end)),
    p(t(fun() -> zstd:stream(D, <<1:3>>) end)),
    p(t(fun() -> zstd:stream(D, 1) end)),
    p(t(fun() -> zstd:flush(D) end)),
    {ok, P} = zstd:context(compress, #{pledgedSrcSize => 5}),
    p(t(fun() -> zstd:stream(P, "abcdefgh"), zstd:finish(P, "i") end)),
    p(zstd:close(D)),
    [p(t(F)) || F <- [fun() -> zstd:close(D) end, fun() -> zstd:reset(D) end, fun() -> zstd:stream(D, <<>>) end]].

parameters() ->
    {ok, C} = zstd:context(compress),
    {ok, D} = zstd:context(decompress),
    Keys = [compressionLevel, windowLog, hashLog, chainLog, searchLog, minMatch, targetLength, strategy, enableLongDistanceMatching,
            ldmHashLog, ldmMinMatch, ldmBucketSizeLog, ldmHashRateLog, contentSizeFlag, checksumFlag, dictIDFlag, none, "text"],
    [p({K, t(fun() -> zstd:get_parameter(C, K) end)}) || K <- Keys],
    [p({K, V, t(fun() -> zstd:set_parameter(C, K, V) end), t(fun() -> zstd:get_parameter(C, K) end)})
     || K <- Keys, V <- [0, 1, 10, -1, 1 bsl 40, true, fast, btultra2, default, <<"1">>]],
    [p({V, t(fun() -> zstd:set_parameter(C, pledgedSrcSize, V) end)}) || V <- [0, 1 bsl 40, -1, 1 bsl 64, x]],
    [p({K, V, t(fun() -> zstd:set_parameter(D, K, V) end), t(fun() -> zstd:get_parameter(D, K) end)})
     || K <- [windowLogMax, none], V <- [1, 20, 31, 32, x]],
    p(t(fun() -> zstd:set_parameter(none, checksumFlag, true) end)).

dictionaries() ->
    Words = <<"words that are in the dictionary, and in the text">>,
    Text = <<"in the text, words that are in the dictionary">>,
    {ok, C} = zstd:dict(compress, Words),
    {ok, D} = zstd:dict(decompress, Words),
    p([zstd:get_dict_id(C), zstd:get_dict_id(D), zstd:get_dict_id(zstd:compress("abc"))]),
    Packed = zstd:compress(Text, #{dictionary => C}),
    p([back(Packed, #{dictionary => X}) =:= Text || X <- [D, Words]]),
    p(back(zstd:compress(Text, #{dictionary => Words}), #{dictionary => D}) =:= Text),
    p(t(fun() -> zstd:decompress(Packed) end)),
    {ok, Context} = zstd:context(compress, #{dictionary => C}),
    p([zstd:set_parameter(Context, dictionary, X) || X <- [C, <<>>, Words, C]]),
    zstd:stream(Context, "begun"),
    p(t(fun() -> zstd:set_parameter(Context, dictionary, Words) end)),
    p(t(fun() -> zstd:set_parameter(Context, dictionary, C) end)),
    p(t(fun() -> zstd:set_parameter(Context, dictionary, D) end)),
    [p({Mode, X, t(fun() -> zstd:dict(Mode, X) end)})
     || Mode <- [compress, decompress, none], X <- [<<>>, x, <<1:3>>, <<16#37, 16#a4, 16#30, 16#ec, 1, 2, 3, 4, 5>>]],
    p(t(fun() -> zstd:get_dict_id(<<16#37, 16#a4, 16#30, 16#ec, 1, 2, 3, 4, 5>>) end)),
    p(t(fun() -> zstd:get_dict_id(x) end)).

headers() ->
    Show = fun(F) -> case zstd:get_frame_header(F) of {ok, Map} -> lists:sort(maps:to_list(Map)); Error -> Error end end,
    [p(Show(zstd:compress("abc", O))) || O <- [#{}, #{checksumFlag => true}, #{contentSizeFlag => false}, #{windowLog => 12}]],
    p(Show(<<16#53, 16#2a, 16#4d, 16#18, 5:32/little>>)),
    p([Show(B) || B <- [<<"abc">>, <<"x">>, <<"garbage and more">>]]),
    p(t(fun() -> zstd:get_frame_header(x) end)).

%% A context belongs to the process that made it.
owners() ->
    {ok, C} = zstd:context(compress),
    Fs = [fun() -> zstd:stream(C, "a") end, fun() -> zstd:close(C) end, fun() -> zstd:get_parameter(C, windowLog) end],
    {_, Monitor} = spawn_monitor(fun() -> exit([t(F) || F <- Fs]) end),
    receive {'DOWN', Monitor, _, _, Said} -> p(Said) end.

%% Calls that take many slices.
large() ->
    rand:seed(exsss, 42),
    Data = [rand:bytes(1000000), binary:copy(<<0>>, 5000000), rand:bytes(300000)],
    p([byte_size(B) || B <- erlang:iolist_to_iovec(Data)]),
    Packed = zstd:compress(Data),
    {ok, C} = zstd:context(compress),
    {done, InOne} = zstd:finish(C, iolist_to_binary(Data)),
    p(element(2, maps:find(frameContentSize, element(2, zstd:get_frame_header(InOne))))),
    p([erlang:md5(zstd:decompress(X)) =:= erlang:md5(Data) || X <- [Packed, InOne]]).
