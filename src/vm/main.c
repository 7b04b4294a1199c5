/* vm/main.c - `ling run`: the machine as a Linux process. */
#include "memory/ending.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "vm/command_line.h"
#include "vm/complain.h"
#include "vm/otp_root.h"
#include "vm/vm.h"
#include <string.h>

static const char help[] =
    "Usage: ling run [--otp ROOT] [erl's flags]\n"
    "\n"
    "Runs BEAM code as `erl` does, on Ling's machine and the OTP installation at ROOT (default: $LING_OTP, $ROOTDIR,\n"
    "the first erl on PATH, /usr/lib/erlang, /usr/local/lib/erlang).  All flags of erl(1) are understood.\n"
    "\n"
    "  ling run                                            the shell\n"
    "  ling run -noshell -pa ebin -s my_app start          a program\n"
    "  ling run -noshell -eval 'io:put_chars(\"hi\\n\"), halt().'\n";

static void open_arena(void)
{
    const char *why;
    if (!arena_open(&why)) complain_exit(STATUS_NO_ROOM, "%s", why);
    vm_link();
    arena_set_root(ROOT_settings, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct settings)));
    arena_set_root(ROOT_ending, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct ending)));
    if (!settings() || !ending()) complain_exit(STATUS_NO_ROOM, "there is no memory to start");
}

/* Our own options stand before erl's; returns the OTP root asked for, and drops what it took. */
static const char *own_options(int *argc, char ***argv)
{
    const char *root = NULL;
    while (*argc > 1) {
        if (strcmp((*argv)[1], "--help") == 0) {
            say("%s", help);
            platform_exit(0, false);
        }
        if (strcmp((*argv)[1], "--otp")) break;
        if (*argc < 3) complain_missing("--otp");
        root = (*argv)[2];
        *argv += 2;
        *argc -= 2;
    }
    return root;
}

static void start(int argc, char **argv)
{
    open_arena();
    otp_root_find(own_options(&argc, &argv));
    command_line_read(argc, argv);
    if (!vm_open()) complain_exit(STATUS_NO_ROOM, "there is no memory to start");
    vm_boot();
}

int main(int argc, char **argv)
{
    if (platform_is_prepared()) vm_resume();
    else start(argc, argv);
    vm_cycle();
    vm_end();
}
