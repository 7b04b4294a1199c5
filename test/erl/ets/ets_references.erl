%% Table identifiers: refs that survive a trip through bytes.
-module(ets_references).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, []),
    ets:insert(T, {a, 1}),
    Copy = binary_to_term(term_to_binary(T)),
    p(Copy =:= T),
    p(ets:lookup(Copy, a)),
    Listed = list_to_ref(ref_to_list(T)),
    p(ets:lookup(Listed, a)),
    p(ets:info(T, id) =:= T),
    p(ets:whereis(t)),
    Pid = spawn(fun() -> receive {From, Id} -> From ! ets:lookup(Id, a) end end),
    Pid ! {self(), T},
    receive R -> p(R) end,
    ets:delete(T),
    p(ets:info(Copy)),
    p(is_reference(Copy)),
    Ids = [ets:new(x, []) || _ <- lists:seq(1, 1000)],
    p(length(lists:usort(Ids))),
    p(lists:all(fun(I) -> ets:info(I, id) =:= I end, Ids)),
    p(length([I || I <- ets:all(), lists:member(I, Ids)])),
    [ets:delete(I) || I <- Ids],
    p([I || I <- ets:all(), lists:member(I, Ids)]).
