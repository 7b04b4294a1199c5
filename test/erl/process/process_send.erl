%% Sending: values, the dead, bad receivers, terms of every kind.
-module(process_send).
-export([main/0]).
-include("check.hrl").

main() ->
    io:format("~p~n", [self() ! hello]),
    io:format("~p~n", [erlang:send(self(), world)]),
    io:format("~p~n", [erlang:send(self(), x, [])]),
    io:format("~p~n", [erlang:send(self(), y, [noconnect, nosuspend])]),
    io:format("~p~n", [[receive X -> X end || _ <- lists:seq(1, 4)]]),
    io:format("~p~n", [dead() ! anything]),
    Terms = [1, -1, 1 bsl 100, -(1 bsl 100), 1.5, a, [], "string", {}, {a, {b, {c}}}, [[[]]], #{}, #{a => #{b => c}},
             maps:from_list([{I, I} || I <- lists:seq(1, 100)]), <<>>, <<1, 2, 3>>, <<5:3>>, binary:copy(<<"x">>, 1000),
             fun lists:map/2, make_ref(), self(), hd(erlang:ports()), [a | b], lists:seq(1, 1000)],
    Echo = spawn(fun echo/0),
    [begin Echo ! {self(), T}, receive {Echo, U} -> U =:= T orelse io:format("~p became ~p~n", [T, U]) end end || T <- Terms],
    X = 7,
    F = fun(Y) -> {X, Y} end,
    Echo ! {self(), F},
    io:format("~p~n", [receive {Echo, G} -> G(1) end]),
    <<_:3, Sub/bits>> = binary:copy(<<"abc">>, 100),
    Echo ! {self(), Sub},
    io:format("~p~n", [receive {Echo, Sub2} -> Sub2 =:= Sub end]),
    Deep = lists:foldl(fun(I, A) -> {I, A} end, [], lists:seq(1, 200000)),
    Echo ! {self(), Deep},
    io:format("~p~n", [receive {Echo, Deep2} -> Deep2 =:= Deep end]),
    DeepList = lists:foldl(fun(_, A) -> [A] end, [], lists:seq(1, 200000)),
    Echo ! {self(), DeepList},
    io:format("~p~n", [receive {Echo, DeepList2} -> DeepList2 =:= DeepList end]),
    [io:format("~p~n", [caught(fun() -> R ! x end)]) || R <- [1, "x", {a}, {a, 1}, {1, node()}, {a, b, c}, not_registered, 1.0]],
    [io:format("~p~n", [caught(fun() -> erlang:send(self(), x, O) end)]) || O <- [[bad], x, [noconnect | x]]],
    io:format("~p~n", [{any_name, 'no@where'} ! x]),
    io:format("~p~n", [erlang:send({any_name, 'no@where'}, x, [noconnect])]),
    ok.

echo() -> receive {From, X} -> From ! {self(), X}, echo() end.
dead() -> {P, M} = spawn_monitor(fun() -> ok end), receive {'DOWN', M, _, _, _} -> P end.
