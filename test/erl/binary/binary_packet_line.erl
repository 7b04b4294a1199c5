%% decode_packet: lines.
-module(binary_packet_line).
-export([main/0]).

main() ->
    Bs = [<<>>, <<"no end">>, <<"one\n">>, <<"one\ntwo\n">>, <<"crlf\r\nx">>, <<"\n">>, <<"a longer line than allowed\nrest">>],
    Os = [[], [{packet_size, 10}], [{line_length, 10}], [{line_length, 4}, {packet_size, 100}], [{line_delimiter, $e}], [{line_delimiter, 0}]],
    [io:format("~p ~p ~p~n", [B, O, erlang:decode_packet(line, B, O)]) || B <- Bs, O <- Os],
    io:format("~p~n", [lines(<<"a\nbb\n\nccc\nrest">>)]).

lines(B) ->
    case erlang:decode_packet(line, B, []) of
        {ok, L, R} -> [L | lines(R)];
        {more, undefined} -> [{left, B}]
    end.
