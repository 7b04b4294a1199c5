%% iolist_to_iovec: what is joined and what stays alone.
-module(binary_iovec).
-export([main/0]).

main() ->
    Big = binary:copy(<<"B">>, 1000), Mid = binary:copy(<<"m">>, 100), Big2 = binary:copy(<<"C">>, 256),
    Ls = [[], <<>>, [<<>>], <<"x">>, "abc", [Big], [Big, Big2], ["a", Big], [Mid, Mid, Mid], [Mid, Big, Mid], [Big, "tail"], [[[$a], Mid | Big]], lists:duplicate(200, Mid),
          [Big | Mid], [Mid, Big2], lists:duplicate(10000, $z), [binary:copy(<<1>>, 200), Big]],
    [io:format("~w~n", [[{byte_size(B), erlang:phash2(B)} || B <- erlang:iolist_to_iovec(L)]]) || L <- Ls],
    [true = iolist_to_binary(erlang:iolist_to_iovec(L)) =:= iolist_to_binary(L) || L <- Ls],
    Deep = lists:foldl(fun(X, A) -> [A, <<X>>] end, [], lists:seq(1, 100000)),
    io:format("~w~n", [erlang:md5(erlang:iolist_to_iovec(Deep)) =:= erlang:md5(Deep)]).
