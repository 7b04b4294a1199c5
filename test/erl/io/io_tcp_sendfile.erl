%% file:sendfile.
-module(io_tcp_sendfile).
-export([main/0]).
-include("check.hrl").

main() ->
    F = filename:join(os:getenv("TMPDIR", "/tmp"), "io_tcp_sendfile_" ++ os:getpid()), Data = list_to_binary([<<N:32>> || N <- lists:seq(1, 300000)]), ok = file:write_file(F, Data),
    {ok, L} = gen_tcp:listen(0, [{active, false}, binary, {ip, {127, 0, 0, 1}}]), {ok, Port} = inet:port(L),
    show(whole, with(L, Port, fun(S) -> file:sendfile(F, S) end, Data)),
    show(part, with(L, Port, fun(S) -> {ok, D} = file:open(F, [read, raw]), R = file:sendfile(D, S, 1000, 5000, []), file:close(D), R end, binary:part(Data, 1000, 5000))),
    show(zero_all, with(L, Port, fun(S) -> {ok, D} = file:open(F, [read, raw]), R = file:sendfile(D, S, byte_size(Data) - 10, 0, []), file:close(D), R end, binary:part(Data, byte_size(Data) - 10, 10))),
    show(beyond, with(L, Port, fun(S) -> {ok, D} = file:open(F, [read, raw]), R = file:sendfile(D, S, byte_size(Data) + 10, 100, []), file:close(D), R end, <<>>)),
    show(headers, with(L, Port, fun(S) -> gen_tcp:send(S, "head"), {ok, D} = file:open(F, [read, raw]), R = file:sendfile(D, S, 0, 10, []), file:close(D), gen_tcp:send(S, "tail"), R end, <<"head", (binary:part(Data, 0, 10))/binary, "tail">>)),
    show(none, with(L, Port, fun(S) -> file:sendfile("/no/such/file", S) end, <<>>)),
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, []), {ok, S} = gen_tcp:accept(L), gen_tcp:close(C), gen_tcp:recv(S, 0), show(closed, file:sendfile(F, S)), show(bad, begin {ok, D} = file:open(F, [read, raw]), X = [try file:sendfile(D, S, O, N, []) catch Cl:R -> {Cl, R} end || {O, N} <- [{-1, 1}, {0, -1}, {foo, 1}]], file:close(D), X end),
    file:delete(F).

with(L, Port, Send, Expected) ->
    {ok, C} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {active, false}]), {ok, S} = gen_tcp:accept(L), Me = self(),
    spawn(fun() -> Me ! {got, all(C, [])} end), R = Send(S), gen_tcp:close(S), {R, receive {got, B} -> B =:= Expected after 5000 -> timeout end}.
all(C, A) -> case gen_tcp:recv(C, 0, 5000) of {ok, D} -> all(C, [D | A]); {error, closed} -> list_to_binary(lists:reverse(A)) end.
