%% Everything that can be wrong with a construction, with the cause that error_info gives.
-module(binary_construct_errors).
-export([main/0]).
-include("check.hrl").

main() ->
    [show(F) || F <- [fun() -> <<(id(a))>> end,
                      fun() -> <<1, 2, (id(1.5)):7>> end,
                      fun() -> <<"abc", (id([])):16/little>> end,
                      fun() -> <<(id(a))/binary>> end,
                      fun() -> <<(id(<<1:3>>))/binary>> end,
                      fun() -> <<1, (id(<<1:3>>))/binary>> end,
                      fun() -> <<(id(<<1>>))/bits, (id(b))/bits>> end,
                      fun() -> <<(id(<<1>>)):(id(2))/binary>> end,
                      fun() -> <<(id(x)):(id(2))/binary>> end,
                      fun() -> <<(id(<<1, 2, 3>>)):(id(-1))/binary>> end,
                      fun() -> <<(id(<<1, 2, 3>>)):(id(q))/binary>> end,
                      fun() -> <<1:(id(-1))>> end,
                      fun() -> <<1:(id(1.0))>> end,
                      fun() -> <<1:(id(-1 bsl 80))>> end,
                      fun() -> <<1:(id(1 bsl 80))>> end,
                      fun() -> <<1:(id(1 bsl 58))/unit:256>> end,
                      fun() -> <<(id(a)):64/float>> end,
                      fun() -> <<(id(1.0)):(id(10))/float>> end,
                      fun() -> <<(id(1 bsl 1100)):64/float>> end,
                      fun() -> <<(id(-1))/utf8>> end,
                      fun() -> <<(id(16#D800))/utf16-little>> end,
                      fun() -> <<(id(foo))/utf32>> end,
                      fun() -> X = id(<<1:1>>), <<X/bits, (id(a))/utf8>> end]].

show(F) ->
    try io:format("~p~n", [F()])
    catch C:R:Trace -> [{M, _, _, I} | _] = Trace, io:format("~w ~w ~w ~p~n", [C, R, M, proplists:get_value(error_info, I)])
    end.
