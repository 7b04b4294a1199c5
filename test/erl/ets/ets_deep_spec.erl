%% Match specifications that are deep and wide themselves.
-module(ets_deep_spec).
-export([main/0]).
-include("check.hrl").

main() ->
    Deep = nest(20000, '$1'),
    Object = nest(20000, found),
    p(ets:test_ms({Object}, [{{Deep}, [], ['$1']}])),
    Long = lists:seq(1, 20000) ++ ['$1'],
    p(ets:test_ms({lists:seq(1, 20001)}, [{{Long}, [], ['$1']}])),
    p(length(element(2, ets:test_ms({x}, [{{'$1'}, [], [lists:duplicate(1000, '$1')]}])))),
    p(length(element(2, ets:test_ms({x}, [{{'$1'}, [], [lists:duplicate(1000, const)]}])))),
    Vars = [list_to_atom("$" ++ integer_to_list(I)) || I <- lists:seq(1, 2000)],
    {ok, All} = ets:test_ms(list_to_tuple(lists:seq(1, 2000)), [{list_to_tuple(Vars), [], ['$$']}]),
    p({length(All), lists:last(All)}),
    p(ets:test_ms({1}, [{'_', [{'orelse' , false, lists:foldl(fun(_, A) -> {'not', {'not', A}} end, true, lists:seq(1, 1000))}], [yes]}])).

nest(0, T) -> T;
nest(N, T) -> nest(N - 1, [T]).
