%% The page: how this request's machine came to be, step by step, beside the figures of 2013.
%%
%% A module of httpd's interface for such (see `mod_esi' and its like): do/1 is given the request.  The spawner's moments come
%% in a header, the machine's own are asked of zergling:moments/0, both by one clock.  What comes after the page was made - sending,
%% the machine's end - the page asks the spawner for, when it is there; without a script it just lacks those rows.
-module(zergling_page).
-export([do/1]).

-include_lib("inets/include/httpd.hrl").

do(#mod{parsed_header = Headers, request_uri = Uri}) ->
    Body = page(Headers, Uri),
    zergling:served(self()),
    Head = [{code, 200}, {content_type, "text/html; charset=utf-8"}, {content_length, integer_to_list(iolist_size(Body))},
            {cache_control, "no-store"}],
    {proceed, [{response, {response, Head, Body}}]}.

%% -- moments ---------------------------------------------------------------------------------------------------------

%% [{Name, Text, Microseconds after the request's first byte}], in their order; what was done before it is left out.
steps(Headers) ->
    Native = erlang:convert_time_unit(1, second, native),
    Own = maps:map(fun(_, T) -> T * 1000000000 div Native end, (zergling:moments())#{page => os:system_time()}),
    All = maps:merge(Own, spawners(proplists:get_value("ling-moments", Headers, ""))),
    First = maps:get(first, All, lists:min(maps:values(All))),
    lists:keysort(3, [{Name, Text, (maps:get(Name, All) - First) div 1000} || {Name, Text} <- names(), maps:get(Name, All, 0) >= First]).

names() ->
    [{first, "first byte of the request read"}, {head, "request read"}, {taken, "instance ordered, or taken"},
     {init, "init begins"}, {application, "application is started"}, {listening, "web server listens"},
     {page, "request handed over, page made"}].

%% "first=123, head=456": from the spawner, and yet no more than names and numbers are taken.
spawners(Text) ->
    maps:from_list([{binary_to_existing_atom(Name), binary_to_integer(At)} ||
                       Part <- string:lexemes(unicode:characters_to_binary(Text), ", "),
                       [Name, At] <- [binary:split(Part, <<"=">>)], lists:member(Name, [<<"first">>, <<"head">>, <<"taken">>])]).

%% -- the page ----------------------------------------------------------------------------------------------------------

page(Headers, Uri) ->
    Steps = steps(Headers),
    {_, _, Last} = lists:last(Steps),
    [<<"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Zergling</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n">>,
     style(), <<"</style>\n</head>\n<body>\n<main>\n<h1>This page had a machine of its own</h1>\n">>,
     <<"<p class=\"lead\">A request came in, an Erlang system with no operating system below it ">>,
     way(proplists:get_value("ling-fresh", Headers, "create")),
     <<"its web server made this page, and it is gone by now. Until here: <strong id=\"total\">">>, milliseconds(Last),
     <<"</strong>.</p>\n<h2>Step by step</h2>\n">>, picture(Steps), table(Steps), prepared(lists:keymember(init, 1, Steps)),
     <<"<h2>Beside 2013</h2>\n">>, history(Last),
     <<"<h2>This machine</h2>\n">>, machine(Headers, Uri),
     <<"<p><a href=\"/zerg/\">All machines of this spawner</a></p>\n</main>\n">>, script(proplists:get_value("ling-request", Headers), Steps),
     <<"</body>\n</html>\n">>].

%% How the machine came to be (--fresh).
way("pool") -> <<"was taken that had been made before and never used, ">>;
way("recycle") -> <<"was taken that had been set back to its start since the request before, ">>;
way(_) -> <<"was made, booted, ">>.

%% What this request did not pay for is said.
prepared(true) -> <<>>;
prepared(false) -> <<"<p>Init, and the start of the application and its web server, were done before: when the image was prepared, or its machine made.</p>\n">>.

table(Steps) ->
    [<<"<table id=\"steps\">\n<caption>Each step of this request, by one clock</caption>\n<thead><tr><th scope=\"col\">Step</th>"
       "<th scope=\"col\">at</th><th scope=\"col\">took</th></tr></thead>\n<tbody>\n">>, rows(Steps, 0), <<"</tbody>\n</table>\n">>].

rows([], _) -> [];
rows([{_, Text, At} | Rest], Before) ->
    [<<"<tr><th scope=\"row\">">>, Text, <<"</th><td>">>, milliseconds(At), <<"</td><td>">>, milliseconds(max(0, At - Before)),
     <<"</td></tr>\n">> | rows(Rest, max(At, Before))].

%% One bar, divided as time was; colours repeat, the table says the same in words.
picture(Steps) ->
    {_, _, Last} = lists:last(Steps),
    [<<"<svg id=\"picture\" viewBox=\"0 0 1000 40\" preserveAspectRatio=\"none\" role=\"img\" "
       "aria-label=\"The steps of the table below as one bar, to scale\">\n">>, parts(Steps, 0, max(1, Last), 0), <<"</svg>\n">>].

parts([], _, _, _) -> [];
parts([{_, Text, At} | Rest], Before, Last, N) ->
    From = Before * 1000 div Last,
    Width = max(1, max(At, Before) * 1000 div Last - From),
    [<<"<rect class=\"c">>, integer_to_binary(N rem 6), <<"\" x=\"">>, integer_to_binary(From), <<"\" y=\"0\" width=\"">>,
     integer_to_binary(Width), <<"\" height=\"40\"><title>">>, Text, <<"</title></rect>\n">> | parts(Rest, max(At, Before), Last, N + 1)].

%% From the article and the demonstration page of the first system of this kind (Erlang on Xen, 2013), microseconds.
history(Last) ->
    Rows = [{<<"2013, as a magazine measured it">>, 1600000, <<"1,300 ms tool stack, 266 boot, 1.5 application, 1 notice">>},
            {<<"2013, the demonstration page">>, 228100, <<"103.3 ms create, 3.0 start, 119.0 init, 0.9 web server, 0.7 notice, 1.2 redirect">>},
            {<<"this request, until the page was made">>, Last, <<"the table above">>}],
    [<<"<table id=\"history\">\n<caption>From the request to the page, bars to one scale</caption>\n<thead><tr><th scope=\"col\">What</th>"
       "<th scope=\"col\">took</th><th scope=\"col\">of which</th></tr></thead>\n<tbody>\n">>,
     [[<<"<tr><th scope=\"row\">">>, What, <<"<span class=\"bar\" style=\"width:">>, hundredths(min(10000, max(10, Us div 160))),
       <<"%\"></span></th><td>">>, milliseconds(Us), <<"</td><td>">>, Which, <<"</td></tr>\n">>] || {What, Us, Which} <- Rows],
     <<"</tbody>\n</table>\n">>].

machine(Headers, Uri) ->
    Facts = [{<<"Request">>, escaped(proplists:get_value("ling-request", Headers, "-"))}, {<<"Asked for">>, escaped(Uri)},
             {<<"OTP">>, erlang:system_info(otp_release)}, {<<"Processes">>, integer_to_binary(erlang:system_info(process_count))},
             {<<"Random number, drawn once">>, integer_to_binary(rand:uniform(1 bsl 60))}],
    [<<"<dl>\n">>, [[<<"<dt>">>, What, <<"</dt><dd>">>, Value, <<"</dd>\n">>] || {What, Value} <- Facts], <<"</dl>\n">>].

%% The page is written without io_lib:format/2, which would be most of the work of a request.
milliseconds(Us) -> [hundredths((Us + 5) div 10), <<" ms">>].

%% A number of hundredths, with two decimals.
hundredths(N) -> [integer_to_binary(N div 100), $., $0 + N div 10 rem 10, $0 + N rem 10].

escaped(Text) ->
    [case C of
         $< -> <<"&lt;">>;
         $> -> <<"&gt;">>;
         $& -> <<"&amp;">>;
         $" -> <<"&quot;">>;
         _ -> C
     end || C <- Text].

style() ->
    <<"body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}\n"
      "main{max-width:46rem;margin:0 auto;padding:1rem}\nh1{font-size:1.6rem;line-height:1.2}\nh2{font-size:1.15rem;margin-top:2rem}\n"
      "svg{width:100%;height:2.5rem;display:block;border-radius:.3rem}\n"
      ".c0{fill:#4477aa}.c1{fill:#ee6677}.c2{fill:#228833}.c3{fill:#ccbb44}.c4{fill:#66ccee}.c5{fill:#aa3377}\n"
      "table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;color:#555}\n"
      "th,td{padding:.3rem .5rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}tbody th{font-weight:400}\n"
      "td:nth-child(2){text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\n"
      "#steps td:nth-child(3){text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}#steps th:nth-child(n+2),#history thead th:nth-child(2){text-align:right}\n"
      ".bar{display:block;height:.5rem;background:#4477aa;border-radius:.2rem;min-width:1px}\n"
      "dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}a{color:#1a56a0}\n"
      "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}caption,dt{color:#aaa}th,td{border-color:#333}a{color:#8ab8f0}}\n">>.

%% The spawner's own account of this request replaces the table, when the instance is gone; what only the machine itself knows stays.
script(undefined, _) -> <<>>;
script(Request, Steps) ->
    [<<"<script>\n(function ask(left) {\n  fetch('/zerg/steps/">>, escaped(Request), <<"').then(function (r) { return r.json(); }).then(function (t) {\n"
       "    var gone = t.steps.some(function (s) { return s.name === 'gone'; });\n"
       "    if (!gone && left > 0) { setTimeout(ask, 200, left - 1); return; }\n"
       "    var own = [">>, lists:join($,, [own(Step) || Step <- Steps, lists:member(element(1, Step), [init, application])]), <<"];\n"
       "    t.steps = t.steps.concat(own).sort(function (a, b) { return a.at - b.at; });\n"
       "    var body = document.querySelector('#steps tbody'), picture = document.querySelector('#picture');\n"
       "    var end = t.steps[t.steps.length - 1].at, before = 0;\n    body.textContent = ''; picture.textContent = '';\n"
       "    t.steps.forEach(function (s, n) {\n      var row = body.insertRow(), name = document.createElement('th');\n"
       "      name.scope = 'row'; name.textContent = s.text; row.appendChild(name);\n"
       "      row.insertCell().textContent = (s.at / 1000).toFixed(2) + ' ms';\n"
       "      row.insertCell().textContent = (Math.max(0, s.at - before) / 1000).toFixed(2) + ' ms';\n"
       "      var part = document.createElementNS('http://www.w3.org/2000/svg', 'rect');\n"
       "      part.setAttribute('class', 'c' + n % 6); part.setAttribute('x', 1000 * before / end); part.setAttribute('height', 40);\n"
       "      part.setAttribute('width', 1000 * Math.max(0, s.at - before) / end); picture.appendChild(part);\n"
       "      before = Math.max(before, s.at);\n"
       "      if (s.name === 'answered') document.querySelector('#total').textContent = (s.at / 1000).toFixed(2) + ' ms';\n    });\n  }).catch(function () {});\n})(10);\n</script>\n">>].

own({Name, Text, At}) ->
    [<<"{name: '">>, atom_to_binary(Name), <<"', text: '">>, Text, <<"', at: ">>, integer_to_binary(At), <<"}">>].
