%% disk_log: halt and wrap logs.
-module(io_disk_log).
-export([main/0]).
-include("check.hrl").

main() ->
    D = tmp(), ok = file:make_dir(D),
    {ok, l} = disk_log:open([{name, l}, {file, filename:join(D, "halt")}]),
    [ok = disk_log:log(l, {entry, N}) || N <- lists:seq(1, 50)], ok = disk_log:log_terms(l, [a, b, c]), ok = disk_log:sync(l),
    {_, T} = disk_log:chunk(l, start), show(halt, {length(T), hd(T), lists:last(T)}), ok = disk_log:close(l),
    {ok, l} = disk_log:open([{name, l}, {file, filename:join(D, "halt")}, {mode, read_only}]),
    show(read_only, disk_log:log(l, x)), {_, T2} = disk_log:chunk(l, start), show(again, length(T2)), ok = disk_log:close(l),
    {ok, w} = disk_log:open([{name, w}, {file, filename:join(D, "wrap")}, {type, wrap}, {size, {1000, 3}}]),
    [ok = disk_log:log(w, {N, lists:duplicate(20, $x)}) || N <- lists:seq(1, 100)],
    Info = disk_log:info(w), show(wrap, [proplists:get_value(K, Info) || K <- [type, size, current_file]]), ok = disk_log:close(w),
    {ok, L} = file:list_dir(D), show(files, lists:sort(L)),
    file:del_dir_r(D).

tmp() -> filename:join(os:getenv("TMPDIR", "/tmp"), atom_to_list(?MODULE) ++ "_" ++ os:getpid()).
