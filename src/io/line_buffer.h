/* io/line_buffer.h - cutting input into lines for ports opened with {line, N}. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct port;
struct line_buffer;

/* Lines longer than `limit` are delivered in pieces; NULL: no memory. */
struct line_buffer *line_buffer_open(size_t limit);
void line_buffer_close(struct line_buffer *l); /* may be NULL */
/* Delivers {Port, {data, {eol | noeol, Bytes}}} for what is complete. */
void line_buffer_add(struct line_buffer *l, struct port *p, const uint8_t *bytes, size_t size);
/* Delivers what is left, at the end of input. */
void line_buffer_flush(struct line_buffer *l, struct port *p);
