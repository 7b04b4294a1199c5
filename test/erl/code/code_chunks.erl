%% Chunks and checksums of a module's bytes.
-module(code_chunks).
-export([main/0]).
-include("build.hrl").

main() ->
    Code = build(["-module(cch_m).", "-export([f/0]).", "f() -> \"some literal\"."]),
    {ok, {cch_m, Md5}} = beam_lib:md5(Code),
    io:format("~p~n", [{code:module_md5(Code) =:= Md5, erts_internal:beamfile_module_md5(Code) =:= Md5}]),
    code:load_binary(cch_m, "m", Code),
    io:format("~p~n", [cch_m:module_info(md5) =:= Md5]),
    {ok, {cch_m, [{"AtU8", Atoms}]}} = beam_lib:chunks(Code, ["AtU8"]),
    io:format("~p~n", [erts_internal:beamfile_chunk(Code, "AtU8") =:= Atoms]),
    io:format("~p~n", [code:get_chunk(Code, "AtU8") =:= Atoms]),
    io:format("~p~n", [[erts_internal:beamfile_chunk(Code, C) || C <- ["Nope", "StrT"]]]),
    io:format("~p~n", [[erts_internal:beamfile_chunk(B, "AtU8") || B <- [<<>>, <<"FOR1">>, binary:part(Code, 0, 11)]]]),
    io:format("~p~n", [[code:module_md5(B) || B <- [<<>>, <<"FOR1">>, binary:part(Code, 0, 100)]]]),
    [io:format("~p~n", [try F() catch C:R -> {C, R} end])
     || F <- [fun() -> erts_internal:beamfile_chunk(Code, "toolong") end, fun() -> erts_internal:beamfile_chunk(Code, "abc") end,
              fun() -> erts_internal:beamfile_chunk(atom, "AtU8") end, fun() -> erts_internal:beamfile_chunk(Code, [300, 1, 2, 3]) end,
              fun() -> erts_internal:beamfile_chunk(<<1:1>>, "AtU8") end]],
    %% Bytes that do not begin at a byte.
    <<_:3, Shifted/binary>> = <<0:3, Code/binary>>,
    io:format("~p~n", [{erts_internal:beamfile_chunk(Shifted, "AtU8") =:= Atoms, code:module_md5(Shifted) =:= Md5}]),
    io:format("~p~n", [code:load_binary(cch_m, "m", Shifted)]),
    io:format("~p~n", [cch_m:f()]).
