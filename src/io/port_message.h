/* io/port_message.h - the messages that a port sends to its owner. */
#pragma once
#include "io/port.h"

/* {Port, {data, Data}}; `mark` other than NO_TERM: {Port, {data, {Mark, Data}}}. */
void port_message_data(struct port *p, term mark, const uint8_t *bytes, size_t size);
