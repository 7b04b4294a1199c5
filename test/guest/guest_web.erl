%% The programs of test/guest/run_otp.py: OTP's web server and client, in a guest.
-module(guest_web).
-export([serve/0, fetch/1, crash/0]).

%% inets' httpd on port 8080, one page; until it is stopped.
serve() ->
    ok = application:start(inets),
    Root = "/tmp/www",
    ok = file:make_dir(Root),
    ok = file:write_file(Root ++ "/index.html", "<h1>a guest</h1>\n"),
    {ok, _} = inets:start(httpd, [{port, 8080}, {server_name, "guest"}, {server_root, "/tmp"}, {document_root, Root},
                                  {bind_address, any}, {ipfamily, inet}, {directory_index, ["index.html"]},
                                  {modules, [mod_alias, mod_dir, mod_get, mod_head]}]),
    io:format("ready~n").

%% Prints what httpc gets from a URL.
fetch([Url]) ->
    ok = application:start(inets),
    case httpc:request(get, {Url, []}, [{timeout, 10000}], []) of
        {ok, {{_, Status, _}, _, Body}} -> io:format("~p ~ts", [Status, Body]);
        {error, Reason} -> io:format("error ~p~n", [Reason])
    end.

crash() -> exit(on_purpose).
