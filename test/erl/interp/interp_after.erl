-module(interp_after).
-export([main/0]).

%% Code behind `after` runs on every way out, and its own failure replaces the first.
main() ->
    [io:format("~p ~p ~p~n", [K, result(fun() -> go(K) end), erase(log)]) || K <- [value, throw, exit, error, again]],
    io:format("~p ~p~n", [result(fun nest/0), lists:reverse(erase(log))]).

result(F) ->
    try F() of V -> {value, V} catch C:R -> {C, R} end.

note(X) -> put(log, [X | case get(log) of undefined -> []; L -> L end]).

go(again) -> try throw(first) after error(second) end;
go(K) -> try do(K) after note({after_, K}) end.

do(value) -> 1;
do(throw) -> throw(2);
do(exit) -> exit(3);
do(error) -> error(4).

nest() ->
    try
        try
            try throw(x) after note(1) end
        catch throw:x -> note(2), exit(y)
        after note(3)
        end
    catch exit:y -> note(4), z
    after note(5)
    end.
