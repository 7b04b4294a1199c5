%% A trace session whose tracer is `undefined`: whoever sets what is traced names the tracer, or is it.
%% skip OTP 25: module trace came with OTP 27
-module(process_trace_session_no_tracer).
-export([main/0, traced/1]).
-include("check.hrl").

traced(X) -> X.

main() ->
    Self = self(),
    Session = trace:session_create(some, undefined, []),
    Worker = spawn(fun() -> worker(Self) end),
    Tracer = spawn(fun() -> tracer(Self) end),
    p(trace:process(Session, Worker, true, [send])),
    Worker ! hello,
    p([receive {trace, Worker, send, hello, Self} -> traced end, receive hello -> ok end]),
    p({trace:info(Session, Worker, tracer) =:= {tracer, Self}, trace:info(Session, Worker, flags)}),
    p(trace:process(Session, Worker, false, [all])),
    p(trace:process(Session, Worker, true, [call, {tracer, Tracer}])),
    p(trace:info(Session, Worker, tracer) =:= {tracer, Tracer}),
    p(trace:function(Session, {?MODULE, traced, 1}, true, [local])),
    Worker ! call,
    p([receive {Tracer, {trace, Worker, call, {_, F, A}}} -> {F, A} end, receive done -> ok end]),
    p(trace:function(Session, {?MODULE, traced, 1}, true, [{meta, Tracer}])),
    p(trace:process(Session, Worker, false, [all])),
    Worker ! call,
    p([receive {Tracer, {trace_ts, Worker, call, {_, G, B}, _}} -> {G, B} end, receive done -> ok end]),
    p(trace:process(Session, new, true, [send, {tracer, Tracer}])),
    p(trace:info(Session, new, flags)),
    p(trace:session_destroy(Session)),
    Other = trace:session_create(other, Tracer, []),
    p(caught(fun() -> trace:process(Other, Worker, true, [send, {tracer, Self}]) end)),
    p(caught(fun() -> trace:session_create(wrong, nobody, []) end)),
    p(caught(fun() -> trace:session_create(wrong, [], []) end)).

worker(To) ->
    receive
        call -> To ! {?MODULE, ?MODULE:traced(1)}, receive after 0 -> To ! done end;
        Message -> To ! Message
    end,
    worker(To).

tracer(To) -> receive Message -> To ! {self(), Message} end, tracer(To).
