/* vm/end.c - the end that memory/ending.h asked for. */
#include "io/io.h"
#include "memory/ending.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "vm/crash_dump.h"
#include "vm/vm.h"
#include <string.h>

_Noreturn void vm_end(void)
{
    struct ending *e = ending();
    if (e->crash_dump) {
        platform_console(e->slogan, strlen(e->slogan));
        platform_console("\n", 1);
        crash_dump_write(e->slogan);
    }
    io_close(e->flush);
    platform_exit(e->status, e->abort);
}
