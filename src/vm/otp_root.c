/* vm/otp_root.c - finds the OTP installation and reads its versions. */
#include "vm/otp_root.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "vm/complain.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    FILE *f = fopen(path, "re");
    bool got = f && fgets(to, (int)room, f);
    if (f) fclose(f);
    if (got) to[strcspn(to, "\r\n")] = 0;
    return got;
}

static bool is_root(const char *path)
{
    char file[PATH_MAX];
    snprintf(file, sizeof file, "%s/releases/start_erl.data", path);
    return access(file, R_OK) == 0;
}

/* The root that `erl` at `path` belongs to: ROOT/bin/erl behind links; Ling's launchers have none. */
static bool root_of_erl(const char *path, char root[PATH_MAX])
{
    if (!realpath(path, root)) return false;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(root, '/');
        if (!slash) return false;
        *slash = 0;
    }
    return is_root(root);
}

static bool root_on_path(char root[PATH_MAX])
{
    const char *p = getenv("PATH");
    for (; p && *p; p += strcspn(p, ":"), p += *p == ':') {
        char erl[PATH_MAX];
        snprintf(erl, sizeof erl, "%.*s/erl", (int)strcspn(p, ":"), p);
        if (access(erl, X_OK) == 0 && root_of_erl(erl, root)) return true;
    }
    return false;
}

static const char *choose_root(const char *asked, char found[PATH_MAX])
{
    static const char *const usual[] = {"/usr/lib/erlang", "/usr/local/lib/erlang"};
    if (asked) {
        if (!is_root(asked)) complain_exit(STATUS_NO_OTP, "%s is not the root of an OTP installation", asked);
        return realpath(asked, found);
    }
    const char *named[] = {getenv("LING_OTP"), getenv("ROOTDIR")};
    for (int i = 0; i < 2; i++)
        if (named[i] && is_root(named[i])) return realpath(named[i], found);
    if (root_on_path(found)) return found;
    for (int i = 0; i < 2; i++)
        if (is_root(usual[i])) return usual[i];
    complain_exit(STATUS_NO_OTP,
                  "no OTP installation was found; install erlang-base, or name its root with --otp ROOT");
}

/* releases/start_erl.data holds "ERTS-VERSION RELEASE". */
static void read_versions(struct settings *s)
{
    char line[128], erts[64], release[64], file[PATH_MAX];
    if (!first_line(join(s->root, "/releases/start_erl.data"), line, sizeof line) ||
        sscanf(line, "%63s %63s", erts, release) != 2)
        complain_exit(STATUS_NO_OTP, "%s/releases/start_erl.data does not say which release this is", s->root);
    s->erts_version = keep(erts);
    s->otp_release = keep(release);
    snprintf(file, sizeof file, "%s/releases/%s/OTP_VERSION", s->root, release);
    s->otp_version = first_line(file, line, sizeof line) ? keep(line) : s->otp_release;
}

static void find_preloaded(struct settings *s)
{
    char path[PATH_MAX], probe[PATH_MAX + 16];
    static const char *const forms[] = {"%s/lib/erts-%s/ebin", "%s/erts-%s/ebin"};
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, forms[i], s->root, s->erts_version);
        snprintf(probe, sizeof probe, "%s/init.beam", path);
        if (access(probe, R_OK) == 0) {
            s->preloaded = keep(path);
            return;
        }
    }
    complain_exit(STATUS_NO_OTP, "%s has no preloaded modules (lib/erts-%s/ebin/init.beam)", s->root, s->erts_version);
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
    const char *progname = getenv("LING_PROGNAME");
    s->progname = keep(progname ? progname : "erl");
    setenv("ROOTDIR", s->root, 1);
    setenv("BINDIR", s->bindir, 1);
    setenv("EMU", "beam", 1);
    setenv("PROGNAME", s->progname, 1);
}
