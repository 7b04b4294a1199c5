/* platform/guest/guest.h - what the files of this folder share. */
#pragma once
#include "memory/arena.h"
#include "platform/guest/door.h"
#include "platform/guest/tree.h"

/* What belongs to this run and not to the machine: one page, zero at entry, laid out by base.ld. */
struct guest_page {
    const struct door *door;
    const struct guest_sockets *sockets; /* NULL: no network */
    const struct guest_disk *disk;       /* NULL: none */
    unsigned events;                     /* DOOR_* bits that the last wait answered */
    struct link_request *request;        /* of platform/link's door */
    uint64_t ahead_ns;                   /* monotonic time - the door's, modulo 2^64: time goes on after a resume */
    unsigned told;                       /* bit = device: said to be ready in this turn */
    void *attachment;                    /* the record of whoever carries sockets */
};
extern struct guest_page guest_page;

static inline const struct door *door(void) { return guest_page.door; }

struct open_file {
    struct inode *inode; /* NULL: free */
    uint64_t position;
    unsigned modes; /* OPEN_* */
    uint32_t next;  /* free: the next free one */
};

enum { FILE_DEVICES = 16, OPEN_FILES_MAX = SOCKET_DEVICES - FILE_DEVICES };

/* All that the machine keeps of its world: files and settings, in the arena. */
struct guest_world {
    struct tree files;
    struct open_file *open; /* device FILE_DEVICES is the first */
    uint32_t open_count, free;
    char **variables; /* "NAME=value", those of the image first */
    size_t variable_count;
    unsigned console_interest;     /* READY_TO_* bits, for input */
    unsigned output_interest;      /* bit = device: somebody wants to hear that it can be written */
    uint8_t signals[HOST_SIGNALS]; /* enum signal_action */
    uint32_t pending;              /* signals that arrived; bit = enum host_signal */
    uint64_t waits_since;          /* monotonic time when the last wait began */
};
/* Made by the first call; the machine cannot start without it. */
struct guest_world *world(void);

static inline bool is_socket(host_device d) { return d >= SOCKET_DEVICES; }
static inline bool is_console(host_device d) { return d >= STANDARD_INPUT && d <= STANDARD_ERROR; }
/* Does anybody read the console? Before that its input is left alone, and wakes nobody. */
bool guest_wants_input(void);
bool guest_set_variable(struct guest_world *w, const char *variable); /* "NAME=value"; false: no memory */
/* Monotonic time goes on from the beginning of the last wait, whatever the door's clock did since. */
void guest_follow_time(void);
/* Writes /etc/resolv.conf anew: the attachment has heard of other servers. */
void guest_name_servers_changed(void);
/* disk.c: the file /dev/vda, whose inode is a FILE_DEVICE. */
void disk_make_file(void);
enum host_error disk_read(uint64_t at, void *to, size_t size, size_t *got);
enum host_error disk_write(uint64_t at, const void *from, size_t size, size_t *written);
/* A device that takes everything and holds nothing, as /dev/null. */
enum host_error guest_make_null(const char *path);
enum host_error guest_duplicate(host_device d, host_device *copy);
/* Says on the console how many files are open, if any are: whoever prepares an image asks. */
void guest_tell_open_files(void);
/* The open file; NULL: no such device. */
struct open_file *open_file(host_device d);

/* The manifest of the image we are in; NULL: a bare base. */
const struct image_manifest *guest_image(void);
