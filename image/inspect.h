/* image/inspect.h - what `ling inspect` can do with an image. */
#pragma once
#include "image/view.h"

void list_summary(const struct view *v);
void list_modules(const struct view *v);
void list_files(const struct view *v);
/* Says why a module or an application is in; false: it is not. */
bool list_why(const struct view *v, const char *name);
/* Prints what differs; true: nothing does. */
bool compare(const struct view *a, const struct view *b);
