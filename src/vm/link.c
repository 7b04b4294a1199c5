/* vm/link.c - making an image: its modules are loaded now, so that nothing is parsed when it boots.
 *
 * The arena holds atoms, exports and code then, and nothing of a run: no settings, no process, no table.
 */
#include "code/code.h"
#include "memory/memory.h"
#include "platform/host.h"
#include "platform/platform.h"
#include "term/atoms.h"
#include "vm/complain.h"
#include "vm/vm.h"

void vm_link(void)
{
    struct host_module m;
    const char *why;
    if (!host_module_to_link(0, &m)) return;
    if (!vm_open_code()) complain_exit(STATUS_NO_ROOM, "there is no memory to link");
    for (size_t i = 0; host_module_to_link(i, &m); i++)
        if (!code_load_beam(atom_from_c(m.name), m.bytes, m.size, m.preloaded, &why))
            complain_exit(STATUS_NO_OTP, "%s cannot be loaded: %s", m.name, why);
    memory_trim_all();
    platform_exit(0, false);
}
