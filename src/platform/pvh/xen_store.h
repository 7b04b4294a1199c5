/* platform/pvh/xen_store.h - xenstore: the tree of small texts through which Xen's tools and drivers agree (docs/misc/
 * xenstore.txt, public/io/xs_wire.h).  Relative paths begin at the domain's own home.
 *
 * A request waits for its answer, at most a second: only at start and when something has changed.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORE_VALUE_MAX = 256 };

bool store_open(void);
/* The value with a zero after it, cut at `room`; false: none, or no answer. */
bool store_read(const char *path, char *to, size_t room);
bool store_read_number(const char *path, uint64_t *value);
bool store_write(const char *path, const char *value);
bool store_write_number(const char *path, uint64_t value);
/* From now on store_changed() tells of changes below `path`. */
bool store_watch(const char *path);
/* Has anything that is watched changed since the last call?  It does not say what. */
bool store_changed(void);
