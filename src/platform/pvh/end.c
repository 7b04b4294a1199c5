/* platform/pvh/end.c - the end of the run, with a status that the monitor can pass on.
 *
 * Xen takes a reason (poweroff, crash).  Elsewhere the whole status goes to the debug port as one line, and
 * QEMU's isa-debug-exit takes its lower seven bits; without that device a triple fault ends the run.
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen.h"
#include <string.h>

enum { DEBUG_EXIT = 0xf4, DEBUG_PORT = 0xe9 };

static void tell_status(int status)
{
    char line[] = "\nling: exit 000\n";
    for (size_t at = sizeof line - 3; status > 0; status /= 10) line[at--] = (char)('0' + status % 10);
    for (const char *c = line; *c; c++) out_byte(DEBUG_PORT, (uint8_t)*c);
}

_Noreturn static void triple_fault(void)
{
    struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = {0, 0};
    for (;;) __asm__ volatile("lidt %0; ud2" ::"m"(none));
}

void end_exit(int status, bool abort)
{
    if (pvh()->hypervisor == HYPERVISOR_XEN) xen_exit(status, abort);
    if (pvh()->debug_port) tell_status(status & 0xff);
    out_long(DEBUG_EXIT, (uint32_t)status & 0x7f);
    triple_fault();
}

void end_refuse(const char *sentence)
{
    pvh_console_write(sentence, strlen(sentence), true);
    pvh_console_write("\n", 1, true);
    end_exit(END_REFUSED, false);
}
