/* platform/memory_files/tree.h - private to memory_files: nodes, the names that lead to them, and the way there. */
#pragma once
#include "platform/memory_files/memory_files.h"

enum { NAME_BYTES_MAX = 255, PATH_BYTES_MAX = 4096, SYMLINKS_MAX = 40 };

/* A name in a directory. */
struct file_entry {
    struct file_entry *next;
    struct file_node *node; /* NULL: what the source has under this name was deleted */
    uint32_t number;        /* from 1, in the order of names in the directory */
    char name[];
};

struct file_node {
    struct file_system *fs;
    enum host_file_type type;
    uint32_t mode, inode, user, group, special;
    uint32_t links, users; /* names that lead here; open files, directories in it, the current directory */
    int64_t accessed, modified, changed;
    char *source;   /* where the source has it; NULL: nowhere, or (regular files) it was read */
    uint8_t *bytes; /* of a regular file, or a symbolic link's target */
    size_t size, room;
    bool borrowed; /* `bytes` belongs to the source */
    bool listed;   /* a directory all of whose names are here */
    struct file_entry *entries;
    uint32_t names_ever;      /* the last entry's number, also of one that is gone */
    struct file_node *parent; /* of a directory, which is its user; the root's is itself */
};

struct file_system {
    struct file_node *root, *current;
    struct file_source source;
    bool has_source;
    uint32_t next_inode;
    uint64_t bytes, bytes_max;
};

struct file_list {
    struct file_node *directory;
};

/* -- nodes ------------------------------------------------------------------------- */

struct file_node *node_new(struct file_system *fs, enum host_file_type type, uint32_t mode);
/* Frees it if no name and no user is left. */
void node_release(struct file_node *n);
/* Makes room for `size` bytes that may be written; those beyond the old size are zero. */
enum host_error node_resize(struct file_node *n, size_t size);
/* The bytes of a file that the source has are there. */
enum host_error node_load(struct file_node *n);
void node_info(const struct file_node *n, struct host_file_info *info);
int64_t files_now(void);

/* -- names ------------------------------------------------------------------------- */

/* The node under a name of a directory; NULL: none. */
enum host_error directory_find(struct file_node *directory, const char *name, struct file_node **node);
enum host_error directory_add(struct file_node *directory, const char *name, struct file_node *node);
void directory_remove(struct file_node *directory, const char *name);
/* All that the source has is there. */
enum host_error directory_list(struct file_node *directory);
bool directory_is_empty(struct file_node *directory);

/* Where a path leads. */
struct file_place {
    struct file_node *directory; /* NULL: the path ends in "/", "." or ".." */
    struct file_node *node;      /* NULL: there is nothing yet */
    bool slash;                  /* the name was followed by one: only a directory will do */
    char name[NAME_BYTES_MAX + 1];
};
/* With `follow` a symbolic link at the end is followed, too. */
enum host_error path_walk(struct file_system *fs, const char *path, bool follow, struct file_place *place);
/* The same, and something is there. */
enum host_error path_find(struct file_system *fs, const char *path, bool follow, struct file_place *place);
