/* platform/pvh/entry.S - the PVH entry: 32-bit, flat, paging off, ebx = hvm_start_info. */
    .section .note.pvh, "a", @note
    .balign 4
    .long 4, 4, 18          /* XEN_ELFNOTE_PHYS32_ENTRY */
    .asciz "Xen"
    .long pvh_entry

    .section .text.entry, "ax", @progbits
    .code32
    .globl pvh_entry
pvh_entry:
    cli
1:  hlt
    jmp 1b
    .section .note.GNU-stack, "", @progbits
