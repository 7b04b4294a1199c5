/* platform/pvh/entry.S - from a PVH monitor's 32-bit entry to pvh_start() in 64-bit mode.
 *
 * State at the entry (Xen's x86 HVM direct boot ABI): ebx = physical address of hvm_start_info, protected mode, flat
 * segments, no paging, no stack, no GDT of ours.  The tables that take us to 64 bits map the first 4 GiB by pages of 2
 * MiB; they lie at the lower end of the guest's stack, where nothing else is before pvh_start() has replaced them
 * (tables.c).
 */
        .section .note.pvh, "a", @note
        .balign 4
        .long   4, 4, 18                /* XEN_ELFNOTE_PHYS32_ENTRY */
        .asciz  "Xen"
        .long   pvh_entry

        .section .text.entry, "ax", @progbits
        .code32
        .globl  pvh_entry
pvh_entry:
        cld
        mov     %ebx, %esi

        /* Six pages: one of the top level, one of 1 GiB steps, four of 2 MiB steps. */
        mov     $guest_stack, %edi
        xor     %eax, %eax
        mov     $6 * 1024, %ecx
        rep stosl
        mov     $guest_stack, %edi
        lea     0x1003(%edi), %eax      /* present, writable */
        mov     %eax, (%edi)
        mov     %eax, 96 * 8(%edi)      /* and once more at DIRECT (pvh.h) */
        add     $0x1000, %edi
        xor     %ecx, %ecx
1:      add     $0x1000, %eax
        mov     %eax, (%edi, %ecx, 8)
        inc     %ecx
        cmp     $4, %ecx
        jne     1b
        add     $0x1000, %edi
        mov     $0x83, %eax             /* present, writable, 2 MiB */
        xor     %ecx, %ecx
2:      mov     %eax, (%edi, %ecx, 8)
        add     $0x200000, %eax
        inc     %ecx
        cmp     $2048, %ecx
        jne     2b

        mov     $guest_stack, %eax
        mov     %eax, %cr3
        mov     %cr4, %eax
        or      $0x620, %eax            /* PAE, OSFXSR, OSXMMEXCPT: vector registers work from here on */
        mov     %eax, %cr4
        mov     $0xc0000080, %ecx       /* EFER: LME, NXE */
        rdmsr
        or      $0x900, %eax
        wrmsr
        mov     %cr0, %eax
        and     $~0xc, %eax             /* EM, TS off */
        or      $0x80010023, %eax       /* PG, WP, NE, MP, PE */
        mov     %eax, %cr0
        lgdt    boot_gdtr
        ljmp    $8, $3f

        .code64
3:      mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        xor     %eax, %eax
        mov     %eax, %fs
        mov     %eax, %gs
        mov     $guest_stack_end, %rsp
        mov     $0xc0000100, %ecx       /* FS base: the block for stack protectors */
        mov     $guest_thread, %eax
        xor     %edx, %edx
        wrmsr
        fninit
        push    $0x1f80                 /* MXCSR as at reset */
        ldmxcsr (%rsp)
        mov     $guest_stack_end, %rsp
        xor     %ebp, %ebp
        mov     %esi, %edi
        call    pvh_start
        ud2

        .section .rodata
        .balign 8
boot_gdt:
        .quad   0
        .quad   0x00af9b000000ffff      /* 64-bit code */
        .quad   0x00cf93000000ffff      /* data */
boot_gdtr:
        .word   . - boot_gdt - 1
        .long   boot_gdt

        .section .note.GNU-stack, "", @progbits
