%% The guest of test/spawn/run.py: a web server of few lines that behaves or misbehaves as the path says.
-module(spawn_guest).
-export([main/0]).

main() ->
    ling:on_resume(fun() -> persistent_term:put(resumed, {element(1, persistent_term:get(resumed, {0, 0})) + 1, ling:generation()}) end),
    spawn(fun() ->
        {ok, L} = gen_tcp:listen(8080, [binary, {active, false}, {reuseaddr, true}, {packet, http_bin}]),
        accept(L)
    end).

accept(L) ->
    {ok, S} = gen_tcp:accept(L),
    {ok, {{10, 0, 2, 2}, _}} = inet:peername(S),
    {ok, {http_request, Method, {abs_path, Path}, _}} = gen_tcp:recv(S, 0),
    Headers = headers(S),
    ok = inet:setopts(S, [{packet, raw}]),
    serve(S, Method, binary:split(Path, <<"/">>, [global, trim_all]), Headers),
    gen_tcp:close(S),
    accept(L).

headers(S) ->
    case gen_tcp:recv(S, 0) of
        {ok, {http_header, _, Name, _, Value}} -> [{string:lowercase(name(Name)), Value} | headers(S)];
        {ok, http_eoh} -> []
    end.

name(Name) when is_atom(Name) -> atom_to_binary(Name);
name(Name) -> Name.

serve(S, 'HEAD', _, _) -> gen_tcp:send(S, "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
serve(S, _, [<<"echo">>, Nonce], _) -> answer(S, Nonce);
serve(S, _, [<<"random">>], _) -> answer(S, integer_to_binary(rand:uniform(1 bsl 60)));
serve(S, _, [<<"headers">>], Headers) -> answer(S, [[N, ": ", V, "\n"] || {N, V} <- Headers]);
serve(S, _, [<<"body">>], Headers) ->
    {Size, Hash} = body(S, Headers),
    answer(S, io_lib:format("~b ~b", [Size, Hash]));
serve(S, _, [<<"identity">>], _) ->
    answer(S, io_lib:format("~w ~w ~w ~w ~w ~w", [rand:uniform(1 bsl 58), erlang:unique_integer(), erlang:unique_integer([monotonic]),
                                                  erlang:ref_to_list(make_ref()), erlang:system_time(microsecond),
                                                  erlang:phash2(rand:export_seed_s(rand:seed_s(exsss)))]));
serve(S, _, [<<"generation">>], _) ->
    {Calls, Generation} = persistent_term:get(resumed, {0, 0}),
    answer(S, io_lib:format("~b ~b ~b", [Calls, Generation, ling:generation()]));
serve(S, _, [<<"taint">>, Mark], _) ->
    taint(Mark),
    answer(S, io_lib:format("~p", [taints()]));
serve(S, _, [<<"tainted">>], _) -> answer(S, io_lib:format("~p", [taints()]));
serve(S, _, [<<"spin">>], _) -> answer(S, "spins"), gen_tcp:close(S), hang();
serve(S, _, [<<"stay">>], _) -> answer(S, "stays"), timer:sleep(infinity);
serve(_, _, [<<"crash">>], _) -> erlang:halt("on purpose");
serve(_, _, [<<"halt">>], _) -> erlang:halt(3);
serve(_, _, [<<"hang">>], _) -> hang();
serve(_, _, [<<"sleep">>], _) -> timer:sleep(infinity);
serve(S, _, [<<"sleep">>, Ms], _) -> timer:sleep(binary_to_integer(Ms)), answer(S, "slept");
serve(_, _, [<<"memory">>], _) -> memory([]);
serve(S, _, [<<"garbage">>], _) -> gen_tcp:send(S, "this is no answer of HTTP\r\n\r\n");
serve(S, _, [<<"protocol">>], _) -> gen_tcp:send(S, "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
serve(S, _, [<<"split">>], _) -> gen_tcp:send(S, "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\nContent-Length: 0\r\n\r\n");
serve(_, _, [<<"early">>], _) -> ok;
serve(S, _, [<<"half">>], _) -> gen_tcp:send(S, "HTTP/1.1 200 OK\r\nContent-");
serve(S, _, [<<"short">>], _) -> gen_tcp:send(S, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789");
serve(S, _, [<<"head">>, Bytes], _) -> gen_tcp:send(S, ["HTTP/1.1 200 OK\r\nX: ", blank(Bytes), "\r\nContent-Length: 0\r\n\r\n"]);
serve(S, _, [<<"length">>, Bytes], _) ->
    ok = gen_tcp:send(S, ["HTTP/1.1 200 OK\r\nContent-Length: ", Bytes, "\r\n\r\n"]),
    give(S, binary_to_integer(Bytes));
serve(S, _, [<<"eof">>, Bytes], _) ->
    ok = gen_tcp:send(S, "HTTP/1.1 200 OK\r\n\r\n"),
    give(S, binary_to_integer(Bytes));
serve(S, _, [<<"chunks">>, Count], _) ->
    ok = gen_tcp:send(S, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    [ok = gen_tcp:send(S, "5\r\nabcde\r\n") || _ <- lists:seq(1, binary_to_integer(Count))],
    gen_tcp:send(S, "0\r\nTrailer: x\r\n\r\n");
serve(S, _, [<<"interim">>], _) ->
    ok = gen_tcp:send(S, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
    answer(S, "after");
serve(S, _, [<<"accel">>], _) ->
    gen_tcp:send(S, "HTTP/1.1 200 OK\r\nX-Accel-Redirect: /zerg/status\r\nContent-Length: 4\r\n\r\nmine");
serve(S, _, [<<"nothing">>], _) -> gen_tcp:send(S, "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");
serve(S, _, [<<"outside">>], _) ->
    answer(S, io_lib:format("~p", [gen_tcp:connect({10, 0, 2, 2}, 22, [], 1000)]));
serve(S, _, _, _) -> gen_tcp:send(S, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").

answer(S, Body) ->
    gen_tcp:send(S, [io_lib:format("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ~b\r\n\r\n", [iolist_size(Body)]), Body]).

%% Leaves something wherever a program can: in the process that accepts, in tables, files, variables, names, code.
taint(Mark) ->
    put(taint, Mark),
    spawn(fun() -> register(tainter, self()), ets:new(taint, [named_table, public]), ets:insert(taint, {Mark}), timer:sleep(infinity) end),
    timer:sleep(1),
    persistent_term:put(taint, Mark),
    application:set_env(kernel, taint, Mark),
    os:putenv("TAINT", binary_to_list(Mark)),
    ok = file:write_file("/tmp/taint", Mark),
    ok = file:set_cwd("/tmp"),
    _ = binary_to_atom(<<"taint_atom_", Mark/binary>>),
    _ = code:add_patha("/tmp"),
    logger:set_primary_config(level, none),
    erlang:send_after(1, self(), {taint, Mark}),
    self() ! {taint, Mark},
    _ = process_flag(trap_exit, true).

taints() ->
    [{dictionary, get(taint)}, {process, whereis(tainter)}, {table, ets:info(taint, size)},
     {persistent, persistent_term:get(taint, none)}, {application, application:get_env(kernel, taint)},
     {variable, os:getenv("TAINT")}, {file, file:read_file("/tmp/taint")}, {directory, file:get_cwd()},
     {path, lists:member("/tmp", code:get_path())}, {level, maps:get(level, logger:get_primary_config())},
     {messages, process_info(self(), messages)}, {trap, process_info(self(), trap_exit)},
     {atoms, erlang:system_info(atom_count)}, {processes, length(processes())}, {ports, length(erlang:ports())},
     {tables, length(ets:all())}, {binaries, erlang:memory(binary)}].

give(_, 0) -> ok;
give(S, Left) ->
    Now = min(Left, 65536),
    case gen_tcp:send(S, binary:copy(<<"x">>, Now)) of
        ok -> give(S, Left - Now);
        Error -> Error
    end.

blank(Bytes) -> binary:copy(<<"y">>, binary_to_integer(Bytes)).

%% Size and Adler-32 of a request's body.
body(S, Headers) ->
    case proplists:get_value(<<"transfer-encoding">>, Headers) of
        undefined -> sized(S, binary_to_integer(proplists:get_value(<<"content-length">>, Headers, <<"0">>)), 0, 1);
        <<"chunked">> -> chunked(S, 0, 1)
    end.

sized(_, 0, Size, Hash) -> {Size, Hash};
sized(S, Left, Size, Hash) ->
    {ok, Bytes} = gen_tcp:recv(S, min(Left, 65536)),
    sized(S, Left - byte_size(Bytes), Size + byte_size(Bytes), erlang:adler32(Hash, Bytes)).

chunked(S, Size, Hash) ->
    ok = inet:setopts(S, [{packet, line}]),
    {ok, Line} = gen_tcp:recv(S, 0),
    ok = inet:setopts(S, [{packet, raw}]),
    case binary_to_integer(string:trim(Line), 16) of
        0 -> {Size, Hash};
        N ->
            {Size1, Hash1} = sized(S, N, Size, Hash),
            {ok, <<"\r\n">>} = gen_tcp:recv(S, 2),
            chunked(S, Size1, Hash1)
    end.

hang() -> hang().

memory(All) -> memory([binary:copy(<<"z">>, 1 bsl 20) | All]).
