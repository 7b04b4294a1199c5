/* platform/guest/disk.c - the disk as a file of fixed size: /dev/vda. */
#include "platform/guest/guest.h"

void disk_make_file(void)
{
    struct tree *t = &world()->files;
    struct place p;
    guest_page.disk = door()->disk ? door()->disk() : NULL;
    if (!guest_page.disk || tree_walk(t, "/dev/vda", false, &p) != HOST_OK || p.inode) return;
    struct inode *n = inode_new(t, FILE_DEVICE, guest_page.disk->read_only ? 0400 : 0600);
    if (!n) return;
    n->size = guest_page.disk->bytes;
    n->links = directory_set(t, p.directory, p.name, p.bytes, n) == HOST_OK;
    inode_release(t, n);
}

static size_t inside(uint64_t at, size_t size)
{
    uint64_t bytes = guest_page.disk ? guest_page.disk->bytes : 0;
    if (at >= bytes) return 0;
    return size < bytes - at ? size : (size_t)(bytes - at);
}

enum host_error disk_read(uint64_t at, void *to, size_t size, size_t *got)
{
    size_t part = inside(at, size);
    enum host_error e = part ? guest_page.disk->transfer(at, to, part, false) : HOST_OK;
    *got = e == HOST_OK ? part : 0;
    return e;
}

/* It does not grow. */
enum host_error disk_write(uint64_t at, const void *from, size_t size, size_t *written)
{
    size_t part = inside(at, size);
    enum host_error e = part ? guest_page.disk->transfer(at, (void *)(uintptr_t)from, part, true) : HOST_OK;
    *written = e == HOST_OK ? part : 0;
    return e == HOST_OK && part < size ? HOST_ENOSPC : e;
}
