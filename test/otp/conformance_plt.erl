%% Has dialyzer make a PLT of some applications, and writes as two cases whether it had no warnings, and what it found: the name of
%% the second holds a hash of the specifications of all functions in the PLT, so that only the same result is the same case.
%% Run as: -s conformance_plt main -extra PLT APPLICATION ...
-module(conformance_plt).
-export([main/0]).

main() ->
    [Plt | Applications] = init:get_plain_arguments(),
    ok = filelib:ensure_dir(Plt),
    write("begin\tbuild"),
    Folders = [filename:join(code:lib_dir(list_to_atom(A)), "ebin") || A <- Applications],
    case dialyzer:run([{analysis_type, plt_build}, {output_plt, Plt}, {files_rec, Folders}]) of
        [] -> write("end\tbuild\tpassed\t");
        Warnings -> write(["end\tbuild\tfailed\t", integer_to_list(length(Warnings)), " warnings"])
    end,
    {ok, Info} = dialyzer:plt_info(Plt),
    Specifications = dialyzer_plt:get_specs(dialyzer_plt:from_file(Plt)),
    Key = io_lib:format("found.~b_modules.~.16b", [length(proplists:get_value(files, Info)), erlang:phash2(Specifications, 1 bsl 32)]),
    write(["begin\t", Key]),
    write(["end\t", Key, "\tpassed\t"]),
    write("whole"),
    halt(0).

write(Line) ->
    ok = file:write_file(os:getenv("CONFORMANCE_RECORD"), [Line, $\n], [append]).
