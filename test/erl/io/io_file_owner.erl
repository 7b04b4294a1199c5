%% A file belongs to the process that opened it, and closes with it.
-module(io_file_owner).
-export([main/0]).
-include("check.hrl").

main() ->
    F = tmp(), ok = file:write_file(F, "content"),
    [one(F, M) || M <- [[raw], []]],
    %% far more files than a process may have open at once, if none were closed
    [open_and_die(F) || _ <- lists:seq(1, 3000)],
    {ok, D} = file:open(F, [read, raw]), show(still, file:read(D, 3)), ok = file:close(D),
    file:delete(F).

one(F, M) ->
    Me = self(),
    {Pid, Ref} = spawn_monitor(fun() -> {ok, D} = file:open(F, [read | M]), Me ! {fd, D}, receive stop -> ok end end),
    D = receive {fd, X} -> X end,
    show(other, try file:read(D, 3) catch C:R -> {C, R} end),
    Pid ! stop, receive {'DOWN', Ref, _, _, Why} -> show(down, Why) end,
    timer:sleep(50),
    show(dead, try file:read(D, 3) catch C2:R2 -> {C2, R2} end).

open_and_die(F) ->
    {_, Ref} = spawn_monitor(fun() -> {ok, _} = file:open(F, [read, raw]) end),
    receive {'DOWN', Ref, _, _, normal} -> ok end.

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
