-module(interp_guard_map_update).
-export([main/0]).
-include("check.hrl").

%% A map update in a guard whose key is not there fails the guard; it raised {badkey, Key}.
main() ->
    io:format("~p~n", [[catch clause(id(M)) || M <- [#{}, #{a => b}, no_map]]]).

clause(M) when M#{} -> a;
clause(M) when M#{a => b} -> b;
clause(M) when M#{a := b} -> c;
clause(M) when M#{a := b} =:= M#{a := b} -> d;
clause(M) when M#{a => b} =:= M#{a => b} -> e;
clause(_) -> none.
