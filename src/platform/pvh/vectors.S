/* platform/pvh/vectors.S - what the processor jumps to on an exception or an interrupt.
 *
 * Each of the 256 stubs has 16 bytes, so that the table of gates is arithmetic (exceptions.c).  All run on stacks of
 * their own (IST), because compiled code keeps data below its stack pointer; none saves vector registers, because
 * this folder is compiled without them.
 */
        .text
        .balign 16
        .globl  pvh_vectors
pvh_vectors:
vector = 0
        .rept   256
        .balign 16
        .if     (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17) || (vector == 21) || (vector == 29) || (vector == 30)
        nop                             /* the processor has pushed an error code */
        nop
        .else
        push    $0
        .endif
        push    $vector
        jmp     common
vector = vector + 1
        .endr

common: push    %rax
        push    %rbx
        push    %rcx
        push    %rdx
        push    %rsi
        push    %rdi
        push    %rbp
        push    %r8
        push    %r9
        push    %r10
        push    %r11
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        cld
        mov     %rsp, %rdi              /* struct registers */
        mov     %rsp, %rbx
        and     $-16, %rsp
        call    pvh_trap
        mov     %rbx, %rsp
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %r11
        pop     %r10
        pop     %r9
        pop     %r8
        pop     %rbp
        pop     %rdi
        pop     %rsi
        pop     %rdx
        pop     %rcx
        pop     %rbx
        pop     %rax
        add     $16, %rsp
        iretq

        .section .note.GNU-stack, "", @progbits
