/* platform/tender/entry.S - the tender enters here, in 64-bit mode at ring 3 or as a Linux process: the fs base
 * is set (guest/door.h), rdi = what include/guest_abi.h passes; there is no stack yet. */
    .section .text.entry, "ax", @progbits
    .globl tender_entry
    .type tender_entry, @function
tender_entry:
    xorl %ebp, %ebp
    movl $guest_stack_end, %esp
    call tender_start
    ud2
    .section .note.GNU-stack, "", @progbits
