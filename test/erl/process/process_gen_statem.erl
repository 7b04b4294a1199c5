%% A gen_statem: a door with a code, state timeouts, postponed events.
-module(process_gen_statem).
-behaviour(gen_statem).
-export([main/0, init/1, callback_mode/0, locked/3, open/3]).

main() ->
    {ok, D} = gen_statem:start_link(?MODULE, [1, 2, 3], []),
    io:format("~p~n", [gen_statem:call(D, what)]),
    [gen_statem:cast(D, {button, B}) || B <- [1, 2, 9]],
    io:format("~p~n", [gen_statem:call(D, what)]),
    [gen_statem:cast(D, {button, B}) || B <- [1, 2, 3]],
    io:format("~p~n", [gen_statem:call(D, what)]),
    gen_statem:cast(D, postponed),
    timer:sleep(60),
    io:format("~p~n", [gen_statem:call(D, what)]),
    io:format("~p~n", [gen_statem:call(D, count)]),
    M = monitor(process, D),
    ok = gen_statem:stop(D),
    io:format("~p~n", [receive {'DOWN', M, _, _, R} -> R end]),
    ok.

callback_mode() -> [state_functions, state_enter].

init(Code) -> {ok, locked, #{code => Code, left => Code, count => 0}}.

locked(enter, _, #{code := C} = D) -> {keep_state, D#{left := C}};
locked(cast, {button, B}, #{left := [B]} = D) -> {next_state, open, D};
locked(cast, {button, B}, #{left := [B | T]} = D) -> {keep_state, D#{left := T}};
locked(cast, {button, _}, #{code := C} = D) -> {keep_state, D#{left := C}};
locked(cast, postponed, #{count := N} = D) -> {keep_state, D#{count := N + 1}};
locked({call, From}, count, #{count := N}) -> {keep_state_and_data, {reply, From, N}};
locked({call, From}, what, _) -> {keep_state_and_data, [{reply, From, locked}]}.

open(enter, _, _) -> {keep_state_and_data, {state_timeout, 20, lock}};
open(state_timeout, lock, D) -> {next_state, locked, D};
open(cast, postponed, _) -> {keep_state_and_data, postpone};
open({call, From}, what, _) -> {keep_state_and_data, [{reply, From, open}]}.
