/* platform/guest/notes.S - what our own monitor must know before it enters the base (include/guest_abi.h). */
    .section .note.ling, "a", @note
    .balign 4
    .long 5, 16, 1          /* sizes of name and struct guest_note_base; GUEST_NOTE_BASE */
    .asciz "Ling"
    .balign 4
    .long 1, 0              /* GUEST_ABI_VERSION */
    .quad guest_thread
    .section .note.GNU-stack, "", @progbits
