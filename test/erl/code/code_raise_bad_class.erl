%% erlang:raise/3 of what is no class gives badarg, also where the compiler makes an instruction of it.
-module(code_raise_bad_class).
-export([main/0]).

main() ->
    Off = [no_copt, no_bool_opt, no_share_opt, no_bsm_opt, no_fun_opt, no_ssa_opt, no_recv_opt],
    [io:format("~p~n", [compiled(O)]) || O <- [[], Off, [no_type_opt], [no_postopt | Off]]].

compiled(Options) ->
    Forms = [begin {ok, T, _} = erl_scan:string(L), {ok, F} = erl_parse:parse_form(T), F end || L <- [
        "-module(crb_m).", "-export([run/0, again/2, within/2, twice/2]).",
        "run() -> [try M(C, F) catch A:B -> {A, B} end || M <- [fun again/2, fun within/2, fun twice/2],"
        " C <- [error, exit, throw, bad, 1], F <- [fun() -> throw(x) end, fun() -> 1 div 0 end, fun() -> exit(y) end]].",
        "again(C, F) -> try F() catch _:E:S -> erlang:raise(C, E, S) end.",
        "within(C, F) -> {try F() catch _:E:S -> [erlang:raise(C, E, S) | E] end, C}.",
        "twice(C, F) -> try try F() catch _:E:S -> erlang:raise(C, E, S) end of V -> {value, V} catch K:R:T when K =/= exit -> erlang:raise(K, {R, length(T) > 0}, T)"
        " after put(C, F) end."]],
    {ok, crb_m, Code} = compile:forms(Forms, Options),
    code:purge(crb_m),
    {module, crb_m} = code:load_binary(crb_m, "m", Code),
    crb_m:run().
