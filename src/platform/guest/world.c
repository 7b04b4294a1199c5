/* platform/guest/world.c - the record of files and settings, and what every guest's tree holds. */
#include "base/check.h"
#include "memory/memory.h"
#include "platform/guest/guest.h"
#include <stdio.h>
#include <string.h>

/* A part of the memory; the image's own files do not count. */
enum { QUOTA_PART = 4 };

const struct image_manifest *guest_image(void) { return door() && door()->image ? door()->image() : NULL; }

static void make_file(const char *path, const char *text)
{
    struct host_chunk chunk = {text, strlen(text)};
    size_t written;
    host_device file;
    if (host_open(path, OPEN_WRITE | OPEN_EXCLUSIVE, &file) != HOST_OK) return; /* the image's own is there */
    host_write_file(file, AT_POSITION, &chunk, 1, &written);
    host_close(file);
}

/* -- names of hosts: OTP is told to look into a file and to ask servers, for there is no program that knows more ---- */

static void make_hosts(void)
{
    char name[256], text[1024];
    const char *dot;
    if (host_name(name, sizeof name) != HOST_OK) return;
    dot = strchr(name, '.');
    snprintf(text, sizeof text, "127.0.0.1\tlocalhost\n127.0.0.1\t%s %.*s\n::1\tlocalhost\n", name,
             dot ? (int)(dot - name) : 0, name);
    make_file("/etc/hosts", text);
    make_file("/etc/inetrc", "{lookup, [file, dns]}.\n");
}

static size_t address_text(char *to, size_t room, const struct host_address *a)
{
    size_t at = 0;
    for (unsigned i = 0; a->family == FAMILY_INET && i < 4 && at < room; i++)
        at += (size_t)snprintf(to + at, room - at, i ? ".%u" : "%u", a->bytes[i]);
    for (unsigned i = 0; a->family == FAMILY_INET6 && i < 16 && at < room; i += 2)
        at += (size_t)snprintf(to + at, room - at, i ? ":%x" : "%x", a->bytes[i] << 8 | a->bytes[i + 1]);
    return at < room ? at : room - 1;
}

void guest_name_servers_changed(void)
{
    enum { SERVERS_MAX = 4 };
    const struct guest_sockets *sockets = guest_page.sockets;
    struct host_address a;
    char text[SERVERS_MAX * 64] = "";
    size_t at = 0;
    for (size_t i = 0; i < SERVERS_MAX && sockets && sockets->name_server && sockets->name_server(i, &a); i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "nameserver ");
        at += address_text(text + at, sizeof text - at - 1, &a);
        text[at++] = '\n';
    }
    host_delete_file("/etc/resolv.conf");
    make_file("/etc/resolv.conf", text);
}

static void furnish(void)
{
    static const char *const directories[] = {"/tmp", "/etc", "/dev", "/root"};
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) host_make_directory(directories[i]);
    guest_make_null("/dev/null");
    make_hosts();
    guest_name_servers_changed();
    disk_make_file();
    host_set_directory("/root");
}

static bool set_own_variables(struct guest_world *w)
{
    const char *v;
    for (size_t i = 0; (v = door()->variable(i)); i++)
        if (!guest_set_variable(w, v)) return false;
    return true;
}

/* HOME, the image's own, and those of this start. */
static bool set_variables(struct guest_world *w)
{
    const char *v = NULL;
    bool set = guest_set_variable(w, "HOME=/root") && guest_set_variable(w, "ERL_INETRC=/etc/inetrc");
    while (set && w->files.image && (v = image_next_string(w->files.image, w->files.image->environment, v)))
        set = guest_set_variable(w, v);
    return set && set_own_variables(w);
}

void guest_follow_time(void) { guest_page.ahead_ns = world()->waits_since - door()->monotonic_ns(); }

/* Nothing that is as it was is written anew: each page that a start touches costs it microseconds. */
void platform_resume(void)
{
    struct guest_world *w = arena_root(ROOT_platform);
    guest_follow_time();
    ENSURE(set_own_variables(w));
    disk_make_file();
}

struct guest_world *world(void)
{
    struct guest_world *w = arena_root(ROOT_platform);
    if (w) return w;
    w = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *w);
    ENSURE(w && tree_open(&w->files, guest_image(), platform_memory_bytes() / QUOTA_PART));
    arena_set_root(ROOT_platform, w);
    furnish();
    ENSURE(set_variables(w));
    return w;
}
