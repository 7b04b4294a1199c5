/* bif/argument_text.c - arguments that are text. */
#include "bif/argument_text.h"
#include "memory/memory.h"

static bool is_byte(term t) { return is_small(t) && t.word <= small(255).word; }

enum argument_text_result argument_text_of_prefix(struct argument_text *t, term list)
{
    size_t size = 0;
    for (term l = list; is_cons(l) && is_byte(head(l)); l = tail(l)) size++;
    t->view = (struct bytes_view){0};
    t->allocated = size > sizeof t->few ? memory_alloc(MEMORY_SYSTEM, size) : NULL;
    if (size > sizeof t->few && !t->allocated) return TEXT_NO_MEMORY;
    char *to = t->allocated ? t->allocated : t->few;
    t->at = to, t->size = size;
    for (t->rest = list; to < t->at + size; t->rest = tail(t->rest)) *to++ = (char)small_value(head(t->rest));
    return TEXT_OK;
}

enum argument_text_result argument_text_of_list(struct argument_text *t, term list)
{
    enum argument_text_result r = argument_text_of_prefix(t, list);
    if (r != TEXT_OK || is_nil(t->rest)) return r;
    argument_text_close(t);
    return TEXT_WRONG;
}

enum argument_text_result argument_text_of_binary(struct argument_text *t, term binary)
{
    t->allocated = NULL;
    if (!is_bitstring(binary)) return TEXT_WRONG;
    t->view = bytes_view(binary);
    if (!t->view.at) return t->view.size == SIZE_MAX ? TEXT_NO_MEMORY : TEXT_WRONG;
    t->at = (const char *)t->view.at, t->size = t->view.size;
    return TEXT_OK;
}

void argument_text_close(struct argument_text *t)
{
    memory_free(MEMORY_SYSTEM, t->allocated);
    if (t->view.at) bytes_view_end(&t->view);
}

enum bif_end argument_text_failure(struct process *p, enum argument_text_result why)
{
    return why == TEXT_NO_MEMORY ? bif_no_memory(p) : bif_badarg(p);
}
