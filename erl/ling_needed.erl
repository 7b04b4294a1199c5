%% `--minimal' and `--lazy': which modules of OTP a guest needs from its first moment.
%%
%% Those that OTP's own start calls - it is started once, with nothing preloaded, to see which - and those that the
%% modules of the applications in question reach (ling_reach).
-module(ling_needed).
-export([modules/4, loaded/0]).

%% #{Module => Why}.  `Own': modules that are in whatever happens; `Files': #{Module => File} of all;
%% `Words': the command line.
modules(Otp, Template, Own, {Files, Words}) ->
    Start = [M || M <- start(Otp, Template), is_map_key(M, Files)],
    Named = [M || Word <- Words, M <- atom(Word), is_map_key(M, Files)],
    Evaluator = [M || lists:member("-eval", Words), M <- [erl_eval, erl_scan, erl_parse], is_map_key(M, Files)],
    Reached = ling_reach:modules(lists:usort(Own ++ Named ++ Evaluator), Files),
    maps:merge(Reached, maps:from_list([{M, "called by OTP's start"} || M <- Start, not is_map_key(M, Reached)])).

atom(Word) ->
    try [list_to_existing_atom(Word)] catch error:badarg -> [] end.

%% What is loaded once OTP has started.
start(Otp, Template) ->
    File = filename:join(os:getenv("TMPDIR", "/tmp"), "ling-" ++ os:getpid()),
    ok = file:write_file(File ++ ".boot", ling_boot_script:probe(Template)),
    ok = file:write_file(File ++ ".inetrc", "{lookup, [file, dns]}.\n"), % as in a guest
    Environment = [{"ERL_INETRC", File ++ ".inetrc"}, {"ERL_CRASH_DUMP", "/dev/null"}],
    try
        Arguments = ["--otp", Otp, "-boot", File, "-noshell", "-pa", filename:dirname(code:which(?MODULE)), "-s", ?MODULE, "loaded"],
        Port = open_port({spawn_executable, os:getenv("LING_RUN")}, [{args, Arguments}, {env, Environment}, exit_status, binary]),
        read(Port, <<>>)
    after
        [file:delete(File ++ Ending) || Ending <- [".boot", ".inetrc"]]
    end.

read(Port, Text) ->
    receive
        {Port, {data, More}} -> read(Port, <<Text/binary, More/binary>>);
        {Port, {exit_status, 0}} ->
            {ok, Tokens, _} = erl_scan:string(binary_to_list(Text) ++ "."),
            {ok, Modules} = erl_parse:parse_term(Tokens),
            Modules;
        {Port, {exit_status, Status}} -> throw({failed, io_lib:format("OTP does not start (status ~b): ~ts", [Status, Text])})
    end.

%% In the OTP that is started: no module is called that would not be loaded anyway.
loaded() ->
    erlang:display(erlang:loaded() -- [?MODULE | erlang:pre_loaded()]),
    erlang:halt(0).
