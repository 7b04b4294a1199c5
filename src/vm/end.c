/* vm/end.c - the end that memory/ending.h asked for. */
#include "io/io.h"
#include "memory/ending.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "vm/crash_dump.h"
#include "vm/vm.h"
#include <string.h>

/* What OTP writes to the console itself ends its lines by CR LF, terminal or not. */
static void console_lines(const char *text)
{
    for (size_t size; *text; text += size) {
        size = strcspn(text, "\n");
        platform_console(text, size);
        if (text[size] == 0) break;
        platform_console("\r\n", 2);
        size++;
    }
}

_Noreturn void vm_end(void)
{
    struct ending *e = ending();
    if (e->crash_dump) {
        console_lines(e->slogan);
        platform_console("\r\n", 2);
        crash_dump_write(e->slogan);
    }
    io_close(e->flush);
#ifdef DEBUG
    memory_faults_end();
#endif
    platform_exit(e->status, e->abort);
}
