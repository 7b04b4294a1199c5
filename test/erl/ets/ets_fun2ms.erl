%% fun2ms by its parse transform.
-module(ets_fun2ms).
-export([main/0]).
-include_lib("stdlib/include/ms_transform.hrl").

-record(person, {name, age = 0, tags = []}).
-include("check.hrl").

main() ->
    p(ets:fun2ms(fun({A, B}) when A > B -> {B, A} end)),
    p(ets:fun2ms(fun(X = {_, #{k := V}}) when is_integer(V), V rem 2 =:= 0; V =:= a -> [X, V] end)),
    p(ets:fun2ms(fun({A}) when A =:= 1 orelse A =:= 2 -> true; ({_, B}) -> B end)),
    p(ets:fun2ms(fun(#person{name = N, age = A}) when A >= 18 -> N end)),
    Limit = 30,
    p(ets:fun2ms(fun(#person{age = A} = P) when A < Limit -> P#person{tags = [young]} end)),
    T = ets:new(people, [{keypos, #person.name}]),
    ets:insert(T, [#person{name = ann, age = 17}, #person{name = bob, age = 42, tags = [x]}, #person{name = cid, age = 29}]),
    p(lists:sort(ets:select(T, ets:fun2ms(fun(#person{name = N, age = A}) when A >= 18 -> N end)))),
    p(lists:sort(ets:select(T, ets:fun2ms(fun(#person{age = A} = P) when A < Limit -> P#person{tags = [young]} end)))),
    p(ets:select_count(T, ets:fun2ms(fun(#person{tags = []}) -> true end))),
    p(ets:select_replace(T, ets:fun2ms(fun(#person{name = N, age = A} = P) when A < 18 -> P#person{name = N, age = 18} end))),
    p(ets:lookup(T, ann)),
    p(ets:fun2ms(fun(X) when element(1, X) =:= a, not is_list(element(2, X)) -> {element(2, X), X, self(), node()} end)).
