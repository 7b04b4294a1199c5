%% try, catch, after, nested and again raised: classes, values, traces that stay.
-module(code_exceptions).
-export([main/0]).
main() ->
    io:format("~p~n", [[catch throw(a), (catch 1 + 1), catch_tag(catch exit(b))]]),
    io:format("~p~n", [try 1 of 1 -> one; _ -> other catch _:_ -> never after put(after1, done) end]),
    io:format("~p~n", [get(after1)]),
    io:format("~p~n", [nested(fun() -> error(x) end)]),
    io:format("~p~n", [nested(fun() -> throw(y) end)]),
    io:format("~p~n", [nested(fun() -> exit(z) end)]),
    io:format("~p~n", [again()]),
    io:format("~p~n", [try erlang:raise(error, r, []) catch C:R:S -> {C, R, S} end]),
    io:format("~p~n", [try erlang:raise(throw, r, [{m, f, 1, []}]) catch C1:R1:S1 -> {C1, R1, S1} end]),
    io:format("~p~n", [[erlang:raise(foo, r, []), erlang:raise(error, r, bad), erlang:raise(error, r, [{m, f}])]]),
    io:format("~p~n", [try in_of(3) catch C2:R2 -> {C2, R2} end]),
    io:format("~p~n", [try try error(inner) after error(outer) end catch C3:R3 -> {C3, R3} end]),
    io:format("~p~n", [lists:foldl(fun(F, A) -> try F() catch K:V -> [{K, V} | A] end end, [],
                                   [fun() -> case 1 of 2 -> x end end, fun() -> if 1 > 2 -> x end end, fun() -> {a} = {b, 1} end,
                                    fun() -> (fun(1) -> x end)(2) end, fun() -> try 1 of 2 -> x catch _:_ -> y end end,
                                    fun() -> #{a := _} = #{} end, fun() -> x#{a := 1} end, fun() -> #{}#{a := 1} end])]).

catch_tag({'EXIT', R}) -> {tag, R}.

nested(F) ->
    try
        try F() catch error:V -> {inner, V} after put(level, 1) end
    catch
        throw:V2 -> {outer, V2};
        exit:V3 -> {exit, V3}
    after
        put(level, 2)
    end.

again() ->
    try
        try element(5, {a}) catch error:badarg:S -> erlang:raise(exit, changed, S) end
    catch
        C:R:T -> {C, R, [{M, F, length(A)} || {M, F, A, _} <- T, is_list(A)]}
    end.

in_of(X) -> try X of 1 -> one catch error:{try_clause, Y} -> {caught, Y} end.
