%% A plan of random signals between a few processes: links, monitors, exits, aliases, names.  After each command the
%% processes are asked, one after the other, what has reached them and how they are related.
-module(random_processes).
-export([plan/1, open/0, do/1]).
-import(random_terms, [pick/1]).

-define(WORKERS, [w1, w2, w3, w4, w5]).

plan(Count) -> [{?MODULE, open, []} | [{?MODULE, do, [command()]} || _ <- lists:seq(1, Count)]].

command() -> {pick(?WORKERS), order()}.

order() ->
    Other = pick(?WORKERS),
    Reason = pick([normal, kill, killed, shutdown, {shutdown, x}, boom, noproc, {a, 1}]),
    pick([{link, Other}, {link, Other}, {unlink, Other}, {monitor, Other}, {monitor, Other}, {monitor_name, pick([n1, n2, nobody])},
          {monitor_alias, Other, pick([explicit_unalias, demonitor, reply_demonitor])}, {monitor_tag, Other},
          {demonitor, pick([[], [flush], [info], [flush, info]])}, {use_alias, Other}, {unalias, pick([first, last])}, {exit, Other, Reason},
          {exit, Other, Reason}, {stop, Reason}, {fail, pick([error, throw, exit]), Reason}, {trap, true}, {trap, true}, {trap, false},
          {register, pick([n1, n2])}, {unregister, pick([n1, n2])}, {send, pick([n1, n2, Other])}, spawn_monitor,
          {exit_self, Reason}, {group_leader, Other}]).

%% Workers stand in a table by their names, and in `ever` by their pids, so that what is said of them is the same in each run.
open() ->
    process_flag(trap_exit, true),
    ets:new(workers, [named_table, public]),
    ets:new(ever, [named_table, public]),
    [start(Name) || Name <- ?WORKERS],
    [ask(Name, state) || Name <- ?WORKERS].

start(Name) ->
    Known = ets:info(ever, size),
    Pid = spawn(fun() -> worker([]) end),
    ets:insert(workers, {Name, Pid}),
    ets:insert(ever, {Pid, {Name, Known}}).

%% Those that are gone by now are noted as such and started anew.
do({Name, Order}) ->
    Answer = ask(Name, Order),
    [ask(W, sync) || _ <- ?WORKERS, W <- ?WORKERS], % so that signals that run from one to the next arrive
    States = [{W, ask(W, state)} || W <- ?WORKERS],
    [start(W) || {W, gone} <- States],
    {Answer, States}.

ask(Name, Order) ->
    Pid = pid(Name),
    Monitor = monitor(process, Pid),
    Pid ! {order, self(), Monitor, Order},
    receive
        {Monitor, Answer} -> demonitor(Monitor, [flush]), plain(Answer);
        {'DOWN', Monitor, process, Pid, _} -> gone
    end.

pid(Name) -> ets:lookup_element(workers, Name, 2).

%% The mailbox is never emptied but by `state`, which tells what came.
worker(References) ->
    receive
        {order, From, Tag, state} ->
            From ! {Tag, state(References)},
            worker(References);
        {order, From, Tag, Order} ->
            {Answer, Kept} = try obey(Order, References) catch error:Reason -> {{error, Reason}, References} end,
            From ! {Tag, Answer},
            worker(Kept)
    end.

state(References) ->
    Came = [M || {_, M} <- lists:keysort(1, [{plain(sender(M)), M} || M <- came()])],
    Items = [links, monitors, monitored_by, registered_name, trap_exit, group_leader, priority, message_queue_len],
    {Came, length(References), [{Item, known(Value)} || {Item, Value} <- process_info(self(), Items)]}.

%% Signals of different senders come in no order.
sender({'EXIT', Pid, _}) -> Pid;
sender({_, _, process, Pid, _}) -> Pid;
sender(_) -> unknown.

known(List) when is_list(List) -> lists:sort([K || T <- List, K <- [plain(T)], K =/= other, K =/= {process, other}]);
known(Value) -> Value.

came() -> receive M when element(1, M) =/= order -> [M | came()] after 0 -> [] end.

obey(sync, Rs) -> {done, Rs};
obey({link, Other}, Rs) -> {link(pid(Other)), Rs};
obey({unlink, Other}, Rs) -> {unlink(pid(Other)), Rs};
obey({monitor, Other}, Rs) -> {done, [monitor(process, pid(Other)) | Rs]};
obey({monitor_name, Name}, Rs) -> {done, [monitor(process, Name) | Rs]};
obey({monitor_tag, Other}, Rs) -> {done, [monitor(process, pid(Other), [{tag, {my, tag}}]) | Rs]};
obey({monitor_alias, Other, How}, Rs) -> R = monitor(process, pid(Other), [{alias, How}]), put(alias, R), {done, [R | Rs]};
obey({demonitor, Options}, [R | Rs]) -> {demonitor(R, Options), Rs};
obey({use_alias, Other}, Rs) -> {tell(ets:lookup(workers, Other)), Rs};
obey({unalias, first}, Rs) -> {[unalias(R) || R <- [get(alias)], R =/= undefined], Rs};
obey({unalias, last}, Rs) -> {[unalias(R) || R <- lists:sublist(lists:reverse(Rs), 1)], Rs};
obey({exit, Other, Reason}, Rs) -> {exit(pid(Other), Reason), Rs};
obey({exit_self, Reason}, Rs) -> {exit(self(), Reason), Rs};
obey({stop, Reason}, _) -> exit(Reason);
obey({fail, error, Reason}, Rs) -> {element(Reason, {Rs}), Rs};
obey({fail, Class, Reason}, _) -> erlang:raise(Class, Reason, []);
obey({trap, On}, Rs) -> {process_flag(trap_exit, On), Rs};
obey({register, Name}, Rs) -> {register(Name, self()), Rs};
obey({unregister, Name}, Rs) -> {unregister(Name), Rs};
obey({send, Name}, Rs) when Name =:= n1; Name =:= n2 -> {plain(Name ! {hello, Name}), Rs};
obey({send, Other}, Rs) -> {plain(pid(Other) ! {hello, Other}), Rs};
obey(spawn_monitor, Rs) -> {_, R} = spawn_monitor(fun() -> exit(soon) end), {done, [R | Rs]};
obey({group_leader, Other}, Rs) -> {group_leader(pid(Other), self()), Rs}.

%% Sends by the alias that another has put up, if any.
tell([{_, Pid}]) ->
    case process_info(Pid, dictionary) of
        {dictionary, [{alias, R} | _]} -> R ! {by, alias}, sent;
        _ -> none
    end.

%% Pids are named, references and other processes are not told apart.
plain(T) when is_pid(T) -> case ets:lookup(ever, T) of [{_, Name}] -> Name; [] -> other end;
plain(T) when is_reference(T) -> reference;
plain(T) when is_tuple(T) -> list_to_tuple(plain(tuple_to_list(T)));
plain([H | T]) -> [plain(H) | plain(T)];
plain(T) -> T.
