%% The atom `all` in a variable is no size, whatever the compiler means by it in code; and the binary of a comprehension
%% has the room that was asked for.
-module(binary_size_all).
-export([main/0, match/2, skip/2, make/2]).

main() ->
    logger:set_primary_config(level, none),
    [io:format("~p~n", [try ?MODULE:F(S, <<"abc">>) catch C:R -> {C, R} end]) || F <- [match, skip, make], S <- [all, 2, -1, none]],
    [io:format("~p~n", [compiled(O)]) || O <- [[], [no_copt, no_ssa_opt, no_bool_opt, no_share_opt, no_bsm_opt, no_fun_opt, no_recv_opt]]],
    erts_debug:set_internal_state(available_internal_state, true),
    [rooms(<< <<X:N>> || <<X>> <= B >>) || N <- [7, 8, 40], B <- [<<>>, <<1>>, <<0:800>>]].

rooms(B) ->
    {refc_binary, Used, {binary, Kept}, _} = erts_debug:get_internal_state({binary_info, B}),
    io:format("~p ~p ~p~n", [bit_size(B), Used, Kept]).

match(S, B) -> case B of <<X:S/binary, _/bits>> -> X; _ -> no end.
skip(S, B) -> case B of <<_:S/binary, X/bits>> -> X; _ -> no end.
make(S, B) -> <<B:S/binary, 1>>.

compiled(Options) ->
    Forms = [begin {ok, T, _} = erl_scan:string(L), {ok, F} = erl_parse:parse_form(T), F end || L <- [
        "-module(bsa_m).", "-export([run/1]).",
        "run(B) -> All = case 0 of 0 -> all end, case B of <<X:All/binary>> -> X; <<_:All/binary>> -> yes; _ -> no end."]],
    {ok, bsa_m, Code} = compile:forms(Forms, Options),
    code:purge(bsa_m),
    {module, bsa_m} = code:load_binary(bsa_m, "m", Code),
    bsa_m:run(<<"abc">>).
