-module(code_prepared_twice).
-export([main/0]).

%% The same prepared code given twice at once is refused; the machine died.
main() ->
    Modules = [{M, C} || Name <- ["twice_a", "twice_b"],
                         {ok, M, C} <- [compile:forms([{attribute, 1, module, list_to_atom(Name)}])]],
    Prepared = [erlang:prepare_loading(M, C) || {M, C} <- Modules],
    {duplicated, Names} = erlang:finish_loading(Prepared ++ Prepared),
    io:format("~p~n", [lists:sort(Names)]),
    io:format("~p~n", [erlang:finish_loading(Prepared)]).
