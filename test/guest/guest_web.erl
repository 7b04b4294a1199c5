%% The programs of test/guest/run_otp.py: OTP's web server and client, in a guest.
-module(guest_web).
-export([serve/0, serve/1, fetch/1, crash/0, pump/0, pump/1, clock/0, spin/0, do/1, disk/0, datagrams/0, lines/0]).
-include_lib("inets/include/httpd.hrl").

%% inets' httpd on port 8080, one page; until it is stopped.
serve() -> serve(["8080"]).
serve([Port]) ->
    ok = application:start(inets),
    Root = "/tmp/ling_www",
    _ = file:make_dir(Root),
    ok = file:write_file(Root ++ "/index.html", "<h1>a guest</h1>\n"),
    {ok, _} = inets:start(httpd, [{port, list_to_integer(Port)}, {server_name, "guest"}, {server_root, "/tmp"}, {document_root, Root},
                                  {bind_address, any}, {ipfamily, inet}, {directory_index, ["index.html"]},
                                  {modules, [guest_web, mod_alias, mod_dir, mod_get, mod_head]}]),
    io:format("ready~n").

%% A module of httpd's: /memory is what is in use after all garbage was collected.
do(#mod{request_uri = "/memory"}) ->
    [garbage_collect(P) || P <- processes()],
    {proceed, [{response, {200, integer_to_list(erlang:memory(total)) ++ "\n"}}]};
do(#mod{data = Data}) -> {proceed, Data}.

%% Prints what httpc gets from a URL.
fetch([Url]) ->
    ok = application:start(inets),
    case httpc:request(get, {Url, []}, [{timeout, 10000}], []) of
        {ok, {{_, Status, _}, _, Body}} -> io:format("~p ~ts", [Status, Body]);
        {error, Reason} -> io:format("error ~p~n", [Reason])
    end.

%% Takes one connection at a time: reads a number of bytes and as many as it says, then sends as many back.
pump() -> pump(["8080"]).
pump([Port]) ->
    {ok, L} = gen_tcp:listen(list_to_integer(Port), [binary, {active, false}, {reuseaddr, true}]),
    io:format("ready~n"),
    pump_one(L).

pump_one(L) ->
    {ok, S} = gen_tcp:accept(L),
    {ok, <<Bytes:64>>} = gen_tcp:recv(S, 8),
    ok = take(S, Bytes),
    ok = gen_tcp:send(S, <<"got them">>),
    give(S, Bytes, binary:copy(<<"0123456789abcdef">>, 4096)),
    gen_tcp:close(S),
    pump_one(L).

take(_, 0) -> ok;
take(S, Left) ->
    {ok, Bytes} = gen_tcp:recv(S, 0),
    take(S, Left - byte_size(Bytes)).

give(_, Left, _) when Left =< 0 -> ok;
give(S, Left, Block) ->
    ok = gen_tcp:send(S, Block),
    give(S, Left - byte_size(Block), Block).

crash() -> exit(on_purpose).

%% Sends each datagram back to who sent it, with the sender's address before it; "stop" ends it.
datagrams() ->
    {ok, S} = gen_udp:open(8080, [binary, {active, false}]),
    io:format("ready~n"),
    send_back(S).

send_back(S) ->
    case gen_udp:recv(S, 0) of
        {ok, {_, _, <<"stop">>}} -> halt(0);
        {ok, {Address, Port, Bytes}} ->
            ok = gen_udp:send(S, Address, Port, [inet:ntoa(Address), " ", Bytes]),
            send_back(S)
    end.

%% Answers each byte with what the clocks say: monotonic and system time in nanoseconds.
clock() ->
    {ok, L} = gen_tcp:listen(8080, [binary, {active, false}, {reuseaddr, true}, {nodelay, true}]),
    io:format("ready~n"),
    {ok, S} = gen_tcp:accept(L),
    tell_time(S).

tell_time(S) ->
    {ok, _} = gen_tcp:recv(S, 1),
    ok = gen_tcp:send(S, <<(erlang:monotonic_time(nanosecond)):64, (erlang:system_time(nanosecond)):64>>),
    tell_time(S).

%% Reads and writes the disk at places that are no multiples of a sector, and at its end.
disk() ->
    {ok, Info} = file:read_file_info("/dev/vda"),
    Size = element(2, Info),
    {ok, D} = file:open("/dev/vda", [read, write, raw, binary]),
    {ok, <<"from the host">>} = file:pread(D, 1000, 13),
    ok = file:pwrite(D, 511, <<"from the guest">>),
    {ok, <<0, "from the guest", 0>>} = file:pread(D, 510, 16),
    Large = binary:copy(<<"0123456789">>, 3001),
    ok = file:pwrite(D, 5003, Large),
    {ok, Large} = file:pread(D, 5003, byte_size(Large)),
    ok = file:sync(D),
    eof = file:pread(D, Size, 1),
    {ok, <<0, 0>>} = file:pread(D, Size - 2, 10),
    io:format("~p ~p ~p~n", [Size, element(3, Info), file:pwrite(D, Size - 1, <<"ab">>)]),
    halt(0).

%% Says each line of standard input and its length, until "last".
lines() ->
    io:format("ready~n"),
    next_line().

next_line() ->
    Line = string:trim(io:get_line("")),
    io:format("~b ~ts~n", [length(Line), Line]),
    Line =:= "last" andalso halt(5),
    next_line().

%% Never rests.
spin() ->
    io:format("ready~n"),
    spin(0).
spin(N) -> spin(N + 1).
