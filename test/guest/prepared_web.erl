%% What test/guest/run_prepared.py prepares: a server whose answers tell one instance from another, and programs that
%% cannot be prepared.
-module(prepared_web).
-export([serve/0, connected/0, busy/0, halting/0, ticking/0, seeded/0]).

serve() ->
    persistent_term:put(at_preparation, {erlang:monotonic_time(), make_ref(), erlang:start_timer(3600000, self(), hour)}),
    {ok, Listener} = gen_tcp:listen(8080, [binary, {active, false}, {packet, http_bin}, {reuseaddr, true}]),
    io:put_chars("ready\n"),
    accept(Listener).

accept(Listener) ->
    {ok, Socket} = gen_tcp:accept(Listener),
    {ok, {http_request, 'GET', _, _}} = gen_tcp:recv(Socket, 0),
    ok = gen_tcp:send(Socket, io_lib:format("HTTP/1.0 200 OK\r\n\r\n~0p.\n", [facts()])),
    gen_tcp:close(Socket),
    accept(Listener).

facts() ->
    {Monotonic, Reference, Timer} = persistent_term:get(at_preparation),
    #{integer => erlang:unique_integer(), monotonic => erlang:unique_integer([monotonic]), reference => make_ref(),
      random => rand:uniform(1 bsl 50), seconds => erlang:system_time(second), name => os:getenv("NAME"),
      time_goes_on => erlang:monotonic_time() >= Monotonic, new_reference => make_ref() > Reference,
      hour_left => erlang:read_timer(Timer) > 3590000}.

%% A connection that would not live on.
connected() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(Listener),
    {ok, _} = gen_tcp:connect("localhost", Port, []),
    receive after infinity -> ok end.

busy() ->
    erlang:send_after(3600000, self(), late),
    busy_on().

busy_on() -> busy_on().

halting() -> halt(3).

%% Never without a timer within the second.
ticking() ->
    {ok, _} = timer:send_interval(100, tick),
    io:put_chars("ticks\n"),
    (fun Loop() -> receive tick -> Loop() end end)().

%% What each instance would have in common.
seeded() ->
    _ = rand:uniform(),
    {ok, _} = file:open("/tmp/left_open", [raw, write]),
    register(seeded, self()),
    receive after infinity -> ok end.
