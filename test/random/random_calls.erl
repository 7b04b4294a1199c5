%% A plan of random calls of functions without side effects: for each function, arguments of kinds that
%% once gave a result are tried more often than others.
-module(random_calls).
-export([plan/1]).
-import(random_terms, [pick/1, term/1]).

-define(MODULES, [erlang, erlang, erlang, binary, binary, lists, lists, maps, maps, math, unicode, unicode, re, re, string, io_lib, base64, calendar,
                  filename, proplists, ordsets, sets, gb_trees, queue, array, uri_string]).
-define(KNOWN_MOST, 40). % ways to call a function
-define(LARGEST_RESULT, 20000). % words

plan(Count) ->
    Functions = list_to_tuple([{M, F, A} || M <- ?MODULES, {F, A} <- M:module_info(exports), is_wanted(M, F, A)]),
    Good = ets:new(good, [bag, public]),
    [call(Functions, Good) || _ <- lists:seq(1, Count)].

%% Functions of the erlang module whose answer depends on nothing but their arguments.
pure() ->
    [abs, adler32, adler32_combine, append, append_element, atom_to_binary, atom_to_list, binary_part, binary_to_float, binary_to_integer,
     binary_to_list, binary_to_term, bit_size, bitstring_to_list, byte_size, ceil, crc32, crc32_combine, decode_packet, delete_element, element,
     float, float_to_binary, float_to_list, floor, hd, insert_element, integer_to_binary, integer_to_list, iolist_size, iolist_to_binary,
     iolist_to_iovec, is_atom, is_binary, is_bitstring, is_boolean, is_float, is_function, is_integer, is_list, is_map, is_map_key, is_number,
     is_pid, is_port, is_record, is_reference, is_tuple, length, list_to_binary, list_to_bitstring, list_to_float, list_to_integer, list_to_tuple,
     make_tuple, map_get, map_size, max, md5, min, phash2, round, setelement, size, split_binary, subtract, term_to_binary, tl, trunc, tuple_size,
     tuple_to_list, '+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor', 'bnot', 'bsr', '++', '--', '==', '/=', '=<', '<', '>=', '>', '=:=',
     '=/=', 'not', 'and', 'or', 'xor'].

is_wanted(_, module_info, _) -> false;
is_wanted(erlang, F, _) -> lists:member(F, pure());
is_wanted(lists, F, _) -> not lists:member(F, [seq, duplicate, zf]);
is_wanted(binary, F, A) -> not lists:member({F, A}, [{copy, 2}, {compile_pattern, 1}, {referenced_byte_size, 1}]);
is_wanted(string, F, _) -> not lists:member(F, [chars, copies, right, left, centre, pad, list_to_integer, list_to_float]);
is_wanted(io_lib, F, _) -> not lists:member(F, [print, collect_chars, collect_line, get_until]);
is_wanted(re, F, _) -> lists:member(F, [run, replace, split]);
is_wanted(calendar, F, _) -> lists:member(F, [date_to_gregorian_days, gregorian_days_to_date, day_of_the_week, is_leap_year, last_day_of_the_month,
                                              seconds_to_daystime, seconds_to_time, time_difference, time_to_seconds, valid_date, iso_week_number]);
is_wanted(math, _, _) -> os:getenv("RANDOM_WITHOUT_MATH") =:= false;
is_wanted(filename, F, _) -> not lists:member(F, [absname, basedir, safe_relative_path, find_file, find_src, src]);
is_wanted(_, _, _) -> true.

call(Functions, Good) ->
    {M, F, A} = Function = element(rand:uniform(tuple_size(Functions)), Functions),
    Known = [Kinds || {_, Kinds} <- ets:lookup(Good, Function)],
    Kinds = kinds(Function, Known),
    Args = [term(K) || K <- Kinds],
    case tried(fun() -> apply(M, F, Args) end) of
        unfit -> call(Functions, Good);
        error when Known =:= [], A > 0 -> element(rand:uniform(2), {{M, F, Args}, call(Functions, Good)});
        error -> {M, F, Args};
        ok -> length(Known) < ?KNOWN_MOST andalso ets:insert(Good, {Function, Kinds}), {M, F, Args}
    end.

%% PCRE2 and PCRE differ in what they say of a pattern that is none: patterns are those of a list.
kinds({re, replace, A}, _) -> lists:sublist([string, regex, string, options], A);
kinds({re, _, A}, _) -> lists:sublist([pick([string, utf8, text]), regex, options], A);
kinds({_, _, A}, []) -> [pick(random_terms:kinds()) || _ <- lists:seq(1, A)];
kinds(Function, Known) -> pick([kinds(Function, []) | [pick(Known) || _ <- lists:seq(1, 9)]]).

%% unfit: it takes long or much memory, or gives what cannot be compared.
tried(F) ->
    Limits = [monitor, {max_heap_size, #{size => 20000000, error_logger => false}}],
    {Pid, Monitor} = spawn_opt(fun() -> exit(fitness(F)) end, Limits),
    receive
        {'DOWN', Monitor, _, _, Outcome} when Outcome =:= ok; Outcome =:= error -> Outcome;
        {'DOWN', Monitor, _, _, _} -> unfit
    after 2000 ->
        exit(Pid, kill),
        erlang:demonitor(Monitor, [flush]),
        unfit
    end.

fitness(F) ->
    try F() of
        Value -> if_true(is_fit(Value), ok)
    catch
        _:Reason:Trace -> if_true(comparable([Reason | [Args || {_, _, Args, _} <- Trace]]), error)
    end.

if_true(true, Outcome) -> Outcome;
if_true(false, _) -> unfit.

is_fit(Value) -> erts_debug:flat_size(Value) =< ?LARGEST_RESULT andalso comparable(Value).

comparable([H | T]) -> comparable(H) andalso comparable(T);
comparable(T) when is_tuple(T) -> comparable(tuple_to_list(T));
comparable(M) when is_map(M) -> comparable(maps:to_list(M));
comparable(T) -> not (is_pid(T) orelse is_reference(T) orelse is_port(T) orelse is_function(T)).
