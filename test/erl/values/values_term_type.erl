%% erts_internal:term_type/1 says how a term is kept: from OTP 27 on each large binary is shown as a part of one.
-module(values_term_type).
-export([main/0]).

main() ->
    Large = binary:copy(<<"abc">>, 100),
    Terms = [1, 1 bsl 70, -(1 bsl 70), 1.5, a, [], [1], {}, {a}, #{}, #{a => 1}, maps:from_keys(lists:seq(1, 50), x), <<"abc">>, <<5:7>>,
             Large, fun() -> Large end, fun lists:sort/1, self(), make_ref()],
    [io:format("~w~n", [erts_internal:term_type(T)]) || T <- Terms].
