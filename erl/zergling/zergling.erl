%% Zergling: an application that serves one page, by OTP's own web server, inets' httpd, as it is.
%%
%% Why httpd: it is in every OTP, it is a whole server (a supervision tree, a configuration, processes for each connection), and
%% what it costs is known.  Nothing here knows Ling but the page's words: on `erl` it serves the same.
-module(zergling).
-behaviour(application).
-export([start/2, stop/1, moments/0, served/1]).

-define(PORT, 8080).
-define(LINGER, 1000). % for what is still on its way to the client

%% The start event: when httpd listens, the spawner is told of it -- by the listening itself, or, where an instance has an address of its
%% own and `--ready notice' asks for it, by a request to the URL in LING_READY.  Of a prepared image each instance does so when it resumes.
start(_Type, _Arguments) ->
    Begun = os:system_time(),
    Started = inets:start(httpd, configuration(), stand_alone),
    persistent_term:put(?MODULE, #{init => init_began(), application => Begun, listening => os:system_time()}),
    started(Started).

stop(_State) -> ok.

%% When this machine did what, in native units of os:system_time().
moments() -> persistent_term:get(?MODULE).

%% A process that sends a page says so.  Who has given notice serves this one and stops; elsewhere the spawner, which sees the connection,
%% takes the machine away, and on `erl' the next page comes.
served(Sender) ->
    os:getenv("LING_READY") =:= false orelse spawn(fun() -> stop_after(Sender) end),
    ok.

stop_after(Sender) ->
    Monitor = monitor(process, Sender),
    receive {'DOWN', Monitor, process, _, _} -> timer:sleep(?LINGER) end,
    init:stop().

%% The runtime system's own start, by the same clock.
init_began() -> erlang:system_info(start_time) + erlang:time_offset().

started({ok, Server}) ->
    notify(),
    on_resume(code:ensure_loaded(ling)),
    {ok, Server};
started(Error) ->
    Error.

on_resume({module, ling}) -> ling:on_resume(fun notify/0);
on_resume({error, _}) -> ok. % on `erl'

notify() -> notify(os:getenv("LING_READY")).

notify(false) -> ok;
notify(Url) -> {ok, _} = httpc:request(get, {Url, []}, [{timeout, 5000}], []), ok.

configuration() ->
    [{port, port()}, {server_name, "zergling"}, {server_root, "/"}, {document_root, "/"}, {bind_address, any}, {ipfamily, inet},
     {modules, [zergling_page]}, {server_tokens, none}].

port() ->
    case os:getenv("PORT") of
        false -> ?PORT;
        Text -> list_to_integer(Text)
    end.
