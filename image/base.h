/* image/base.h - the base's ELF file, read with care: its segments and notes. */
#pragma once
#include <elf.h>
#include <stdint.h>
#include <stddef.h>
#include "image_format.h"

enum { BASE_SEGMENTS_MAX = 16 };
struct base {
    const uint8_t *bytes;
    size_t size;
    const Elf64_Ehdr *head;
    const Elf64_Phdr *segments; /* as many as head->e_phnum */
    uint8_t build_id[IMAGE_BUILD_ID_BYTES];
    uint64_t thread_pointer; /* GUEST_NOTE_BASE */
    uint64_t link_entry;     /* LINK_NOTE_ENTRY; 0: none */
    uint64_t end;            /* of its memory, page-aligned: what follows is the payload's */
};

/* Ends the program with a sentence if the file is no base. */
void base_read(struct base *b, const char *path);
