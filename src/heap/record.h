/* heap/record.h - making native records and their definitions. */
#pragma once
#include "heap/heap.h"
#include "term/record.h"

enum record_made { RECORD_MADE, RECORD_KEY_TWICE, RECORD_NO_MEMORY };

/* A definition with these keys, in the order of their declaration. */
enum record_made heap_record_definition(struct heap *h, term module, term name, term exported, const term *keys,
                                        size_t count, term *definition);

/* A record whose values the caller fills; NO_TERM: no memory. */
term heap_record(struct heap *h, term definition);
