%% What programs of test/erl show things with.  All of it is the same on erl and on Ling.
-compile({nowarn_unused_function, [{p, 1}, {show, 2}, {id, 1}, {caught, 1}, {ended, 1}, {error_info, 1}]}).

%% Prints a value, with a name before it.
p(X) -> io:format("~p~n", [X]).
show(W, X) -> io:format("~p: ~p~n", [W, X]).

%% A value of which the compiler knows nothing.
id(X) -> X.

%% The value of F, or the class and reason of its exception.
caught(F) -> try F() catch C:R -> {C, R} end.

%% {ok, Value}, or class, reason and the function that failed.
ended(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R:Trace ->
            [{M, N, A, _} | _] = Trace,
            {C, R, {M, N, if is_list(A) -> length(A); true -> A end}}
    end.

%% The value of F, or class, reason and what error_info says.
error_info(F) -> try F() catch C:R:Trace -> [{_, _, _, I} | _] = Trace, {C, R, proplists:get_value(error_info, I)} end.
