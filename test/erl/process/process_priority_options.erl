%% The option `priority` of messages and signals, which OTP 28 and later take, and what else is refused with it.
%% skip OTP 25: has no priority messages
%% skip OTP 27: has no priority messages
-module(process_priority_options).
-export([main/0]).
-include("check.hrl").

main() ->
    process_flag(trap_exit, true),
    Calls = [{erlang, send, [self, message]}, {erlang, exit, [self, reason]}, {erlang, link, [other]}, {erlang, alias, []}, {erlang, monitor, [process, other]}],
    Options = [[], [priority], [priority, priority], [other], [priority | other], other],
    [show({F, O}, error_info(fun() -> outcome(apply(M, F, replace(A) ++ [O])) end)) || {M, F, A} <- Calls, O <- Options],
    received(),
    global:register_name(?MODULE, self()),
    show(global, global:whereis_name(?MODULE) =:= self()),
    show(unregistered, global:unregister_name(?MODULE)).

replace(Arguments) -> [case A of self -> self(); other -> whereis(init); _ -> A end || A <- Arguments].

outcome(Reference) when is_reference(Reference) -> reference;
outcome(Value) -> Value.

received() ->
    receive
        {'EXIT', _, Reason} -> show(exit, Reason), received();
        Message -> show(received, Message), received()
    after 0 -> unlink(whereis(init))
    end.
