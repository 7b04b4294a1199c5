-module(interp_bif_errors).
-export([main/0]).

%% Errors of BIFs in bodies: reason, arguments in the trace, error_info's module.
main() ->
    Calls = [{erlang, atom_to_list, [1]}, {erlang, list_to_atom, [[a | b]]}, {erlang, element, [0, {a}]}, {erlang, hd, [[]]},
             {erlang, tl, [x]}, {erlang, length, [[1 | 2]]}, {erlang, tuple_size, [1]}, {erlang, map_size, [1]},
             {erlang, binary_part, [<<1>>, 1, 1]}, {erlang, '+', [a, 1]}, {erlang, 'div', [1, 0]}, {erlang, 'bsl', [1, a]},
             {erlang, 'not', [1]}, {erlang, 'and', [true, 1]}, {erlang, list_to_integer, ["x"]}, {erlang, round, [a]},
             {erlang, setelement, [3, {a, b}, c]}, {erlang, make_tuple, [-1, a]}, {lists, reverse, [a, b]}, {lists, member, [a, b]},
             {lists, keyfind, [a, 0, []]}, {maps, get, [a, #{}]}, {maps, put, [a, b, c]}, {math, sqrt, [-1]}, {math, log, [a]},
             {ets, lookup, [no_table, a]}, {binary, at, [<<1>>, 1]}, {erlang, send, [no_name, hello]}, {erlang, register, [a, b]},
             {erlang, spawn, [x]}, {erlang, process_flag, [a, b]}, {erlang, apply, [a, b, c]}, {os, getenv, [1]}],
    [io:format("~p~n", [{M, F, try_it(M, F, A)}]) || {M, F, A} <- Calls].

try_it(M, F, A) ->
    try apply(M, F, A) of V -> {value, V}
    catch C:R:S ->
            [{M2, F2, A2, I} | _] = S,
            {C, R, {M2, F2, A2}, case I of [{error_info, #{module := X}}] -> X; _ -> other end}
    end.
