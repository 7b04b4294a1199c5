%% A fun keeps the code it was made in, until that is purged.
-module(code_fun_upgrade).
-export([main/0]).
-include("build.hrl").

main() ->
    code:load_binary(cfu_m, "m", version(1)),
    F = cfu_m:make(10),
    code:load_binary(cfu_m, "m", version(2)),
    G = cfu_m:make(10),
    io:format("~p~n", [{F(1), G(1), F =:= G, erlang:fun_info(F, name), erlang:fun_info(F, env)}]),
    io:format("~p~n", [code:soft_purge(cfu_m)]),
    io:format("~p~n", [{G(1), erlang:fun_info(F, module), erlang:fun_info(F, name), erlang:fun_info(F, arity),
                        erlang:fun_info(F, env), erlang:fun_info(F, type)}]),
    try F(1) catch error:{badfun, X} -> io:format("badfun ~p~n", [X =:= F]) end,
    try apply(F, [1]) catch error:{badfun, Y} -> io:format("badfun ~p~n", [Y =:= F]) end,
    try lists:map(F, [1]) catch error:{badfun, Z} -> io:format("badfun ~p~n", [Z =:= F]) end,
    try F(1, 2) catch error:{badarity, {W, A}} -> io:format("badarity ~p ~p~n", [W =:= F, A]) end,
    io:format("~p~n", [G(5)]),
    %% The first code comes back: so does the fun.
    code:load_binary(cfu_m, "m", version(1)),
    io:format("~p~n", [{F(1), G(1)}]).

version(N) ->
    build(["-module(cfu_m).", "-export([make/1]).", "make(A) -> fun(B) -> {" ++ integer_to_list(N) ++ ", A + B} end."]).
