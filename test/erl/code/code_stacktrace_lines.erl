%% Stack traces name the file and line of each call in progress.
-module(code_stacktrace_lines).
-export([main/0]).
main() ->
    show(fun() -> one(0) end),
    show(fun() -> two([a]) end),
    show(fun() -> three(x) end),
    show(fun() -> case_of(3) end),
    show(fun() -> if_of(3) end),
    show(fun() -> element(3, {a}) + 0 end),
    show(fun() -> fun(1) -> ok end(2) end),
    show(fun() -> list(5) end),
    show(fun() -> lists:map(fun(X) -> 1 / X end, [1, 0]) end),
    show(fun() -> catching() end).

show(F) ->
    try F() of V -> io:format("~p~n", [V])
    catch C:R:S -> io:format("~p ~p~n~p~n", [C, R, [frame(E) || E = {M, _, _, _} <- S, M =:= ?MODULE orelse M =:= lists]])
    end.

frame({M, F, A, Info}) ->
    case M of
        lists -> {M, F, A};
        _ -> {F, A, filename:basename(proplists:get_value(file, Info, "none")), proplists:get_value(line, Info)}
    end.

one(X) ->
    Y = two_more(X),
    Y + 1.

two_more(X) ->
    Z = 1 div X,
    Z * 2.

two([H | T]) ->
    [H | two(T)];
two({x}) -> [].

three(X) ->
    Y = list_to_binary(X), byte_size(Y).

case_of(X) ->
    case X of
        1 -> a;
        2 -> b
    end.

if_of(X) ->
    if
        X < 2 -> a;
        X > 4 -> b
    end.

list(0) -> error({deep, here}, [0]);
list(N) ->
    R = list(N - 1),
    [N | R].

catching() ->
    try
        one(0)
    catch
        error:badarith ->
            throw_again()
    end.

throw_again() ->
    throw(ball).
