%% For test/image/run.py: an application with configuration and a priv folder, as rebar3 and relx lay it out.
-module(greeter).
-behaviour(application).
-export([start/2, stop/1]).

start(_, _) ->
    {ok, Whom} = application:get_env(greeter, whom),
    {ok, Note} = file:read_file(filename:join(code:priv_dir(greeter), "note.txt")),
    io:format("~ts ~ts~n", [string:trim(Note), Whom]),
    spawn(fun stop/0),
    {ok, self()}.

%% Not before everything has started.
stop() ->
    case init:get_status() of
        {started, _} -> init:stop(7);
        _ -> stop()
    end.

stop(_) -> ok.
