/* platform/pvh/console.c - what the operator sees: Xen's console ring, else a virtio console, else the first serial port
 * (16550), else the debug port of QEMU and Bochs. */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen.h"

enum { SERIAL = 0x3f8, SERIAL_INTERRUPTS = SERIAL + 1, SERIAL_FIFO = SERIAL + 2, SERIAL_LINE = SERIAL + 3 };
enum { SERIAL_MODEM = SERIAL + 4, SERIAL_STATUS = SERIAL + 5, SERIAL_IRQ = 4 };
enum { STATUS_INPUT = 1, STATUS_ROOM = 0x20 };
enum { DEBUG_PORT = 0xe9 };
enum { SERIAL_FIFO_BYTES = 16 };

static void serial_open(void)
{
    out_byte(SERIAL_LINE, 3);   /* 8 bits, no parity, 1 stop bit */
    out_byte(SERIAL_FIFO, 7);   /* FIFOs on, empty */
    out_byte(SERIAL_MODEM, 11); /* terminal ready, interrupts let through */
}

void pvh_console_open(struct pvh *p)
{
    if (p->hypervisor == HYPERVISOR_XEN) return;
    p->serial = in_byte(SERIAL_STATUS) != 0xff; /* nothing there reads as all ones */
    p->debug_port = in_byte(DEBUG_PORT) == DEBUG_PORT;
    if (p->serial) serial_open();
}

void pvh_console_open_devices(struct pvh *p)
{
    if (p->hypervisor == HYPERVISOR_XEN || virtio_console_open(p) || !p->serial) return;
    out_byte(SERIAL_INTERRUPTS, 1); /* when there is input */
    ioapic_open_line(SERIAL_IRQ);
}

static void serial_write(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (i % SERIAL_FIFO_BYTES == 0)
            while (!(in_byte(SERIAL_STATUS) & STATUS_ROOM)) pause_a_moment();
        out_byte(SERIAL, (uint8_t)text[i]);
    }
}

void pvh_console_write(const char *text, size_t size, bool error)
{
    (void)error; /* one wire */
    struct pvh *p = pvh();
    size_t done = virtio_console_write(text, size);
    if (p->hypervisor == HYPERVISOR_XEN) xen_console_write(text, size);
    else if (p->serial) serial_write(text + done, size - done);
    else if (p->debug_port)
        for (size_t i = done; i < size; i++) out_byte(DEBUG_PORT, (uint8_t)text[i]);
}

bool pvh_console_has_input(void)
{
    struct pvh *p = pvh();
    if (p->hypervisor == HYPERVISOR_XEN) return xen_console_has_input();
    if (p->console) return virtio_console_has_input();
    return p->serial && in_byte(SERIAL_STATUS) & STATUS_INPUT;
}

enum host_error pvh_console_read(char *to, size_t room, size_t *got)
{
    struct pvh *p = pvh();
    *got = 0;
    if (p->hypervisor == HYPERVISOR_XEN) return xen_console_read(to, room, got);
    if (p->console) *got = virtio_console_read(to, room);
    else
        while (*got < room && pvh_console_has_input()) to[(*got)++] = (char)in_byte(SERIAL);
    return *got > 0 ? HOST_OK : HOST_EAGAIN;
}
