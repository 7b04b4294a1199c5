/* bif/identities.c - pids, ports, references and funs as text, and back. */
#include "bif/argument_text.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "process/references.h"
#include "term/identity.h"
#include "term/print.h"

static enum bif_end to_list(struct process *p, bool right, term t, term *result)
{
    char text[IDENTITY_TEXT_MAX];
    if (!right) return bif_badarg(p);
    return bif_value(p, heap_string(&p->heap, text, identity_to_text(t, text), NIL), result);
}

enum bif_end bif_erlang_pid_to_list_1(struct process *p, term *args, term *result)
{
    return to_list(p, is_pid(args[0]), args[0], result);
}

enum bif_end bif_erlang_port_to_list_1(struct process *p, term *args, term *result)
{
    return to_list(p, is_port(args[0]), args[0], result);
}

enum bif_end bif_erlang_ref_to_list_1(struct process *p, term *args, term *result)
{
    return to_list(p, is_ref(args[0]), args[0], result);
}

enum bif_end bif_erlang_fun_to_list_1(struct process *p, term *args, term *result)
{
    char text[3 * 1024]; /* two atoms of 255 characters, escaped */
    if (!is_fun(args[0])) return bif_badarg(p);
    size_t size = term_print_to(text, sizeof text, args[0]);
    if (size >= sizeof text) size = sizeof text - 1;
    return bif_value(p, heap_string(&p->heap, text, size, NIL), result);
}

/* -- from text -------------------------------------------------------------------------- */

enum { NUMBERS_MAX = 4, PID_SERIAL_BITS = 13 }; /* the latter of a pid in ERTS 25 */

/* Reads "PREFIX<number.number...>"; how many numbers, 0: it is not that. */
static size_t numbers_of(term list, const char *prefix, uint64_t numbers[NUMBERS_MAX])
{
    size_t count = 0;
    bool digits = false;
    for (; *prefix; prefix++, list = tail(list))
        if (!is_cons(list) || !same(head(list), small(*prefix))) return 0;
    for (numbers[0] = 0; is_cons(list) && is_small(head(list)); list = tail(list)) {
        int64_t c = small_value(head(list));
        if (c >= '0' && c <= '9' && numbers[count] < UINT64_MAX / 10 - 1) {
            numbers[count] = numbers[count] * 10 + (uint64_t)(c - '0');
            digits = true;
        } else if (c == '.' && digits && count + 1 < NUMBERS_MAX) {
            numbers[++count] = 0;
            digits = false;
        } else {
            return c == '>' && digits && is_nil(tail(list)) ? count + 1 : 0;
        }
    }
    return 0;
}

enum bif_end bif_erlang_list_to_pid_1(struct process *p, term *args, term *result)
{
    uint64_t n[NUMBERS_MAX];
    if (numbers_of(args[0], "<", n) != 3 || n[0] != 0 || n[1] >> 28 || n[2] >> 32) return bif_badarg(p);
    *result = pid_of_shown((uint32_t)n[1], (uint32_t)n[2]);
    if (!is_term(*result)) return bif_badarg(p);
    bool beyond = n[2] >> PID_SERIAL_BITS && !otp_at_least(26);
    return beyond && pid_serial(*result) > processes_serial_max() ? bif_badarg(p) : BIF_DONE;
}

enum bif_end bif_erlang_list_to_port_1(struct process *p, term *args, term *result)
{
    uint64_t n[NUMBERS_MAX];
    if (numbers_of(args[0], "#Port<", n) != 2 || n[0] != 0 || n[1] >> (otp_at_least(26) ? 58 : 28))
        return bif_badarg(p);
    *result = local_port(n[1]);
    return BIF_DONE;
}

/* In ERTS the last number has 18 bits, and the low 18 bits of the one before name a scheduler. */
static bool may_be_reference(uint64_t middle, uint64_t last)
{
    const uint64_t mask = (1 << 18) - 1;
    return last <= mask && (middle & mask) <= 1;
}

enum bif_end bif_erlang_list_to_ref_1(struct process *p, term *args, term *result)
{
    uint64_t n[NUMBERS_MAX];
    if (numbers_of(args[0], "#Ref<", n) != 4 || n[0] != 0 || (n[1] | n[2] | n[3]) >> 32) return bif_badarg(p);
    uint64_t number = n[2] << 32 | n[3];
    if (number > references_made() && !may_be_reference(n[2], n[3])) return bif_badarg(p);
    term *hp = heap_alloc(&p->heap, LOCAL_REF_WORDS);
    return bif_value(p, hp ? build_local_ref(&hp, number, n[1]) : NO_TERM, result);
}
