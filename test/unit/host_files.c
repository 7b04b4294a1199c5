/* test/unit/host_files.c - what platform/host_files.h promises of files, directories and links, on any platform. */
#include "unit.h"
#include "platform/host_files.h"
#include <string.h>

static char before[4096];

/* A fresh directory, which becomes the current one. */
static void enter(void)
{
    static unsigned number;
    char path[128];
    size_t size;
    unit_open();
    if (!before[0]) CHECK(host_get_directory(before, sizeof before - 1, &size) == HOST_OK && size < sizeof before);
    snprintf(path, sizeof path, "/tmp/ling-host-files-%lld-%u", (long long)host_process_id(), number++);
    CHECK(host_make_directory(path) == HOST_OK);
    CHECK(host_set_directory(path) == HOST_OK);
}

/* Deletes what is in the current directory, files and empty directories, and the directory. */
static void leave(void)
{
    char path[4096];
    struct host_directory d;
    enum host_error e = HOST_OK;
    CHECK(host_open_directory(".", &d) == HOST_OK);
    for (const char *name; (name = host_next_name(&d, &e));)
        if (host_delete_file(name) != HOST_OK) CHECK(host_delete_directory(name) == HOST_OK);
    CHECK(e == HOST_OK && host_close(d.device) == HOST_OK);
    CHECK(host_real_path(".", path, sizeof path) == HOST_OK);
    CHECK(host_set_directory(before) == HOST_OK && host_delete_directory(path) == HOST_OK);
}

static host_device opened(const char *name, unsigned modes)
{
    host_device d = NO_DEVICE;
    CHECK(host_open(name, modes, &d) == HOST_OK && d >= 0);
    return d;
}

static void put(host_device d, int64_t offset, const char *text)
{
    size_t written = 0;
    struct host_chunk chunk = {text, strlen(text)};
    CHECK(host_write_file(d, offset, &chunk, 1, &written) == HOST_OK && written == chunk.size);
}

static void make_file(const char *name, const char *text)
{
    host_device d = opened(name, OPEN_WRITE);
    put(d, AT_POSITION, text);
    CHECK(host_close(d) == HOST_OK);
}

/* Does a read of at most 99 bytes give the text? */
static bool gives(host_device d, int64_t offset, const char *text)
{
    char bytes[99];
    size_t got = 0;
    return host_read_file(d, offset, bytes, sizeof bytes, &got) == HOST_OK && got == strlen(text) &&
           memcmp(bytes, text, got) == 0;
}

static bool holds(const char *name, const char *text)
{
    host_device d = opened(name, OPEN_READ);
    bool same_text = gives(d, AT_POSITION, text);
    host_close(d);
    return same_text;
}

static int64_t position(host_device d)
{
    int64_t at = -1;
    CHECK(host_seek(d, FROM_HERE, 0, &at) == HOST_OK);
    return at;
}

/* -- open files ----------------------------------------------------------------------------------- */

static void test_modes_of_opening(void)
{
    host_device d;
    enter();
    CHECK(host_open("absent", OPEN_READ, &d) == HOST_ENOENT);
    make_file("f", "abcdef");
    CHECK(holds("f", "abcdef"));
    CHECK(host_open("f", OPEN_WRITE | OPEN_EXCLUSIVE, &d) == HOST_EEXIST && holds("f", "abcdef"));
    d = opened("f", OPEN_READ | OPEN_WRITE); /* truncates nothing */
    put(d, AT_POSITION, "X");
    CHECK(gives(d, AT_POSITION, "bcdef") && gives(d, 0, "Xbcdef"));
    host_close(d);
    d = opened("f", OPEN_APPEND);
    put(d, AT_POSITION, "+");
    host_close(d);
    CHECK(holds("f", "Xbcdef+"));
    host_close(opened("f", OPEN_WRITE)); /* alone: truncates */
    CHECK(holds("f", ""));
    CHECK(host_open(".", OPEN_READ, &d) == HOST_EISDIR);
    host_close(opened(".", OPEN_READ | OPEN_DIRECTORY));
    CHECK(host_open("f", OPEN_READ | OPEN_DIRECTORY, &d) == HOST_ENOTDIR);
    leave();
}

static void test_offsets_leave_the_position(void)
{
    enter();
    host_device d = opened("f", OPEN_READ | OPEN_WRITE);
    put(d, AT_POSITION, "0123456789");
    CHECK(position(d) == 10);
    put(d, 2, "ab");
    CHECK(gives(d, 8, "89") && position(d) == 10);
    CHECK(gives(d, 10, "") && gives(d, 1000, "") && gives(d, AT_POSITION, ""));
    put(d, 12, "z"); /* the hole reads as zeros */
    char bytes[4];
    size_t got;
    CHECK(host_read_file(d, 9, bytes, 4, &got) == HOST_OK && got == 4 && memcmp(bytes, "9\0\0z", 4) == 0);
    host_close(d);
    leave();
}

static void test_chunks_are_written_in_order(void)
{
    enter();
    struct host_chunk chunks[HOST_CHUNKS_MAX];
    char all[HOST_CHUNKS_MAX + 1] = {0};
    size_t written;
    for (int i = 0; i < HOST_CHUNKS_MAX; i++)
        all[i] = (char)('A' + i % 26), chunks[i] = (struct host_chunk){all + i, 1};
    chunks[3].size = 0;
    host_device d = opened("f", OPEN_READ | OPEN_WRITE);
    CHECK(host_write_file(d, AT_POSITION, chunks, HOST_CHUNKS_MAX, &written) == HOST_OK);
    CHECK(written == HOST_CHUNKS_MAX - 1);
    memmove(all + 3, all + 4, HOST_CHUNKS_MAX - 3);
    CHECK(gives(d, 0, all));
    host_close(d);
    leave();
}

static void test_seek_truncate_allocate(void)
{
    enter();
    int64_t at;
    host_device d = opened("f", OPEN_READ | OPEN_WRITE);
    put(d, AT_POSITION, "0123456789");
    CHECK(host_seek(d, FROM_END, -3, &at) == HOST_OK && at == 7);
    CHECK(host_seek(d, FROM_HERE, -2, &at) == HOST_OK && at == 5);
    CHECK(host_seek(d, FROM_HERE, -6, &at) == HOST_EINVAL && position(d) == 5);
    CHECK(host_seek(d, FROM_START, -1, &at) == HOST_EINVAL);
    CHECK(host_truncate(d) == HOST_OK && gives(d, 0, "01234"));
    CHECK(host_seek(d, FROM_START, 7, &at) == HOST_OK && at == 7 && host_truncate(d) == HOST_OK);
    struct host_file_info info;
    CHECK(host_open_file_info(d, &info) == HOST_OK && info.size == 7);
    CHECK(host_sync(d, true) == HOST_OK && host_sync(d, false) == HOST_OK);
    host_close(d);
    CHECK(host_check_device(d) == HOST_EBADF && host_check_device(STANDARD_OUTPUT) == HOST_OK);
    leave();
}

static void test_an_open_file_outlives_its_name(void)
{
    enter();
    make_file("f", "still here");
    host_device d = opened("f", OPEN_READ), copy;
    CHECK(host_delete_file("f") == HOST_OK && host_delete_file("f") == HOST_ENOENT);
    CHECK(gives(d, 0, "still here"));
    host_close(d);
    make_file("g", "one");
    d = opened("g", OPEN_READ);
    make_file("h", "two");
    copy = opened("h", OPEN_READ);
    CHECK(host_rename("h", "g") == HOST_OK); /* over a name that is open */
    CHECK(gives(d, 0, "one") && gives(copy, 0, "two") && holds("g", "two"));
    host_close(d), host_close(copy);
    leave();
}

/* -- what the host says of a name ------------------------------------------------------------------- */

static void test_info(void)
{
    enter();
    struct host_file_info info, same_file;
    make_file("f", "four");
    CHECK(host_set_permissions("f", 0640) == HOST_OK && host_set_times("f", 1000, 2000) == HOST_OK);
    CHECK(host_file_info("f", true, &info) == HOST_OK && info.type == FILE_REGULAR && info.size == 4);
    CHECK((info.mode & 0777) == 0640 && info.accessed == 1000 && info.modified == 2000 && info.links == 1);
    CHECK(info.access == (ACCESS_READ | ACCESS_WRITE));
    CHECK(host_hard_link("f", "g") == HOST_OK && host_hard_link("f", "g") == HOST_EEXIST);
    CHECK(host_file_info("g", true, &same_file) == HOST_OK && same_file.links == 2 && same_file.inode == info.inode);
    CHECK(host_file_info(".", true, &info) == HOST_OK && info.type == FILE_DIRECTORY);
    CHECK(host_file_info("/dev/null", true, &info) == HOST_OK && info.type == FILE_DEVICE);
    CHECK(host_file_info("f/x", true, &info) == HOST_ENOTDIR && host_file_info("", true, &info) == HOST_ENOENT);
    leave();
}

static void test_symbolic_links(void)
{
    enter();
    char text[8], path[4096];
    size_t size;
    struct host_file_info info;
    CHECK(host_symbolic_link("target", "link") == HOST_OK);
    CHECK(host_file_info("link", true, &info) == HOST_ENOENT);
    CHECK(host_file_info("link", false, &info) == HOST_OK && info.type == FILE_SYMLINK);
    CHECK(host_read_link("link", text, sizeof text, &size) == HOST_OK && size == 6 && memcmp(text, "target", 6) == 0);
    CHECK(host_read_link("link", text, 3, &size) == HOST_OK && size == 3); /* cut */
    make_file("target", "through");
    CHECK(holds("link", "through") && host_read_link("target", text, sizeof text, &size) == HOST_EINVAL);
    CHECK(host_real_path("./link", path, sizeof path) == HOST_OK && strcmp(strrchr(path, '/'), "/target") == 0);
    CHECK(path[0] == '/' && host_real_path("link", path, 4) == HOST_ERANGE);
    CHECK(host_symbolic_link("loop", "loop") == HOST_OK && host_file_info("loop", true, &info) == HOST_ELOOP);
    CHECK(host_delete_file("link") == HOST_OK && holds("target", "through"));
    leave();
}

static void test_directories(void)
{
    enter();
    char path[4096];
    size_t size;
    unsigned seen = 0;
    enum host_error e = HOST_OK;
    struct host_directory d;
    CHECK(host_make_directory("d") == HOST_OK && host_make_directory("d") == HOST_EEXIST);
    CHECK(host_make_directory("no/d") == HOST_ENOENT);
    make_file("d/one", ""), make_file("d/two", "");
    CHECK(host_delete_directory("d") == HOST_ENOTEMPTY || host_delete_directory("d") == HOST_EEXIST);
    CHECK(host_open_directory("d/one", &d) == HOST_ENOTDIR && host_open_directory("absent", &d) == HOST_ENOENT);
    CHECK(host_open_directory("d", &d) == HOST_OK);
    for (const char *name; (name = host_next_name(&d, &e));)
        seen += strcmp(name, "one") == 0 ? 1 : strcmp(name, "two") == 0 ? 10 : 100;
    CHECK(e == HOST_OK && seen == 11 && host_close(d.device) == HOST_OK);
    CHECK(host_set_directory("d") == HOST_OK && holds("one", "") && host_delete_file("../d/one") == HOST_OK);
    CHECK(host_get_directory(path, sizeof path, &size) == HOST_OK && memcmp(path + size - 2, "/d", 2) == 0);
    CHECK(host_get_directory(path, 2, &size) == HOST_ERANGE);
    CHECK(host_set_directory("..") == HOST_OK && host_delete_file("d/two") == HOST_OK);
    CHECK(host_rename("d", "e") == HOST_OK && host_delete_directory("e") == HOST_OK);
    leave();
}

UNIT_MAIN(TEST(modes_of_opening), TEST(offsets_leave_the_position), TEST(chunks_are_written_in_order),
          TEST(seek_truncate_allocate), TEST(an_open_file_outlives_its_name), TEST(info), TEST(symbolic_links),
          TEST(directories))
