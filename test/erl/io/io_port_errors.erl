%% open_port and the port BIFs with wrong arguments.
%% needs: programs
-module(io_port_errors).
-export([main/0]).
-include("check.hrl").

main() ->
    [show(A, try open_port(A, []) of P -> catch port_close(P), opened catch C:R -> {C, R} end)
     || A <- [{spawn}, {spawn, 1}, {spawn, ""}, {spawn, [foo]}, {spawn_driver, "no_such_driver"}, {spawn_driver, "cat"}, {spawn_executable, "/no/such"}, {spawn_executable, "/etc/passwd"},
              {spawn_executable, "/"}, {spawn_executable, "cat"}, {fd, a, b}, {fd, 0}, 17, {}, "/no/such/dir/file", {spawn, "a\0b"}]],
    [show(O, try open_port({spawn, "true"}, O) of P -> catch port_close(P), opened catch C:R:St -> {C, R, tl(tuple_to_list(hd(St))) =/= []} end)
     || O <- [[foo], foo, [{packet, 3}], [{packet, 0}], [{packet, a}], [binary | foo], [{args, ["x"]}], [{arg0, "x"}], [{env, foo}], [{env, [foo]}], [{env, [{"a", b}]}], [{env, [{"a=", "b"}]}], [{cd, 17}], [{cd, ""}],
              [nouse_stdio, stderr_to_stdout], [{parallelism, 1}], [{parallelism, true}], [{busy_limits_port, {1, 2}}], [{busy_limits_port, foo}], [{busy_limits_port, disabled}], [{busy_limits_msgq, {0, 1}}], [hide, in, out, {line, 1}], [exit_status, eof, binary, stream, overlapped_io]]],
    P = make_port(), Dead = begin port_close(P), P end,
    [show(N, try F(X) catch C:R -> {C, R} end) || {N, F} <- [{command, fun(Y) -> port_command(Y, "x") end}, {close, fun erlang:port_close/1}, {connect, fun(Y) -> port_connect(Y, self()) end}, {control, fun(Y) -> port_control(Y, 1, "") end},
        {call, fun(Y) -> erlang:port_call(Y, 1, foo) end}, {info, fun erlang:port_info/1}, {info2, fun(Y) -> erlang:port_info(Y, name) end}, {get_data, fun erlang:port_get_data/1}, {set_data, fun(Y) -> erlang:port_set_data(Y, 1) end}], X <- [Dead, foo, 17, self()]],
    Q = make_port(),
    show(control, [try port_control(Q, X, Y) catch C:R -> {C, R} end || {X, Y} <- [{1, ""}, {-1, ""}, {foo, ""}, {1, foo}, {1 bsl 40, ""}]]),
    show(connect, [try port_connect(Q, X) catch C:R -> {C, R} end || X <- [foo, 1, Q]]),
    show(info, [try erlang:port_info(Q, X) catch C:R -> {C, R} end || X <- [foo, 1, {name}]]),
    port_close(Q).

make_port() -> open_port({spawn, "cat"}, []).
