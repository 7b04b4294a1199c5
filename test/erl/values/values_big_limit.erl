-module(values_big_limit).
-export([main/0]).

main() ->
    io:format("~p~n", [[t(F) || F <- [
        fun() -> byte_size(term_to_binary(pow("33554367"))) end,
        fun() -> pow("33554368") end,
        fun() -> X = pow("33554367"), X * 4 end,
        fun() -> X = pow("33554367"), X + X end,
        fun() -> X = pow("33554367"), Y = X + (X - 1), Y + 1 end,
        fun() -> X = pow("33554367"), X bsr list_to_integer("33554360") end,
        fun() -> -(pow("33554367")) rem 1000 end]]]).

pow(Bits) -> 1 bsl list_to_integer(Bits).

t(F) -> try F() catch error:E -> E end.
