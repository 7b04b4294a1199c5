/* platform/pvh/ioapic.c - the lines of devices that are not on PCI: to one vector, for they all say "look again". */
#include "platform/pvh/pvh.h"

/* Intel 82093AA: a register is chosen by its number, then read or written. */
enum { IOAPIC_SELECT = 0, IOAPIC_WINDOW = 4, IOAPIC_VERSION = 1, IOAPIC_REDIRECTION = 0x10 };
enum { LEVEL_TRIGGERED = 1 << 15 };
#define IOAPIC_ADDRESS UINT64_C(0xfec00000)

static void write_register(volatile uint32_t *ioapic, uint32_t index, uint32_t value)
{
    ioapic[IOAPIC_SELECT] = index;
    ioapic[IOAPIC_WINDOW] = value;
}

void ioapic_open_line(unsigned line)
{
    volatile uint32_t *ioapic = tables_device(IOAPIC_ADDRESS, FRAME_BYTES);
    if (!ioapic) return;
    ioapic[IOAPIC_SELECT] = IOAPIC_VERSION;
    if (line > (ioapic[IOAPIC_WINDOW] >> 16 & 0xff)) return;
    write_register(ioapic, IOAPIC_REDIRECTION + 2 * line + 1, 0); /* to processor 0 */
    write_register(ioapic, IOAPIC_REDIRECTION + 2 * line, VECTOR_DEVICE);
}
