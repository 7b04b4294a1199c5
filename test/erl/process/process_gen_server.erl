%% A gen_server: calls, casts, info, timeouts, stops, crashes, code in handle_continue.
-module(process_gen_server).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, handle_continue/2, terminate/2]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    {ok, P} = gen_server:start_link({local, counter}, ?MODULE, 10, []),
    io:format("~p~n", [gen_server:call(counter, get)]),
    ok = gen_server:cast(P, {add, 5}),
    io:format("~p~n", [gen_server:call(P, get)]),
    P ! {add, 1},
    io:format("~p~n", [gen_server:call({counter, node()}, get)]),
    io:format("~p~n", [gen_server:call(P, later)]),
    io:format("~p~n", [try gen_server:call(P, slow, 10) catch exit:{E, _} -> E end]),
    io:format("~p~n", [catch gen_server:start_link({local, counter}, ?MODULE, 1, []) =:= {error, {already_started, P}}]),
    io:format("~p~n", [gen_server:start_link(?MODULE, stop, [])]),
    io:format("~p~n", [gen_server:start(?MODULE, ignore, [])]),
    io:format("~p~n", [receive {'EXIT', _, R0} -> R0 after 100 -> none end]),
    io:format("~p~n", [try gen_server:call(P, crash) catch exit:{{R1, [_ | _]}, _} -> R1 end]),
    io:format("~p~n", [receive {'EXIT', P, {R2, _}} -> R2 after 1000 -> alive end]),
    io:format("~p~n", [try gen_server:call(counter, get) catch exit:{R3, _} -> R3 end]),
    {ok, Q} = gen_server:start_link(?MODULE, 1, []),
    io:format("~p~n", [gen_server:stop(Q)]),
    io:format("~p~n", [receive {terminated, S} -> S after 1000 -> not_told end]),
    io:format("~p~n", [receive {'EXIT', Q, R4} -> R4 after 1000 -> alive end]),
    {ok, T} = gen_server:start(?MODULE, 3, [{hibernate_after, 5}]),
    io:format("~p~n", [hibernating(T, 1000)]),
    io:format("~p~n", [gen_server:call(T, get)]),
    Ids = gen_server:send_request(T, get),
    io:format("~p~n", [gen_server:wait_response(Ids, 1000)]),
    io:format("~p~n", [element(1, sys:get_state(T))]),
    ok.

%% Where T is when it has nothing to do any more; asked until it is there.
hibernating(T, Tries) ->
    case process_info(T, current_function) of
        {current_function, {erlang, hibernate, 3}} = There -> There;
        Elsewhere when Tries =:= 0 -> Elsewhere;
        _ -> timer:sleep(10), hibernating(T, Tries - 1)
    end.

init(stop) -> {stop, no_way};
init(ignore) -> ignore;
init(N) -> {ok, {N, whereis_main()}, {continue, begin_it}}.

whereis_main() -> hd(get('$ancestors')).

handle_continue(begin_it, S) -> {noreply, S}.

handle_call(get, _, {N, _} = S) -> {reply, N, S};
handle_call(later, From, S) -> gen_server:reply(From, replied), {noreply, S};
handle_call(slow, _, S) -> timer:sleep(30), {reply, slow, S};
handle_call(crash, _, _) -> error(crashed).

handle_cast({add, K}, {N, M}) -> {noreply, {N + K, M}}.

handle_info({add, K}, {N, M}) -> {noreply, {N + K, M}};
handle_info(_, S) -> {noreply, S}.

terminate(normal, {N, M}) -> M ! {terminated, N};
terminate(_, _) -> ok.
