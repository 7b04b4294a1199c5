%% An error raised by an apply of an apply names the function that applies, in tail position too.
-module(interp_stack_of_apply_of_apply).
-export([main/0, last/1, middle/1, many/1]).
-include("../check.hrl").

main() ->
    logger:set_primary_config(level, none),
    [begin
         {P, M} = spawn_monitor(?MODULE, F, [id(apply)]),
         receive {'DOWN', M, process, P, {R, Trace}} -> p({R, [{N, A} || {?MODULE, N, A, _} <- Trace]}) end
     end || F <- [last, middle, many]],
    ok.

last(Apply) -> Erlang = id(erlang), Erlang:Apply(erlang, error, [oops]).

middle(Apply) -> Erlang = id(erlang), ok = Erlang:Apply(erlang, error, [oops, [a]]).

many(Apply) -> Erlang = id(erlang), Erlang:Apply(erlang, Apply, [erlang, Apply, [erlang, error, [oops]]]).
