/* vm/link.c - making an image: its modules are loaded now, so that nothing is parsed when it boots.
 *
 * The arena holds atoms, exports and code then, and nothing of a run: no process, no table; of the settings the release
 * alone, while modules are loaded, because maps among their literals have the order of that release.
 */
#include "code/module.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/host.h"
#include "platform/platform.h"
#include "term/atoms.h"
#include "vm/complain.h"
#include "vm/vm.h"

static size_t all_used(void)
{
    size_t bytes = 0;
    for (enum memory_kind k = 0; k < MEMORY_KINDS; k++) bytes += memory_used(k);
    return bytes;
}

static void tell_size(size_t index, term name, size_t before)
{
    const struct module *m = module_current(name);
    size_t code = m ? m->words * sizeof *m->code : 0, literals = m ? m->literal_bytes : 0, all = all_used() - before;
    size_t tables = all > code + literals ? all - code - literals : 0;
    host_module_linked(index, &(struct host_module_size){code, literals, tables});
}

static void link_module(size_t index, const struct host_module *m)
{
    const char *why;
    size_t before = all_used();
    term name = atom_from_c(m->name);
    if (!code_load_beam(name, m->bytes, m->size, m->preloaded, &why))
        complain_exit(STATUS_NO_OTP, "%s cannot be loaded: %s", m->name, why);
    tell_size(index, name, before);
}

void vm_link(void)
{
    struct host_module m;
    if (!host_module_to_link(0, &m)) return;
    struct settings *s = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *s);
    if (s) s->release = m.release;
    arena_set_root(ROOT_settings, s);
    if (!s || !vm_open_code()) complain_exit(STATUS_NO_ROOM, "there is no memory to link");
    code_share_literals(true);
    for (size_t i = 0; host_module_to_link(i, &m); i++) link_module(i, &m);
    code_share_literals(false);
    arena_set_root(ROOT_settings, NULL);
    memory_free(MEMORY_SYSTEM, s);
    atoms_trim();
    memory_trim_all();
    platform_exit(0, false);
}
