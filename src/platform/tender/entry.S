/* platform/tender/entry.S - the tender enters here, in 64-bit mode at ring 3 or as a Linux process: rsp and the
 * fs base are set (guest/door.h), rdi = what include/guest_abi.h passes. */
    .section .text.entry, "ax", @progbits
    .globl tender_entry
    .type tender_entry, @function
tender_entry:
    xorl %ebp, %ebp
    andq $-16, %rsp
    call tender_start
    ud2
    .section .note.GNU-stack, "", @progbits
