/* test/unit/etf.c - bytes that erl made, decoded and encoded again, give the same bytes. */
#include "etf/etf.h"
#include "term/compare.h"
#include "unit.h"
#include <string.h>

/* erl prints each term's encodings (minor versions 0 to 2) in hexadecimal, a line each. */
static const char *const script =
    "erl -noshell -eval 'R = rand:seed(exsss, 7),"
    "P = fun(T) -> lists:foreach(fun(V) -> B = term_to_binary(T, [{minor_version, V}]),"
    "  io:format(\"~b ~s~n\", [V, binary:encode_hex(B)]) end, [0,1,2]) end,"
    "Ints = [S * ((1 bsl N) + D) || N <- [0,1,7,8,15,16,27,28,31,32,58,59,60,61,63,64,65,127,128,2032,2040,2048,9000],"
    "  D <- [-1,0,1], S <- [1,-1]],"
    "Floats = [0.0, -0.0, 1.0, 0.1, 1.0e308, 5.0e-324, 1.5e-7, -123456.789],"
    "Atoms = [a, [], nil, (list_to_atom(lists:duplicate(255, $x))), (list_to_atom([229,228,246])),"
    "  (list_to_atom([1078,1079])), (list_to_atom(lists:duplicate(255, 1078))), (list_to_atom([]))],"
    "Lists = [\"abc\", [1,2|3], [1,256], lists:seq(1,300), lists:duplicate(65535, 1), lists:duplicate(65536, 1), [a|b],"
    "  lists:foldl(fun(_, A) -> [A] end, [], lists:seq(1, 1000))],"
    "Bins = [<<>>, <<1,2,3>>, <<5:3>>, <<1:1,2:64>>, binary:copy(<<7>>, 64), binary:copy(<<8>>, 65),"
    "  binary:copy(<<9>>, 1000), <<(binary:copy(<<9>>, 1000))/binary, 3:5>>],"
    "Tuples = [{}, {1,2}, list_to_tuple(lists:seq(1, 256)), {{{}}}],"
    "Maps = [maps:from_list([{I, I * 1.0} || I <- lists:seq(1, N)]) || N <- [0,1,2,31,32]] ++"
    "  [#{1 => a, 1.0 => b, b => c, a => #{}, {} => 1, [] => 2, <<>> => 3, [x] => 4, \"s\" => 5}],"
    "Ids = [self(), make_ref(), fun erlang:abs/1] ++ [binary_to_term(B) || B <- [<<131,103,100,0,1,97,1:32,2:32,3>>,"
    "  <<131,88,100,0,3,97,64,98,1:32,2:32,77:32>>, <<131,102,100,0,1,97,1:32,2>>, <<131,89,100,0,1,97,1:32,9:32>>,"
    "  <<131,120,100,0,1,97,1:16,1:48,9:32>>, <<131,101,100,0,1,97,9:32,3>>, <<131,114,2:16,100,0,1,97,2,7:32,8:32>>,"
    "  <<131,90,5:16,100,0,1,97,2:32,7:32,8:32,1:32,2:32,3:32>>]],"
    "[io:format(\"9 ~s~n\", [binary:encode_hex(term_to_binary(maps:from_list([{{I}, [I * 1.0]} || I <- lists:seq(1, "
    "N)]),"
    "  [deterministic]))]) || N <- [33, 200, 3000]],"
    "lists:foreach(P, Ints ++ Floats ++ Atoms ++ Lists ++ Bins ++ Tuples ++ Maps ++ Ids),"
    "P({Ints, Floats, Atoms, Lists, Bins, Tuples, Maps, Ids}), halt().'";

static struct export exports[16];

static struct export *find_export(term module, term function, uint32_t arity, bool make)
{
    (void)make;
    exports[0] = (struct export){.module = module, .function = function, .arity = arity, .loaded = true};
    return &exports[0];
}

static size_t unhex(char *line, uint8_t *to)
{
    size_t count = 0;
    for (char *at = line; at[0] > ' ' && at[1] > ' '; at += 2) {
        char two[3] = {at[0], at[1], 0};
        to[count++] = (uint8_t)strtoul(two, NULL, 16);
    }
    return count;
}

static void check(struct heap *h, int version, const uint8_t *bytes, size_t size)
{
    static uint8_t again[1 << 20];
    static const struct etf_code code = {.export_find = find_export};
    struct etf_decode d = {.at = bytes, .end = bytes + size, .code = &code};
    term t, copy;
    CHECK(etf_decode(&d, h, &t) == ETF_OK && d.at == d.end);
    struct etf_encode how = {.minor_version = version == 9 ? 1 : version, .deterministic = version == 9};
    CHECK(etf_size(t, &how) == size);
    CHECK(etf_encode(t, &how, again, sizeof again) == again + size);
    CHECK(memcmp(again, bytes, size) == 0);
    for (size_t cut = 0; cut < size; cut += 1 + size / 50) { /* no prefix is a term */
        d = (struct etf_decode){.at = bytes, .end = bytes + cut, .code = &code};
        CHECK(etf_decode(&d, h, &copy) == ETF_BAD);
    }
    d = (struct etf_decode){.at = bytes, .end = bytes + size, .code = &code};
    CHECK(etf_decode(&d, h, &copy) == ETF_OK && term_equal(t, copy) && term_compare(t, copy) == 0);
}

/* Headers that announce more than there is, deep nesting, and compressed lies. */
static void check_hostile(struct heap *h)
{
    static uint8_t deep[3000001];
    static const uint8_t lists[] = {131, 108, 0x7f, 0xff, 0xff, 0xff, 106}, maps[] = {131, 116, 0xff, 0xff, 0xff, 0xff};
    static const uint8_t packed[] = {131, 80, 0xff, 0xff, 0xff, 0xff, 120, 156, 3, 0, 0, 0, 0, 1};
    static const uint8_t twice[] = {131, 116, 0, 0, 0, 2, 97, 1, 97, 1, 97, 1, 97, 2};
    const struct {
        const uint8_t *bytes;
        size_t size;
    } bad[] = {{lists, sizeof lists}, {maps, sizeof maps}, {packed, sizeof packed}, {twice, sizeof twice}};
    term t;
    for (size_t i = 0; i < 4; i++) {
        struct etf_decode d = {.at = bad[i].bytes, .end = bad[i].bytes + bad[i].size};
        CHECK(etf_decode(&d, h, &t) == ETF_BAD);
    }
    deep[0] = 131;
    for (size_t i = 1; i + 2 < sizeof deep; i += 2) deep[i] = 104, deep[i + 1] = 1; /* {{{... */
    deep[sizeof deep - 2] = 104, deep[sizeof deep - 1] = 0;
    struct etf_decode d = {.at = deep, .end = deep + sizeof deep - 1 + 1};
    enum etf_result end = etf_decode(&d, h, &t);
    CHECK(end == ETF_OK || end == ETF_BAD);
}

int main(void)
{
    struct heap *h = unit_open();
    FILE *erl = popen(script, "r");
    static char line[1 << 21];
    static uint8_t bytes[1 << 20];
    size_t lines = 0;
    for (; erl && fgets(line, sizeof line, erl); lines++) check(h, line[0] - '0', bytes, unhex(line + 2, bytes));
    CHECK(lines == 0 || lines > 500);
    check_hostile(h);
    printf("test/unit/etf.c: %zu encodings: 1 passed, 0 failed\n", lines);
}
