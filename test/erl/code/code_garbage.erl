%% Bytes that are no module: badfile, whatever they are.
-module(code_garbage).
-export([main/0]).
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    Code = build(["-module(cga_m).", "-export([f/1]).", "f(X) -> [X, \"literal\", 1.5, #{a => X}]."]),
    io:format("~p~n", [[code:load_binary(cga_m, "m", B)
                        || B <- [<<>>, <<"F">>, <<"FOR1">>, <<"FOR1", 0:32>>, <<"FOR1", 4:32, "BEAM">>,
                                 <<"FOR1", 100:32, "BEAM">>, <<"FOR1", 4:32, "BEAT">>, <<"{}">>, <<0:8000>>,
                                 <<"FOR1", 16:32, "BEAM", "AtU8", 0:32, 0:32>>, binary:copy(<<"FOR1">>, 100)]]]),
    Results = [element(2, code:load_binary(cga_m, "m", binary:part(Code, 0, N))) || N <- lists:seq(0, byte_size(Code) - 1)],
    io:format("~p~n", [lists:usort(Results)]),
    io:format("~p~n", [[catch_error(fun() -> code:load_binary(M, F, B) end)
                        || {M, F, B} <- [{1, "m", Code}, {cga_m, "m", "text"}, {cga_m, "m", <<1:3>>}]]]),
    io:format("~p~n", [catch_error(fun() -> erlang:load_module(cga_m, [Code]) end)]),
    io:format("~p~n", [code:load_binary(cga_other, "m", Code)]),
    io:format("~p ~p~n", [code:load_binary(cga_m, "m", Code), cga_m:f(x)]).

catch_error(F) -> try F() catch C:_ -> C end.
