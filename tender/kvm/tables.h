/* tender/kvm/tables.h - what the processor reads on the guest's behalf: page tables, descriptors, exception stubs.
 *
 * They lie before the guest's memory, guest-physical from 0 on, in supervisor pages: the guest, in ring 3, can
 * neither read nor write them. */
#pragma once
#include "tender/memory.h"

/* Guest-physical; the same order at SYSTEM_START in guest addresses. */
enum {
    SYSTEM_GDT = 0x0,
    SYSTEM_IDT = 0x1000,
    SYSTEM_TSS = 0x2000,
    SYSTEM_STACK_END = 0x6000, /* ring 0's: exceptions alone use it */
    SYSTEM_STUBS = 0x6000,
    SYSTEM_TABLES = 0x8000,
};
#define SYSTEM_START (GUEST_TENDER_START + UINT64_C(0x0300000000))

enum {
    PORT_GATE = 0x10,  /* the only port that ring 3 may write */
    PORT_FAULT = 0x80, /* + vector: written by the stubs */
    VECTORS = 32,
    SELECTOR_CODE0 = 0x08,
    SELECTOR_DATA3 = 0x23,
    SELECTOR_CODE3 = 0x2b,
    SELECTOR_TSS = 0x30,
    TSS_LIMIT = 0x68 + 0x2000,
};

/* Bytes for all of it. */
uint64_t tables_reserve(const struct memory *m);
/* Writes it to `system`, which lies before m->host. The top-level table is at SYSTEM_TABLES. */
void tables_build(uint8_t *system, const struct memory *m, uint64_t reserve);
/* Notes in m->observed which pages the processor has marked as used; the tables were built for that. */
void tables_used(const uint8_t *system, const struct memory *m);
