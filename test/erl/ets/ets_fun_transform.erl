%% The same from a fun at run time: ets:select with specifications made by hand of a record table.
-module(ets_fun_transform).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, [{{user, I}, #{age => I, name => integer_to_list(I)}} || I <- lists:seq(1, 50)]),
    p(ets:select(T, [{{{user, '$1'}, #{age => '$2'}}, [{'>', '$2', 45}], [{{'$1', '$2'}}]}])),
    p(ets:select(T, [{{'_', '$1'}, [{'=:=', {map_get, age, '$1'}, 7}], [{map_get, name, '$1'}]}])),
    p(ets:select(T, [{{'_', '$1'}, [{is_map_key, nope, '$1'}], ['$1']}])),
    p(ets:select(T, [{{{user, '$1'}, '_'}, [{'=<', '$1', 3}], [#{id => '$1', <<"k">> => [a, '$1']}]}])),
    p(ets:select(T, [{{{user, '$1'}, '$2'}, [{'==', {'+', '$1', '$1'}, 10}, {'==', {map_size, '$2'}, 2}], ['$$']}])).
