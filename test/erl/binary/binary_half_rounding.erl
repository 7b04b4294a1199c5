%% Floats of 16 bits are rounded once from 64, not by way of 32: values next to each tie, on both sides of it.
-module(binary_half_rounding).
-export([main/0]).
-include("check.hrl").

main() ->
    Halves = [half(N) || N <- lists:seq(0, 16#7bff)],
    Ties = ties(Halves),
    show(ties, erlang:phash2([written(T) || T <- Ties])),
    show(below, erlang:phash2([written(next(T, -1)) || T <- Ties])),
    show(above, erlang:phash2([written(next(T, 1)) || T <- Ties])),
    show(negative, erlang:phash2([written(-next(T, 1)) || T <- Ties])),
    show(some, [written(F) || F <- [1.00048828125, 1.000488282181322574615478515625, 2.98023223876953125e-8, 2.9802322387695317e-8,
                                    65519.99999999999, 65520.0, 6.1005353927612305e-5, 5.0e-324, 1.0e300]]).

ties([A, B | Halves]) -> [(A + B) / 2 | ties([B | Halves])];
ties([_]) -> [].

half(N) -> <<F:16/float>> = <<N:16>>, F.

next(F, By) -> <<N:64>> = <<F/float>>, <<G/float>> = <<(N + By):64>>, G.

written(F) -> <<N:16>> = <<F:16/float>>, N.
