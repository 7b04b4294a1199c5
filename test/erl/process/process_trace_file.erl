%% Traces kept in files: dbg:trace_port(file, _) and trace_client/3, a ring of files, a flush, what the driver refuses, fprof.
-module(process_trace_file).
-export([main/0, work/1]).

main() ->
    Dir = filename:join("/tmp", "process_trace_file_" ++ os:getpid()),
    ok = file:make_dir(Dir),
    file:set_cwd(Dir),
    _ = erl_ddll:load_driver(filename:join(code:priv_dir(runtime_tools), "lib"), "trace_file_drv"), % once for all, on ERTS
    io:format("~p~n", [whole()]),
    io:format("~p~n", [flushed()]),
    [io:format("~p~n", [ring(Size, Count)]) || {Size, Count} <- [{200, 3}, {0, 1}, {10000, 2}, {400, 12}]],
    io:format("~p~n", [by_time()]),
    io:format("~p~n", [refused()]),
    io:format("~p~n", [records()]),
    io:format("~p~n", [profiled()]),
    file:set_cwd("/"),
    file:del_dir_r(Dir).

work(N) -> N.

trace_to(Where, Calls) ->
    {ok, _} = dbg:tracer(port, dbg:trace_port(file, Where)),
    dbg:p(self(), [c]),
    dbg:tp(?MODULE, work, 1, []),
    [?MODULE:work(N) || N <- lists:seq(1, Calls)].

%% The reason differs: ERTS unloads the driver, which is a part of Ling.
ended() ->
    {ok, Port} = dbg:get_tracer(),
    R = monitor(port, Port),
    dbg:stop_clear(),
    receive {'DOWN', R, _, _, _} -> ended end.

client(Where) ->
    Self = self(),
    dbg:trace_client(file, Where, {fun(T, ok) -> Self ! {told, T}, ok end, ok}),
    told().

told() ->
    receive
        {told, {trace, P, call, {?MODULE, work, [N]}}} when P =:= self() -> [N | told()];
        {told, end_of_trace} -> [end_of_trace]
    end.

whole() ->
    trace_to("plain", 5),
    Why = ended(),
    {Why, client("plain")}.

flushed() ->
    trace_to("flushed", 2),
    Before = filelib:file_size("flushed"),
    Answer = dbg:flush_trace_port(),
    {Before, Answer, filelib:file_size("flushed") > 0, ended(), client("flushed")}.

ring(Size, Count) ->
    trace_to({"ring", wrap, ".log", Size, Count}, 40),
    Why = ended(),
    Files = lists:sort([F || F <- filelib:wildcard("ring*")]),
    {Why, length(Files), Files, client({"ring", wrap, ".log", Size, Count})}.

by_time() ->
    trace_to({"time", wrap, ".t", {time, 100}, 2}, 3),
    timer:sleep(450),
    ?MODULE:work(4),
    {ended(), length(filelib:wildcard("time*"))}.

refused() ->
    [try open_port({spawn, "trace_file_drv" ++ S}, []) of P -> port_close(P) catch C:R -> {C, R} end
     || S <- ["", " ", " x", " n", " n ", " w 1 2 n f", " w 1 2 3 99 n f", " w a 2 3 0 n f", " n /nowhere/at/all",
              " n " ++ lists:duplicate(5000, $a), " n fine", "  n fine"]].

%% Whatever is sent becomes a record.
records() ->
    P = open_port({spawn, "trace_file_drv n records"}, [eof]),
    Large = binary:copy(<<"x">>, 100000),
    P ! {self(), {command, <<"abc">>}},
    true = port_command(P, Large),
    true = port_command(P, []),
    Controls = [try port_control(P, C, <<"1">>) catch X:R -> {X, R} end || C <- [$f, $p, 0]],
    true = port_close(P),
    {ok, Bytes} = file:read_file("records"),
    {Controls, erlang:md5(Bytes) =:= erlang:md5([<<0, 3:32, "abc", 0, 100000:32>>, Large])}.

profiled() ->
    Sorted = fprof:apply(lists, sort, [[3, 1, 2]], [{file, "fprof.trace"}]),
    {Sorted, fprof:profile({file, "fprof.trace"}), fprof:analyse([{dest, "fprof.analysis"}]), filelib:file_size("fprof.analysis") > 100}.
