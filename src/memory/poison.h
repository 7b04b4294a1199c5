/* memory/poison.h - tells the address sanitizer which bytes of the arena are in use. */
#pragma once
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_POISON 1
#endif
#endif

#ifdef MEMORY_POISON
#include <sanitizer/asan_interface.h>
#define poison(at, bytes)   __asan_poison_memory_region(at, bytes)
#define unpoison(at, bytes) __asan_unpoison_memory_region(at, bytes)
#define UNCHECKED           __attribute__((no_sanitize("address"), noinline)) /* may read what is poisoned */
#else
#define poison(at, bytes)   ((void)(at), (void)(bytes))
#define unpoison(at, bytes) ((void)(at), (void)(bytes))
#define UNCHECKED           inline
#endif
