%% 0.0 and -0.0: the same until OTP 26, two numbers from OTP 27 on.
-module(values_negative_zero).
-export([main/0]).
-include("check.hrl").

main() -> Z = id(0.0), io:format("~w ~w ~w ~w ~w ~w ~w~n", [-Z, -(Z*1.0), f(Z), 0-Z, 0.0-Z, -(id(0)), 0 * -1.0]),
 io:format("~w ~w ~w ~w ~w~n", [round(-0.0), trunc(-0.4), float(-0), math:ceil(-0.5), math:floor(-0.0)]),
 io:format("~w~n", [[-0.0 =:= 0.0, Z =:= -0.0, id(-0.0) =:= 0.0, case id(-0.0) of 0.0 -> pos; _ -> neg end, case Z of -0.0 -> neg; 0.0 -> pos end, maps:get(id(-0.0), #{0.0=>a}, none), lists:member(-0.0,[0.0]), min(0.0,-0.0), max(0.0,-0.0), is_map_key(-0.0, #{Z=>1}), lists:keyfind(-0.0,1,[{0.0,x}]), [0.0]--[-0.0], lists:usort([0.0,-0.0,0.0]), {0.0} =:= {id(-0.0)}, {0.0} == {id(-0.0)}]]),
 T = ets:new(t,[]), ets:insert(T,[{0.0,a},{-0.0,b}]), O = ets:new(t,[ordered_set]), ets:insert(O,[{0.0,a},{-0.0,b}]), io:format("~w ~w~n",[lists:sort(ets:tab2list(T)), ets:tab2list(O)]), put(0.0,a), put(-0.0,b), io:format("~w~n",[get(0.0)]), io:format("~w~n",[ets:match(T,{-0.0,'$1'})]).
f(X) -> Y = X + 0.0, -Y.
