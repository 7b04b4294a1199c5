%% Which modules the functions of others may call, function by function.
%%
%% A call by name is what it is.  A function is also taken to be called where its module's name and its own stand in the
%% same function (spawn/3, apply/3, {M, F, A} of a child specification); and where one that is called by a module that only
%% the run knows (Callback:init(...)) is exported by a module of which a reached function knows the name.
%% What is made at run time - list_to_atom/1, names that come over the network - nobody can see.
-module(ling_reach).
-export([modules/2]).

-record(reach, {files, known = #{}, seen = #{}, mentioned = #{}, called = #{}, why = #{}}).

%% #{Module => Why} of what the exported functions of `Roots' reach among `Files', #{Module => File}.
modules(Roots, Files) ->
    R = #reach{files = Files, why = maps:from_list([{M, "named"} || M <- Roots])},
    {Work, R1} = lists:mapfoldl(fun(M, S) -> {_, E, S1} = code(M, S), {[{{M, F, A}, M} || {F, A} <- E], S1} end, R, Roots),
    #reach{why = Why} = run(lists:append(Work), R1),
    Why.

run([], R) ->
    case late_calls(R) of
        {[], R1} -> R1;
        {More, R1} -> run(More, R1)
    end;
run([{{M, _, _} = Function, By} | Rest], #reach{seen = Seen} = R) ->
    case is_map_key(Function, Seen) orelse not is_map_key(M, R#reach.files) of
        true -> run(Rest, R);
        false ->
            {Functions, _, R1} = code(M, R#reach{seen = Seen#{Function => true}}),
            case Functions of
                #{Function := Body} -> enter(Body, M, Rest, because(M, By, R1));
                _ -> run(Rest, R1)
            end
    end.

because(M, M, R) -> R;
because(M, By, #reach{why = Why} = R) when not is_map_key(M, Why) ->
    R#reach{why = Why#{M => io_lib:format("called by module ~ts", [By])}};
because(_, _, R) -> R.

enter({Calls, Atoms, Arities}, M, Rest, #reach{files = Files, mentioned = Mentioned, called = Called} = R) ->
    Modules = [A || A <- Atoms, is_map_key(A, Files)],
    {Pairs, R1} = lists:mapfoldl(
                    fun(Other, S) ->
                            {_, Exports, S1} = code(Other, S),
                            {[{{Other, F, A}, M} || {F, A} <- Exports, F =/= Other, lists:member(F, Atoms)], S1}
                    end, R, Modules),
    Names = maps:from_list([{{F, N}, true} || N <- Arities, F <- Atoms]),
    By = maps:from_list([{Other, M} || Other <- Modules]),
    run([{C, M} || C <- Calls] ++ lists:append(Pairs) ++ Rest,
        R1#reach{mentioned = maps:merge(By, Mentioned), called = maps:merge(Called, Names)}).

%% Calls of a module that only the run knows: every module that is mentioned may be it.
late_calls(#reach{mentioned = Mentioned, called = Called} = R) ->
    lists:foldl(fun({M, By}, {Work, S}) ->
                        {_, Exports, S1} = code(M, S),
                        New = [{{M, F, A}, By} || {F, A} <- Exports, is_map_key({F, A}, Called),
                                                  not is_map_key({M, F, A}, S1#reach.seen)],
                        {New ++ Work, S1}
                end, {[], R}, lists:sort(maps:to_list(Mentioned))).

%% -- what stands in a module -------------------------------------------------------------------------------------------

%% {#{Function => {Calls, Atoms, Arities of apply}}, Exports, R}
code(M, #reach{known = Known, files = Files} = R) ->
    case Known of
        #{M := {Functions, Exports}} -> {Functions, Exports, R};
        _ ->
            {Functions, Exports} = disassemble(M, maps:get(M, Files)),
            {Functions, Exports, R#reach{known = Known#{M => {Functions, Exports}}}}
    end.

disassemble(M, File) ->
    {Code, Exports} = ling_beams:functions(File),
    {maps:from_list([{{M, F, A}, body(Body, M)} || {F, A, Body} <- Code]), Exports}.

body(Instructions, M) ->
    {Calls, Atoms, Arities} = lists:foldl(fun(I, Found) -> instruction(I, M, Found) end, {[], [], []}, Instructions),
    {lists:usort(Calls), lists:usort(Atoms), lists:usort(Arities)}.

instruction({func_info, _, _, _}, _, Found) -> Found;
instruction({line, _}, _, Found) -> Found;
instruction({apply, N}, _, {C, A, D}) -> {C, A, [N | D]};
instruction({apply_last, N, _}, _, {C, A, D}) -> {C, A, [N | D]};
instruction(I, M, Found) -> operand(I, M, Found).

operand({extfunc, M, F, A}, _, {C, As, D}) -> {[{M, F, A} | C], As, D};
operand({atom, Atom}, _, {C, As, D}) -> {C, [Atom | As], D};
operand({literal, Value}, _, {C, As, D}) -> {C, value([Value], As), D};
operand({M, F, A}, M, {C, As, D}) when is_atom(F), is_integer(A) -> {[{M, F, A} | C], As, D};
operand(T, M, Found) when is_tuple(T) -> lists:foldl(fun(E, S) -> operand(E, M, S) end, Found, tuple_to_list(T));
operand(L, M, Found) when is_list(L) -> lists:foldl(fun(E, S) -> operand(E, M, S) end, Found, L);
operand(_, _, Found) -> Found.

%% The atoms of a literal.
value([Atom | Rest], Atoms) when is_atom(Atom) -> value(Rest, [Atom | Atoms]);
value([Tuple | Rest], Atoms) when is_tuple(Tuple) -> value(Rest, value(tuple_to_list(Tuple), Atoms));
value([[_ | _] = List | Rest], Atoms) -> value(Rest, value(List, Atoms));
value([Map | Rest], Atoms) when is_map(Map) -> value(Rest, value(maps:to_list(Map), Atoms));
value([Fun | Rest], Atoms) when is_function(Fun) ->
    [{_, M}, {_, F}] = [erlang:fun_info(Fun, Key) || Key <- [module, name]],
    value(Rest, [M, F | Atoms]);
value([_ | Rest], Atoms) -> value(Rest, Atoms);
value(_, Atoms) -> Atoms.
