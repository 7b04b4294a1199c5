-module(interp_try).
-export([main/0]).
-include("check.hrl").

%% try: of, catch by class, guards in catches, after, and what each leaves.
main() ->
    [io:format("~p~n", [{K, shape(catch run(K))}]) || K <- [value, throw, error, exit, other, badmatch, clause, in_of, in_catch]],
    io:format("~p~n", [shape(catch unmatched())]),
    io:format("~p~n", [catch nested(3)]),
    io:format("~p~n", [values()]).

run(K) ->
    put(trail, []),
    R = try body(K) of
            ok -> ok;
            {of_error} -> error(in_of)
        catch
            throw:T when is_atom(T) -> {thrown, T};
            error:{badmatch, V} -> {bad, V};
            error:function_clause -> clause;
            error:E -> {error, E};
            exit:E -> {exit, E}
        after
            put(trail, [after_done | get(trail)])
        end,
    {R, get(trail)}.

body(value) -> ok;
body(throw) -> throw(ball);
body(error) -> error(an_error);
body(exit) -> exit(an_exit);
body(other) -> try throw({not_an, atom}) catch throw:X -> exit(X) end;
body(badmatch) -> {a, _} = id({b, 1}), ok;
body(clause) -> one(id(2));
body(in_of) -> try {of_error} of {of_error} -> error(inner) catch error:_ -> wrong end;
body(in_catch) -> try error(x) catch error:x -> error(y) end.

one(1) -> ok.

unmatched() -> try error(strange) catch error:known -> ok after put(trail, unmatched) end.

nested(0) -> throw(bottom);
nested(N) ->
    try nested(N - 1)
    catch throw:T -> throw({N, T})
    after put({depth, N}, true)
    end.

shape({'EXIT', {R, [{M, F, A, _} | _]}}) -> {R, M, F, A};
shape(X) -> X.

values() ->
    [try id(X) of Y when Y > 2 -> {big, Y}; Y -> {small, Y} catch _:_ -> never end || X <- [1, 2, 3, 4]].
