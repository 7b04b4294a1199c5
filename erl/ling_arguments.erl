%% The flags of a release's vm.args, as words of a command line.
-module(ling_arguments).
-export([read/1]).

%% {Words, Dropped}: what a guest takes, and the flags for which it has no use.
read(File) ->
    case file:read_file(File) of
        {ok, Bytes} -> sort_out(words(binary_to_list(Bytes)), [], []);
        {error, Reason} -> throw({no_input, [File, ": ", file:format_error(Reason)]})
    end.

%% As `erl -args_file`: white space parts words, quotes and backslashes protect it, # begins a comment.
words(Text) -> blank(Text, []).

blank([C | Rest], Words) when C =:= $\s; C =:= $\t; C =:= $\n; C =:= $\r -> blank(Rest, Words);
blank([$# | Rest], Words) -> blank(lists:dropwhile(fun(C) -> C =/= $\n end, Rest), Words);
blank([], Words) -> lists:reverse(Words);
blank(Text, Words) -> word(Text, [], Words).

word([C | _] = Rest, Word, Words) when C =:= $\s; C =:= $\t; C =:= $\n; C =:= $\r -> blank(Rest, [lists:reverse(Word) | Words]);
word([], Word, Words) -> blank([], [lists:reverse(Word) | Words]);
word([$\\, C | Rest], Word, Words) -> word(Rest, [C | Word], Words);
word([Q | Rest], Word, Words) when Q =:= $"; Q =:= $' ->
    {Quoted, After} = lists:splitwith(fun(C) -> C =/= Q end, Rest),
    word(lists:nthtail(min(1, length(After)), After), lists:reverse(Quoted, Word), Words);
word([C | Rest], Word, Words) -> word(Rest, [C | Word], Words).

%% A guest is a node of its own: it has no name server to register at, and nobody who restarts it from inside.
sort_out([Flag, Value | Rest], Words, Dropped)
  when Flag =:= "-name"; Flag =:= "-sname"; Flag =:= "-setcookie"; Flag =:= "-proto_dist"; Flag =:= "-remsh";
       Flag =:= "-start_epmd"; Flag =:= "-epmd_module" ->
    sort_out(Rest, Words, [[Flag, " ", Value] | Dropped]);
sort_out([Flag | Rest], Words, Dropped) when Flag =:= "-heart"; Flag =:= "-hidden"; Flag =:= "-detached"; Flag =:= "-noinput" ->
    sort_out(Rest, Words, [Flag | Dropped]);
sort_out([Word | Rest], Words, Dropped) -> sort_out(Rest, [Word | Words], Dropped);
sort_out([], Words, Dropped) -> {lists:reverse(Words), lists:reverse(Dropped)}.
