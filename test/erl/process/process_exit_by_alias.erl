%% An exit signal may be sent to an alias; one that is not active, or never was, names nobody.
%% skip OTP 25: exit/2 takes aliases since OTP 28
%% skip OTP 27: exit/2 takes aliases since OTP 28
-module(process_exit_by_alias).
-export([main/0]).
-include("check.hrl").

main() ->
    [one(Mode, Send) || Mode <- [explicit_unalias, reply],
                        Send <- [fun(To) -> exit(To, bye) end, fun(To) -> erlang:exit_signal(To, bye) end]],
    [p(caught(fun() -> exit(To, bye) end)) || To <- [make_ref(), id(nobody)]],
    process_flag(trap_exit, true),
    p(exit(alias(), bye)),
    Self = self(),
    p(receive {'EXIT', Self, Reason} -> Reason end).

one(Mode, Send) ->
    Self = self(),
    Worker = spawn(fun() ->
        process_flag(trap_exit, true),
        Self ! {alias, alias([Mode])},
        receive {'EXIT', Self, Reason} -> Self ! {got, Reason} end,
        receive Message -> Self ! {then, Message} end
    end),
    Alias = receive {alias, A} -> A end,
    p(Send(Alias)),
    p(receive {got, Reason} -> Reason end),
    Alias ! by_alias,
    Worker ! by_pid,
    p(receive {then, Message} -> Message end).
