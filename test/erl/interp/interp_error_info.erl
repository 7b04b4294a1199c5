-module(interp_error_info).
-export([main/0]).
-include("check.hrl").

%% error/1,2,3 and the parts of exceptions that tools read.
main() ->
    [io:format("~p~n", [F()]) || F <- [
        fun() -> t(fun() -> error(plain) end) end,
        fun() -> t(fun() -> error(with_args, [a, "b"]) end) end,
        fun() -> t(fun() -> error(none_given, none) end) end,
        fun() -> t(fun() -> error(info, [x], [{error_info, #{cause => why, module => m}}]) end) end,
        fun() -> t(fun() -> error(info, none, [{error_info, #{}}]) end) end,
        fun() -> t(fun() -> error({any, term}) end) end,
        fun() -> t(fun() -> exit({any, term}) end) end,
        fun() -> t(fun() -> throw({any, term}) end) end,
        fun() -> t(fun() -> erlang:nif_error(lost) end) end]],
    io:format("~ts~n", [format(fun() -> element(7, id({a})) end)]),
    io:format("~ts~n", [format(fun() -> atom_to_list(id(7)) end)]),
    io:format("~ts~n", [format(fun() -> <<(id(x)):8>> end)]),
    io:format("~ts~n", [format(fun() -> lists:keyfind(a, id(-1), []) end)]).

t(F) -> try F() catch C:R:S -> [{_, _, A, I} | _] = S, {C, R, A, [X || {error_info, _} = X <- I]} end.

format(F) ->
    try F() catch C:R:S -> hd(string:split(lists:flatten(erl_error:format_exception(C, R, S)), "  in call from")) end.
