%% A module of 2,000 functions, long selections, many literals.
-module(code_big_module).
-export([main/0]).
-include("build.hrl").

main() ->
    N = 2000,
    Functions = ["f" ++ integer_to_list(I) ++ "(X) -> {f" ++ integer_to_list(I + 1) ++ ", X + " ++ integer_to_list(I) ++ ", \""
                 ++ integer_to_list(I) ++ "\"}." || I <- lists:seq(1, N)],
    Select = "s(X) -> case X of " ++ string:join([integer_to_list(I * I) ++ " -> a" ++ integer_to_list(I) || I <- lists:seq(1, 1000)], "; ")
        ++ "; _ -> other end.",
    Atoms = "t(X) -> case X of " ++ string:join(["b" ++ integer_to_list(I) ++ " -> " ++ integer_to_list(I) || I <- lists:seq(1, 1000)], "; ")
        ++ "; _ -> other end.",
    Tuples = "u(X) -> case X of " ++ string:join(["{" ++ string:join(["_" || _ <- lists:seq(1, I)], ",") ++ "} -> " ++ integer_to_list(I)
                                                || I <- lists:seq(1, 50)], "; ") ++ "; _ -> other end.",
    Code = build(["-module(cbm_m).", "-compile(export_all).", "-compile(nowarn_export_all)."] ++ Functions ++ [Select, Atoms, Tuples]),
    io:format("~p~n", [code:load_binary(cbm_m, "m", Code)]),
    io:format("~p~n", [lists:sum([element(2, apply(cbm_m, list_to_atom("f" ++ integer_to_list(I)), [1])) || I <- lists:seq(1, N)])]),
    io:format("~p~n", [erlang:phash2([apply(cbm_m, list_to_atom("f" ++ integer_to_list(I)), [1]) || I <- lists:seq(1, N)])]),
    io:format("~p~n", [[cbm_m:s(I) || I <- [0, 1, 4, 9, 15, 16, 250000, 1000000, 1000001, -1, 1.0, a, 1 bsl 70]]]),
    io:format("~p~n", [length(lists:usort([cbm_m:s(I * I) || I <- lists:seq(1, 1000)]))]),
    io:format("~p~n", [[cbm_m:t(I) || I <- [b0, b1, b2, b500, b999, b1000, b1001, 1, "b1"]]]),
    io:format("~p~n", [lists:sum([cbm_m:t(list_to_atom("b" ++ integer_to_list(I))) || I <- lists:seq(1, 1000)])]),
    io:format("~p~n", [[cbm_m:u(list_to_tuple(lists:duplicate(I, x))) || I <- [0, 1, 2, 25, 49, 50, 51]]]),
    io:format("~p~n", [length(cbm_m:module_info(functions))]).
