/* platform/pvh/notice.c - tells whoever started the guest when it runs and when a program listens.
 *
 *   ling.notice=WORD
 *
 * On QEMU and its kin the debug port gets the lines "ling: start WORD" and "ling: ready WORD PORT"; on Xen data/ling/ready becomes
 * "WORD PORT".  The word tells our notice from whatever else may come that way.
 *
 * On Xen data/ling/address is, unasked, the guest's address, for only the guest knows what DHCP gave it.
 */
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen_store.h"
#include <string.h>

enum { WORD_MAX = 64, PATIENCE_NS = 1000000000 };

static const char *given_word(void)
{
    const char *word = command_line_option("ling.notice", 0);
    return word && strlen(word) <= WORD_MAX ? word : NULL;
}

/* The port behind `text`, which has room. */
static void append_port(char *text, uint16_t port)
{
    char digits[8], *at = digits + sizeof digits - 1;
    *at = 0;
    unsigned left = port;
    do *--at = (char)('0' + left % 10);
    while (left /= 10);
    strcat(text, at);
}

void notice_started(void)
{
    const char *word = given_word();
    if (!word || !pvh()->debug_port || pvh()->hypervisor == HYPERVISOR_XEN) return;
    debug_write("\nling: start ");
    debug_write(word);
    debug_write("\n");
}

void notice_listening(uint16_t port)
{
    struct pvh *p = pvh();
    if (p->notice_port) return;
    p->notice_port = port;
    p->notice_latest_ns = pvh_clock_monotonic_ns() + PATIENCE_NS;
}

void notice_addressed(const char *address)
{
    if (pvh()->hypervisor == HYPERVISOR_XEN) store_write("data/ling/address", address);
}

static void say_ready(uint16_t port)
{
    char text[WORD_MAX + 16];
    const char *word = given_word();
    if (!word) return;
    strcpy(text, word);
    strcat(text, " ");
    append_port(text, port);
    if (pvh()->hypervisor == HYPERVISOR_XEN) {
        store_write("data/ling/ready", text);
    } else if (pvh()->debug_port) {
        debug_write("\nling: ready ");
        debug_write(text);
        debug_write("\n");
    }
}

void notice_waiting(bool idle)
{
    struct pvh *p = pvh();
    if (p->noticed || !p->notice_port || (!idle && pvh_clock_monotonic_ns() < p->notice_latest_ns)) return;
    p->noticed = true;
    say_ready(p->notice_port);
}
