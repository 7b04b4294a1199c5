/* vm/resume.c - a machine that goes on where another start of it waited. */
#include "io/io.h"
#include "platform/platform.h"
#include "process/identity.h"
#include "vm/complain.h"
#include "vm/vm.h"

void vm_turn(void)
{
    processes_new_identity();
    io_tell_resumed();
}

void vm_resume(void)
{
    const char *why;
    if (!arena_resume(&why)) complain_exit(STATUS_NO_ROOM, "%s", why);
    platform_resume();
    processes_new_identity();
    if (!io_resume()) complain_exit(STATUS_NO_ROOM, "there is no memory to go on");
    io_tell_resumed();
}
