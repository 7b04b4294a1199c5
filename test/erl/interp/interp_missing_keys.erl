-module(interp_missing_keys).
-export([main/0]).
-include("check.hrl").

%% The key that a failing update names is the first in the order of keys, not of the text.
main() ->
    M = id(#{a => 1}),
    io:format("~p~n", [[element(1, element(2, F)) || F <- [catch M#{42.0 := v, 42 := w}, catch M#{42 := v, 42.0 := w},
                                                           catch M#{42 => v, 42.0 := w, 42 := x}]]]).
