-module(values_type_tests).
-export([main/0]).
-include("check.hrl").

main() ->
    Ts = [{int, 1}, {big, 1 bsl 70}, {float, 1.0}, {atom, a}, {bool, true}, {nil, []}, {list, [1]}, {improper, [1 | 2]}, {tuple, {}}, {rec, {r, 1}}, {map, #{}},
          {bin, <<1>>}, {bits, <<1:1>>}, {fun0, fun() -> ok end}, {fun1, fun(_) -> ok end}, {export, fun erlang:abs/1}, {pid, self()}, {ref, make_ref()}],
    Fs = [is_atom, is_binary, is_bitstring, is_boolean, is_float, is_function, is_integer, is_list, is_map, is_number, is_pid, is_port, is_reference, is_tuple],
    [io:format("~p ~p~n", [N, [F || F <- Fs, erlang:F(T)]]) || {N, T} <- Ts],
    io:format("~p~n", [[{N, A} || {N, T} <- Ts, A <- [0, 1, 2], is_function(T, A)]]),
    io:format("~p~n", [[N || {N, T} <- Ts, erlang:is_record(T, x(r))]]),
    io:format("~p~n", [[N || {N, T} <- Ts, is_record(T, x(r), x(2))]]),
    io:format("~p~n", [[ended(fun() -> is_function(x(F), x(A)) end) || {F, A} <- [{a, -1}, {a, b}, {fun() -> 1 end, 1 bsl 70}, {a, 1.0}]]]),
    io:format("~p~n", [[ended(fun() -> is_record(x(F), x(A)) end) || {F, A} <- [{{a}, 1}, {{a}, a}, {a, a}, {{}, a}]]]),
    io:format("~p~n", [[ended(fun() -> is_record(x(F), x(A), x(S)) end) || {F, A, S} <- [{{a}, 1, 1}, {{a}, a, b}, {{a}, a, 1}, {{a}, a, -1}, {{a}, a, 1.0}]]]).

x(X) -> X.
