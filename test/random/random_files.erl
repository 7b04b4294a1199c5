%% A plan of random calls on a few files, folders and links in a folder of their own, by names and through open files.
-module(random_files).
-export([plan/1, open/0, do/2]).
-import(random_terms, [pick/1, upto/1, term/1]).

plan(Count) -> [{?MODULE, open, []} | [{?MODULE, do, [drawn(), pick([f1, f2])]} || _ <- lists:seq(1, Count)]].

open() ->
    Home = filename:join(filename:dirname(code:which(?MODULE)), "files"),
    file:del_dir_r(Home),
    ok = file:make_dir(Home),
    ok = file:set_cwd(Home),
    ok.

drawn() ->
    (pick([fun by_name/0, fun by_name/0, fun opened/0, fun opened/0, fun opened/0]))().

name() -> pick(["a", "b", "c", "d", "d/a", "d/b", "d/e", "l", "l/a", "none/a", "", <<"bin">>, 'atom', "å", <<"raw", 255>>, ["a"], ".", "a/", "d/."]).
data() -> pick([<<>>, <<"abc">>, "list", term(iolist), term(utf8), binary:copy(<<"0123456789">>, upto(50)), [1, 2, 3], bad, "é", [8364]]).

by_name() ->
    pick([{write_file, [name(), data()]}, {write_file, [name(), data(), [pick([append, exclusive, raw, sync])]]}, {read_file, [name()]},
          {read_file, [name()]}, {delete, [name()]}, {rename, [name(), name()]}, {copy, [name(), name()]}, {copy, [name(), name(), upto(5)]},
          {make_dir, [name()]}, {make_dir, ["d"]}, {del_dir, [name()]}, {del_dir_r, [name()]}, {list_dir, [name()]}, {list_dir_all, [name()]},
          {make_symlink, [name(), name()]}, {make_link, [name(), name()]}, {read_link, [name()]}, {read_link_all, [name()]},
          {read_file_info, [name()]}, {read_link_info, [name()]}, {change_mode, [name(), pick([8#644, 8#400, 8#755, 8#10644])]},
          {change_time, [name(), term(datetime)]}, {consult, [name()]}, {filelib, {wildcard, [pick(["*", "d/*", "**", "{a,b}", "?", "[a-c]"])]}},
          {filelib, {is_file, [name()]}}, {filelib, {is_dir, [name()]}}, {filelib, {file_size, [name()]}}, {filelib, {ensure_dir, [name()]}},
          {filelib, {last_modified, ["none/x"]}}]).

opened() ->
    pick([{open, [name(), modes()]}, {open, [pick(["a", "b"]), modes()]}, {open, [pick(["a", "b"]), modes()]}, {close, []},
          {read, [pick([0, 1, 5, 1000, -1, x])]}, {read, [1 + upto(9)]}, {write, [data()]}, {write, [data()]}, {pread, [position(), upto(9)]},
          {pread, [[{upto(9), upto(9)}, {upto(99), 1}]]}, {pwrite, [position(), data()]}, {pwrite, [[{upto(9), <<"x">>}, {upto(20), <<"yz">>}]]},
          {position, [position()]}, {truncate, []}, {read_line, []}, {read_line, []}, {sync, []}, {datasync, []}, {advise, [0, 0, normal]},
          {allocate, [0, 10]}, {copy, []}]).

position() -> pick([0, 1, upto(20), upto(600), {bof, upto(9)}, {cur, upto(9) - 4}, {eof, -upto(5)}, {eof, 3}, bof, cur, eof, -1, x]).

modes() ->
    [M || M <- [pick([read, write, append, exclusive]), pick([read, write, raw]), pick([binary, binary, raw]),
                pick([binary, read_ahead, {delayed_write, 64, 600000}, {encoding, utf8}, compressed, directory, bad, {read_ahead, 10}, raw]), read],
          upto(3) > 0].

do({filelib, {Function, Args}}, _) -> sorted(apply(filelib, Function, Args));
do({Function, Args}, _) when Function =:= read_file_info; Function =:= read_link_info -> what(apply(file, Function, Args));
do({open, [Name, Modes]}, Slot) -> put(Slot, File = file:open(Name, Modes)), element(1, File);
do({Function, Args}, Slot) ->
    try sorted(through(Function, Args, get(Slot)))
    catch exit:{Reason, {Module, call, _}} -> {Reason, Module} % the process that stood for the file
    end.

through(copy, [], {ok, File}) -> file:copy(File, "copy");
through(Function, Args, {ok, File}) when Function =:= close; Function =:= read; Function =:= write; Function =:= pread; Function =:= pwrite;
                                         Function =:= position; Function =:= truncate; Function =:= read_line; Function =:= sync;
                                         Function =:= datasync; Function =:= advise; Function =:= allocate ->
    apply(file, Function, [File | Args]);
through(Function, Args, _) -> apply(file, Function, Args).

sorted({ok, [_ | _] = Names}) -> {ok, lists:sort(Names)};
sorted(Value) -> Value.

%% Of what is known of a file, what does not depend on the moment.
what({ok, Info}) -> {ok, [element(I, Info) || I <- [3, 4, 8, 9]], element(2, Info) > 0 orelse element(3, Info)};
what(Error) -> Error.
