%% MD5 at once and in steps.
-module(binary_md5).
-export([main/0]).

main() ->
    [io:format("~s ~w~n", [hex(erlang:md5(D)), N]) || {N, D} <- [{1, ""}, {2, "abc"}, {3, <<"message digest">>}, {4, lists:duplicate(55, $a)}, {5, lists:duplicate(56, $a)},
                                                                 {6, lists:duplicate(64, $a)}, {7, [[<<"x">>], $y]}, {8, binary:copy(<<1, 2, 3>>, 300000)}]],
    C0 = erlang:md5_init(),
    C = lists:foldl(fun(X, A) -> erlang:md5_update(A, lists:duplicate(X, X)) end, C0, lists:seq(1, 200)),
    All = [lists:duplicate(X, X) || X <- lists:seq(1, 200)],
    io:format("~w ~w~n", [erlang:md5_final(C) =:= erlang:md5(All), byte_size(C)]),
    io:format("~s~n", [hex(erlang:md5_final(C0))]),
    [io:format("~w~n", [try F() catch K:R -> {K, R} end]) || F <- [fun() -> erlang:md5([256]) end, fun() -> erlang:md5_final(<<1>>) end,
                                                                   fun() -> erlang:md5_update(a, "") end, fun() -> erlang:md5_update(C0, [a]) end]].

hex(B) -> [io_lib:format("~2.16.0b", [X]) || <<X>> <= B].
