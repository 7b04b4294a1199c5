%% Code of every kind of unoptimised compilation in which one label is reached from several nestings of try and catch,
%% or a receive waits by a jump: it loads, and does what optimised code does.
-module(code_try_unoptimised).
-export([main/0]).

main() ->
    Forms = [form(L) || L <- source()],
    Off = [no_bool_opt, no_share_opt, no_bsm_opt, no_fun_opt, no_ssa_opt, no_recv_opt],
    Results = [{O, run(Forms, O)} || O <- [[], [no_copt], [no_postopt], [no_copt | Off], [no_copt, no_postopt | Off], [no_type_opt, no_postopt | Off]]],
    {_, First} = hd(Results),
    io:format("~p~n", [First]),
    io:format("~p~n", [[O || {O, R} <- Results, R =/= First]]).

run(Forms, Options) ->
    {ok, ctu_m, Code} = compile:forms(Forms, Options),
    code:purge(ctu_m),
    {module, ctu_m} = code:load_binary(ctu_m, "m", Code),
    ctu_m:run().

source() ->
    ["-module(ctu_m).", "-export([run/0, pick/1]).", "-record(r, {time, res}).",
     "run() -> [[safe(fun() -> F(X) end) || X <- [0, 1, 2, a, {a, b}, {r, 1, 2}, [], \"abc\"]] ||"
     " F <- [fun in_guard/1, fun deep/1, fun shared/1, fun both/1, fun record/1, fun after_all/1]].",
     "safe(F) -> try F() catch C:R -> {C, R} end.",
     "pick(X) -> X.",
     %% A guard that cannot match, within two nestings.
     "in_guard(X) -> try try if [] -> X end catch M when M#{0 => []} -> minutes after pick(X) end catch error:if_clause -> none end.",
     "deep(X) -> catch try (catch try 10 div pick(X) of 5 -> five; V -> {v, V} catch error:badarith -> exit(X) end) of"
     " {'EXIT', R} -> throw({again, R}); Other -> Other after put(x, X) end.",
     %% Two tries that leave the same way.
     "shared(X) -> case X of {A, B} -> try pick(A) + 1 catch error:_ -> out(B) end; _ -> try hd(X) catch error:_ -> out(X) end end.",
     "out(X) -> erlang:error({out, X}).",
     "both(X) -> try A = pick(X), try B = A + 1, {B, try 1 div X catch error:Z -> Z end} catch error:badarith when is_atom(X) -> {not_a_number, A};"
     " throw:Y -> Y end catch error:badarith -> again; error:E:S -> {E, is_list(S)} end.",
     "record(X) -> try pick(X) of #r{} = R -> receive after R#r.time -> R#r.res end; _ -> receive after pick(1) -> later end"
     " catch _:_ -> bad end.",
     "after_all(X) -> try try pick(X), throw(X) after put(one, X) end catch throw:T when T =/= 2 -> {T, get(one)};"
     " throw:2 -> try exit(two) after put(one, gone) end after put(one, nothing) end."].

form(Line) ->
    {ok, Tokens, _} = erl_scan:string(Line),
    {ok, Form} = erl_parse:parse_form(Tokens),
    Form.
