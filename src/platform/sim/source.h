/* platform/sim/source.h - the host's files, to look at only. */
#pragma once
#include "platform/memory_files/memory_files.h"

const struct file_source *host_source(void);
/* Makes the directory that the program was started in the current one. */
void enter_host_directory(struct file_system *fs);
