%% The text of a float ends at its first NUL, whatever follows.
-module(values_float_text_ends_at_nul).
-export([main/0]).
-include("check.hrl").

main() ->
    [show(B, caught(fun() -> binary_to_float(B) end)) ||
        B <- [<<"3.14e+00",0,0>>, <<"3.14",0>>, <<"3.14",0,"x">>, <<"3.14x",0>>, <<"3.14",1>>, <<"3.",0>>, <<0,"3.1">>, <<"3.1 ">>,
              <<"3.1",0:8000>>, <<"3",0,".1">>, <<"3.1e",0>>, <<"3.1e5",0,"6">>]],
    [show(L, caught(fun() -> list_to_float(L) end)) || L <- ["3.14\0", "3.14\0x", "3.14x\0"]],
    show(integer, caught(fun() -> binary_to_integer(id(<<"3",0>>)) end)).
