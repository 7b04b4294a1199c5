-module(interp_exits).
-export([main/0]).
-include("check.hrl").

%% Reasons with which processes end, as a monitor sees them.
main() ->
    error_logger:tty(false),
    logger:set_primary_config(level, none),
    [io:format("~p~n", [{K, reason(K)}]) || K <- [normal, returns, exit, error, throw, badmatch, badarith, undef, killed, clause, nested]].

reason(K) ->
    {Pid, Ref} = spawn_monitor(fun() -> go(K) end),
    receive {'DOWN', Ref, process, Pid, R} -> strip(R) end.

strip({R, [{M, F, A, _} | _]}) -> {R, {M, F, A}};
strip(R) -> R.

go(normal) -> exit(normal);
go(returns) -> whatever;
go(exit) -> exit({my, reason});
go(error) -> error(my_error);
go(throw) -> throw(ball);
go(badmatch) -> a = id(b);
go(badarith) -> 1 + id(x);
go(undef) -> no_module_here:f(1);
go(killed) -> exit(self(), kill), receive after infinity -> ok end;
go(clause) -> only(id(2));
go(nested) -> try throw(a) catch throw:a -> exit(b) after ok end.

only(1) -> ok.
