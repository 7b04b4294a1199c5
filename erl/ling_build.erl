%% `ling build': finds what an image needs, says why, and writes the plan that ling-pack turns into one (image/plan.h).
-module(ling_build).
-export([main/0]).

main() ->
    ling_command:run("ling build", fun(Words) -> build(options(Words)), 0 end).

help() ->
    "Usage: ling build DIR... -o IMAGE [OPTION...] [-- WORD...]\n"
    "\n"
    "Makes an image that boots with no operating system.  DIR is a folder of .beam files, an OTP application, a rebar3 or\n"
    "mix build, or an OTP release.\n"
    "\n"
    "  -o FILE               the image\n"
    "  -s M [F [A...]]       what is called when everything has started, as `erl -s`\n"
    "  -eval EXPRESSION      what is evaluated then\n"
    "  --otp ROOT            the OTP that goes in (default: the one that `ling run` finds)\n"
    "  --lib DIR             a folder of applications, like ROOT/lib; may be repeated\n"
    "  --app NAME            an application that is needed besides; may be repeated\n"
    "  --memory SIZE         memory of a guest, as 64M, if nobody says otherwise\n"
    "  --ip ADDRESS/BITS     its address on Xen, or on another monitor's network (else DHCP); its own engines and QEMU's\n"
    "                        user network give it one\n"
    "  --ip6 ADDRESS/BITS    one of IPv6, beside what routers announce\n"
    "  --gateway ADDRESS     where the way out is; --dns ADDRESS, up to three, who knows names\n"
    "  --config FILE         sys.config\n"
    "  --keep-beams          the .beam files too: code:get_object_code/1 finds them\n"
    "  --lazy                modules of OTP that neither its start nor your own reach are kept as compressed files, and\n"
    "                        loaded when they are first called\n"
    "  --minimal             they are left out\n"
    "  --no-link             modules are loaded from .beam files at each boot\n"
    "  --shell               with a shell on the console\n"
    "  --prepare             starts it now, up to where it waits for something to do: each boot goes on from there\n"
    "  --prepare-timeout N   how many seconds that may take (10)\n"
    "  --base FILE           another machine than the one that came with Ling\n"
    "  --explain             says what goes in, and why\n"
    "  -- WORD...            the rest of the guest's command line, as for `erl`\n"
    "\n"
    "Exit status: 0; 64 a wrong command line; 65 an input is damaged or does not fit; 66 one is not there; 70 a defect of\n"
    "Ling's; 71 the system refuses; 73 the image cannot be written.  With --prepare those of `ling boot` as well: 118 the\n"
    "program keeps a connection open, or halts, 124 it does not come to wait in time.\n".

%% -- options ---------------------------------------------------------------------------------------------------------

options(Words) ->
    Defaults = #{folders => [], output => none, otp => none, libraries => [], apps => [], memory => 0, config => none,
                 beams => false, link => true, rest => linked, shell => false, explain => false, words => [],
                 prepare => false, prepare_timeout => "10",
                 base => os:getenv("LING_BASE", "")},
    case option(Words, Defaults) of
        #{folders := []} -> throw({usage, "which folder?"});
        #{output := none} -> throw({usage, "which image (-o FILE)?"});
        Options -> Options
    end.

option(["--help" | _], _) -> throw({help, help()});
option(["-o", File | Rest], O) -> option(Rest, O#{output := File});
option(["--otp", Root | Rest], O) -> option(Rest, O#{otp := Root});
option(["--lib", Folder | Rest], #{libraries := L} = O) -> option(Rest, O#{libraries := L ++ [Folder]});
option(["--app", Name | Rest], #{apps := A} = O) -> option(Rest, O#{apps := A ++ [list_to_atom(Name)]});
option(["--memory", Size | Rest], O) -> option(Rest, O#{memory := bytes(Size)});
option(["--ip", Text | Rest], O) -> option(Rest, setting("ip", network(Text, 32, "--ip"), O));
option(["--ip6", Text | Rest], O) -> option(Rest, setting("ip6", network(Text, 128, "--ip6"), O));
option(["--gateway", Text | Rest], O) -> option(Rest, setting("gateway", address(Text, "--gateway"), O));
option(["--dns", Text | Rest], O) -> option(Rest, setting("dns", address(Text, "--dns"), O));
option(["--config", File | Rest], O) -> option(Rest, O#{config := File});
option(["--keep-beams" | Rest], O) -> option(Rest, O#{beams := true});
option(["--no-link" | Rest], O) -> option(Rest, O#{link := false});
option(["--lazy" | Rest], O) -> option(Rest, O#{rest := files});
option(["--minimal" | Rest], O) -> option(Rest, O#{rest := none});
option(["--prepare" | Rest], O) -> option(Rest, O#{prepare := true});
option(["--prepare-timeout", Seconds | Rest], O) -> option(Rest, O#{prepare_timeout := Seconds});
option(["--shell" | Rest], O) -> option(Rest, O#{shell := true});
option(["--explain" | Rest], O) -> option(Rest, O#{explain := true});
option(["--base", File | Rest], O) -> option(Rest, O#{base := File});
option(["-eval", Text | Rest], #{words := W} = O) -> option(Rest, O#{words := W ++ ["-eval", Text]});
option(["-s" | Rest], #{words := W} = O) ->
    {Call, Others} = lists:splitwith(fun([C | _]) -> C =/= $-; ([]) -> true end, Rest),
    Call =:= [] andalso throw({usage, "-s wants a module"}),
    option(Others, O#{words := W ++ ["-s" | Call]});
option(["--" | Rest], #{words := W} = O) -> O#{words := W ++ Rest};
option([[$- | _] = Word | _], _) -> throw({usage, [Word, " is no option, or lacks its value"]});
option([Folder | Rest], #{folders := F} = O) -> option(Rest, O#{folders := F ++ [Folder]});
option([], O) -> O.

%% A word for the guest's door, not for its program (src/platform/pvh/network.c).
setting(Name, Value, #{words := W} = O) -> O#{words := ["ling." ++ Name ++ "=" ++ Value | W]}.

network(Text, Most, Option) ->
    case string:split(Text, "/") of
        [Address, Bits] ->
            case {inet:parse_strict_address(Address), string:to_integer(Bits)} of
                {{ok, A}, {N, ""}} when is_integer(N), N >= 0, N =< Most, (tuple_size(A) =:= 4) =:= (Most =:= 32) -> Text;
                _ -> no_network(Text, Option)
            end;
        _ -> no_network(Text, Option)
    end.

no_network(Text, Option) -> throw({usage, [Option, " wants ADDRESS/BITS, not '", Text, "'"]}).

address(Text, Option) ->
    case inet:parse_strict_address(Text) of
        {ok, A} when Option =/= "--gateway"; tuple_size(A) =:= 4 -> Text;
        _ -> throw({usage, [Option, " wants an address, not '", Text, "'"]})
    end.

bytes(Text) ->
    case string:to_integer(Text) of
        {N, Unit} when is_integer(N), N > 0 -> N * unit(Unit);
        _ -> throw({usage, "--memory wants a size, as 64M"})
    end.

unit("") -> 1;
unit("K") -> 1024;
unit("M") -> 1024 * 1024;
unit("G") -> 1024 * 1024 * 1024;
unit(_) -> throw({usage, "a size ends in K, M or G"}).

%% -- building --------------------------------------------------------------------------------------------------------

build(#{output := Output, prepare := Prepare} = Options) ->
    Scratch = filename:absname(Output) ++ ".build",
    scratch(Scratch, Output),
    try
        Packed = case Prepare of true -> filename:join(Scratch, "image"); false -> Output end,
        Plan = ling_plan:make(Options#{output := Packed}, Scratch),
        File = filename:join(Scratch, "plan"),
        ok = file:write_file(File, Plan),
        run("LING_PACK", [File], Scratch),
        Prepare andalso prepare(Packed, Options, Scratch)
    after
        file:del_dir_r(Scratch)
    end.

%% Both engines prepare to the same bytes; this one is everywhere.
prepare(Packed, #{output := Output, prepare_timeout := Seconds}, Scratch) ->
    Prepared = filename:join(Scratch, "prepared"),
    run("LING_BOOT", ["--backend", "process", "--timeout", Seconds, "--prepare", Prepared, Packed], Scratch),
    case file:rename(Prepared, Output) of
        ok -> ok;
        {error, Reason} -> throw({no_output, [Output, ": ", file:format_error(Reason)]})
    end.

%% Beside the image, so that it is on the same disk; one that a killed build left is taken over.
scratch(Folder, Output) ->
    case file:make_dir(Folder) of
        ok -> ok;
        {error, eexist} -> ok;
        {error, Reason} -> throw({no_output, [Output, ": ", file:format_error(Reason)]})
    end.

%% One of our own programs; what it says goes where ours goes, and its failure is ours.
run(Program, Arguments, Scratch) ->
    Port = open_port({spawn_executable, os:getenv(Program)}, [{args, Arguments}, exit_status, binary, stream]),
    finish(Port, Scratch).

finish(Port, Scratch) ->
    receive
        {Port, {data, Said}} -> io:put_chars(Said), finish(Port, Scratch);
        {Port, {exit_status, 0}} -> ok;
        {Port, {exit_status, Status}} ->
            file:del_dir_r(Scratch),
            erlang:halt(Status)
    end.
