%% A long call does not hold the scheduler: while it runs, another process gets its turn all the time.
%%
%% What is measured is CPU time between two turns of that process, so that a loaded host does not matter; collections do not count, as
%% the input is a literal and the heap is large. On ERTS nothing is measured: it has more threads, and the calls are chosen for Ling.
%% skip stress_gc: where every chance collects, the collections of millions of words are what is measured, and last for hours
-module(process_long_calls).
-export([main/0]).

-define(LONGEST, 25). % ms; the aim is 10

main() ->
    Bound = bound(),
    [io:format("~p: ~p~n", [Name, measure(Input, Call, Bound)]) || {Name, Input, Call} <- lists_calls() ++ binary_calls() ++ table_calls()].

lists_calls() ->
    [{subtract, fun() -> {seq(300000), lists:reverse(seq(300000))} end, fun({A, B}) -> A -- B end},
     {append, fun() -> seq(3000000) end, fun(L) -> L ++ [a] end},
     {reverse, fun() -> seq(3000000) end, fun lists:reverse/1},
     {member, fun() -> [{I} || I <- seq(2000000)] end, fun(L) -> lists:member({a}, L) end},
     {keyfind, fun() -> [{I, I} || I <- seq(2000000)] end, fun(L) -> lists:keyfind(a, 1, L) end},
     {phash, fun() -> seq(3000000) end, fun(L) -> erlang:phash(L, 1000) end},
     {phash2, fun() -> seq(3000000) end, fun erlang:phash2/1},
     {phash_of_binary, fun() -> bytes(40000000) end, fun(B) -> erlang:phash(B, 1000) end},
     {phash2_of_binary, fun() -> bytes(90000000) end, fun erlang:phash2/1},
     {external, fun() -> seq(2000000) end, fun(L) -> binary_to_term(term_to_binary(L)) end}].

binary_calls() ->
    [{copy, fun() -> bytes(60000000) end, fun binary:copy/1},
     {list_to_binary, fun() -> lists:duplicate(300, lists:duplicate(100000, 7)) end, fun list_to_binary/1},
     {iolist_size, fun() -> lists:duplicate(1000, lists:duplicate(100000, 7)) end, fun iolist_size/1},
     {md5, fun() -> bytes(30000000) end, fun erlang:md5/1},
     {crc32, fun() -> bytes(90000000) end, fun erlang:crc32/1},
     {adler32, fun() -> bytes(90000000) end, fun erlang:adler32/1},
     {matches, fun() -> bytes(10000000) end, fun(B) -> binary:matches(B, [<<"a">>, <<"cd">>]) end},
     {split, fun() -> bytes(60000000) end, fun(B) -> binary:split(B, <<"xyz">>, [global]) end},
     {common_suffix, fun() -> [bytes(60000000), bytes(60000000)] end, fun binary:longest_common_suffix/1},
     {to_list, fun() -> bytes(4000000) end, fun binary_to_list/1},
     {utf8_to_list, fun() -> bytes(3000000) end, fun unicode:characters_to_list/1}].

table_calls() ->
    [{from_list, fun() -> [{I, I} || I <- seq(200000)] end, fun maps:from_list/1},
     {keys, fun() -> maps:from_list([{I, I} || I <- seq(300000)]) end, fun maps:keys/1},
     {merge, fun() -> {maps:from_list([{I, I} || I <- seq(100000)]), maps:from_list([{{I}, I} || I <- seq(100000)])} end,
      fun({A, B}) -> maps:merge(A, B) end},
     {tab2list, fun table/0, fun ets:tab2list/1},
     {select, fun table/0, fun(T) -> ets:select(T, [{{'$1', a}, [], ['$1']}]) end},
     {delete_all_objects, fun table/0, fun ets:delete_all_objects/1}].

seq(N) -> lists:seq(1, N).

bytes(N) -> binary:copy(<<"0123456789abcdef">>, N div 16).

table() ->
    T = ets:new(?MODULE, [public]),
    ets:insert(T, [{I, I} || I <- seq(200000)]),
    T.

%% The best of three tries counts: what a call may be blamed for it does each time. So one good try is enough.
measure(_, _, infinity) -> yields;
measure(Input, Call, Bound) -> measure(Input, Call, Bound, 3, infinity).

measure(_, _, _, 0, Least) -> {held_for, Least, ms};
measure(Input, Call, Bound, Tries, Least) ->
    case longest(Input, Call) of
        Longest when Longest =< Bound -> yields;
        Longest -> measure(Input, Call, Bound, Tries - 1, min(Longest, Least))
    end.

longest(Input, Call) ->
    Self = self(),
    {P, R} = spawn_opt(fun() -> work(Self, Input, Call) end, [monitor, {min_heap_size, 12000000}]),
    receive {P, ready} -> P ! go end,
    Longest = turns(R, cpu(), 0),
    persistent_term:erase(?MODULE),
    Longest.

work(Self, Input, Call) ->
    persistent_term:put(?MODULE, Input()),
    erlang:garbage_collect(),
    Self ! {self(), ready},
    receive go -> Call(persistent_term:get(?MODULE)) end,
    exit(done).

turns(R, Before, Longest) ->
    erlang:yield(),
    Now = cpu(),
    receive {'DOWN', R, _, _, Why} -> done = Why, Longest
    after 0 -> turns(R, Now, max(Longest, Now - Before)) end.

cpu() -> element(1, statistics(runtime)).

%% Builds with checks are slower: the bound grows with a loop that takes 15 ms or so. More than one thread runs on ERTS.
bound() ->
    case catch erlang:system_info(ling) of
        {'EXIT', _} -> infinity;
        _ -> ?LONGEST * max(1, slowness())
    end.

slowness() ->
    Before = cpu(),
    lists:foldl(fun(I, Sum) -> I bxor Sum end, 0, seq(500000)),
    (cpu() - Before) div 40.
