/* bif/binary_range.h - {Position, Length} as the binary functions take it. */
#pragma once
#include "heap/binary.h"
#include "memory/settings.h"

/* May bytes be taken out of it?  Until OTP 26 a bitstring's whole bytes could be. */
static inline bool has_parts(term t) { return otp_at_least(27) ? is_binary(t) : is_bitstring(t); }

/* A range inside `size` bytes; a negative length counts back from position. False: badarg. */
bool binary_range(size_t size, term position, term length, size_t *at, size_t *count);
