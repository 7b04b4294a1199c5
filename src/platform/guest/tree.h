/* platform/guest/tree.h - the guest's files: a tree in the arena over the read-only files of the image.
 *
 * A directory of the image is seen through: its members become inodes of ours when somebody first
 * asks for them by name, and a member without an inode hides the image's of that name.  Bytes of the image
 * are read where they lie until the file is written to.  What is ours counts against a quota.
 */
#pragma once
#include "image_format.h"
#include "platform/host_files.h"

enum { CONTENT_CHUNK = 16384, TREE_NAME_MAX = 255, TREE_PATH_MAX = 4096, TREE_LINKS_MAX = 40 };

struct entry {
    const char *name; /* in the image, or in a block of ours */
    uint32_t bytes;
    bool owned;          /* the name is ours to free */
    struct inode *inode; /* NULL: there is none of this name, whatever the image says */
};

struct inode {
    enum host_file_type type;
    uint32_t mode, number;
    uint32_t links, open; /* names, and open files; freed when both are 0 */
    bool is_null;         /* FILE_DEVICE: /dev/null; else it is the disk */
    int64_t accessed, modified, changed;
    uint64_t size;
    union {
        struct {                  /* FILE_REGULAR */
            const uint8_t *image; /* its bytes in the image; NULL: they are in chunks */
            uint8_t **chunks;     /* NULL among them: zeros */
            uint64_t count;       /* of chunks */
        };
        struct {                   /* FILE_DIRECTORY */
            struct entry *entries; /* ordered by name */
            size_t entry_count, room;
            const struct image_file *below; /* the image's directory; NULL: none */
            struct inode *parent;           /* the root's is itself; NULL: deleted */
        };
        char *target; /* FILE_SYMLINK, `size` bytes; FILE_DEVICE has nothing */
    };
};

struct tree {
    const struct image_manifest *image; /* NULL: none */
    struct inode *root, *here;
    uint32_t last_number;
    uint64_t used, quota; /* bytes */
};

/* False: no memory. */
bool tree_open(struct tree *t, const struct image_manifest *image, uint64_t quota);

/* Where a path leads.  `inode` NULL: nothing is there, but `directory` could hold it. */
struct place {
    struct inode *directory, *inode;
    char name[TREE_NAME_MAX + 1]; /* empty: the root, or a path that ends in "." or ".." */
    uint32_t bytes;
    bool as_directory; /* the path ends in a slash */
};
/* Walks the path; with `follow` through a link at its end too. */
enum host_error tree_walk(struct tree *t, const char *path, bool follow, struct place *p);
/* The same, but what is not there is HOST_ENOENT. */
enum host_error tree_lookup(struct tree *t, const char *path, bool follow, struct inode **found);

/* A new inode that nothing names yet; NULL: no room. */
struct inode *inode_new(struct tree *t, enum host_file_type type, uint32_t mode);
/* Frees what no name and no open file holds. */
void inode_release(struct tree *t, struct inode *n);

/* -- directories (directory.c) ---------------------------------------------------------------------- */
enum host_error directory_find(struct tree *t, struct inode *d, const char *name, size_t bytes, struct inode **found);
/* Gives the name to `n`, or takes it from whoever has it (n NULL); links are counted by the caller. */
enum host_error directory_set(struct tree *t, struct inode *d, const char *name, size_t bytes, struct inode *n);
bool directory_is_empty(struct tree *t, const struct inode *d);
/* The `index`th member: first those of ours, then the image's; false: no more.  *name may be NULL: hidden, go on. */
bool directory_member(struct tree *t, const struct inode *d, size_t index, const char **name, uint32_t *bytes);
void directory_free(struct tree *t, struct inode *d);

/* -- bytes of files (content.c) --------------------------------------------------------------------- */
size_t content_read(const struct inode *n, uint64_t at, void *to, size_t size);
/* HOST_ENOSPC: the quota or the memory is used up; *written bytes are in. */
enum host_error content_write(struct tree *t, struct inode *n, uint64_t at, const void *from, size_t size,
                              size_t *written);
enum host_error content_set_size(struct tree *t, struct inode *n, uint64_t size);
void content_free(struct tree *t, struct inode *n);

/* Counts `bytes` against the quota; false: it is used up. */
bool tree_charge(struct tree *t, uint64_t bytes);
