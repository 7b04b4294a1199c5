%% What a program in a prepared image can ask and say: `ling build` puts this module into every image.
%%
%% On another machine than Ling there is one instance: generation() is 0, and no function that on_resume() was given is called.
-module(ling).
-export([generation/0, on_resume/1, ready/0]).
-export([serve/1]).

%% 0 until the machine goes on from a prepared image; then a number that no other instance has.
-spec generation() -> non_neg_integer().
generation() ->
    try erlang:system_info(ling_generation)
    catch error:badarg -> 0
    end.

%% Calls Fun whenever this program goes on as another instance: each start of a prepared image, each request of `ling spawn
%% --fresh recycle` (and, before these, where its machine began). Functions are called one after the other, in the order in which they came, by a process of high priority: before
%% the instance's first connection is looked at, as long as they do not wait. One that fails is logged, and the others go on.
-spec on_resume(fun(() -> term())) -> ok.
on_resume(Fun) when is_function(Fun, 0) ->
    Server = server(),
    Monitor = monitor(process, Server),
    Server ! {on_resume, self(), Monitor, Fun},
    receive
        {Monitor, ok} -> demonitor(Monitor, [flush]), ok;
        {'DOWN', Monitor, process, Server, _} -> on_resume(Fun) % another began at the same time
    end.

%% Says to `ling build --prepare` that the program is started: it is kept where all processes wait next, whatever timers there
%% are. Without it, that is when none falls due within a second.
-spec ready() -> ok.
ready() ->
    try erlang:system_flag(ling_ready, true) of
        _ -> ok
    catch error:badarg -> ok
    end.

server() ->
    case whereis(?MODULE) of
        undefined -> spawn(?MODULE, serve, [self()]);
        Pid -> Pid
    end.

serve(_) ->
    process_flag(priority, max),
    try register(?MODULE, self()) of
        true -> loop([])
    catch error:badarg -> ok
    end.

loop(Functions) ->
    receive
        {on_resume, From, Tag, Fun} ->
            From ! {Tag, ok},
            loop(Functions ++ [Fun]);
        {ling_resumed, _} ->
            lists:foreach(fun call/1, Functions),
            loop(Functions);
        _ -> loop(Functions)
    end.

call(Fun) ->
    try Fun()
    catch
        Class:Reason:Stack ->
            logger:error("a function of ling:on_resume/1 failed: ~tp", [{Class, Reason, Stack}])
    end.
