%% Every option of new/2 as info/2 tells it, and options that are refused.
-module(ets_new_options).
-export([main/0]).
-include("check.hrl").

main() ->
    Items = [type, protection, keypos, named_table, compressed, read_concurrency, write_concurrency,
             decentralized_counters, heir, name, size, fixed, node],
    [begin
         T = ets:new(tab, Options),
         p({Options, [{I, ets:info(T, I)} || I <- Items]}),
         ets:delete(T)
     end || Options <- [[], [set], [bag], [duplicate_bag], [ordered_set], [public], [private], [protected],
                        [{keypos, 3}], [compressed], [{read_concurrency, true}], [{write_concurrency, true}],
                        [public, {write_concurrency, auto}], [ordered_set, public, {write_concurrency, true}],
                        [private, {write_concurrency, true}, {read_concurrency, true}],
                        [public, {write_concurrency, true}, {decentralized_counters, true}],
                        [public, {write_concurrency, auto}, {decentralized_counters, false}],
                        [{decentralized_counters, true}], [bag, set, ordered_set, public, private],
                        [{keypos, 2}, {keypos, 5}], [{heir, none}], [named_table]]],
    [e(fun() -> ets:new(Name, Options) end) ||
        {Name, Options} <- [{tab, foo}, {tab, [foo]}, {tab, [set | bag]}, {"tab", []}, {1, [named_table]},
                            {tab, [{keypos, 0}]}, {tab, [{keypos, a}]}, {tab, [{keypos, -1}]}, {tab, [{heir, self()}]},
                            {tab, [{heir, foo, bar}]}, {tab, [{read_concurrency, 'maybe'}]}, {tab, [{write_concurrency, 1}]},
                            {tab, [{decentralized_counters, auto}]}, {tab, [[]]}, {tab, [{}]}]].

%% Prints the value, or class, reason, function and what error_info says.
e(F) ->
    try F() of
        Value -> p({value, if is_reference(Value) -> table; true -> Value end})
    catch
        Class:Reason:Stack ->
            [{M, N, A, _} | _] = Stack,
            Arity = if is_list(A) -> length(A); true -> A end,
            Format = try erl_stdlib_errors:format_error(Reason, Stack) catch _:_ -> none end,
            p({Class, Reason, {M, N, Arity}, Format})
    end.
