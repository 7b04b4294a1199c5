%% term_to_iovec: large binaries of the term are elements of their own, and what is written stands between them.
-module(binary_term_to_iovec).
-export([main/0]).

main() ->
    [shapes(Name, T) || {Name, T} <- terms()],
    [io:format("~w ~w~n", [Opts, shape(erlang:term_to_iovec({x, big(200), 1.5, y}, Opts))]) ||
        Opts <- [[deterministic], [{minor_version, 0}], [{minor_version, 1}], [{minor_version, 2}], [{compressed, 0}],
                 [{compressed, 0}, deterministic, {minor_version, 2}]]],
    [io:format("~w ~w~n", [Opts, compressed(Opts)]) || Opts <- [[compressed], [{compressed, 9}], [deterministic, compressed]]],
    [io:format("~w~n", [catch element(1, element(2, (catch erlang:term_to_iovec(a, O))))]) || O <- [[iovec], [{fragment, 10}], x, [{compressed, 10}]]],
    io:format("~w ~w~n", [not_copied(), many(100000)]).

big(N) -> << <<(X rem 251)>> || X <- lists:seq(1, N) >>.

terms() ->
    Big = big(1000), Literal = <<"0123456789012345678901234567890123456789012345678901234567890123456789">>,
    <<_:3, Odd:800/bitstring, _/bitstring>> = Big, <<_:16, Even:800/bitstring, _/bitstring>> = Big,
    Appended = <<Big/binary, 1, 2, 3>>, F = fun(A) -> {A, Big, Even} end,
    [{small, [a, <<"b">>]}, {empty, <<>>}, {limit, big(64)}, {above, big(65)}, {literal, Literal}, {literal_part, binary:part(Literal, 1, 66)},
     {alone, Big}, {twice, [Big, Big]}, {nested, {[{a, Big}, #{k => Big, Big => v}], "tail"}}, {improper, [1, 2 | Big]},
     {unaligned, Odd}, {part, Even}, {small_part, binary:part(Big, 7, 64)}, {part_65, binary:part(Big, 7, 65)},
     {bits, <<Big/binary, 5:3>>}, {bits_64, <<(big(64))/binary, 1:1>>}, {bits_65, <<(big(65))/binary, 1:7>>},
     {odd_bits, element(1, {Odd, Even})}, {bits_then, {<<Big/binary, 5:3>>, <<Big/binary, 1:1>>, x}},
     {appended, {Appended, Appended}}, {closure, F}, {closures, [F, fun() -> F end, Big]}, {string, [lists:seq(1, 200), Big, lists:seq(1, 200)]},
     {map, maps:from_list([{I, big(60 + I rem 10)} || I <- lists:seq(1, 60)])}, {tuple, list_to_tuple([big(100 + I) || I <- lists:seq(1, 300)])}].

shape(L) -> [bit_size(B) || B <- L].

shapes(Name, T) ->
    All = [erlang:term_to_iovec(T), erlang:term_to_iovec(T, [deterministic])],
    Same = [iolist_to_binary(hd(All)) =:= term_to_binary(T), iolist_to_binary(lists:last(All)) =:= term_to_binary(T, [deterministic]),
            binary_to_term(iolist_to_binary(hd(All))) =:= T],
    Shown = case Name of map -> {length(hd(All)), lists:sum(shape(hd(All)))}; _ -> shape(hd(All)) end,
    io:format("~w ~w ~w~n", [Name, Same, case is_closure(T) of true -> length(Shown); false -> Shown end]).

%% How many bytes a closure takes depends on the release's compiler.
is_closure(F) when is_function(F) -> true;
is_closure([F | _]) -> is_function(F);
is_closure(_) -> false.

%% Compression gives a binary that stands in no list, in all releases.
compressed(Opts) ->
    [begin B = erlang:term_to_iovec(T, Opts), {is_binary(B), B =:= term_to_binary(T, Opts)} end || T <- [x, {x, big(400)}, {big(100), big(100)}]].

%% Elements share the binary that the term has, and pieces of what was written share one.
not_copied() ->
    Big = binary:copy(<<"0123456789">>, 100000),
    [_, B1, _, B2, _] = L = erlang:term_to_iovec({a, Big, b, binary:part(Big, 10, 500), c}),
    garbage_collect(),
    {_, Held} = process_info(self(), binary),
    Sizes = [S || {_, S, _} <- lists:usort([{Id, S, 1} || {Id, S, _} <- Held]), S > 500000],
    {binary:referenced_byte_size(B1), binary:referenced_byte_size(B2), length(Sizes), iolist_size(L)}.

%% More than one slice's work, and a collection in between.
many(N) ->
    T = [{I, binary:copy(<<I:32>>, 17)} || I <- lists:seq(1, N)],
    L = erlang:term_to_iovec(T),
    {length(L), iolist_to_binary(L) =:= term_to_binary(T), binary_to_term(iolist_to_binary(L)) =:= T}.
