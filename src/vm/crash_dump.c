/* vm/crash_dump.c - erl_crash.dump: the order of its sections. */
#include "vm/crash_dump.h"
#include "code/module.h"
#include "io/environment.h"
#include "io/io.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/host.h"
#include "platform/platform.h"
#include "term/atoms.h"
#include "vm/dump.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *variable(const char *name) { return environment_get(io()->environment, name, strlen(name)); }

/* "Mon Nov 23 08:40:28 2026" */
static void dump_date(struct dump *d)
{
    static const char days[] = "ThuFriSatSunMonTueWed", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t now = platform_system_ns() / 1000000000, noon;
    struct host_date date = {.year = 1970, .month = 1, .day = 1};
    bool dst;
    host_local_date(now, &date, &dst);
    struct host_date day = {date.year, date.month, date.day, 12, 0, 0};
    if (!host_seconds_of_local(&day, -1, &noon)) noon = now;
    dump_text(d, "=erl_crash_dump:0.5\n%.3s %.3s %2d %02d:%02d:%02d %d\n", days + (noon / 86400 % 7 + 7) % 7 * 3,
              months + (date.month - 1) * 3, date.day, date.hour, date.minute, date.second, date.year);
}

static void dump_head(struct dump *d, const char *slogan)
{
    dump_date(d);
    dump_text(d, "Slogan: %s\n", slogan);
    dump_text(d, "System version: Erlang/OTP %s [erts-%s] [64-bit] [smp:1:1] [ling]\n", settings()->otp_release,
              settings()->erts_version);
    dump_text(d, "Taints: \nAtoms: %lu\nCalling Thread: scheduler:1\n", atoms_count());
}

void dump_memory(struct dump *d)
{
    size_t processes = memory_used(MEMORY_PROCESS), system = 0;
    for (int kind = 0; kind < MEMORY_KINDS; kind++)
        if (kind != MEMORY_PROCESS) system += memory_used((enum memory_kind)kind);
    dump_text(d, "=memory\ntotal: %lu\nprocesses: %lu\nprocesses_used: %lu\nsystem: %lu\n", processes + system,
              processes, processes, system);
    dump_text(d, "atom: %lu\natom_used: %lu\n", memory_used(MEMORY_ATOM), memory_used(MEMORY_ATOM));
    dump_text(d, "binary: %lu\ncode: %lu\nets: %lu\n", memory_used(MEMORY_BINARY), memory_used(MEMORY_CODE),
              memory_used(MEMORY_ETS));
    dump_text(d, "=hash_table:atom_tab\nsize: %lu\nused: %lu\nobjs: %lu\ndepth: 1\n", atoms_count(), atoms_count(),
              atoms_count());
    dump_text(d, "=index_table:atom_tab\nsize: %lu\nlimit: %lu\nentries: %lu\n", atoms_count(), atoms_limit(),
              atoms_count());
}

static void dump_modules(struct dump *d)
{
    dump_text(d, "=loaded_modules\nCurrent code: %lu\nOld code: 0\n", memory_used(MEMORY_CODE));
    for (size_t i = 0; i < module_rows_count(); i++) {
        struct module *m = module_row_at(i)->current;
        if (!m) continue;
        dump_text(d, "=mod:");
        dump_term(d, m->name);
        dump_text(d, "\nCurrent size: %lu\n", m->words * 4 + m->literal_bytes);
    }
}

static void dump_atoms(struct dump *d)
{
    dump_text(d, "=atoms\n");
    for (size_t i = atoms_count(); i-- > 0;) {
        dump_term(d, atom_of((uint32_t)i));
        dump_text(d, "\n");
    }
}

static void dump_processes(struct dump *d)
{
    uint32_t number = 0;
    struct process *p;
    for (; (p = process_after(number, &number)); number++) dump_process_summary(d, p);
    dump_ports(d);
    dump_tables(d);
    dump_timers(d);
    dump_text(d, "=node:'nonode@nohost'\n=no_distribution\n");
    dump_modules(d);
    number = 0;
    for (; (p = process_after(number, &number)); number++) dump_process_data(d, p);
}

void crash_dump_write(const char *slogan)
{
    const char *path = variable("ERL_CRASH_DUMP"), *bytes = variable("ERL_CRASH_DUMP_BYTES"),
               *seconds = variable("ERL_CRASH_DUMP_SECONDS");
    uint64_t limit = bytes ? strtoull(bytes, NULL, 10) : UINT64_MAX;
    if ((seconds && strcmp(seconds, "0") == 0) || limit == 0) return;
    if (!path) path = "erl_crash.dump";
    struct dump *d = dump_open(path, limit);
    if (!d) return;
    char line[1100];
    int size = snprintf(line, sizeof line, "\r\nCrash dump is being written to: %s...", path);
    platform_console(line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
    dump_head(d, slogan);
    dump_memory(d);
    dump_processes(d);
    dump_binaries(d);
    dump_atoms(d);
    dump_text(d, "=end\n");
    dump_close(d);
    platform_console("done\r\n", 6);
}
