/* test/unit/arith.c - arithmetic on integers of every size, as erl does it. */
#include "bif/arith.h"
#include "heap/bignum.h"
#include "term/compare.h"
#include "unit.h"
#include <string.h>

/* Lines "Operator A B Result", numbers in base 36, "error" where erl raised. */
static const char *const script =
    "erl -noshell -eval 'rand:seed(exsss, 5),"
    "Rnd = fun R(0) -> 0; R(N) -> X = rand:uniform(1 bsl N) - 1, case rand:uniform(3) of 1 -> -X; 2 -> X;"
    "  3 -> (1 bsl N) - rand:uniform(3) + 1 end end,"
    "Sizes = [0,1,8,31,32,58,59,60,61,63,64,65,127,128,129,500,4000,20000],"
    "Txt = fun(X) -> integer_to_list(X, 36) end,"
    "lists:foreach(fun(_) ->"
    "  A = Rnd(lists:nth(rand:uniform(length(Sizes)), Sizes)), B = Rnd(lists:nth(rand:uniform(length(Sizes)), Sizes)),"
    "  C = rand:uniform(300) - 150,"
    "  lists:foreach(fun({Op, Y}) ->"
    "    R = try Txt(erlang:Op(A, Y)) catch _:_ -> \"error\" end,"
    "    io:format(\"~s ~s ~s ~s~n\", [Op, Txt(A), Txt(Y), R]) end,"
    "    [{list_to_atom(O), B} || O <- [[$+], [$-], [$*], \"div\", \"rem\", \"band\", \"bor\", \"bxor\"]]"
    "    ++ [{list_to_atom(\"bsl\"), C}, {list_to_atom(\"bsr\"), C}]) end, lists:seq(1, 1500)), halt().' 2>/dev/null";

static term number(struct heap *h, const char *text)
{
    static uint8_t digits[1 << 16];
    size_t count = 0;
    bool negative = *text == '-';
    for (text += negative; *text; text++) digits[count++] = (uint8_t)(*text <= '9' ? *text - '0' : *text - 'A' + 10);
    return heap_integer_of_digits(h, digits, count, 36, negative);
}

static arith2_fn *find(const char *name)
{
    static const struct {
        const char *name;
        arith2_fn *call;
    } table[] = {{"+", arith_add},   {"-", arith_subtract}, {"*", arith_multiply}, {"div", arith_div},
                 {"rem", arith_rem}, {"band", arith_band},  {"bor", arith_bor},    {"bxor", arith_bxor},
                 {"bsl", arith_bsl}, {"bsr", arith_bsr}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, name) == 0) return table[i].call;
    return NULL;
}

static void check_text(term t, const char *expected)
{
    static char text[1 << 16];
    struct integer v;
    CHECK(integer_view(t, &v));
    size_t length = integer_to_text(&v, 36, text);
    CHECK(length <= integer_text_room(&v, 36) && length == strlen(expected) && memcmp(text, expected, length) == 0);
}

static void check_line(struct heap *h, char *line)
{
    char *name = strtok(line, " "), *a = strtok(NULL, " "), *b = strtok(NULL, " "), *expected = strtok(NULL, " \n");
    term reason, x = number(h, a), y = number(h, b), result = find(name)(h, x, y, &reason);
    check_text(x, a), check_text(y, b);
    CHECK(is_term(result) == (strcmp(expected, "error") != 0));
    if (!is_term(result)) return;
    check_text(result, expected);
    CHECK(term_equal(result, number(h, expected)));
}

/* What no number of digits may pass. */
static void check_limits(struct heap *h)
{
    term reason = NIL, most = arith_bsl(h, small(1), small(33554367), &reason);
    CHECK(is_term(most));
    CHECK(!is_term(arith_bsl(h, small(1), small(33554368), &reason)) && same(reason, A(system_limit)));
    CHECK(!is_term(arith_multiply(h, most, most, &reason)) && same(reason, A(system_limit)));
    term most_of_all = arith_add(h, most, arith_subtract(h, most, small(1), &reason), &reason);
    CHECK(is_term(most_of_all) && !is_term(arith_add(h, most_of_all, small(1), &reason)));
    CHECK(!is_term(arith_add(h, A(true), small(1), &reason)) && same(reason, A(badarith)));
    CHECK(same(arith_bsr(h, small(-5), most, &reason), small(-1)));
}

int main(void)
{
    struct heap *h = unit_open();
    FILE *erl = popen(script, "r");
    static char line[1 << 17];
    size_t lines = 0;
    for (; erl && fgets(line, sizeof line, erl); lines++) check_line(h, line);
    check_limits(h);
    CHECK(lines == 0 || lines == 15000);
    printf("test/unit/arith.c: %zu results: 1 passed, 0 failed\n", lines);
}
