-module(values_etf_identities).
-export([main/0]).
-include("check.hrl").

main() ->
    Bins = [<<131, 103, 100, 0, 3, "a@b", 1:32, 2:32, 3>>, <<131, 88, 100, 0, 3, "a@b", 1:32, 2:32, 77:32>>, <<131, 102, 100, 0, 3, "a@b", 5:32, 1>>, <<131, 89, 100, 0, 3, "a@b", 5:32, 9:32>>,
        <<131, 120, 100, 0, 3, "a@b", 1:32, 5:32, 9:32>>, <<131, 101, 100, 0, 3, "a@b", 7:32, 2>>, <<131, 114, 3:16, 100, 0, 3, "a@b", 1, 7:32, 8:32, 9:32>>,
        <<131, 90, 3:16, 100, 0, 3, "a@b", 5:32, 7:32, 8:32, 9:32>>, <<131, 90, 5:16, 100, 0, 3, "a@b", 5:32, 7:32, 8:32, 9:32, 10:32, 11:32>>],
    Ts = [binary_to_term(B) || B <- Bins],
    [io:format("~w ~w ~w ~w~n", [is_pid(T), is_port(T), is_reference(T), node(T)]) || T <- Ts],
    [io:format("~w~n", [term_to_binary(T)]) || T <- Ts],
    io:format("~w~n", [[erlang:phash2(T) || T <- Ts]]),
    io:format("~w~n", [[[c(A, B) || B <- Ts] || A <- Ts]]),
    P = self(), R = make_ref(),
    io:format("~p~n", [[binary_to_term(term_to_binary(P)) =:= P, binary_to_term(term_to_binary(R)) =:= R, binary_to_term(term_to_binary({P, [R], #{P => R}})) =:= {P, [R], #{P => R}}]]),
    F = fun(X) -> {X, P} end,
    G = binary_to_term(term_to_binary(F)),
    io:format("~p~n", [[G =:= F, G(1) =:= {1, P}, erlang:fun_info(G, arity), erlang:fun_info(G, module)]]),
    true = list_to_pid(pid_to_list(P)) =:= P,
    true = list_to_ref(ref_to_list(R)) =:= R,
    io:format("~p~n", [[caught(E) || E <- [fun() -> list_to_pid("<0.1") end, fun() -> list_to_pid("x") end, fun() -> list_to_pid(x(a)) end, fun() -> list_to_ref("#Ref<0.1>") end,
        fun() -> list_to_port("#Port<0>") end, fun() -> pid_to_list(x(a)) end, fun() -> ref_to_list(x(a)) end, fun() -> port_to_list(x(1)) end, fun() -> list_to_pid("<0.1.0>x") end]]]),
    io:format("~p~n", [[erlang:fun_to_list(fun erlang:abs/1), erlang:fun_to_list(fun 'a b':'C'/3), erlang:port_to_list(list_to_port("#Port<0.77>")), pid_to_list(list_to_pid("<0.9999.77>"))]]).

x(X) -> X.

c(A, B) -> if A < B -> -1; A > B -> 1; true -> 0 end.
