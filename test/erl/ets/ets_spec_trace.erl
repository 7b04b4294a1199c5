%% Trace dialect of match specifications, as match_spec_test/3 runs it.
-module(ets_spec_trace).
-export([main/0]).
-include("check.hrl").

main() ->
    [p({Args, Spec, erlang:match_spec_test(Args, Spec, trace)}) ||
        {Args, Spec} <- [{[1, 2], [{'_', [], []}]}, {[1, 2], [{['$1', '_'], [], []}]}, {[1, 2], [{['_'], [], []}]}, {[], [{[], [], []}]},
                         {[1, 2], [{'$1', [], [{message, '$1'}]}]}, {[1, 2], [{['$1', '$2'], [{'<', '$1', '$2'}], [{message, {{'$2', '$1'}}}]}]},
                         {[1, 2], [{['$1', '$2'], [], [{message, '$$'}]}]}, {[1, 2], [{['$1', '$2'], [], [{message, '$_'}]}]},
                         {[1, 2], [{'_', [], [{message, false}]}]}, {[1, 2], [{'_', [], [{message, true}]}]}, {[1], [{'_', [], [false]}]},
                         {[1], [{'_', [], [{return_trace}]}]}, {[1], [{'_', [], [{exception_trace}]}]}, {[1], [{'_', [], [{exception_trace}, {return_trace}]}]},
                         {[1], [{[2], [], [{return_trace}]}, {[1], [], [{message, second}]}]}, {[1], [{'_', [false], [{return_trace}]}]},
                         {[1], [{'_', [], [{message, {get_tcw}}]}]}, {[1], [{'_', [], [{message, {{{set_tcw, 5}, {get_tcw}}}}]}]},
                         {[1], [{'_', [], [{message, {{{is_seq_trace}, {get_seq_token}}}}]}]}, {[1], [{'_', [], [{silent, true}]}]},
                         {[1], [{'_', [{is_seq_trace}], []}]}, {[1], [{a, [], []}]}, {[1], [{{'$1'}, [], [{message, '$1'}]}]}, {[1], [{['$1' | a], [], []}]},
                         {[1], [{'_', [], [{message}]}]}, {[1], [{'_', [], [{return_trace, 1}]}]}, {[1], [{'_', [], [{exception_trace, 1}]}]},
                         {[1], [{'_', [{return_trace}], []}]}, {[1], [{'_', [{message, 1}], []}]}, {[1], [{'_', [{set_tcw, 1}], []}]},
                         {[1], [{'_', [], [{enable_trace}]}]}, {[1], [{'_', [], [{disable_trace, a, b, c}]}]}, {[1], [{'_', [], [{trace, []}]}]},
                         {[1], [{'_', [], [{caller, 1}]}]}, {[1], [{'_', [], [{silent}]}]}, {[1], [{'_', [{enable_trace, call}], []}]},
                         {[1], [{'_', [], [{set_seq_token, label}]}]}, {[1], [{'_', [{get_seq_token}], []}]}, {[1], [{'_', [], [{process_dump, 1}]}]},
                         {[[a, b]], [{['$1'], [{'==', {hd, '$1'}, a}], [{message, {tl, '$1'}}]}]}, {[{x, [y]}], [{[{'$1', ['$2']}], [], [{message, ['$2', '$1']}]}]},
                         {[1], [{'_', [], [{message, {hd, 1}}]}]}, {[1], [{'_', [], [{hd, 1}, {message, fine}]}]}, {[1], foo}, {[1], []}]].
