-module(values_error_format).
-export([main/0]).

main() ->
    [show(F) || F <- [fun() -> element(x(a), {}) end, fun() -> length(x(a)) end, fun() -> atom_to_list(x(1)) end, fun() -> list_to_atom(x([a])) end, fun() -> list_to_integer(x("a")) end,
        fun() -> integer_to_list(x(a), 99) end, fun() -> binary_to_integer(x(<<"z">>)) end, fun() -> float_to_list(x(1), []) end, fun() -> maps:get(x(a), #{}) end, fun() -> maps:put(a, b, x(c)) end,
        fun() -> maps:from_list(x([a])) end, fun() -> lists:reverse(x(a), []) end, fun() -> lists:keyfind(a, x(0), []) end, fun() -> lists:member(a, x([b | c])) end, fun() -> x(a) ++ [] end,
        fun() -> x([a]) -- x(b) end, fun() -> x(a) + 1 end, fun() -> x(1) div x(0) end, fun() -> x(1) bsl x(a) end, fun() -> bnot x(a) end, fun() -> binary_to_term(x(<<1>>)) end,
        fun() -> term_to_binary(a, x([b])) end, fun() -> erlang:phash2(a, x(0)) end, fun() -> setelement(x(9), {}, a) end, fun() -> tuple_to_list(x(a)) end, fun() -> list_to_tuple(x(a)) end,
        fun() -> list_to_float(x("1")) end, fun() -> math:sqrt(x(a)) end, fun() -> math:log(x(-1)) end, fun() -> round(x(a)) end, fun() -> hd(x([])) end, fun() -> tl(x([])) end,
        fun() -> map_size(x(a)) end, fun() -> is_function(a, x(b)) end, fun() -> erlang:make_tuple(x(-1), a) end, fun() -> binary_to_atom(x(<<255>>)) end,
        fun() -> list_to_existing_atom(x("no such atom, really")) end, fun() -> abs(x(a)) end, fun() -> float(x(a)) end, fun() -> pid_to_list(x(a)) end, fun() -> list_to_pid(x("a")) end,
        fun() -> erlang:append_element(x(a), b) end, fun() -> size(x(a)) end, fun() -> not x(1) end, fun() -> erlang:'and'(x(1), true) end, fun() -> maps:merge(x(a), #{}) end,
        fun() -> maps:keys(x(1)) end, fun() -> maps:update(a, 1, x(#{})) end]],
    ok.

show(F) ->
    try F() of
        V -> io:format("value ~p~n", [V])
    catch
        C:R:S -> io:format("~ts~n", [erl_error:format_exception(C, R, [top(hd(S))])])
    end.

top({values_error_format, F, A, I}) -> {values_error_format, F, A, lists:keydelete(line, 1, lists:keydelete(file, 1, I))};
top(T) -> T.

x(X) -> X.
