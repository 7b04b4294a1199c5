%% Whole-file operations: write, append, read, delete, and their errors.
-module(io_file_basic).
-export([main/0]).
-include("check.hrl").

main() ->
    Dir = tmp(), ok = file:make_dir(Dir),
    F = filename:join(Dir, "a"),
    show(write, file:write_file(F, ["hello ", <<"world">>, [$!, [10]]])),
    show(read, file:read_file(F)),
    show(append, file:write_file(F, "more\n", [append])),
    show(read, file:read_file(F)),
    show(empty, file:write_file(F, [])),
    show(read, file:read_file(F)),
    show(exclusive, file:write_file(F, "x", [exclusive])),
    show(bad_data, file:write_file(F, [a])),
    show(bad_data2, file:write_file(F, [256])),
    show(no_such, file:read_file(filename:join(Dir, "none"))),
    show(directory, file:read_file(Dir)),
    show(write_dir, file:write_file(Dir, "x")),
    show(not_dir, file:read_file(filename:join(F, "x"))),
    show(delete, file:delete(F)),
    show(delete_again, file:delete(F)),
    show(delete_dir, file:delete(Dir)),
    show(names, [file:read_file(N) || N <- [foo_bar_no_such, "", <<>>, 17, {a}, "a\0b", <<"a\0b">>]]),
    show(binary_name, file:write_file(list_to_binary(F), <<1,2,3>>)),
    show(atom_name, file:read_file(list_to_atom(F))),
    show(deep_name, file:read_file([Dir, [$/ | "a"]])),
    ok = file:delete(F),
    show(end_, file:del_dir(Dir)).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
