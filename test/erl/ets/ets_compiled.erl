%% match_spec_compile/1, match_spec_run/2, is_compiled_ms/1.
-module(ets_compiled).
-export([main/0]).
-include("check.hrl").

main() ->
    M = ets:match_spec_compile([{{'$1', '$2'}, [{'>', '$2', 1}], [{{'$2', '$1', "const"}}]}]),
    p(ets:is_compiled_ms(M)),
    p([ets:is_compiled_ms(X) || X <- [foo, make_ref(), <<>>, [], {'_', [], []}]]),
    p(ets:match_spec_run([{a, 1}, {b, 2}, {c, 3}, not_a_tuple, {d, 4, 5}], M)),
    p(ets:match_spec_run([], M)),
    p(length(ets:match_spec_run([{I, I} || I <- lists:seq(1, 100000)], M))),
    e(fun() -> ets:match_spec_run([{a, 2} | {b, 3}], M) end),
    e(fun() -> ets:match_spec_run(foo, M) end),
    All = ets:match_spec_compile([{'_', [], ['$_']}]),
    p(ets:match_spec_run([1, a, {x}, [y]], All)),
    Deep = deep(100000, []),
    p(ets:match_spec_run([{Deep}], All) =:= [{Deep}]),
    Wide = ets:match_spec_compile([{list_to_tuple(['_' || _ <- lists:seq(1, 1000)]), [], [ok]}]),
    p(ets:match_spec_run([list_to_tuple(lists:seq(1, 1000)), {1}], Wide)),
    Many = ets:match_spec_compile([{{I}, [], [{{I, found}}]} || I <- lists:seq(1, 1000)]),
    p(ets:match_spec_run([{1}, {500}, {1000}, {1001}], Many)),
    %% a compiled one lives as long as a reference to it
    Pid = spawn_link(fun() -> receive {From, X} -> From ! ets:match_spec_run([{1}], X) end end),
    Pid ! {self(), ets:match_spec_compile([{{'$1'}, [], [['$1', <<"a binary that is not at all small, so that it lies off heap somewhere">>]]}])},
    receive R -> p(R) end.

deep(0, T) -> T;
deep(N, T) -> deep(N - 1, [T]).

%% Prints the value, or class, reason, function and what error_info says.
e(F) ->
    try F() of
        Value -> p({value, Value})
    catch
        Class:Reason:Stack ->
            [{M, N, A, _} | _] = Stack,
            Arity = if is_list(A) -> length(A); true -> A end,
            Format = try erl_stdlib_errors:format_error(Reason, Stack) catch _:_ -> none end,
            p({Class, Reason, {M, N, Arity}, Format})
    end.
