%% Signals of the host reach erl_signal_server's handlers.
%% needs: programs, signals
-module(io_signals).
-behaviour(gen_event).
-export([main/0, init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).
-include("check.hrl").

main() ->
    ok = gen_event:swap_sup_handler(erl_signal_server, {erl_signal_handler, []}, {?MODULE, [self()]}),
    Sigs = [{sighup, "HUP"}, {sigusr1, "USR1"}, {sigusr2, "USR2"}, {sigterm, "TERM"}, {sigalrm, "ALRM"}, {sigabrt, "ABRT"}, {sigtstp, "TSTP"}, {sigquit, "QUIT"}],
    [begin ok = os:set_signal(S, handle), os:cmd("kill -" ++ N ++ " " ++ os:getpid()), show(S, receive {signal, X} -> X after 3000 -> timeout end) end || {S, N} <- Sigs],
    ok = os:set_signal(sigusr2, ignore), os:cmd("kill -USR2 " ++ os:getpid()), show(ignored, receive {signal, X} -> X after 200 -> nothing end).

init({[To], _}) -> {ok, To};
init([To]) -> {ok, To}.
handle_event(S, To) -> To ! {signal, S}, {ok, To}.
handle_call(_, To) -> {ok, ok, To}.
handle_info(_, To) -> {ok, To}.
terminate(_, _) -> ok.
