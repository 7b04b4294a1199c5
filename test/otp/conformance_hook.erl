%% A common_test hook that writes what becomes of each case to a file, line by line, so that a machine that dies
%% has lost nothing; that leaves out the cases which are not wanted; and that ends a case which takes too long.
%%
%% The file's lines, with tabs between the fields:
%%   begin KEY           end KEY OUTCOME REASON        peer SCOPE CALL       (a peer node over distribution was started)
%% KEY is the path of groups and the case: group/group/case.  OUTCOME is passed, failed, skipped or timeout.
-module(conformance_hook).
-export([id/1, init/2, terminate/1, pre_init_per_suite/3, post_init_per_suite/4, pre_init_per_group/4,
         post_init_per_group/5, pre_init_per_testcase/4, post_end_per_testcase/5, on_tc_fail/4, on_tc_skip/4]).

-define(LEFT_OUT, conformance_left_out).
-define(LAST, 1000000). % the priority of this hook: other hooks do not see a case left out

id(_) -> ?MODULE.

init(_, #{file := _} = Options) ->
    Hook = self(),
    Recorder = spawn(fun() ->
        case maps:get(trace_peers, Options, false) of
            true -> trace_peers();
            false -> ok
        end,
        Hook ! {self(), ready},
        record(Options#{running => #{}, names => #{}, scope => ""})
    end),
    receive {Recorder, ready} -> ok end,
    {ok, {Recorder, Options}, ?LAST}.

terminate(_) -> ok.

%% ---- what common_test calls ------------------------------------------------------------------------------------

pre_init_per_suite(_Suite, Config, {Recorder, _} = State) ->
    tell(Recorder, {scope, ""}),
    {Config, State}.

post_init_per_suite(_Suite, _Config, Return, {Recorder, _} = State) ->
    tell(Recorder, {scope, none}),
    {Return, State}.

pre_init_per_group(_Suite, Group, Config, {Recorder, _} = State) ->
    tell(Recorder, {scope, lists:append([N ++ "/" || N <- outer_groups(Config) ++ [atom_to_list(Group)]])}),
    {Config, State}.

post_init_per_group(_Suite, _Group, _Config, Return, {Recorder, _} = State) ->
    tell(Recorder, {scope, none}),
    {Return, State}.

pre_init_per_testcase(_Suite, Case, Config, {Recorder, Options} = State) ->
    Path = groups(Config),
    Key = lists:flatten(lists:join("/", Path ++ [atom_to_list(Case)])),
    case is_wanted(unicode:characters_to_binary(Key), Options) of
        true ->
            tell(Recorder, {begin_case, self(), Key, Case, lists:last(["" | Path])}),
            {Config, State};
        false ->
            {{skip, ?LEFT_OUT}, State}
    end.

post_end_per_testcase(_Suite, Case, Config, Return, {Recorder, _} = State) ->
    tell(Recorder, {end_case, Case, lists:last(["" | groups(Config)]), outcome(Return), Return}),
    {Return, State}.

on_tc_fail(_Suite, Name, Reason, {Recorder, _} = State) ->
    late(Recorder, Name, outcome({'EXIT', Reason}), Reason),
    State.

on_tc_skip(_Suite, _Name, {_, {_, ?LEFT_OUT}}, State) -> State;
on_tc_skip(_Suite, _Name, {_, ?LEFT_OUT}, State) -> State;
on_tc_skip(_Suite, Name, {_, Reason}, {Recorder, _} = State) ->
    late(Recorder, Name, skipped, Reason),
    State.

%% ---- names ------------------------------------------------------------------------------------------------------

%% The suite itself is a group without a name to common_test.
groups(Config) -> outer_groups(Config) ++ group_names([proplists:get_value(tc_group_properties, Config, [])]).

outer_groups(Config) -> lists:reverse(group_names(proplists:get_value(tc_group_path, Config, []))).

group_names(Groups) -> [atom_to_list(Name) || Properties <- Groups, {name, Name} <- Properties].

is_wanted(Key, #{only := Only}) -> is_map_key(Key, Only);
is_wanted(Key, #{done := Done}) -> not is_map_key(Key, Done).

late(Recorder, {Case, Group}, Outcome, Reason) ->
    is_configuration(Case) orelse tell(Recorder, {end_case, Case, atom_to_list(Group), Outcome, Reason});
late(Recorder, Case, Outcome, Reason) ->
    is_configuration(Case) orelse tell(Recorder, {end_case, Case, "", Outcome, Reason}).

is_configuration(Name) -> lists:member(Name, [init_per_suite, end_per_suite, init_per_group, end_per_group]).

outcome({skip, _}) -> skipped;
outcome({skip_and_save, _, _}) -> skipped;
outcome({timetrap_timeout, _}) -> timeout;
outcome({'EXIT', Reason}) -> failure(Reason);
outcome({error, Reason}) -> failure(Reason);
outcome({fail, _}) -> failed;
outcome({failed, Reason}) -> failure(Reason);
outcome(_) -> passed.

failure({timetrap_timeout, _}) -> timeout;
failure({timetrap_timeout, _, _}) -> timeout;
failure({_, {timetrap_timeout, _}}) -> timeout;
failure({error, Reason}) -> failure(Reason);
failure(_) -> failed.

%% ---- the process that holds the file ----------------------------------------------------------------------------

tell(Recorder, Message) ->
    Monitor = monitor(process, Recorder),
    Recorder ! {Message, self(), Monitor},
    receive
        {Monitor, done} -> demonitor(Monitor, [flush]);
        {'DOWN', Monitor, process, _, _} -> ok
    end,
    true.

record(State) ->
    receive
        {overdue, Pid, Key} -> record(overdue(Pid, Key, State));
        {trace, _, call, Call} -> record(peer(Call, State));
        {Message, From, Monitor} ->
            New = handle(Message, State),
            From ! {Monitor, done},
            record(New);
        _ -> record(State)
    end.

handle({scope, Scope}, State) -> State#{scope := Scope};
handle({begin_case, Pid, Key, Case, Group}, #{running := Running, names := Names, limits := Limits, limit := Limit} = State) ->
    write(State, ["begin\t", Key]),
    Timer = erlang:send_after(maps:get(Key, Limits, Limit), self(), {overdue, Pid, Key}),
    State#{running := Running#{Key => Timer}, names := Names#{{Case, Group} => Key}};
handle({end_case, Case, Group, Outcome, Reason}, #{running := Running, names := Names} = State) ->
    Key = case Names of
        #{{Case, Group} := Known} -> Known;
        #{} when Group =:= "" -> atom_to_list(Case);
        #{} -> Group ++ "/" ++ atom_to_list(Case)
    end,
    erlang:cancel_timer(maps:get(Key, Running, make_ref())),
    write(State, ["end\t", Key, $\t, atom_to_list(Outcome), $\t, reason(Outcome, Reason)]),
    State#{running := maps:remove(Key, Running)}.

overdue(Pid, Key, #{running := Running} = State) ->
    case Running of
        #{Key := _} ->
            write(State, ["overdue\t", Key]),
            exit(Pid, kill);
        #{} -> ok
    end,
    State.

reason(passed, _) -> "";
reason(_, Reason) ->
    Text = io_lib:format("~0tP", [Reason, 60], [{chars_limit, 700}]),
    [case C of $\n -> $\s; $\t -> $\s; _ -> C end || C <- lists:flatten(Text)].

write(#{file := File}, Line) ->
    ok = file:write_file(File, unicode:characters_to_binary([Line, $\n]), [append]).

%% ---- peers ------------------------------------------------------------------------------------------------------

trace_peers() ->
    [{module, _} = code:ensure_loaded(M) || M <- [peer, slave, test_server]],
    erlang:trace(all, true, [call, {tracer, self()}]),
    [erlang:trace_pattern({M, F, '_'}, true, [local])
     || {M, F} <- [{peer, start}, {peer, start_link}, {slave, start}, {slave, start_link}, {test_server, start_node},
                   {test_server, start_peer}]],
    ok.

%% A peer that is reached through its standard input and output, and bears no name, needs no distribution.
peer({peer, _, [#{connection := standard_io} = Options]}, State) when not is_map_key(name, Options) -> State;
peer({Module, Function, _}, #{running := Running, scope := Scope} = State) ->
    Scopes = if Scope =/= none -> [Scope]; true -> maps:keys(Running) end,
    [write(State, ["peer\t", S, $\t, atom_to_list(Module), $:, atom_to_list(Function)]) || S <- Scopes],
    State.
