%% A reference to atomics, counters or an open file means the same after a journey through the external format.
-module(values_references_come_back).
-export([main/0]).
-include("check.hrl").

main() ->
    A = atomics:new(3, []), atomics:put(A, 2, 7),
    A2 = back(A),
    show(same, A =:= A2), show(read, atomics:get(A2, 2)), show(written, {atomics:add(A2, 2, 5), atomics:get(A, 2)}), show(info, maps:get(size, atomics:info(A2))),
    [counters(Kind) || Kind <- [[], [write_concurrency]]],
    {file_descriptor, Module, #{handle := H} = Data} = opened(),
    F = {file_descriptor, Module, Data#{handle := back(H)}},
    show(file, {prim_file:read(F, 3), prim_file:position(F, cur)}), show(closed, {prim_file:close(F), prim_file:close({file_descriptor, Module, Data})}), file:delete("come_back.tmp"),
    {_, C} = Counters = counters:new(1, []),
    show(other, [attempt(fun() -> atomics:get(R, 1) end) || R <- [make_ref(), back(make_ref()), back(C), back(ets:whereis(ets:new(t, [named_table])))]]), show(kept, counters:get(Counters, 1)),
    Gone = gone(), show(gone, attempt(fun() -> atomics:get(Gone, 1) end)),
    show(elsewhere, begin Me = self(), B = term_to_binary(A), spawn(fun() -> Me ! atomics:add_get(binary_to_term(B), 1, 4) end), receive N -> {N, atomics:get(A, 1)} end end).

counters(Kind) ->
    C = counters:new(2, Kind), C2 = back(C), ok = counters:add(C2, 1, 3), ok = counters:put(C2, 2, 9),
    show(Kind, {C =:= C2, counters:get(C, 1), counters:get(C, 2)}).

opened() -> ok = file:write_file("come_back.tmp", "abcdef"), {ok, F} = prim_file:open("come_back.tmp", [read, binary]), F.

%% Text of a reference whose owner has ended.
gone() -> Me = self(), P = spawn(fun() -> Me ! {t, term_to_binary(atomics:new(1, []))} end), M = monitor(process, P), receive {'DOWN', M, _, _, _} -> ok end,
          receive {t, B} -> binary_to_term(B) end.

back(T) -> binary_to_term(term_to_binary(T)).
attempt(F) -> try F() catch C:R -> {C, R} end.
