%% The largest integer is told, and what is larger is refused: as a value by string:to_integer/1, as an exception elsewhere.
%% skip OTP 25: max_integer came with OTP 27
-module(values_max_integer).
-export([main/0]).
-include("check.hrl").

main() ->
    Max = erlang:system_info(max_integer),
    p({erts_debug:flat_size(Max), erlang:phash2(Max), Max bsr 4194230}),
    p(caught(fun() -> Max + id(1) end)),
    p(caught(fun() -> id(-1) - Max end)),
    Huge = lists:duplicate(2000000, $9),
    p(string:to_integer(Huge)),
    p(caught(fun() -> list_to_integer(Huge) end)),
    p(caught(fun() -> list_to_integer(Huge, 10) end)),
    p(caught(fun() -> binary_to_integer(list_to_binary(Huge)) end)),
    [p(caught(fun() -> erlang:system_info(Name) end)) || Name <- [min_integer, max_float]].
