/* code/ops.c - the table of internal operations, for translator and disassembler. */
#include "code/ops.h"

const struct op_form_info op_form_info[OP_FORMS] = {
#define OP(name, kinds, meaning) {#name, OP_##name, COUNT_##name, OP_KINDS kinds},
#define FORM(op, suffix, kinds)  {#op "_" #suffix, OP_##op, COUNT_##op, OP_KINDS kinds},
#include "code/ops.def"
#undef OP
#undef FORM
};

#define WANT(kind)                                                                                                     \
    ((kind) == X   ? (uint64_t)WANT_X                                                                                  \
     : (kind) == Y ? (uint64_t)WANT_Y                                                                                  \
     : (kind) == I ? (uint64_t)WANT_WORD                                                                               \
     : (kind) == J ? (uint64_t)WANT_SMALL                                                                              \
     : (kind) == Q ? (uint64_t)WANT_CONSTANT                                                                           \
                   : UINT64_C(0))
#define WANTS(a, b, c, d, e, f, g, ...)                                                                                \
    (WANT(a) | WANT(b) << WANT_BITS | WANT(c) << 2 * WANT_BITS | WANT(d) << 3 * WANT_BITS | WANT(e) << 4 * WANT_BITS | \
     WANT(f) << 5 * WANT_BITS | WANT(g) << 6 * WANT_BITS)
#define OP_WANTS(...) WANTS(__VA_ARGS__, NONE, NONE, NONE, NONE, NONE, NONE, NONE)
_Static_assert(OP_OPERANDS_MAX == 7, "WANTS has seven operands");

const uint64_t op_form_wants[OP_FORMS] = {
#define OP(name, kinds, meaning) OP_WANTS kinds,
#define FORM(op, suffix, kinds)  OP_WANTS kinds,
#include "code/ops.def"
#undef OP
#undef FORM
};

#define FIRST_SOURCE(a, b, c, d, e, f, g, ...)                                                                         \
    ((a) == S ? 0 : (b) == S ? 1 : (c) == S ? 2 : (d) == S ? 3 : (e) == S ? 4 : (f) == S ? 5 : (g) == S ? 6 : -1)
#define LAST_DESTINATION(a, b, c, d, e, f, g, ...)                                                                     \
    ((g) == D ? 6 : (f) == D ? 5 : (e) == D ? 4 : (d) == D ? 3 : (c) == D ? 2 : (b) == D ? 1 : (a) == D ? 0 : -1)
#define OP_SOURCE(...)      FIRST_SOURCE(__VA_ARGS__, NONE, NONE, NONE, NONE, NONE, NONE, NONE)
#define OP_DESTINATION(...) LAST_DESTINATION(__VA_ARGS__, NONE, NONE, NONE, NONE, NONE, NONE, NONE)

const struct op_info op_info[OPS] = {
#define OP(name, kinds, meaning) {#name, meaning, FORM_##name, OP_SOURCE kinds, OP_DESTINATION kinds},
#define FORM(op, suffix, kinds)
#include "code/ops.def"
#undef OP
#undef FORM
};

static const struct fusion {
    uint16_t first, second;
    bool chained;
} fusions[] = {
#define FUSED(first, second)   {FORM_##first, FORM_##second, false},
#define CHAINED(first, second) {FORM_##first, FORM_##second, true},
#include "code/fused.def"
#undef FUSED
#undef CHAINED
};

static const bool is_second[OP_FORMS] = {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winitializer-overrides"
#define FUSED(first, second)   [FORM_##second] = true,
#define CHAINED(first, second) [FORM_##second] = true,
#include "code/fused.def"
#undef FUSED
#undef CHAINED
#pragma clang diagnostic pop
};

static uint32_t fusion_slot(uint32_t body, uint32_t second, bool chained)
{
    uint32_t key = (body << 12 | second << 1 | chained) * 0x9e3779b1u;
    return key >> 16 & (OP_FUSION_SLOTS - 1);
}

void op_index_fusions(uint16_t *slots)
{
    enum { COUNT = sizeof fusions / sizeof *fusions };
    _Static_assert(COUNT * 2 <= OP_FUSION_SLOTS, "half of the slots stay empty");
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t at = fusion_slot(fusions[i].first, fusions[i].second, fusions[i].chained);
        while (slots[at]) at = (at + 1) % OP_FUSION_SLOTS;
        slots[at] = (uint16_t)(OP_FORMS + i);
    }
}

static uint32_t find_fusion(const uint16_t *slots, uint32_t body, uint32_t second, bool chained)
{
    uint32_t at = fusion_slot(body, second, chained);
    for (; slots[at]; at = (at + 1) % OP_FUSION_SLOTS) {
        const struct fusion *f = &fusions[slots[at] - OP_FORMS];
        if (f->first == body && f->second == second && f->chained == chained) return slots[at];
    }
    return 0;
}

bool op_is_second(enum op_form form) { return is_second[form]; }

uint32_t op_fuse(const uint16_t *slots, uint32_t body, enum op_form second, bool chained)
{
    uint32_t found = chained ? find_fusion(slots, body, second, true) : 0;
    return found ? found : find_fusion(slots, body, second, false);
}

enum op_form op_form_at(uint32_t word)
{
    uint32_t body = 0;
    while (body < OP_BODIES && op_bodies[body] != word) body++;
    if (body == OP_BODIES) return OP_FORMS;
    while (body >= OP_FORMS) body = fusions[body - OP_FORMS].first;
    return (enum op_form)body;
}
