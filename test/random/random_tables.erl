%% A plan of random calls of ets on six tables of every type, match specifications among them; and what
%% the calls are when they are replayed.
-module(random_tables).
-export([plan/1, open/0, call/2]).
-import(random_terms, [pick/1, upto/1]).

-define(ORDERED, [ordered_set, ordered_by_second]).

plan(Count) -> [{?MODULE, open, []} | [{?MODULE, call, tuple_to_list((operation(table()))())} || _ <- lists:seq(1, Count)]].

open() ->
    [ets:new(Type, [named_table, public, Type]) || Type <- [set, bag, duplicate_bag, ordered_set]],
    ets:new(ordered_by_second, [named_table, public, ordered_set, {keypos, 2}]),
    ets:new(compressed_by_second, [named_table, public, set, {keypos, 2}, compressed]).

%% Where a table has no order, what it gives as a list is sorted; continuations are followed to the end.
call(Function, Args) ->
    case Args -- (Args -- ?ORDERED) of
        [] when Function =/= match_spec_run -> sorted(result(Function, Args));
        _ -> result(Function, Args)
    end.

sorted(List) when is_list(List) -> [T || {_, T} <- lists:sort([{term_to_binary(T), T} || T <- List])];
sorted(Value) -> Value.

result(chunks, [select, Table, Spec, N]) -> all(ets:select(Table, Spec, N), fun ets:select/1);
result(chunks, [select_reverse, Table, Spec, N]) -> all(ets:select_reverse(Table, Spec, N), fun ets:select_reverse/1);
result(chunks, [match, Table, Pattern, N]) -> all(ets:match(Table, Pattern, N), fun ets:match/1);
result(match_spec_run, [Objects, Spec]) -> ets:match_spec_run(Objects, ets:match_spec_compile(Spec));
result(foldl, [Table]) -> ets:foldl(fun(_, N) -> N + 1 end, 0, Table);
result(Function, Args) -> apply(ets, Function, Args).

all({Found, Continuation}, More) -> [Found | all(More(Continuation), More)];
all('$end_of_table', _) -> [].

table() -> pick([set, bag, duplicate_bag, compressed_by_second | ?ORDERED]).
ordered() -> pick(?ORDERED).

%% The ways to call ets, each a function that draws its arguments.
%% ets:take/2 on bags and a default object without a key are left out: stock ERTS 25 miscounts, or crashes, there.
operation(T) ->
    pick([fun() -> {insert, [T, object()]} end, fun() -> {insert, [T, object()]} end, fun() -> {insert, [T, object()]} end,
          fun() -> {insert, [T, object()]} end, fun() -> {insert, [T, objects(5)]} end, fun() -> {insert_new, [T, object()]} end,
          fun() -> {insert_new, [T, objects(3)]} end, fun() -> {lookup, [T, key()]} end, fun() -> {lookup_element, [T, key(), upto(3)]} end,
          fun() -> {member, [T, key()]} end, fun() -> {delete, [T, key()]} end, fun() -> {delete_object, [T, object()]} end,
          fun() -> {match, [T, pattern()]} end, fun() -> {match_object, [T, pattern()]} end, fun() -> {match_delete, [T, pattern()]} end,
          fun() -> {select, [T, spec()]} end, fun() -> {select, [T, spec()]} end, fun() -> {select_reverse, [T, spec()]} end,
          fun() -> {select_count, [T, counting_spec()]} end, fun() -> {select_delete, [T, counting_spec()]} end,
          fun() -> {select_replace, [T, replacing_spec()]} end, fun() -> {update_counter, [T, key(), increment()]} end,
          fun() -> {update_counter, [T, key(), increment(), pick([{a, 1}, {a, 1, 1}, a, {1, x, y}])]} end,
          fun() -> {update_element, [T, key(), elements()]} end, fun() -> {first, [ordered()]} end, fun() -> {last, [ordered()]} end,
          fun() -> {next, [ordered(), key()]} end, fun() -> {prev, [ordered(), key()]} end, fun() -> {take, [pick([set | ?ORDERED]), key()]} end,
          fun() -> {tab2list, [T]} end, fun() -> {info, [T, pick([size, keypos, type, named_table, protection, fixed, compressed, heir])]} end,
          fun() -> {chunks, [pick([select, select_reverse]), ordered(), spec(), 1 + upto(3)]} end,
          fun() -> {chunks, [match, ordered(), pattern(), 1 + upto(3)]} end, fun() -> {match_spec_run, [objects(4), spec()]} end,
          fun() -> {test_ms, [object(), spec()]} end, fun() -> {foldl, [T]} end, fun() -> {safe_fixtable, [T, pick([true, false])]} end,
          fun() -> {delete_all_objects, [pick([T, none, none])]} end]).

key() -> pick([1, 2, 3, 1.0, 2.0, a, b, {k, 1}, {k, 2}, "s", <<"b">>, 1 bsl 70, [], upto(10)]).
value() -> pick([1, 2, 0, a, b, {x, y}, [1, 2], "v", <<"bin">>, 1.5, -5, 1 bsl 62, undefined, key()]).

object() -> pick([{key(), value(), value()}, {key(), value(), value()}, {key(), key()}, {key()}, {key(), 1, 2, 3}, list_to_tuple([value() || _ <- lists:seq(0, upto(4))])]).
objects(Most) -> [object() || _ <- lists:seq(1, upto(Most))].
elements() -> pick([{2, value()}, {3, value()}, [{2, value()}, {3, value()}], {1, value()}, {9, value()}, []]).
increment() ->
    pick([1, -1, {2, 1}, {3, -1}, {2, 5, 10, 0}, {2, -5, 0, 10}, [{2, 1}, {3, 1}], [], {1, 1}, {2, a}, {9, 1}, {2, 1.0}, {2, 1 bsl 60},
          [{2, 1}, {9, 9}], {0, 1}, {2, 1, 0, 7}]).

pattern() ->
    pick(['_', '$1', {key(), '$1'}, {'$1', '_', '$2'}, {'$1', '$1', '_'}, {key(), '_', '$1'}, {'_', value(), '_'}, {{k, '$2'}, '$1', '$3'},
          {'$1', '$2'}, {'$1', '$2', '_'}, {'$2', '$1', '$3'}, {key(), '$1', '$2'}, {{k, '$1'}, '$2', '_'}]).
spec() -> [{pattern(), guards(), [body() || _ <- lists:seq(1, pick([1, 1, 1, 2, 0]))]} || _ <- lists:seq(1, pick([1, 1, 2, 3]))].
counting_spec() -> [{Pattern, Guards, [pick([true, true, false, '$1'])]} || {Pattern, Guards, _} <- spec()].
replacing_spec() ->
    [{{'$1', '$2'}, [{'=:=', '$1', {const, key()}}], [{{'$1', {const, value()}}}]},
     {{key(), '$2', '$3'}, [guard()], [pick([{{'$1', '$3', '$2'}}, '$_', {{key(), '$3', 1}}, {const, object()}])]}].
guards() -> [guard() || _ <- lists:seq(1, upto(2))].

guard() ->
    pick([{'>', '$1', 1}, {'<', '$1', '$2'}, {is_integer, '$1'}, {is_atom, '$2'}, {'=:=', '$1', {const, key()}}, {'==', '$1', 1.0},
          {'andalso', {is_integer, '$1'}, {'>', '$1', 0}}, {'orelse', true, {bad}}, {'not', {is_list, '$1'}}, {'and', true, true},
          {'=<', {'+', '$1', 1}, 3}, {is_map_key, a, '$1'}, {'>', {tuple_size, '$_'}, 2}, {'=:=', {element, 1, '$_'}, a},
          {'/=', {length, '$1'}, 0}, {'xor', {is_tuple, '$1'}, {is_list, '$1'}}, {is_record, '$_', k, 2}, true, false, '$1',
          {'>', {size, '$1'}, 0}, {'==', {abs, '$1'}, 2}, {'=:=', {node}, nonode@nohost}, {is_function, '$1'}, {'rem', '$1', 2}]).

body() ->
    pick(['$_', '$$', '$1', '$2', {{'$1', '$2'}}, ['$1'], {{'$2', {{a, '$1'}}}}, {element, 2, '$_'}, {const, {x}}, true, {'+', '$1', 1},
          #{a => '$1'}, [a | '$1'], {hd, '$1'}, {tuple_size, '$_'}, {bad}, {map_get, a, '$1'}, {'band', '$1', 3}, {'*', '$1', 2.0},
          {round, '$1'}, {trunc, '$1'}, {{}}, {}, [], {binary_part, '$1', 0, 1}, {max, '$1', '$2'}, {byte_size, '$1'}, {float, '$1'}]).
