%% What erts_debug:size/1 sees of maps: it walks the nodes of large ones.
-module(values_map_words).
-export([main/0]).
-include("../check.hrl").

main() ->
    Shared = maps:from_list([{N, a} || N <- lists:seq(1, 40)]),
    [p(erts_debug:size(M) > 2 * N) || N <- [1, 32, 33, 40, 1000], M <- [maps:from_list([{K, K} || K <- lists:seq(1, N)])]],
    p(erts_debug:size([Shared | Shared]) - erts_debug:size(Shared)).
