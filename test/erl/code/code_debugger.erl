%% The debugger's interpreter: a module that it interprets stops at a line, is looked into, goes on; erts_debug:breakpoint/2.
%% needs: debugger
-module(code_debugger).
-export([main/0]).
-include("check.hrl").

main() ->
    Dir = "code_debugger.tmp", ok = filelib:ensure_dir(Dir ++ "/x"), Name = filename:join(Dir, "debugged.erl"),
    ok = file:write_file(Name, source()),
    {ok, debugged} = compile:file(Name, [debug_info, {outdir, Dir}]),
    true = code:add_patha(Dir),
    show(plain, debugged:sum([1, 2, 3])),
    show(interpreted, int:i(Name)),
    show(all, int:interpreted()),
    show(same, debugged:sum([1, 2, 3])),
    show(error, catch debugged:sum([a])),
    show(clause, try debugged:sum(a) catch C:R -> {C, R} end),
    show(in_fun, lists:map(fun debugged:double/1, [1, 2])),
    stops(),
    show(left, int:n(debugged)), show(none, int:interpreted()), show(plain_again, debugged:sum([4, 5])),
    [show({breakpoint, M}, try erts_debug:breakpoint(M, B) catch error:E -> E end) || {M, B} <- patterns()],
    [ok = file:delete(F) || F <- filelib:wildcard(Dir ++ "/*")], ok = file:del_dir(Dir).

%% A process that comes to the line says so to who subscribed, and waits.
stops() ->
    ok = int:subscribe(), show(break, int:break(debugged, 7)),
    Me = self(), P = spawn(fun() -> Me ! {sum, debugged:sum([10, 20])} end),
    show(stopped_at, receive {int, {new_status, P, break, {M, L}}} -> {M, L} after 10000 -> none end),
    {ok, Meta} = dbg_iserver:safe_call({get_meta, P}),
    show(bindings, lists:sort(int:meta(Meta, bindings, nostack))),
    show(rest, int:delete_break(debugged, 7)), int:continue(P),
    show(sum, receive {sum, S} -> S after 10000 -> none end).

patterns() ->
    [{{debugged, sum, 1}, true}, {{debugged, sum, 1}, false}, {{debugged, '_', '_'}, false}, {{nosuch, '_', '_'}, true}, {{debugged, nosuch, 1}, true},
     {{debugged, '_', 1}, true}, {{debugged, sum}, true}, {{debugged, sum, 1}, 1}, {{1, sum, 1}, true}, {debugged, true}, {{debugged, sum, a}, true}].

source() ->
    "-module(debugged).\n-export([sum/1, double/1]).\n\nsum([]) -> 0;\nsum([H | T]) ->\n    Rest = sum(T),\n    H + Rest.\n\ndouble(X) ->\n    F = fun(Y) -> X + Y end,\n    F(X).\n".
