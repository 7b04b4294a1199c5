%% Files that make a process wait - FIFOs, large ones, syncing - do not make the others wait; a file that is closed meanwhile.
%% needs: programs
-module(io_file_fifo).
-export([main/0]).

main() ->
    [] = os:cmd("mkfifo fifo"),
    S = self(),
    spawn_link(fun() -> reader(S) end),
    io:format("others run: ~p~n", [ticks(20)]),
    {ok, W} = file:open("fifo", [write, raw]),
    io:format("~p~n", [receive opened -> opened end]),
    ok = file:write(W, "hel"),
    io:format("others run: ~p~n", [ticks(20)]),
    ok = file:write(W, ["lo", <<" and ">>, "more"]),
    ok = file:close(W),
    [io:format("~p~n", [receive {read, X} -> X end]) || _ <- [1, 2, 3]],
    whole(S),
    killed(),
    large(),
    handles().

reader(S) ->
    {ok, D} = file:open("fifo", [read, raw, binary]),
    S ! opened,
    [S ! {read, file:read(D, N)} || N <- [5, 100, 1]],
    ok = file:close(D).

ticks(N) -> length([receive after 1 -> ok end || _ <- lists:seq(1, N)]).

%% read_file of a FIFO reads until its last writer closes
whole(S) ->
    spawn_link(fun() -> S ! {whole, prim_file:read_file("fifo")} end),
    {ok, W} = file:open("fifo", [write, raw]),
    ok = file:write(W, binary:copy(<<"abc">>, 100000)),
    ok = file:close(W),
    io:format("~p~n", [receive {whole, {ok, B}} -> {byte_size(B), erlang:phash2(B)} end]).

%% those that wait can be killed; the machine ends though one still waits
killed() ->
    Ps = [spawn_monitor(fun() -> {ok, _} = file:open("fifo", [read, raw]) end) || _ <- [1, 2]],
    ticks(20),
    io:format("~p~n", [[process_info(P, current_function) || {P, _} <- Ps]]),
    [exit(P, kill) || {P, _} <- Ps],
    io:format("~p~n", [[receive {'DOWN', R, _, P, Why} -> Why end || {P, R} <- Ps]]),
    spawn(fun() -> file:open("fifo", [write, raw]) end).

large() ->
    B = list_to_binary([<<I:32>> || I <- lists:seq(1, 700000)]),
    Pieces = [binary:part(B, I * 28000, 28000) || I <- lists:seq(0, 99)],
    ok = prim_file:write_file("large", [<<"x">>, Pieces, <<1:3, 5:5>>, [[Pieces]]]),
    {ok, R} = prim_file:read_file("large"),
    io:format("~p ~p~n", [byte_size(R), R =:= <<"x", B/binary, 1:3, 5:5, B/binary>>]),
    {ok, D} = file:open("large", [read, write, raw, binary]),
    {ok, P} = file:pread(D, 1, 2000000),
    io:format("~p~n", [P =:= binary:part(B, 0, 2000000)]),
    io:format("~p~n", [[file:sync(D), file:datasync(D), file:pwrite(D, [{7, B}, {3000000, B}])]]),
    {ok, All} = file:read(D, 20000000),
    io:format("~p ~p ~p~n", [byte_size(All), binary:part(All, 7, 2800000) =:= B, file:read(D, 20000000)]),
    {ok, F} = file:open("/dev/zero", [read, raw, binary]),
    io:format("~p ~p~n", [element(1, file:read(F, 3)), file:close(F)]),
    io:format("~p~n", [[file:write(D, B), file:position(D, cur), file:close(D), file:read(D, 3), file:sync(D)]]).

%% errors are those of quick calls
handles() ->
    {ok, D} = file:open("large", [read, raw, binary]),
    io:format("~p~n", [[file:write(D, binary:copy(<<1>>, 2000000)), file:sync(D), prim_file:read_file("nowhere")]]),
    {ok, Dir} = file:open(".", [read, raw, directory]),
    io:format("~p~n", [file:read(Dir, 3000000)]).
