%% Loading a module with an on_load function ends the tracing of calls of the one that is there, also when on_load fails.
-module(code_on_load_traced).
-export([main/0]).

main() ->
    load("-module(colt_m). -export([a/0, b/1]). a() -> 42. b(I) -> I + 1."),
    Main = self(),
    Tracer = spawn_link(fun F() -> receive M -> Main ! M end, F() end),
    erlang:trace(self(), true, [call, {tracer, Tracer}]),
    [begin
        io:format("~p~n", [erlang:trace_pattern({colt_m, '_', '_'}, true, O)]),
        colt_m:a(),
        io:format("~p~n", [load("-module(colt_m). -export([never/0]). -on_load(f/0). f() -> fail. never() -> never.")]),
        colt_m:b(1),
        io:format("~p~n", [erlang:trace_pattern({colt_m, '_', '_'}, true, O)]),
        colt_m:b(2),
        io:format("~p~n", [erlang:trace_pattern({colt_m, '_', '_'}, false, O)]),
        colt_m:b(3),
        [io:format("~p~n", [{F, A}]) || {trace, _, call, {colt_m, F, A}} <- told()]
    end || O <- [[], [local]]].

told() -> receive M -> [M | told()] after 300 -> [] end.

load(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text),
    Forms = [begin {ok, F} = erl_parse:parse_form(T), F end || T <- split(Tokens, [])],
    {ok, M, Code} = compile:forms(Forms, []),
    code:purge(M),
    code:load_binary(M, "m", Code).

split([], []) -> [];
split([{dot, _} = D | T], Form) -> [lists:reverse(Form, [D]) | split(T, [])];
split([H | T], Form) -> split(T, [H | Form]).
