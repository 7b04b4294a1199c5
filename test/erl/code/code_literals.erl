%% Literals of every kind, and big ones.
-module(code_literals).
-export([main/0]).
main() ->
    Terms = [1 bsl 59, -(1 bsl 59), 1 bsl 60, -(1 bsl 60), 1 bsl 64, -(1 bsl 64), 1 bsl 127, 1 bsl 128, 1 bsl 1000, 1.5, -0.0, 1.0e300,
             "text", <<"binary">>, <<1:3>>, binary:copy(<<"0123456789">>, 20), <<(binary:copy(<<255>>, 100))/binary, 1:1>>,
             {}, {a}, [], [a | b], #{}, #{a => 1}, maps:from_list([{I, I * I} || I <- lists:seq(1, 100)]), fun lists:map/2,
             list_to_tuple(lists:seq(1, 300)), lists:seq(1, 1000), [lists:duplicate(10, {x, "y", <<"z">>})],
             2147483647, 2147483648, -2147483648, -2147483649, 4294967296, 16#ffffffffffffffff, 'atom with spaces', '',
             list_to_atom(lists:duplicate(255, $a)), [$\x{3b1}, $\x{1F600}]],
    Forms = [{attribute, 1, module, cli_m}, {attribute, 1, export, [{f, 1}]},
             {function, 1, f, 1, [{clause, 1, [{integer, 1, I}], [], [abstract(T)]} || {I, T} <- number(Terms)]}],
    {ok, cli_m, Code} = compile:forms(Forms, [deterministic]),
    io:format("~p~n", [code:load_binary(cli_m, "m", Code)]),
    io:format("~p~n", [[I || {I, T} <- number(Terms), cli_m:f(I) =/= T]]),
    io:format("~p~n", [[erlang:phash2(cli_m:f(I)) =:= erlang:phash2(T) || {I, T} <- number(Terms)]]),
    io:format("~w~n", [[cli_m:f(I) || I <- lists:seq(1, 16)]]),
    All = [cli_m:f(I) || {I, _} <- number(Terms)],
    code:delete(cli_m), code:purge(cli_m),
    erlang:garbage_collect(),
    io:format("~p~n", [All =:= Terms]).

number(L) -> lists:zip(lists:seq(1, length(L)), L).

abstract(F) when is_function(F) ->
    {module, M} = erlang:fun_info(F, module), {name, N} = erlang:fun_info(F, name), {arity, A} = erlang:fun_info(F, arity),
    {'fun', 1, {function, {atom, 1, M}, {atom, 1, N}, {integer, 1, A}}};
abstract(T) -> erl_parse:abstract(T).
