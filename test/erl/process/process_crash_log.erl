%% What the log says when a process crashes.
-module(process_crash_log).
-export([main/0, log/2, crash/1]).

main() ->
    logger:remove_handler(default),
    ok = logger:add_handler(test, ?MODULE, #{config => self()}),
    [begin
         P = spawn(?MODULE, crash, [How]),
         io:format("~p: ~p~n", [How, receive {log, L, R} -> show(L, R, P) after wait(How) -> silent end])
     end || How <- [normal, shutdown, kill, exit, error, badmatch, throw, undef]],
    ok.

%% Nothing is to come of these; the others are waited for.
wait(How) when How =:= normal; How =:= shutdown; How =:= kill; How =:= exit -> 100;
wait(_) -> 20000.

log(#{level := L, msg := {F, A}, meta := #{pid := P, error_logger := E}}, #{config := To}) ->
    To ! {log, L, {F, A, P, E}};
log(#{level := L, msg := M}, #{config := To}) -> To ! {log, L, M}.

show(L, {F, [P, Reason], P, E}, P) -> {L, F, strip(Reason), E};
show(L, Other, _) -> {L, other, Other}.

strip({R, [{M, F, A, _} | _]}) -> {R, M, F, A};
strip(R) -> R.

crash(normal) -> exit(normal);
crash(shutdown) -> exit(shutdown);
crash(kill) -> exit(self(), kill);
crash(exit) -> exit({bad, things});
crash(error) -> erlang:error(oh_no);
crash(badmatch) -> {a} = list_to_tuple([b]);
crash(throw) -> throw(ball);
crash(undef) -> process_nothing:f(1).
