/* bif/type_tests.c - what a term is. */
#include "bif/bif.h"
#include "heap/binary.h"
#include "heap/bignum.h"
#include "heap/fun.h"
#include "memory/settings.h"
#include "term/record.h"
#include "term/compare.h"

#define TEST(name, test)                                                                                               \
    enum bif_end bif_erlang_##name##_1(struct process *p, term *args, term *result)                                    \
    {                                                                                                                  \
        (void)p;                                                                                                       \
        *result = boolean(test(args[0]));                                                                              \
        return BIF_DONE;                                                                                               \
    }

TEST(is_atom, is_atom)
TEST(is_binary, is_binary)
TEST(is_bitstring, is_bitstring)
TEST(is_boolean, is_boolean)
TEST(is_float, is_float)
TEST(is_function, is_fun)
TEST(is_integer, is_integer)
TEST(is_list, is_list)
TEST(is_map, is_map)
TEST(is_number, is_number)
TEST(is_pid, is_pid)
TEST(is_port, is_port)
TEST(is_reference, is_ref)
TEST(is_tuple, is_tuple)

static int64_t fun_arity(term fun)
{
    if (kind_of(fun) == KIND_EXPORT) return ((const struct export *)(uintptr_t)boxed(fun)[1].word)->arity;
    return small_value((term){((const struct fun_object *)boxed(fun))->arity});
}

enum bif_end bif_erlang_is_function_2(struct process *p, term *args, term *result)
{
    struct integer arity;
    if (!integer_view(args[1], &arity) || arity.negative) return bif_badarg(p);
    *result = boolean(is_fun(args[0]) && is_small(args[1]) && fun_arity(args[0]) == small_value(args[1]));
    return BIF_DONE;
}

/* is_integer(Term, Least, Most), of OTP 29 */
enum bif_end bif_erlang_is_integer_3(struct process *p, term *args, term *result)
{
    if (!is_integer(args[1]) || !is_integer(args[2])) return bif_badarg(p);
    *result = boolean(is_integer(args[0]) && integer_compare(args[0], args[1]) >= 0 &&
                      integer_compare(args[0], args[2]) <= 0);
    return BIF_DONE;
}

static bool is_tagged(term t, term tag) { return is_tuple(t) && tuple_arity(t) > 0 && same(tuple_elements(t)[0], tag); }

enum bif_end bif_erlang_is_record_1(struct process *p, term *args, term *result)
{
    (void)p;
    *result = boolean(is_record(args[0]));
    return BIF_DONE;
}

enum bif_end bif_erlang_is_record_2(struct process *p, term *args, term *result)
{
    if (!is_atom(args[1])) return bif_badarg(p);
    *result =
        boolean(is_tagged(args[0], args[1]) || (is_record(args[0]) && same(record_of(args[0], RECORD_NAME), args[1])));
    return BIF_DONE;
}

enum bif_end bif_erlang_is_record_3(struct process *p, term *args, term *result)
{
    if (is_atom(args[1]) && is_atom(args[2]) && otp_at_least(29)) {
        *result = boolean(is_record(args[0]) && record_is(args[0], args[1], args[2]));
        return BIF_DONE;
    }
    if (!is_atom(args[1]) || !is_small(args[2])) return bif_badarg(p);
    *result = boolean(is_tagged(args[0], args[1]) && (int64_t)tuple_arity(args[0]) == small_value(args[2]));
    return BIF_DONE;
}

static term boxed_type(term t)
{
    switch (kind_of(t)) {
    case KIND_TUPLE: return A(tuple);
    case KIND_MAP: return A(flatmap);
    case KIND_HASHMAP:
    case KIND_MAPNODE: return A(hashmap);
    case KIND_FUN: return A(fun);
    case KIND_EXPORT: return A(export);
    case KIND_BITS_REF:
        return otp_at_least(27) ? A(sub_binary) : A(refc_binary); /* from OTP 27 on each is a reference to a part */
    case KIND_BITS_SUB: return A(sub_binary);
    case KIND_BITS:
        return bits_view(t).size % 8 && !otp_at_least(27) ? A(sub_binary)
                                                          : A(heap_binary); /* OTP had parts of bytes as parts */
    case KIND_FLOAT: return A(hfloat);
    case KIND_BIG_POS:
    case KIND_BIG_NEG: return A(bignum);
    case KIND_EXT_PID: return A(external_pid);
    case KIND_EXT_PORT: return A(external_port);
    case KIND_EXT_REF: return A(external_reference);
    default: return A(reference);
    }
}

/* How a term is represented, by the names erts uses. */
enum bif_end bif_erts_internal_term_type_1(struct process *p, term *args, term *result)
{
    (void)p;
    term t = args[0];
    if (is_boxed(t)) *result = boxed_type(t);
    else if (is_cons(t)) *result = A(list);
    else if (is_small(t)) *result = A(fixnum);
    else *result = is_atom(t) ? A(atom) : is_local_pid(t) ? A(pid) : is_nil(t) ? A(nil) : A(port);
    return BIF_DONE;
}
