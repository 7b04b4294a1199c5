%% What a search for something that is no pattern does where there is nothing to search.
-module(binary_empty_pattern).
-export([main/0]).
-include("check.hrl").

main() ->
    [show({F, Pattern, Options}, ended(fun() -> apply(binary, F, [Subject, Pattern | Options]) end)) ||
        Pattern <- [foobar, [], <<>>, [<<"a">>, <<>>], <<1:1>>, <<"a">>], {F, Subject, Options} <- searches()].

searches() ->
    [{F, <<>>, Options} || F <- [match, matches, split], Options <- [[], [[]]]] ++
    [{F, <<"abc">>, [[{scope, {At, 0}}]]} || F <- [match, matches, split], At <- [0, 3]] ++ [{replace, <<>>, [<<"x">>]}].
