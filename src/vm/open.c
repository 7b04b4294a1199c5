/* vm/open.c - makes every layer ready, in their order. */
#include "bif/bif.h"
#include "bif/call_trace.h"
#include "bif/match_guards.h"
#include "code/code.h"
#include "ets/table.h"
#include "interp/interp.h"
#include "io/io.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "vm/vm.h"

/* Every built-in function is there before any module: a module's stub of that name does not hide it. */
static bool name_bifs(void)
{
    for (size_t i = 0; i < bif_count; i++) {
        const struct bif *b = &bif_table[i];
        if (!bif_in_release(b)) continue;
        if (!export_set_bif(atom_from_c(b->module), atom_from_c(b->function), b->arity, (int32_t)i)) return false;
    }
    return true;
}

/* From OTP 26 on small maps keep atoms in the order in which they came. */
static bool age_atoms(void) { return !otp_at_least(26) || atoms_age_as(settings()->release); }

bool vm_open_code(void) { return atoms_open() && age_atoms() && code_open() && name_bifs(); }

bool vm_open(void)
{
    if (!platform_arena_is_linked() && !vm_open_code()) return false;
    atoms_set_limit(settings()->atoms_max);
    if (!processes_open(settings()->processes_max) || !ets_open() || !io_open() || !interp_open()) return false;
    match_guards_open();
    call_trace_hook();
    return true;
}
