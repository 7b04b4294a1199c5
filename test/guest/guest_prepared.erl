%% What an image of test/erl's programs is prepared with: it waits where `-s NAME main' would run, and each instance runs the program that
%% its environment names there.
-module(guest_prepared).
-export([start/0]).

start() ->
    Waiting = self(),
    ling:on_resume(fun() -> Waiting ! resumed end),
    receive resumed -> ok end,
    Program = list_to_atom(os:getenv("PROGRAM")),
    Program:main(). % the last call: nothing of this module stands below the program's stack
