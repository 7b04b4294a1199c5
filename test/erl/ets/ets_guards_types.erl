%% Every type test of match specifications on values of every type.
-module(ets_guards_types).
-export([main/0]).
-include("check.hrl").

main() ->
    %% values that every function is tried on
    Values = [0, 1, -7, 3.7, -0.5, 1 bsl 70, a, true, false, [], [1, 2], [a | b], {}, {a, b}, {rec, 1}, #{k => v}, #{}, <<"bin">>,
              <<1:3>>, "str", fun lists:map/2],

    Tests = [is_atom, is_float, is_integer, is_list, is_number, is_pid, is_port, is_reference, is_tuple, is_map, is_binary,
             is_function],
    [p({Test, [V || V <- Values, ets:test_ms({V}, [{{'$1'}, [{Test, '$1'}], [yes]}]) =:= {ok, yes}]}) || Test <- Tests],
    p([V || V <- Values, ets:test_ms({V}, [{{'$1'}, [{is_record, '$1', rec, 2}], [yes]}]) =:= {ok, yes}]),
    p([V || V <- Values, ets:test_ms({V}, [{{'$1'}, [{is_record, '$1', rec, 3}], [yes]}]) =:= {ok, yes}]),
    p([V || V <- Values, ets:test_ms({V}, [{{'$1'}, [{is_map_key, k, '$1'}], [yes]}]) =:= {ok, yes}]),
    Pid = self(),
    Ref = make_ref(),
    p([ets:test_ms({X}, [{{'$1'}, [{T, '$1'}], [yes]}]) || X <- [Pid, Ref], T <- [is_pid, is_reference, is_port]]).
