/* bif/check_code.c - does a process still run old code? */
#include "bif/check_code.h"
#include "code/module.h"
#include "term/atoms.h"

static const uint32_t *return_address_of(term t) { return (const uint32_t *)(uintptr_t)(t.word - TAG_HEADER); }

term check_process_code(const struct process *p, term module)
{
    const struct module_row *row = module_row_find(module, false);
    if (!row || !row->old) return A(false);
    if (module_has(row->old, p->pc)) return A(true);
    for (const term *at = p->heap.sp; at < p->heap.end; at++)
        if (is_return_address(*at) && module_has(row->old, return_address_of(*at))) return A(true);
    return A(false);
}
