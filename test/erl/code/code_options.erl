%% The same program compiled with and without each optimisation gives the same results.
-module(code_options).
-export([main/0]).
-include("build.hrl").

main() ->
    Forms = [form(L) || L <- source()],
    Results = [begin
                   {ok, cop_m, Code} = compile:forms(Forms, O),
                   code:purge(cop_m),
                   {module, cop_m} = code:load_binary(cop_m, "m", Code),
                   cop_m:run()
               end || O <- [[], [no_copt], [no_type_opt], [no_ssa_opt], [no_bsm_opt], [no_postopt], [inline], [no_line_info],
                            [no_fun_opt], [no_bool_opt]]],
    io:format("~p~n", [hd(Results)]),
    io:format("~p~n", [length(lists:usort(Results))]).

source() ->
    ["-module(cop_m).", "-export([run/0]).",
     "run() -> [fact(30), parse(<<1, 2, 300:16, 2.5/float, \"rest\">>), map(#{qa => 1, qb => 2}), fl(1.5, 2), comp(20), tryit(0), tryit(2),"
     " build(1, <<\"bin\">>), sel(abc), sel({1, 2}), sel(\"x\"), funs(3), bits(<<5:3, 200:9, 1:4>>), strings()].",
     "fact(0) -> 1; fact(N) -> N * fact(N - 1).",
     "parse(<<A, B:8/signed, C:16/little, F/float, R/binary>>) -> {A, B, C, F, R}; parse(X) -> {bad, X}.",
     "map(#{qa := A} = M) -> M2 = M#{qa := A + 1, qc => x}, {M2, maps:get(qb, M2), map_size(M2), is_map_key(z, M2)}.",
     "fl(X, Y) -> Z = X * 2.0 + Y / 3 - 1.0e-3, {Z, trunc(Z), round(Z), abs(-Z), X < Y, X == 1.5, Z =:= 3}.",
     "comp(N) -> [{I, J} || I <- lists:seq(1, N), I rem 7 =:= 0, J <- [I, I * I], J band 1 =:= 0].",
     "tryit(X) -> try 10 div X of 5 -> five; V -> V catch error:badarith -> div0 after put(x, X) end.",
     "build(N, B) -> <<N:12, B/binary, (N + 1):20/little, 3.5:32/float, \"s\", (byte_size(B))/utf16, 1:4>>.",
     "sel(X) -> case X of a -> 1; ab -> 2; abc -> 3; {A, B} when A < B -> A + B; [H | _] when is_integer(H) -> H; _ -> none end.",
     "funs(N) -> F = fun(A) -> A + N end, G = fun Loop(0, Acc) -> Acc; Loop(I, Acc) -> Loop(I - 1, F(Acc)) end, G(10, 1).",
     "bits(<<A:3, B:9/signed, C/bits>>) -> {A, B, C, bit_size(C), << <<X:2>> || <<X:1>> <= C >>}.",
     "strings() -> {\"abc\" ++ [$d], <<\"abc\"/utf16-little>>, << <<C>> || C <- \"xyz\" >>, [C || <<C/utf8>> <= <<\"h\\303\\251\">>]}."].
