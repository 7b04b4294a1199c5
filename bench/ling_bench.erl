%% The programs that bench/run.py times: each prints "NAME VALUE UNIT", the time of the work alone.
-module(ling_bench).
-export([main/0]).

main() ->
    [Name | _] = init:get_plain_arguments(),
    {Micros, _} = timer:tc(fun() -> work(Name) end),
    io:format("~s ~.1f ms~n", [Name, Micros / 1000]),
    erlang:halt(0).

work("ring") -> ring(10000, 1000000);
work("spawn") -> spawn_many(1000000);
work("ets") -> ets_work(200000);
work("binary") -> binary_work(300000);
work("compile") -> compile_work(20);
work("fib") -> fib(32);
work("maps") -> maps_work(300000);
work("sort") -> lists:foreach(fun(_) -> lists:sort(numbers(100000, 17, [])) end, lists:seq(1, 5)).

%% A token is handed round a ring of Processes until it has been sent Messages times.
ring(Processes, Messages) ->
    First = self(),
    Last = lists:foldl(fun(_, Next) -> spawn(fun() -> forward(Next) end) end, First, lists:seq(2, Processes)),
    Last ! Messages,
    ring_first(Last).

ring_first(Next) ->
    receive
        0 -> Next ! 0;
        N when N > 0 -> Next ! N - 1, ring_first(Next)
    end.

forward(Next) ->
    receive
        0 -> Next ! 0;
        N -> Next ! N - 1, forward(Next)
    end.

%% A million short lives, a thousand at once.
spawn_many(0) -> ok;
spawn_many(N) ->
    Self = self(),
    [spawn(fun() -> Self ! done end) || _ <- lists:seq(1, 1000)],
    [receive done -> ok end || _ <- lists:seq(1, 1000)],
    spawn_many(N - 1000).

ets_work(N) ->
    lists:foreach(fun(Type) ->
        T = ets:new(t, [Type]),
        [ets:insert(T, {I, I, <<"value">>}) || I <- lists:seq(1, N)],
        [[{I, I, _}] = ets:lookup(T, I) || I <- lists:seq(1, N)],
        [ets:update_counter(T, I, 1) || I <- lists:seq(1, N)],
        N = length(ets:select(T, [{{'$1', '_', '_'}, [], ['$1']}])),
        ets:delete(T)
    end, [set, ordered_set]).

binary_work(N) ->
    B = build(N, <<>>),
    N = count(B, 0),
    L = [<<I:16, "abc">> || I <- lists:seq(1, N)],
    true = byte_size(iolist_to_binary(L)) =:= 5 * N.

build(0, B) -> B;
build(N, B) -> build(N - 1, <<B/binary, N:32, (N band 255), 1.5:64/float>>).

count(<<_:32, _, _:64/float, Rest/binary>>, N) -> count(Rest, N + 1);
count(<<>>, N) -> N.

compile_work(N) ->
    File = filename:join([code:lib_dir(stdlib), "src", "lists.erl"]),
    [{ok, lists, _} = compile:file(File, [binary]) || _ <- lists:seq(1, N)].

fib(N) when N < 2 -> N;
fib(N) -> fib(N - 1) + fib(N - 2).

maps_work(N) ->
    M = lists:foldl(fun(I, Acc) -> Acc#{I => I, {k, I rem 1000} => I} end, #{}, lists:seq(1, N)),
    N = lists:foldl(fun(I, S) -> #{I := _} = M, S + 1 end, 0, lists:seq(1, N)),
    S = lists:foldl(fun(I, Acc) -> Acc#{a := I, b => I} end, #{a => 0, b => 0, c => 0}, lists:seq(1, N)),
    N = maps:get(a, S).

numbers(0, _, Acc) -> Acc;
numbers(N, X, Acc) -> numbers(N - 1, (X * 1103515245 + 12345) band 16#7fffffff, [X | Acc]).
