-module(interp_raise).
-export([main/0]).

%% erlang:raise/3: classes, traces given, shortened and wrong; raising again.
main() ->
    [io:format("~p~n", [show(fun() -> erlang:raise(C, R, T) end)]) ||
        {C, R, T} <- [{error, r, []}, {exit, r, [{m, f, 1}]}, {throw, r, [{m, f, [a], [{file, "x"}, {line, 7}]}]},
                      {error, r, [{fun lists:map/2, [1, 2]}]}, {error, r, [{fun lists:map/2, [1], []}]},
                      {bad, r, []}, {error, r, not_a_list}, {error, r, [bad]}, {error, r, [{m, f, a}]},
                      {error, r, [{m, f, 1} | x]}, {error, {any, "thing"}, lists:duplicate(20, {m, f, 0, []})}]],
    io:format("~p~n", [again()]),
    io:format("~p~n", [class_changes()]).

show(F) ->
    try F() of V -> {value, V} catch C:R:S -> {C, R, S} end.

%% The trace of the first failure survives.
again() ->
    try
        try first() catch C:R:S -> erlang:raise(C, {again, R}, S) end
    catch C2:R2:S2 -> {C2, R2, [{M, F, A} || {M, F, A, _} <- S2, M =:= ?MODULE, F =:= first]}
    end.

first() -> error(one), ok.

class_changes() ->
    try
        try throw(t) catch throw:X:S -> erlang:raise(exit, X, S) end
    catch exit:X2:S2 -> {exit, X2, is_list(S2)}
    end.
