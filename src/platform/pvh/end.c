/* platform/pvh/end.c - the end of the run, with a status that the monitor can pass on.
 *
 * Xen takes a reason (poweroff, crash), and the status by xenstore.  Elsewhere kind and status go to the debug port as one
 * line, "ling: halt 003", and QEMU's isa-debug-exit takes the status' lower seven bits; without that device a triple fault
 * ends the run.
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen.h"
#include <string.h>

enum { DEBUG_EXIT = 0xf4, DEBUG_PORT = 0xe9 };

void debug_write(const char *text)
{
    while (*text) out_byte(DEBUG_PORT, (uint8_t)*text++);
}

static void tell_end(const char *what, int status)
{
    char digits[] = " 000\n";
    for (size_t at = 3; status > 0; status /= 10) digits[at--] = (char)('0' + status % 10);
    debug_write("\nling: ");
    debug_write(what);
    debug_write(digits);
}

_Noreturn static void triple_fault(void)
{
    struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = {0, 0};
    for (;;) __asm__ volatile("lidt %0; ud2" ::"m"(none));
}

static _Noreturn void end(const char *what, int status)
{
    if (pvh()->hypervisor == HYPERVISOR_XEN) xen_exit(what, status);
    if (pvh()->debug_port) tell_end(what, status);
    out_long(DEBUG_EXIT, (uint32_t)status & 0x7f);
    triple_fault();
}

void end_failed(int status, const char *what) { end(what, status); }

void end_guest(enum guest_end how, int status)
{
    switch (how) {
    case GUEST_END_CRASH: end("crash", END_CRASH);
    case GUEST_END_PANIC: end("panic", END_PANIC);
    case GUEST_END_MEMORY: end("memory", END_NO_MEMORY);
    case GUEST_END_HALT:
    case GUEST_ENDS: end("halt", status);
    }
}

void end_refuse(const char *sentence)
{
    pvh_console_write(sentence, strlen(sentence), true);
    pvh_console_write("\n", 1, true);
    end_failed(END_REFUSED, "refused");
}
