-module(values_etf_bytes).
-export([main/0]).

main() ->
    Ts = terms(),
    [io:format("~w ~w ~w~n", [term_to_binary(T), term_to_binary(T, [{minor_version, 0}]), term_to_binary(T, [{minor_version, 2}])]) || T <- Ts],
    Options = [[], [compressed], [{compressed, 9}], [{minor_version, 0}], [{minor_version, 2}], [deterministic]],
    [true = T =:= binary_to_term(term_to_binary(T, O)) || T <- Ts, O <- Options],
    [true = byte_size(term_to_binary(T)) =:= erlang:external_size(T) || T <- Ts],
    [true = byte_size(term_to_binary(T, [{minor_version, 0}])) =:= erlang:external_size(T, [{minor_version, 0}]) || T <- Ts],
    [true = term_to_binary(T) =:= iolist_to_binary(erlang:term_to_iovec(T)) || T <- Ts],
    ok.

terms() ->
    [0, 255, 256, -1, (1 bsl 31) - 1, 1 bsl 31, -(1 bsl 31), -(1 bsl 31) - 1, 1 bsl 59, 1 bsl 64, -(1 bsl 64), 1 bsl 2039, 1 bsl 2040, 1.0, 1.5e-7,
     a, '', list_to_atom([228]), list_to_atom([1078]), [], "abc", [1, 2 | 3], [1, 256], [a], lists:duplicate(300, 1), {}, {a}, list_to_tuple(lists:seq(1, 256)),
     #{}, #{a => 1, 1 => b, 1.0 => c, "s" => #{}}, <<>>, <<1, 2>>, <<1:1>>, <<1, 2, 3:5>>, binary:copy(<<0>>, 100), fun erlang:abs/1, fun lists:map/2, [[], [[]]],
     list_to_atom(lists:duplicate(255, $a)), list_to_atom(lists:duplicate(255, 1078))].
