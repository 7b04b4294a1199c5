%% Binaries in tables: small, large, parts of larger ones; what the table holds.
-module(ets_binaries).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, []),
    Large = binary:copy(<<"0123456789">>, 1000),
    <<_:33/binary, Part:500/binary, _/binary>> = Large,
    <<_:3, Bits:777/bits, _/bits>> = Large,
    ets:insert(T, [{small, <<"abc">>}, {large, Large}, {part, Part}, {bits, Bits}, {empty, <<>>}, {three, <<5:3>>}]),
    p([ets:lookup_element(T, K, 2) =:= V || {K, V} <- [{small, <<"abc">>}, {large, Large}, {part, Part}, {bits, Bits}, {empty, <<>>}, {three, <<5:3>>}]]),
    p(length(ets:info(T, binary)) > 0),
    erlang:garbage_collect(),
    p(byte_size(ets:lookup_element(T, large, 2))),
    p(ets:match(T, {'$1', <<"abc">>})),
    p(ets:match(T, {'$1', Part})),
    %% appending to what was read does not change what is stored
    B0 = ets:lookup_element(T, small, 2),
    B1 = <<B0/binary, "def">>,
    ets:insert(T, {grown, B1}),
    B2 = <<B1/binary, "ghi">>,
    B3 = <<(ets:lookup_element(T, grown, 2))/binary, "xyz">>,
    p({ets:lookup_element(T, grown, 2), B2, B3}),
    [ets:insert(T, {I, binary:copy(<<I>>, 100)}) || I <- lists:seq(0, 255)],
    p(lists:all(fun(I) -> ets:lookup_element(T, I, 2) =:= binary:copy(<<I>>, 100) end, lists:seq(0, 255))),
    ets:delete_all_objects(T),
    p(ets:info(T, binary)).
