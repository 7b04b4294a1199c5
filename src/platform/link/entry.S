/* platform/link/entry.S - `ling build` calls here, as a function; the end of the machine returns to it. */
    .section .text.entry, "ax", @progbits
    .globl link_entry
    .type link_entry, @function
link_entry:                     /* rdi = struct link_request * */
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, guest_stack_end - 8
    movl $guest_stack_end - 16, %esp
    xorl %ebp, %ebp
    call link_start
    ud2

    .globl link_return
    .type link_return, @function
link_return:                    /* edi = exit status */
    movq guest_stack_end - 8, %rsp
    movl %edi, %eax
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret

    .section .note.ling, "a", @note
    .balign 4
    .long 5, 16, 2              /* LINK_NOTE_ENTRY */
    .asciz "Ling"
    .balign 4
    .long 3, 0                  /* LINK_ABI_VERSION */
    .quad link_entry
    .section .note.GNU-stack, "", @progbits
