%% term_to_binary(T, [deterministic]) sorts large maps a part at a time, and others run in between.
-module(values_etf_sorted).
-export([main/0]).
-include("check.hrl").

main() ->
    Keys = [(I * 7919) rem 100003 || I <- lists:seq(1, 100000)],
    Large = maps:from_list([{K, x} || K <- Keys]),
    show(large, erlang:md5(encode(Large))), show(back, binary_to_term(encode(Large)) =:= Large), show(others, others_run(Large)),
    Mixed = maps:from_list([{key(K), {K, K * 1.5}} || K <- lists:sublist(Keys, 20000)]),
    show(mixed, erlang:md5(encode(Mixed))), show(inside, erlang:md5(encode([Mixed, #{{deep, Mixed} => Large}]))),
    [show({pairs, N}, encode(maps:from_list([{{K, []}, K} || K <- lists:sublist(Keys, N)]))) || N <- [33, 34, 64, 65]],
    show(collected, erlang:md5(collected(maps:from_list([{key(K), {K, K * 1.5}} || K <- lists:sublist(Keys, 3000)])))).

encode(T) -> term_to_binary(T, [deterministic]).
key(K) when K rem 3 =:= 0 -> integer_to_binary(K);
key(K) when K rem 3 =:= 1 -> {K, [K]};
key(K) -> K * 1.0.

%% On one scheduler: how often another's turn came (the bytes alone are about twenty turns).
others_run(Map) ->
    Counter = spawn_link(fun() -> count(0) end), encode(Map), Counter ! {self(), stop},
    receive {turns, N} -> N > 60 orelse erlang:system_info(schedulers) > 1 orelse {turns, N} end.
count(N) -> receive {From, stop} -> From ! {turns, N} after 0 -> erlang:yield(), count(N + 1) end.

%% Collections in between, asked for by another.
collected(Map) ->
    Me = self(), Other = spawn_link(fun() -> collect(Me, 200) end), Bytes = [encode(Map) || _ <- lists:seq(1, 5)], Other ! stop, Bytes.
collect(Pid, N) -> receive stop -> ok after 0 -> N > 0 andalso erlang:garbage_collect(Pid), erlang:yield(), collect(Pid, N - 1) end.
