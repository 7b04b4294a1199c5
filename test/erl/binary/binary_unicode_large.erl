%% Integers of any size where a character should be: the look at the rest for what is no text ends at the first.
-module(binary_unicode_large).
-export([main/0]).
-include("../check.hrl").

main() ->
    Large = 1 bsl 70,
    [p({Text, [caught(fun() -> F(Text) end)
               || F <- [fun unicode:characters_to_binary/1, fun unicode:characters_to_list/1, fun(T) -> unicode:characters_to_binary(T, latin1) end]]})
     || Text <- [[Large], [Large, [a]], [[Large], a], [[Large | a]], [<<255>>, Large, x], [<<255>>, x], [-1, x], [16#110000, Large, x],
                 [16#110000, [Large], x], [16#d800, x], [1.5, Large], [Large | 1], [-Large, a], [1 bsl 59, a], [300, a], [300, Large, a],
                 [<<5:3>>, Large], [Large, <<5:3>>], [[Large | <<5:3>>]], [$a, [Large], foo]]].
