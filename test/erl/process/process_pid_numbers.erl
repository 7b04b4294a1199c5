%% Pids beyond the first 32,768 in text, bytes and hashes; texts of pids, ports and references that nobody has.
-module(process_pid_numbers).
-export([main/0]).
-include("check.hrl").

main() ->
    Ps = [spawn(fun() -> receive x -> ok end end) || _ <- lists:seq(1, 40000)], Far = [lists:nth(N, Ps) || N <- [1, 32600, 32700, 32768, 40000]],
    show(text, [list_to_pid(pid_to_list(P)) =:= P || P <- Far]), show(bytes, [binary_to_term(term_to_binary(P)) =:= P || P <- Far]), show(order, lists:sort(Far) =:= Far),
    show(encoded, [ids(P) =:= {element(2, parts(P)), element(3, parts(P))} || P <- Far]),
    show(hashes, [{erlang:phash2(list_to_pid(T)), erlang:phash2({list_to_pid(T), a})} || T <- ["<0.17.0>", "<0.17.1>", "<0.32767.7>", "<0.0.3>"]]),
    [exit(P, kill) || P <- Ps],
    [show(T, caught(fun() -> list_to_pid(T) end)) || T <- ["<0.99999.0>", "<0.32767.0>", "<0.32768.0>", "<0.1.8191>", "<0.1.8192>", "<0.1.4294967295>", "<0.4294967295.0>", "<0.1.0>x", "<0.1>", "<0.-1.0>"]],
    [show(T, caught(fun() -> list_to_ref(T) end)) || T <- ["#Ref<0.1.4294967295.2>", "#Ref<0.1.2.4294967295>", "#Ref<0.4294967296.1.2>", "#Ref<0.0.0.0>", "#Ref<0.1.0.262143>", "#Ref<0.1.2>"]],
    [show(T, caught(fun() -> list_to_port(T) end)) || T <- ["#Port<0.1>", "#Port<0.268435455>", "#Port<0.268435456>", "#Port<0.4294967295>", "#Port<0.99999999999999999999>"]],
    Ref = make_ref(), show(ref, list_to_ref(ref_to_list(Ref)) =:= Ref).

parts(P) -> list_to_tuple([list_to_integer(S) || S <- string:tokens(pid_to_list(P), "<.>")]).
ids(P) -> B = term_to_binary(P), <<N:32, S:32, _:32>> = binary:part(B, byte_size(B), -12), {N, S}.
