/* vm/words.c - splitting and gathering the words of a start. */
#include "vm/words.h"
#include "memory/memory.h"
#include "platform/host_files.h"
#include "vm/complain.h"
#include "vm/file.h"
#include <stdio.h>
#include <string.h>

enum { ARGS_FILE_MAX = 16 << 20, ARGS_FILE_DEPTH_MAX = 100, DIRECTORY_MAX = 4096 };

void words_add(struct words *w, const char *word)
{
    if (w->count == w->room) {
        size_t room = w->room ? w->room * 2 : 32;
        const char **at = memory_resize(MEMORY_SYSTEM, w->at, room * sizeof *at);
        if (!at) complain_exit(1, "there is no memory for the command line");
        w->at = at;
        w->room = room;
    }
    w->at[w->count++] = word;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static const char *skip_between(const char *p, bool comments)
{
    for (;; p++) {
        if (comments && *p == '#') p += strcspn(p, "\n");
        if (!is_space(*p)) return p;
    }
}

/* One word from *from, which does not start with white space, unquoted into `to`. */
static char *take_word(const char **from, char *to, bool comments)
{
    const char *p = *from;
    char quote = 0;
    for (; *p; p++) {
        if (quote) {
            if (*p == quote) quote = 0;
            else *to++ = *p;
        } else if (*p == '"' || *p == '\'') {
            quote = *p;
        } else if (*p == '\\') {
            if (p[1]) *to++ = *++p;
        } else if (is_space(*p) || (comments && *p == '#')) {
            break;
        } else {
            *to++ = *p;
        }
    }
    *to++ = 0;
    *from = p;
    return to;
}

void words_split(struct words *w, const char *text, bool comments)
{
    char *store = memory_alloc(MEMORY_SYSTEM, 2 * strlen(text) + 2); /* each word and its end */
    if (!store) complain_exit(1, "there is no memory for the command line");
    size_t before = w->count;
    for (const char *p = skip_between(text, comments); *p; p = skip_between(p, comments)) {
        words_add(w, store);
        store = take_word(&p, store, comments);
    }
    if (w->count > before) words_add(w, "--");
}

static char *read_args_file(const char *name)
{
    size_t size = 0;
    struct host_file_info info;
    char directory[DIRECTORY_MAX] = "";
    host_get_directory(directory, sizeof directory - 1, &size);
    enum host_error e = host_file_info(name, true, &info);
    if (e != HOST_OK)
        complain_usage("Failed to open arguments file \"%s\" at \"%s\": %s", name, directory, host_error_text(e));
    char *text = file_read(name, ARGS_FILE_MAX, &size);
    if (!text) complain_usage("Failed to read arguments file \"%s\"", name);
    return text;
}

/* The words of a file, and behind it those of `list` from `from` on; frees the list. */
static struct words splice(struct words list, size_t from, char *text)
{
    struct words spliced = {0};
    words_split(&spliced, text, true);
    memory_free(MEMORY_SYSTEM, text);
    while (from < list.count) words_add(&spliced, list.at[from++]);
    memory_free(MEMORY_SYSTEM, list.at);
    return spliced;
}

/* Appends the list to `all` and frees it; files are expanded in place: a file's words are spliced into the list being
 * walked, so that no call nests. */
static void gather(struct words *all, struct words *extra, struct words list)
{
    unsigned files = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.at[i], "-extra") == 0) {
            for (i++; i < list.count; i++) words_add(extra, list.at[i]);
        } else if (strcmp(list.at[i], "-args_file") == 0) {
            if (++i == list.count) complain_missing("-args_file");
            if (++files > ARGS_FILE_DEPTH_MAX) complain_usage("Too many arguments files, the last \"%s\"", list.at[i]);
            list = splice(list, i + 1, read_args_file(list.at[i]));
            i = (size_t)-1;
        } else {
            words_add(all, list.at[i]);
        }
    }
    memory_free(MEMORY_SYSTEM, list.at);
}

static void gather_variable(struct words *all, struct words *extra, const char *name)
{
    const char *value = host_variable(name);
    struct words list = {0};
    if (!value) return;
    words_split(&list, value, false);
    gather(all, extra, list);
}

void words_gather(struct words *all, struct words *extra, int argc, char **argv, const char *otp_release)
{
    char name[64];
    snprintf(name, sizeof name, "ERL_OTP%s_FLAGS", otp_release);
    gather_variable(all, extra, name);
    gather_variable(all, extra, "ERL_AFLAGS");
    struct words command = {0};
    for (int i = 1; i < argc; i++) words_add(&command, argv[i]);
    gather(all, extra, command);
    if (host_variable("ERL_FLAGS") || host_variable("ERL_ZFLAGS")) words_add(all, "--");
    gather_variable(all, extra, "ERL_FLAGS");
    gather_variable(all, extra, "ERL_ZFLAGS");
}
