/* code/bif_calls.c - finds the calls of BIFs in all code, and makes them go where tracing wants them. */
#include "code/breakpoint.h"
#include "code/ops.h"
#include "code/tables.h"
#include <string.h>

/* Which form an op's address belongs to: a hash table made for one walk. */
enum { FORM_SLOTS = 4096 };
_Static_assert(2 * OP_BODIES <= FORM_SLOTS, "room in the table of forms");
struct forms {
    uint32_t words[FORM_SLOTS];
    uint16_t forms[FORM_SLOTS];
};

static size_t slot_of(const struct forms *f, uint32_t word)
{
    size_t i = word * UINT32_C(0x9e3779b1) >> 20;
    while (f->words[i] && f->words[i] != word) i = (i + 1) % FORM_SLOTS;
    return i;
}

static void fill_forms(struct forms *f)
{
    memset(f, 0, sizeof *f);
    for (unsigned b = 0; b < OP_BODIES; b++) {
        uint32_t word = (uint32_t)op_bodies[b];
        size_t i = slot_of(f, word);
        f->words[i] = word;
        f->forms[i] = (uint16_t)op_form_at(word);
    }
}

/* What stands behind a traced call tells which plain one it was. */
static enum op_form plain_form(const uint32_t *at, enum op_form form)
{
    if (form == FORM_traced_bif_last) return FORM_call_bif_last;
    if (form == FORM_traced_enter_bif) return FORM_enter_bif;
    bool returns = code_op_at(at + 1 + COUNT_traced_bif) == (uint32_t)op_bodies[FORM_return];
    return returns ? FORM_call_bif_only : FORM_call_bif;
}

static enum op_form traced_form(enum op_form form)
{
    if (form == FORM_call_bif_last) return FORM_traced_bif_last;
    return form == FORM_enter_bif ? FORM_traced_enter_bif : FORM_traced_bif;
}

static void set_op(uint32_t *at, uint32_t word)
{
    struct breakpoint *b = breakpoint_at(at);
    if (b) b->saved = word;
    else *at = word;
}

/* The export is the first operand. */
static void adjust(uint32_t *at, enum op_form form)
{
    bool traced = form == FORM_traced_bif || form == FORM_traced_bif_last || form == FORM_traced_enter_bif;
    bool plain =
        form == FORM_call_bif || form == FORM_call_bif_only || form == FORM_call_bif_last || form == FORM_enter_bif;
    if (!traced && !plain) return;
    const struct export *e = (const struct export *)(uintptr_t)(CODE_BASE + at[1]);
    if (e->traced == traced) return;
    set_op(at, (uint32_t)op_bodies[traced ? plain_form(at, form) : traced_form(form)]);
}

static uint32_t words_of(const uint32_t *at, enum op_form form)
{
    const struct op_form_info *info = &op_form_info[form];
    uint32_t words = 1u + info->count;
    if (info->count && info->kinds[info->count - 1] == N) words += at[info->count];
    return words;
}

static void adjust_module(const struct forms *forms, const struct module *m)
{
    for (size_t i = 0; i < m->words;) {
        uint32_t *at = &m->code[i];
        enum op_form form = (enum op_form)forms->forms[slot_of(forms, code_op_at(at))];
        adjust(at, form);
        i += words_of(at, form);
    }
}

void code_adjust_bif_calls(void)
{
    const struct code *c = code_state();
    struct forms forms;
    fill_forms(&forms);
    for (uint32_t i = 0; i < c->place_count; i++) adjust_module(&forms, c->places[i]);
}
