/* process/markers.c - receive markers: places in the queue before which a fresh reference cannot stand.
 *
 * The compiler reserves a marker before a reference is made, binds it to the reference, and lets the receive
 * that matches on the reference start there: constant cost, however long the queue.
 */
#include "process/process.h"

static struct mailbox_marker *marker_of(struct process *p, term reference)
{
    struct mailbox *box = &p->mailbox;
    uint64_t number = box->marked ? reference_number(reference) : 0;
    if (number == 0) return NULL;
    for (size_t i = 0; i < MAILBOX_MARKERS; i++)
        if (box->markers[i].at && box->markers[i].reference == number) return &box->markers[i];
    return NULL;
}

/* A slot that nothing uses, or the one reserved longest ago. */
static size_t free_slot(struct mailbox *box)
{
    for (size_t i = 0; i < MAILBOX_MARKERS; i++)
        if (!box->markers[i].at) return i;
    return box->next_marker++ % MAILBOX_MARKERS;
}

/* A reservation names the slot and how often the slot had been reserved before. */
term mailbox_marker_reserve(struct process *p)
{
    struct mailbox *box = &p->mailbox;
    size_t i = free_slot(box);
    struct mailbox_marker *m = &box->markers[i];
    *m = (struct mailbox_marker){.at = box->last, .reservation = m->reservation + 1};
    box->marked = true;
    return small((int64_t)m->reservation * MAILBOX_MARKERS + (int64_t)i);
}

void mailbox_marker_bind(struct process *p, term reservation, term reference)
{
    if (!is_small(reservation) || small_value(reservation) < 0) return;
    int64_t value = small_value(reservation);
    struct mailbox_marker *m = &p->mailbox.markers[value % MAILBOX_MARKERS];
    if (m->at && m->reservation == (uint32_t)(value / MAILBOX_MARKERS)) m->reference = reference_number(reference);
}

void mailbox_marker_clear(struct process *p, term reference)
{
    struct mailbox_marker *m = marker_of(p, reference);
    if (m) m->at = NULL, m->reference = 0;
}

void mailbox_marker_use(struct process *p, term reference)
{
    struct mailbox_marker *m = marker_of(p, reference);
    if (m) p->mailbox.save = m->at;
}

void mailbox_markers_count_from(struct process *p, uint64_t n)
{
    for (size_t i = 0; i < MAILBOX_MARKERS; i++) p->mailbox.markers[i].reservation = (uint32_t)n;
}
