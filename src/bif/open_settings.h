/* bif/open_settings.h - the settings of open_port/2, read. */
#pragma once
#include "bif/open_port.h"

/* False: some are wrong (badopt). */
bool open_settings(struct open_request *r, term list);
void open_settings_end(struct open_request *r);
