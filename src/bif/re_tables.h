/* bif/re_tables.h - what a letter is to PCRE2 outside of Unicode mode. */
#pragma once
#include <stdint.h>

/* Four tables, as pcre2_maketables(3) lays them out: lower case, other case, bitmaps of 10 classes, types. */
enum { RE_TABLES_SIZE = 256 + 256 + 10 * 32 + 256 };
/* For ISO 8859-1, which OTP's library has built in (PCRE2's own are for ASCII). */
void re_tables_latin1(uint8_t to[RE_TABLES_SIZE]);
