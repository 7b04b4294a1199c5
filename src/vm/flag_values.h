/* vm/flag_values.h - which values of + flags are acceptable, and what they set. */
#pragma once
#include "memory/settings.h"

enum { PROCESSORS_MAX = 1024 }; /* of schedulers and poll threads, as in OTP */

/* Is value one of the blank-separated words, or does it begin with a number from low to high?  Low above high: no number is. */
bool value_acceptable(const char *value, const char *words, long low, long high);

/* One for each CHOICE flag of flags.def: takes the text after the flag into the settings and answers whether it is acceptable. */
typedef bool choice(struct settings *s, const char *value);
#define FLAG(text, action, field, low, high) CHOICE_OF_##action(field)
#define UNUSED(text, action, low, high, words)
#define LATER(release, text, action, low, high, words)
#define CHOICE_OF_SIZE(f)
#define CHOICE_OF_POWER(f)
#define CHOICE_OF_NUMBER(f)
#define CHOICE_OF_TRUTH(f)
#define CHOICE_OF_CHOICE(f) choice choose_##f;
#include "vm/flags.def"
#undef FLAG
#undef UNUSED
#undef LATER

/* +M (flag_allocators.c): how much of text is an allocator's letter and the name of one of its parameters (0: none), ... */
size_t allocator_parameter_size(const char *text);
/* ... and whether that parameter takes the value. */
bool allocator_parameter_takes(const char *text, size_t size, const char *value);
