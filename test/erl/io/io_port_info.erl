%% port_info, port data, registered ports, ports().
%% needs: programs
-module(io_port_info).
-export([main/0]).
-include("check.hrl").

main() ->
    P = open_port({spawn, "cat -u"}, [binary]),
    [show(I, erlang:port_info(P, I)) || I <- [name, input, output, monitors, monitored_by, parallelism, queue_size, registered_name]],
    {connected, C} = erlang:port_info(P, connected), {links, L} = erlang:port_info(P, links), show(self, {C =:= self(), L =:= [self()]}),
    {os_pid, Pid} = erlang:port_info(P, os_pid), show(os_pid, is_integer(Pid) andalso Pid > 1),
    {id, Id} = erlang:port_info(P, id), show(id, is_integer(Id)),
    show(all, [K || {K, _} <- erlang:port_info(P)]),
    port_command(P, "12345"), receive {P, {data, _}} -> ok end,
    show(counts, {erlang:port_info(P, input), erlang:port_info(P, output)}),
    show(register, register(io_port_info_x, P)), show(whereis, whereis(io_port_info_x) =:= P), show(name, erlang:port_info(P, registered_name)),
    show(by_name, erlang:port_info(io_port_info_x, name)), io_port_info_x ! {self(), {command, "by name"}}, show(data, receive {P, {data, D}} -> D after 2000 -> none end),
    show(command_by_name, port_command(io_port_info_x, "again")), show(data, receive {P, {data, D2}} -> D2 after 2000 -> none end),
    show(all, hd(erlang:port_info(P))), show(taken, try register(io_port_info_x, self()) catch E:R -> {E, R} end),
    show(data, erlang:port_get_data(P)), show(set, erlang:port_set_data(P, {some, "term", [1, 2.0, <<"b">>]})), show(data, erlang:port_get_data(P)), show(set, erlang:port_set_data(P, 17)), show(data, erlang:port_get_data(P)),
    show(ports, lists:member(P, erlang:ports())), show(list, {is_list(erlang:port_to_list(P)), list_to_port(erlang:port_to_list(P)) =:= P}),
    show(unregister, unregister(io_port_info_x)), show(whereis, whereis(io_port_info_x)), register(io_port_info_x, P), port_close(P), show(freed, whereis(io_port_info_x)),
    show(dead, {erlang:port_info(P), erlang:port_info(P, name), erlang:port_info(no_such_registered)}).
