%% select_replace/2 takes what is sure to keep the key; continuations name the table; tables give their memory back.
-module(ets_replace_keys).
-export([main/0]).
main() ->
 [ begin T=ets:new(t,[Ty]), ets:insert(T,[{{1,[a|b]},x},{{2,[c|d]},y}]),
  R=(catch ets:select_replace(T,[MS])),
  io:format("~p ~p ~p~n",[MS,case R of {'EXIT',{Re,_}}->Re; _->R end,lists:sort(ets:tab2list(T))]) end || Ty<-[set,ordered_set], MS <- [
 {{{'$1','$2'},'$3'},[],[{{{{'$1','$2'}},z}}]},
 {{{'$1','$2'},'$3'},[],[{{{{'$2','$1'}},z}}]},
 {{{'$1',['$2'|'$4']},'$3'},[],[{{{{'$1',['$2'|'$4']}},z}}]},
 {{{'$1',[a|b]},'$3'},[],[{{{{'$1',{const,[a|b]}}},z}}]},
 {{{'$1','_'},'$3'},[],[{{{{'$1','_'}},z}}]},
 {{{'$1','$2'},'$3'},[],[{{{{'$1',{const,'$2'}}},z}}]},
 {{{1,'$2'},'$3'},[],[{{{{1,'$2'}},z}}]},
 {{{1,'$2'},'$3'},[],[{{{{1.0,'$2'}},z}}]},
 {{'$1','$3'},[],[{{'$1',z,{{'$3'}}}}]},
 {{{1,[a|b]},x},[],[{const,{{1,[a|b]},changed}}]},
 {{{1,'_'},'$1'},[],[{const,{{1,[a|b]},changed}}]},
 {{{'$1','$2'},'$3'},[],[{{{'+','$1',0},z}}]},
 {{{'$1','$2'},'$3'},[],[{{{{'$1',{'hd',['$2']}}},z}}]}]],
 T2=ets:new(nm,[named_table]), ets:insert(nm,[{I,I}||I<-lists:seq(1,9)]),
 {_,C}=ets:select(nm,[{{'$1','_'},[],['$1']}],3), ets:rename(nm,other), {L,_}=ets:select(C), io:format("~p~n",[length(L)]),
 ets:new(nm,[named_table]), ets:delete(other), io:format("~p~n",[element(1,element(2,catch ets:select(C)))]), ets:info(T2, size),
 M = erlang:memory(ets), T3=ets:new(t3,[public]), ets:safe_fixtable(T3,true), ets:insert(T3,[{I,I}||I<-lists:seq(1,50000)]),
 {At,_}=ets:info(T3,safe_fixed_monotonic_time), io:format("~p~n",[erlang:monotonic_time()-At < erlang:convert_time_unit(60,second,native)]),
 ets:delete(T3), io:format("~p~n",[settled(M,100)]),
 O=ets:new(o,[ordered_set]), ets:insert(O,{1}), io:format("~p ~p~n",[element(1,element(2,catch ets:next(O,'$end_of_table'))),ets:next(O,zzz)]).
%% What a table takes (megabytes here) is given back, soon after its end; OTP 29 keeps some hundred words.
settled(M,0) -> {not_settled,erlang:memory(ets)-M};
settled(M,N) -> case erlang:memory(ets) of X when X =< M + 5000 -> ok; _ -> timer:sleep(10), settled(M,N-1) end.
