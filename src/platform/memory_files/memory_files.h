/* platform/memory_files/memory_files.h - a file system in memory, for platforms that have none of their own.
 *
 * It has what host_files.h promises of POSIX: directories, hard and symbolic links, modes, times, open files that
 * outlive their names.  Whoever asks is the superuser.  Nothing here knows of devices: a platform keeps the
 * struct open_file behind a device of its own.
 *
 * Below it may lie a source: files that are there from the start (an image, a host's disk seen read-only).  What the
 * source has appears when it is first looked at; changes stay in memory.
 */
#pragma once
#include "platform/host_files.h"

struct file_system;
struct file_node;
struct open_file;
struct file_list;

/* Where files come from that nobody made.  Paths are absolute, without "." and "..". */
struct file_source {
    void *of;
    /* What is at `path` (a symbolic link is not followed; its target goes to `link`, zero-terminated). */
    enum host_error (*look)(void *of, const char *path, struct host_file_info *info, char *link, size_t room);
    /* The bytes of a regular file, which stay where they are and are never changed. */
    enum host_error (*bytes)(void *of, const char *path, const void **bytes, size_t *size);
    /* Calls file_list_add() for each name in a directory but "." and "..". */
    enum host_error (*list)(void *of, const char *path, struct file_list *into);
};
enum host_error file_list_add(struct file_list *into, const char *name);

/* An empty file system, or what `source` has; files may hold `bytes_max` bytes together.  NULL: no memory. */
struct file_system *files_open(const struct file_source *source, uint64_t bytes_max);

/* -- open files ------------------------------------------------------------------ */

enum host_error files_open_file(struct file_system *fs, const char *path, unsigned modes, struct open_file **file);
void open_file_share(struct open_file *f); /* one more open_file_close() will come: a duplicate has the same position */
void open_file_close(struct open_file *f);
/* A directory, or a special file such as /dev/null. */
enum host_file_type open_file_type(const struct open_file *f);
enum host_error open_file_read(struct open_file *f, int64_t offset, void *to, size_t size, size_t *got);
enum host_error open_file_write(struct open_file *f, int64_t offset, const struct host_chunk *chunks, size_t count,
                                size_t *written);
enum host_error open_file_seek(struct open_file *f, enum host_origin origin, int64_t offset, int64_t *position);
enum host_error open_file_truncate(struct open_file *f);
enum host_error open_file_allocate(struct open_file *f, int64_t offset, int64_t size);
void open_file_info(const struct open_file *f, struct host_file_info *info);
/* The name of an open directory behind the one numbered *at, whose number it becomes (0: the first); NULL: no more.
 * Names that come or go meanwhile do not touch the others. */
const char *open_file_name(struct open_file *f, uint32_t *at);

/* -- by name: as the host_ functions of host_files.h ------------------------------------ */

enum host_error files_info(struct file_system *fs, const char *path, bool follow, struct host_file_info *info);
enum host_error files_set_permissions(struct file_system *fs, const char *path, uint32_t mode);
enum host_error files_set_owner(struct file_system *fs, const char *path, int32_t user, int32_t group);
enum host_error files_set_times(struct file_system *fs, const char *path, int64_t accessed, int64_t modified);
enum host_error files_make_directory(struct file_system *fs, const char *path);
/* A name for something that is no file: a socket's. */
enum host_error files_make_other(struct file_system *fs, const char *path);
enum host_error files_delete_directory(struct file_system *fs, const char *path);
enum host_error files_delete_file(struct file_system *fs, const char *path);
enum host_error files_rename(struct file_system *fs, const char *from, const char *to);
enum host_error files_hard_link(struct file_system *fs, const char *existing, const char *to);
enum host_error files_symbolic_link(struct file_system *fs, const char *existing, const char *to);
enum host_error files_read_link(struct file_system *fs, const char *path, char *to, size_t room, size_t *size);
enum host_error files_real_path(struct file_system *fs, const char *path, char *to, size_t room);
enum host_error files_get_directory(struct file_system *fs, char *to, size_t room, size_t *size);
enum host_error files_set_directory(struct file_system *fs, const char *path);
