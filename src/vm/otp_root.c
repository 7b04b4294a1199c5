/* vm/otp_root.c - finds the OTP installation and reads its versions. */
#include "vm/otp_root.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/host_files.h"
#include "platform/host_programs.h"
#include "platform/platform.h"
#include "vm/complain.h"
#include "vm/file.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { LINE_FILE_MAX = 1 << 16 };

static const char *keep(const char *text)
{
    char *copy = memory_alloc(MEMORY_SYSTEM, strlen(text) + 1);
    if (!copy) complain_exit(STATUS_NO_ROOM, "there is no memory to start");
    return strcpy(copy, text);
}

static const char *join(const char *a, const char *b)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s%s", a, b);
    return keep(path);
}

/* The first line of a file without white space at its end; false if it cannot be read. */
static bool first_line(const char *path, char *to, size_t room)
{
    size_t size;
    char *text = file_read(path, LINE_FILE_MAX, &size);
    if (!text) return false;
    snprintf(to, room, "%.*s", (int)strcspn(text, "\r\n"), text);
    memory_free(MEMORY_SYSTEM, text);
    return *to != 0;
}

static bool is_readable(const char *path)
{
    struct host_file_info info;
    return host_file_info(path, true, &info) == HOST_OK && info.access & ACCESS_READ;
}

static const char *real(const char *path, char to[PATH_MAX])
{
    return host_real_path(path, to, PATH_MAX) == HOST_OK ? to : path;
}

static bool is_root(const char *path)
{
    char file[PATH_MAX];
    snprintf(file, sizeof file, "%s/releases/start_erl.data", path);
    return is_readable(file);
}

/* The root that `erl` at `path` belongs to: ROOT/bin/erl behind links; Ling's launchers have none. */
static bool root_of_erl(const char *path, char root[PATH_MAX])
{
    if (host_real_path(path, root, PATH_MAX) != HOST_OK) return false;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(root, '/');
        if (!slash) return false;
        *slash = 0;
    }
    return is_root(root);
}

static bool root_on_path(char root[PATH_MAX])
{
    const char *p = host_variable("PATH");
    for (; p && *p; p += strcspn(p, ":"), p += *p == ':') {
        char erl[PATH_MAX];
        snprintf(erl, sizeof erl, "%.*s/erl", (int)strcspn(p, ":"), p);
        if (host_may_execute(erl) == HOST_OK && root_of_erl(erl, root)) return true;
    }
    return false;
}

static const char *choose_root(const char *asked, char found[PATH_MAX])
{
    static const char *const usual[] = {"/usr/lib/erlang", "/usr/local/lib/erlang"};
    if (asked) {
        if (!is_root(asked)) complain_exit(STATUS_NO_OTP, "%s is not the root of an OTP installation", asked);
        return real(asked, found);
    }
    const char *named[] = {host_variable("LING_OTP"), host_variable("ROOTDIR")};
    for (int i = 0; i < 2; i++)
        if (named[i] && is_root(named[i])) return real(named[i], found);
    if (root_on_path(found)) return found;
    for (int i = 0; i < 2; i++)
        if (is_root(usual[i])) return usual[i];
    complain_exit(STATUS_NO_OTP,
                  "no OTP installation was found; install erlang-base, or name its root with --otp ROOT");
}

/* releases/start_erl.data holds "ERTS-VERSION RELEASE". */
static bool two_words(const char *line, char *one, char *two, size_t room)
{
    const char *between = " \t";
    size_t first = strcspn(line, between), gap = strspn(line + first, between);
    size_t second = strcspn(line + first + gap, between);
    snprintf(one, room, "%.*s", (int)first, line);
    snprintf(two, room, "%.*s", (int)second, line + first + gap);
    return first && second && first < room && second < room;
}

static void read_versions(struct settings *s)
{
    char line[128], erts[64], release[64], file[PATH_MAX];
    if (!first_line(join(s->root, "/releases/start_erl.data"), line, sizeof line) ||
        !two_words(line, erts, release, sizeof erts))
        complain_exit(STATUS_NO_OTP, "%s/releases/start_erl.data does not say which release this is", s->root);
    s->erts_version = keep(erts);
    s->otp_release = keep(release);
    s->release = 0;
    for (const char *c = release; *c >= '0' && *c <= '9'; c++) s->release = s->release * 10 + *c - '0';
    snprintf(file, sizeof file, "%s/releases/%s/OTP_VERSION", s->root, release);
    s->otp_version = first_line(file, line, sizeof line) ? keep(line) : s->otp_release;
}

static void find_preloaded(struct settings *s)
{
    char path[PATH_MAX], probe[PATH_MAX + 16];
    static const char *const forms[] = {"%s/lib/erts-%s/ebin", "%s/erts-%s/ebin"};
    if (platform_arena_is_linked()) return; /* they are in the image */
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, forms[i], s->root, s->erts_version);
        snprintf(probe, sizeof probe, "%s/init.beam", path);
        if (is_readable(probe)) {
            s->preloaded = keep(path);
            return;
        }
    }
    complain_exit(STATUS_NO_OTP, "%s has no preloaded modules (lib/erts-%s/ebin/init.beam)", s->root, s->erts_version);
}

/* Programs that OTP starts by name (heart, epmd) stand beside its machine: found after all others, so that `erl` stays ours. */
static void add_to_path(const char *folder)
{
    const char *path = host_variable("PATH");
    size_t size = (path ? strlen(path) : 0) + strlen(folder) + 2;
    char *longer = memory_alloc(MEMORY_SYSTEM, size);
    if (!longer || (path && strstr(path, folder))) {
        memory_free(MEMORY_SYSTEM, longer);
        return;
    }
    snprintf(longer, size, "%s%s%s", path ? path : "", path && *path ? ":" : "", folder);
    host_set_variable("PATH", longer);
    memory_free(MEMORY_SYSTEM, longer);
}

void otp_root_find(const char *asked)
{
    struct settings *s = settings();
    char path[PATH_MAX];
    s->root = keep(choose_root(asked, path));
    read_versions(s);
    find_preloaded(s);
    snprintf(path, sizeof path, "%s/erts-%s/bin", s->root, s->erts_version);
    s->bindir = keep(path);
    const char *progname = host_variable("LING_PROGNAME");
    s->progname = keep(progname ? progname : "erl");
    host_set_variable("ROOTDIR", s->root);
    host_set_variable("BINDIR", s->bindir);
    add_to_path(s->bindir);
    host_set_variable("EMU", "beam");
    host_set_variable("PROGNAME", s->progname);
}
