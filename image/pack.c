/* image/pack.c - `ling-pack PLAN`: the last step of `ling build`, from a plan (image/plan.h) to an image. */
#include "image/fail.h"
#include "image/files.h"
#include "image/link.h"
#include "image/write.h"

int main(int argc, char **argv)
{
    struct plan plan;
    struct base base;
    struct files files;
    static struct linked linked;
    if (argc != 2) fail(FAIL_USAGE, "ling-pack takes the plan of an image; `ling build` makes it");
    plan_read(&plan, argv[1]);
    base_read(&base, plan.base);
    files_make(&files, &plan);
    link_modules(&base, &plan, &linked);
    image_write(&base, &plan, &files, &linked);
    return 0;
}
