-module(interp_tail_calls).
-export([main/0, external/1, meta/1]).
-include("check.hrl").

%% Tail calls do not grow the stack: local, external, through funs, out of case, try's of, and receive.
main() ->
    {_, Before} = process_info(self(), stack_size),
    [io:format("~p~n", [F()]) || F <- [fun() -> local(200000) end, fun() -> external(200000) end, fun() -> a_fun(200000) end,
                                         fun() -> in_case(200000, x) end, fun() -> mutual_a(200000) end, fun() -> meta(200000) end,
                                         fun() -> in_receive(50000) end, fun() -> of_try(20000) end]],
    {_, After} = process_info(self(), stack_size),
    io:format("~p~n", [After - Before < 200]).

local(0) -> done;
local(N) -> local(N - 1).
external(0) -> done;
external(N) -> ?MODULE:external(N - 1).
a_fun(N) -> F = fun(_, 0) -> done; (G, M) -> G(G, M - 1) end, F(F, N).
in_case(N, X) -> case N of 0 -> done; _ when X =:= x -> in_case(N - 1, y); _ -> in_case(N - 1, x) end.
mutual_a(0) -> done;
mutual_a(N) -> mutual_b(N - 1, [N]).
mutual_b(N, [_]) -> mutual_a(N).
meta(0) -> done;
meta(N) -> apply(?MODULE, meta, [N - 1]).
in_receive(0) -> done;
in_receive(N) -> self() ! N, receive N -> in_receive(N - 1) end.
of_try(0) -> done;
of_try(N) -> try id(N) of M -> of_try(M - 1) catch _:_ -> failed end.
