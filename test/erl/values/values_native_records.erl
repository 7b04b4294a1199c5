%% Native records: made, matched, changed, compared, hashed, encoded, printed; what fails, and how.
%% skip OTP 25: native records came with OTP 29
%% skip OTP 27: native records came with OTP 29
-module(values_native_records).
-export([main/0]).
-compile([nowarn_deprecated_function]).
-if(?OTP_RELEASE >= 29).

-record #vec{vx = 0.0, vy = 1, 'Z' = "abc"}.
-record #private{va, vb = #{vk => 1}, v_big = 16#123456789abcdef0123456789, v_none = []}.
-record #empty{}.
-record #order{zzzz = 0, true = 1, aaaa = 2, wwww = 3}.
-record #needs{va, vb}.
-export_record([vec, order, needs]).
-export([vec_after_delete/2]).
-include("check.hrl").

main() ->
    made(),
    matched(),
    changed(),
    failed(),
    compared(),
    hashed(),
    encoded(),
    kept(),
    by_functions(),
    garbage(),
    unloaded().

%% A record of another module, exported or not.
other(Exported) -> records:create(other, rec, [{vz, 1}, {vq, {2}}], #{is_exported => Exported}).
%% Of another module with a name that this one has, too.
namesake() -> records:create(other, vec, [{vy, 1}, {vq, 2}], #{is_exported => false}).

all() -> [#vec{vx = 5}, #private{va = [vx]}, #empty{}, #order{}, other(true), other(false), namesake(), {vec, 1}, #{vx => 1}, 7].

made() ->
    p([#vec{}, #vec{vy = id(3), vx = 2}, #private{va = id(1)}, #empty{}, #?MODULE:vec{vx = id(vy)}, #order{aaaa = #vec{}}]),
    [erlang:display(R) || R <- all()],
    [io:format("~w ~s~n", [R, io_lib:format("~tp", [R])]) || R <- all()].

match(#vec{vx = X, vy = Y}) -> {vec, X, Y};
match(#private{va = A, vb = #{vk := K}}) -> {private, A, K};
match(#other:rec{vz = Z}) -> {rec, Z};
match(#_{aaaa = A, zzzz = Z}) -> {any, A, Z};
match(#_{vq = Q}) -> {vq, Q};
match(#empty{}) -> empty;
match(_) -> none.

guarded(R) when R#vec.vx > 3 -> large;
guarded(R) when is_record(R, private) -> private;
guarded(R) when is_record(R, other, rec) -> rec;
guarded(R) when is_record(R) -> any;
guarded(_) -> none.

matched() ->
    [show(R, {match(R), guarded(R), is_record(R), is_record(R, ?MODULE, vec), erlang:is_record(R, id(vec)),
              erlang:is_record(R, id(other), id(rec)), is_tuple(R), is_map(R)}) || R <- all()],
    [show(R, [caught(F) || F <- [fun() -> R#vec.vy end, fun() -> R#_.vy end, fun() -> R#other:rec.vz end]]) || R <- all()].

changed() ->
    [show(R, [caught(F) || F <- [fun() -> R#vec{vx = id(7), 'Z' = 2} end, fun() -> R#_{vq = id(8)} end,
                                  fun() -> R#?MODULE:vec{vy = 9} end, fun() -> R#other:rec{vz = 10, vq = 11} end]]) || R <- all()].

failed() ->
    [p(ended(F)) || F <- [fun() -> #?MODULE:needs{vb = 1} end, fun() -> #?MODULE:needs{c = 1} end, fun() -> #other:unknown{va = 1} end, fun() -> #?MODULE:private{va = 1} end,
                          fun() -> #?MODULE:vec{no = 1, vy = 2} end, fun() -> (id(1))#vec.vx end, fun() -> (id(va))#vec{vx = 1} end,
                          fun() -> tuple_size(id(#vec{})) end, fun() -> element(1, id(#vec{})) end,
                          fun() -> #vec{vx = {vq}} = id(#vec{}) end, fun() -> atom_to_list(id(#vec{})) end]].

compared() ->
    Sorted = lists:sort([#vec{vx = 1.0}, #vec{vx = 1}, #vec{vx = 2, vy = 0}, [], [va], #{}, #{va => 1}, {va, vb, c, d}, self() =:= vx, <<>> | all()]),
    p(Sorted),
    p([#vec{vx = id(1)} == #vec{vx = 1.0}, #vec{vx = id(1)} =:= #vec{vx = 1.0}, #vec{vx = id(1)} =:= #vec{vx = 1}]),
    Made = records:create(?MODULE, vec, [{vx, 0.0}, {vy, 1}, {'Z', "abc"}], #{is_exported => true}),
    Hidden = records:create(?MODULE, vec, [{vx, 0.0}, {vy, 1}, {'Z', "abc"}], #{is_exported => false}),
    Turned = records:create(?MODULE, vec, [{vy, 1}, {vx, 0.0}, {'Z', "abc"}], #{is_exported => true}),
    p([#vec{} =:= Made, Made < Hidden, Made < Turned, Turned < Hidden, #vec{} == Turned]).

hashed() ->
    [show(R, {erlang:phash2(R), erlang:phash2([R], 1 bsl 32), erlang:phash(R, 1 bsl 32)}) || R <- all()],
    Large = maps:from_list([{#vec{vx = I}, I} || I <- lists:seq(1, 100)]),
    p({maps:keys(Large), maps:get(#vec{vx = id(50)}, Large)}),
    p(maps:keys(maps:from_list([{R, 1} || R <- all()]))).

encoded() ->
    [show(R, {term_to_binary(R), binary_to_term(term_to_binary(R)) =:= R}) || R <- all()],
    Bytes = fun(Flags, Keys, Values) ->
                [<<131, $C, (length(Keys)):32, Flags, 119, 1, "m", 119, 1, "r">>, [<<119, 1, K>> || K <- Keys], [<<97, V>> || V <- Values]]
            end,
    [p(caught(fun() -> binary_to_term(iolist_to_binary(B)) end))
     || B <- [Bytes(0, "ab", [1, 2]), Bytes(1, "ba", [1, 2]), Bytes(2, "a", [1]), Bytes(0, "aa", [1, 2]), Bytes(0, "ab", [1]), Bytes(1, "", []),
              [131, $C, 255, 255, 255, 255, 0], [131, $C]]],
    p([B || N <- lists:seq(1, byte_size(term_to_binary(#vec{})) - 1),
            B <- [caught(fun() -> binary_to_term(binary:part(term_to_binary(#vec{}), 0, N)) end)], B =/= {error, badarg}]).

kept() ->
    Tables = [ets:new(T, [T]) || T <- [set, ordered_set]],
    [ets:insert(T, {#vec{vx = I}, I}) || T <- Tables, I <- lists:seq(1, 9)],
    [p({ets:lookup(T, #vec{vx = id(3)}), ets:match(T, {#vec{vx = 5}, '$1'}),
        ets:select(T, [{{'$1', 4}, [{is_record, '$1', ?MODULE, vec}], ['$1']}]),
        ets:select(T, [{{'$1', 4}, [{is_record, '$1', vec, 4}], ['$1']}])}) || T <- Tables],
    persistent_term:put(?MODULE, #private{va = lists:seq(1, 10)}),
    p(persistent_term:get(?MODULE)),
    Self = self(),
    spawn(fun() -> receive R -> Self ! {R, R#vec{vy = R}} end end) ! #vec{vx = {Self =:= 1}},
    p(receive M -> M end).

by_functions() ->
    [show(R, [caught(fun() -> records:F(R) end) || F <- [get_module, get_name, get_field_names, is_exported]]) || R <- all()],
    [p(caught(F)) || F <- [
        fun() -> records:get(vx, #vec{}) end, fun() -> records:get(vq, #vec{}) end, fun() -> records:get(vx, {}) end, fun() -> records:get(1, #vec{}) end,
        fun() -> [records:get_definition(?MODULE, N) || N <- [vec, private, empty, order]] end,
        fun() -> records:get_definition(?MODULE, none) end, fun() -> records:get_definition(1, none) end,
        fun() -> records:update(#vec{}, ?MODULE, vec, #{vx => 1, 'Z' => 2}) end, fun() -> records:update(#vec{}, ?MODULE, '_', #{vx => 1}) end,
        fun() -> records:update(#vec{}, ?MODULE, vec, #{}) end, fun() -> records:update(#vec{}, ?MODULE, vec, #{va => 1, vx => 2}) end,
        fun() -> records:update(#vec{}, ?MODULE, vec, #{{vk} => 1, vx => 2}) end, fun() -> records:update(#vec{}, other, vec, #{vx => 2}) end,
        fun() -> records:update(#vec{}, ?MODULE, vec, []) end, fun() -> records:update({}, ?MODULE, vec, #{}) end,
        fun() -> records:create(?MODULE, 1, [], #{}) end, fun() -> records:create(1, va, [], #{}) end, fun() -> records:create(va, vb, [], vx) end,
        fun() -> records:create(va, vb, [], #{}) end, fun() -> records:create(va, vb, [], #{is_exported => 1}) end,
        fun() -> records:create(va, vb, vx, #{is_exported => true}) end, fun() -> records:create(va, vb, [vx], #{is_exported => true}) end,
        fun() -> records:create(va, vb, [{vx, 1} | vy], #{is_exported => true}) end, fun() -> records:create(va, vb, [{1, 1}], #{is_exported => true}) end,
        fun() -> records:create(va, vb, [{vx, 1}, {vy, 1}, {vx, 2}], #{is_exported => true}) end]].

garbage() ->
    Long = lists:foldl(fun(N, #private{va = L} = R) -> R#private{va = [#vec{vx = N} | L], vb = N} end, #private{va = []}, lists:seq(1, 20000)),
    erlang:garbage_collect(),
    p({length(Long#private.va), lists:sum([X || #vec{vx = X} <- Long#private.va]), Long#private.vb}),
    Names = [{list_to_atom("f" ++ integer_to_list(N)), N} || N <- lists:seq(1, 300)],
    Wide = records:create(?MODULE, wide, Names, #{is_exported => false}),
    erlang:garbage_collect(),
    p([{K, records:get(K, Wide)} || K <- records:get_field_names(Wide)] =:= Names),
    p(binary_to_term(term_to_binary(Wide)) =:= Wide).

%% A record outlives the code that declares it.
unloaded() ->
    Old = #vec{vx = self() =:= 1},
    Bytes = term_to_binary(Old),
    p(vec_after_delete(Old, Bytes)).

vec_after_delete(Old, Bytes) ->
    code:delete(?MODULE),
    {Old, binary_to_term(Bytes) =:= Old, caught(fun() -> #?MODULE:vec{} end), #vec{}, records:get_field_names(Old)}.

-else.
main() -> ok.
-endif.
