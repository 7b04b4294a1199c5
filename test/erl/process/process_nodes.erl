%% This node without distribution.
-module(process_nodes).
-export([main/0]).
-include("check.hrl").

main() ->
    io:format("~p ~p ~p~n", [node(), nodes(), is_alive()]),
    io:format("~p ~p ~p~n", [node(self()), node(make_ref()), node(hd(erlang:ports()))]),
    [io:format("~p ~p~n", [X, nodes(X)]) || X <- [this, visible, hidden, connected, [this], [this, visible], []]],
    io:format("~p~n", [nodes(this, #{node_type => true, connection_id => true})]),
    [io:format("~p~n", [caught(F)])
     || F <- [fun() -> nodes(bad) end, fun() -> nodes([this | x]) end, fun() -> node(a) end,
              fun() -> monitor_node('a@b', true) end, fun() -> monitor_node(node(), maybe_so) end,
              fun() -> monitor_node(node(), true) end, fun() -> erlang:monitor_node(node(), true, [bad]) end,
              fun() -> monitor(process, {name, 'other@node'}) end, fun() -> nodes(this, #{bad => true}) end]],
    %% pids of a node that was never met
    P = binary_to_term(<<131, 88, 100, 0, 9, "other@far", 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1>>),
    io:format("~p ~p ~p~n", [is_pid(P), node(P), P ! lost]),
    R = monitor(process, P),
    io:format("~p~n", [receive {'DOWN', R, process, P, W} -> W after 1000 -> timeout end]),
    process_flag(trap_exit, true),
    io:format("~p~n", [link(P)]),
    io:format("~p~n", [receive {'EXIT', P, W2} -> W2 after 1000 -> timeout end]),
    io:format("~p ~p~n", [unlink(P), exit(P, kill)]),
    [io:format("~p~n", [caught(F)]) || F <- [fun() -> is_process_alive(P) end, fun() -> process_info(P) end]],
    ok.
