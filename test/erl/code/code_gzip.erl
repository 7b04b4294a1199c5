%% Compressed modules, as the compiler writes them with `compressed`, and damaged ones.
-module(code_gzip).
-export([main/0]).
-include("build.hrl").

main() ->
    logger:set_primary_config(level, none),
    Lines = ["-module(cgz_m).", "-export([f/0]).", "f() -> unpacked."],
    Code = build(Lines),
    Gzip = zlib:gzip(Code),
    io:format("~p ~p~n", [code:load_binary(cgz_m, "m", Gzip), cgz_m:f()]),
    {ok, cgz_m, Compressed} = compile:forms([form(L) || L <- Lines], [compressed]),
    code:purge(cgz_m),
    io:format("~p ~p~n", [code:load_binary(cgz_m, "m", Compressed), cgz_m:f()]),
    io:format("~p~n", [[code:load_binary(cgz_m, "m", binary:part(Gzip, 0, N)) || N <- [2, 10, 20, byte_size(Gzip) div 2]]]),
    io:format("~p~n", [code:load_binary(cgz_m, "m", zlib:gzip(<<"nothing">>))]),
    io:format("~p~n", [cgz_m:f()]).
