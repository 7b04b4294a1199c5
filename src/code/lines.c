/* code/lines.c - packs the lines of a module's functions, and finds one again. */
#include "code/lines.h"

struct packer {
    uint8_t *to; /* NULL: bytes are only counted */
    size_t size;
};

static void put_number(struct packer *p, uint32_t n)
{
    for (bool more = true; more; n >>= 7) {
        more = n > 0x7f;
        if (p->to) p->to[p->size] = (uint8_t)((n & 0x7f) | (more ? 0x80 : 0));
        p->size++;
    }
}

static uint32_t take_number(const uint8_t **at)
{
    uint32_t n = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t byte = *(*at)++;
        n |= (uint32_t)(byte & 0x7f) << shift;
        if (byte <= 0x7f) return n;
    }
}

/* Small numbers for small differences of either sign. */
static uint32_t zigzag(uint32_t difference) { return difference << 1 ^ (uint32_t)((int32_t)difference >> 31); }
static uint32_t unzigzag(uint32_t n) { return n >> 1 ^ -(n & 1); }

/* A line is below 2^24, so that what is added fits. */
static void put_line(struct packer *p, struct beam_line before, struct beam_line line)
{
    bool other = line.file != before.file;
    put_number(p, 1 + (zigzag(line.line - before.line) << 1 | other));
    if (other) put_number(p, line.file);
}

static struct beam_line take_line(const uint8_t **at, uint32_t number, struct beam_line before)
{
    number -= 1;
    struct beam_line line = {before.file, (before.line + unzigzag(number >> 1)) & 0xffffff};
    if (number & 1) line.file = take_number(at) & 0xff;
    return line;
}

static uint32_t offset_of(const struct beam *b, const struct translation *t, uint32_t function)
{
    return (uint32_t)(t->labels[b->functions[function].info_label] - t->code);
}

/* The marks before `end`, which are those of the function at `offset`; the next mark. */
static uint32_t pack_function(struct packer *p, const struct beam *b, const struct translation *t, uint32_t mark,
                              uint32_t offset, uint32_t end)
{
    struct beam_line last = {0, 0};
    for (; mark < t->mark_count && t->marks[mark].offset < end; mark++) {
        const struct line_mark *x = &t->marks[mark];
        bool known = x->line > 0 && x->line < b->line_count;
        if (!known && x->offset == offset) continue;
        put_number(p, x->offset - offset);
        if (known) put_line(p, last, b->lines[x->line]), last = b->lines[x->line];
        else put_number(p, 0);
        offset = x->offset;
    }
    return mark;
}

size_t lines_pack(const struct beam *b, const struct translation *t, struct function_row *rows, uint8_t *to)
{
    struct packer p = {to, 0};
    uint32_t mark = 0;
    for (uint32_t i = 0; i < b->function_count; i++) {
        uint32_t offset = offset_of(b, t, i),
                 end = i + 1 < b->function_count ? offset_of(b, t, i + 1) : (uint32_t)t->words;
        if (rows) rows[i] = (struct function_row){offset, (uint32_t)p.size};
        mark = pack_function(&p, b, t, mark, offset, end);
    }
    if (rows) rows[b->function_count] = (struct function_row){(uint32_t)t->words, (uint32_t)p.size};
    return p.size;
}

struct beam_line lines_find(const struct module *m, uint32_t i, uint32_t words)
{
    const uint8_t *at = m->lines + m->functions[i].lines, *end = m->lines + m->functions[i + 1].lines;
    struct beam_line last = {0, 0}, found = {0, 0};
    while (at < end) {
        uint32_t distance = take_number(&at);
        if (distance > words) return found;
        words -= distance;
        uint32_t number = take_number(&at);
        if (number) found = last = take_line(&at, number, last);
        else found = (struct beam_line){0, 0};
    }
    return found;
}
