%% Options of binary_to_term/2 are looked at before the bytes, and named when they are wrong.
-module(values_binary_to_term_options).
-export([main/0]).
-include("../check.hrl").

main() ->
    [p({Bytes, Options, error_text(Bytes, Options)})
     || Bytes <- [<<131, 97, 5>>, <<131>>, atom, <<1:3>>], Options <- [[], [safe], [used, safe], [other], [safe | used], safe, 7, [compressed]]].

error_text(Bytes, Options) ->
    try binary_to_term(Bytes, Options)
    catch error:Reason:Trace -> {Reason, erl_erts_errors:format_error(Reason, Trace)}
    end.
