%% Functions of 255 arguments, frames of hundreds of words, x registers beyond 64.
-module(code_wide_arity).
-export([main/0]).
-include("build.hrl").

main() ->
    N = 255,
    Vars = ["A" ++ integer_to_list(I) || I <- lists:seq(1, N)],
    Args = string:join(Vars, ", "),
    Code = build(["-module(cwa_m).", "-export([f/255, g/255, h/200])." ,
                  "f(" ++ Args ++ ") -> [" ++ Args ++ "].",
                  "g(" ++ Args ++ ") -> id(x), {" ++ Args ++ "}.",
                  "h(" ++ string:join(lists:sublist(Vars, 200), ", ") ++ ") -> X = id(A1), try id(A2) after id(A3) end, "
                  ++ string:join(["id(" ++ V ++ ")" || V <- lists:sublist(Vars, 200)], " + ") ++ " + X.",
                  "id(X) -> X."]),
    io:format("~p~n", [code:load_binary(cwa_m, "m", Code)]),
    L = lists:seq(1, N),
    io:format("~p~n", [{apply(cwa_m, f, L) =:= L, apply(cwa_m, g, L) =:= list_to_tuple(L), apply(cwa_m, h, lists:sublist(L, 200))}]),
    io:format("~p~n", [try apply(cwa_m, h, [a | lists:sublist(L, 199)]) catch C2:R2 -> {C2, R2} end]),
    P = spawn(cwa_m, f, L),
    R3 = monitor(process, P),
    receive {'DOWN', R3, process, P, Why} -> io:format("~p~n", [lists:member(Why, [normal, noproc])]) end.
