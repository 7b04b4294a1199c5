-module(values_maps_errors).
-export([main/0]).
-include("check.hrl").

main() ->
    io:format("~p~n", [[ended(F) || F <- [
        fun() -> maps:get(a, #{}) end, fun() -> maps:get(a, x(b)) end, fun() -> map_get(k, #{}) end, fun() -> map_get(k, x([])) end,
        fun() -> maps:find(a, x(b)) end, fun() -> maps:put(a, b, x(c)) end, fun() -> maps:update(a, b, #{}) end, fun() -> maps:update(a, b, x(c)) end,
        fun() -> maps:remove(a, x(b)) end, fun() -> maps:take(a, x(b)) end, fun() -> maps:keys(x(a)) end, fun() -> maps:values(x(a)) end,
        fun() -> maps:merge(x(a), #{}) end, fun() -> maps:merge(#{}, x(b)) end, fun() -> maps:from_list(x(a)) end, fun() -> maps:from_list(x([a])) end,
        fun() -> maps:from_list(x([{a, 1} | b])) end, fun() -> maps:from_keys(x(a), 1) end, fun() -> maps:from_keys(x([a | b]), 1) end,
        fun() -> maps:is_key(a, x(b)) end, fun() -> is_map_key(a, x(b)) end, fun() -> map_size(x(a)) end, fun() -> maps:size(x(a)) end,
        fun() -> maps:to_list(x(a)) end, fun() -> maps:fold(a, b, x(c)) end, fun() -> maps:map(a, #{}) end,
        fun() -> (x(#{}))#{a := 1} end, fun() -> (x(a))#{a => 1} end, fun() -> (x(a))#{a := 1} end,
        fun() -> #{a := X} = x(#{}), X end, fun() -> maps:next(x(a)) end, fun() -> maps:with(x(a), #{}) end, fun() -> maps:iterator(x(x)) end]]]).

x(X) -> X.
