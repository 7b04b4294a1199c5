/* test/unit/hash.c - phash and phash2 of thousands of terms, as erl gives them; terms come as ETF. */
#include "term/hash.h"
#include "etf/etf.h"
#include "term/compare.h"
#include "unit.h"
#include <string.h>

static const char *const script =
    "erl -noshell -eval 'rand:seed(exsss, 3), put(n, 0),"
    "Leaf = fun() -> case rand:uniform(12) of 1 -> rand:uniform(300) - 150; 2 -> rand:uniform(1 bsl 40) - (1 bsl 39);"
    "  3 -> rand:uniform(1 bsl 200) - (1 bsl 199); 4 -> rand:normal() * 1000; 5 -> [];"
    "  6 -> list_to_atom([96 + rand:uniform(26) || _ <- lists:seq(1, rand:uniform(20))]);"
    "  7 -> rand:bytes(rand:uniform(40) - 1); 8 -> N = rand:uniform(70), <<(rand:uniform(1 bsl 60)):N>>;"
    "  9 -> [rand:uniform(256) - 1 || _ <- lists:seq(1, rand:uniform(15))]; 10 -> fun erlang:abs/1;"
    "  11 -> lists:nth(rand:uniform(9), [0, -1, 1 bsl 27, -(1 bsl 27), (1 bsl 27) - 1, 1 bsl 59, -(1 bsl 59), 0.0, "
    "-0.0]);"
    "  12 -> binary_to_term(<<131,88,100,0,3,97,64,98,(rand:uniform(1 bsl 28)):32,2:32,77:32>>) end end,"
    "T = fun T(0) -> Leaf(); T(D) -> case rand:uniform(6) of 1 -> Leaf();"
    "  2 -> [T(D-1) || _ <- lists:seq(1, rand:uniform(6))];"
    "  3 -> list_to_tuple([T(D-1) || _ <- lists:seq(1, rand:uniform(6) - 1)]);"
    "  4 -> maps:from_list([{T(D-1), T(D-1)} || _ <- lists:seq(1, rand:uniform(6) - 1)]);"
    "  5 -> [T(D-1) | Leaf()]; 6 -> [rand:uniform(255), rand:uniform(255), T(D-1), rand:uniform(255)] end end,"
    "Big = [maps:from_list([{X, X * 3} || X <- lists:seq(1, N)]) || N <- [33, 100, 3000]],"
    "Ids = [binary_to_term(B) || B <- [<<131,102,100,0,1,97,1:32,2>>, <<131,120,100,0,1,97,1:16,1:48,9:32>>,"
    "  <<131,90,5:16,100,0,1,97,2:32,7:32,8:32,1:32,2:32,3:32>>]],"
    "Atoms = [list_to_atom([229, 228]), list_to_atom([1078, 1079]), list_to_atom([97, 1078]), list_to_atom([])],"
    "lists:foreach(fun(X) -> io:format(\"~b ~b ~b ~s~n\", [erlang:phash2(X, 1 bsl 32), erlang:phash2(X),"
    "  erlang:phash(X, 1 bsl 32), binary:encode_hex(term_to_binary(X))]) end,"
    "  Big ++ Ids ++ Atoms ++ [{A} || A <- Atoms] ++ [Big] ++ [T(I rem 5) || I <- lists:seq(1, 6000)]), halt().'";

static struct export the_export;

static struct export *find_export(term module, term function, uint32_t arity, bool make)
{
    (void)make;
    the_export = (struct export){.module = module, .function = function, .arity = arity};
    return &the_export;
}

static size_t unhex(const char *line, uint8_t *to)
{
    size_t count = 0;
    for (const char *at = line; at[0] > ' ' && at[1] > ' '; at += 2) {
        char two[3] = {at[0], at[1], 0};
        to[count++] = (uint8_t)strtoul(two, NULL, 16);
    }
    return count;
}

static void check(struct heap *h, char *line)
{
    static uint8_t bytes[1 << 19];
    static const struct etf_code code = {.export_find = find_export};
    char *at;
    uint64_t full = strtoull(line, &at, 10), phash2 = strtoull(at, &at, 10), phash = strtoull(at, &at, 10);
    size_t size = unhex(at + 1, bytes);
    struct etf_decode d = {.at = bytes, .end = bytes + size, .code = &code};
    term t, again;
    CHECK(etf_decode(&d, h, &t) == ETF_OK);
    CHECK(term_phash2(t) == full && (full & ((1 << 27) - 1)) == phash2);
    CHECK(term_phash(t) + UINT64_C(1) == phash);
    d = (struct etf_decode){.at = bytes, .end = bytes + size, .code = &code};
    CHECK(etf_decode(&d, h, &again) == ETF_OK && term_hash(t) == term_hash(again) && term_equal(t, again));
}

int main(void)
{
    struct heap *h = unit_open();
    FILE *erl = popen(script, "r");
    static char line[1 << 20];
    size_t lines = 0;
    for (; erl && fgets(line, sizeof line, erl); lines++) check(h, line);
    CHECK(lines == 0 || lines > 6000);
    printf("test/unit/hash.c: %zu hashes: 1 passed, 0 failed\n", lines);
}
