%% Funs, references, pids and ports as keys and values.
-module(ets_funs_refs).
-export([main/0]).
-include("check.hrl").

main() ->
    T = ets:new(t, [ordered_set]),
    S = ets:new(s, []),
    X = 17,
    Local = fun(Y) -> X + Y end,
    External = fun lists:reverse/1,
    Ref = make_ref(),
    Port = hd(erlang:ports()),
    [begin
         [ets:insert(Tab, {K, V}) || {K, V} <- [{Local, l}, {External, e}, {Ref, r}, {self(), p}, {Port, port}, {{Local, Ref}, both}]],
         p([ets:lookup_element(Tab, K, 2) || K <- [Local, External, Ref, self(), Port, {Local, Ref}]]),
         p([F(3) || [F] <- ets:match(Tab, {'$1', l})]),
         p([F("abc") || [F] <- ets:match(Tab, {'$1', e})]),
         p(length(ets:select(Tab, [{{'$1', '_'}, [{is_function, '$1'}], ['$1']}]))),
         p(length(ets:select(Tab, [{{'$1', '_'}, [{'=:=', '$1', {self}}], ['$1']}]))),
         p(ets:member(Tab, make_ref())),
         p(ets:member(Tab, fun(Y) -> X - Y end))
     end || Tab <- [T, S]],
    ets:insert(S, {T, its_id}),
    p(ets:lookup_element(S, T, 2)),
    [[Id]] = ets:match(S, {'$1', its_id}),
    p(ets:info(Id, type)).
