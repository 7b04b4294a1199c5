/* platform/guest/world.c - the record of files and settings, and what every guest's tree holds. */
#include "base/check.h"
#include "memory/memory.h"
#include "platform/guest/guest.h"
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

static void furnish(void)
{
    static const char *const directories[] = {"/tmp", "/etc", "/dev", "/root"};
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) host_make_directory(directories[i]);
    make_file("/etc/hosts", "127.0.0.1\tlocalhost\n::1\tlocalhost\n");
    host_set_directory("/root");
}

/* HOME, the image's own, and those of this start. */
static bool set_variables(struct guest_world *w)
{
    const char *v = NULL;
    bool set = guest_set_variable(w, "HOME=/root");
    while (set && w->files.image && (v = image_next_string(w->files.image, w->files.image->environment, v)))
        set = guest_set_variable(w, v);
    for (size_t i = 0; set && (v = door()->variable(i)); i++) set = guest_set_variable(w, v);
    return set;
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
