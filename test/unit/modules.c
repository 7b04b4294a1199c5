/* test/unit/modules.c - what a loaded module is kept as in few bytes says the same as what it was made of: shared
 * literals, packed lines; for every module of OTP's kernel and stdlib. */
#include "code/lines.h"
#include "code/verify.h"
#include "memory/memory.h"
#include "term/compare.h"
#include "unit.h"
#include <glob.h>

static const char *const folders[] = {"/usr/lib/erlang/lib/kernel-*/ebin/*.beam",
                                      "/usr/lib/erlang/lib/stdlib-*/ebin/*.beam"};

struct file {
    uint8_t *bytes;
    size_t size;
};

static struct file read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    CHECK(f && fseek(f, 0, SEEK_END) == 0);
    struct file file = {NULL, (size_t)ftell(f)};
    rewind(f);
    file.bytes = malloc(file.size);
    CHECK(file.bytes && fread(file.bytes, 1, file.size, f) == file.size);
    fclose(f);
    return file;
}

static size_t each_module(void (*look)(const struct file *))
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        glob_t found;
        CHECK(glob(folders[i], 0, NULL, &found) == 0);
        for (size_t n = 0; n < found.gl_pathc; n++, count++) {
            struct file file = read_file(found.gl_pathv[n]);
            look(&file);
            free(file.bytes);
        }
        globfree(&found);
    }
    return count;
}

/* -- literals ------------------------------------------------------------------------------------------- */

static size_t plain_bytes, shared_bytes;

static void read_beam(struct beam *b, const struct file *file, bool share)
{
    code_share_literals(share);
    CHECK(beam_open(b, file->bytes, file->size) == BEAM_OK && beam_read(b) == BEAM_OK);
    code_share_literals(false);
}

static void compare_literals(const struct file *file)
{
    struct beam plain, shared;
    read_beam(&plain, file, false);
    read_beam(&shared, file, true);
    CHECK(shared.literal_count == plain.literal_count);
    for (uint32_t i = 0; i < plain.literal_count; i++)
        CHECK(term_equal(plain.literals[i], shared.literals[i]) &&
              is_cons(plain.literals[i]) == is_cons(shared.literals[i]));
    plain_bytes += plain.literal_bytes, shared_bytes += shared.literal_bytes;
    memory_free_literals(plain.literal_area), memory_free_literals(shared.literal_area);
    plain.literal_area = shared.literal_area = NULL;
    beam_close(&plain), beam_close(&shared);
}

static void test_shared_literals(void)
{
    CHECK(each_module(compare_literals) > 100);
    CHECK(shared_bytes < plain_bytes / 5 * 4);
}

/* -- lines ------------------------------------------------------------------------------------------------ */

static struct beam_line line_by_marks(const struct beam *b, const struct translation *t, uint32_t from, uint32_t offset)
{
    uint32_t line = 0;
    for (uint32_t i = 0; i < t->mark_count && t->marks[i].offset <= offset; i++)
        if (t->marks[i].offset >= from) line = t->marks[i].line;
    return line && line < b->line_count ? b->lines[line] : (struct beam_line){0, 0};
}

static void compare_function(const struct module *m, const struct beam *b, const struct translation *t, uint32_t i)
{
    struct module_function f = module_function(m, i);
    CHECK(same(f.name, b->functions[i].name) && f.arity == b->functions[i].arity);
    CHECK(m->code + f.offset - m->code == t->labels[b->functions[i].info_label] - t->code);
    for (uint32_t offset = f.offset; offset < m->functions[i + 1].offset; offset += 1 + unit_random() % 97) {
        struct beam_line found = lines_find(m, i, offset - f.offset), line = line_by_marks(b, t, f.offset, offset);
        CHECK(found.line == line.line && found.file == line.file);
    }
}

static void compare_lines(const struct file *file)
{
    struct prepare_failure failure;
    struct verify_failure refused;
    struct translation t;
    struct beam b;
    read_beam(&b, file, false);
    struct module *m = module_prepare(b.name, file->bytes, file->size, &failure);
    CHECK(m && verify_beam(&b, &refused) == BEAM_OK);
    struct fun_entry **lambdas = malloc((b.lambda_count + 1) * sizeof *lambdas);
    CHECK(lambdas);
    for (uint32_t i = 0; i < m->lambda_count; i++) lambdas[i] = module_lambda(m, i);
    for (uint32_t i = 0; i < b.import_count; i++)
        b.imports[i].export = export_find(b.imports[i].module, b.imports[i].function, b.imports[i].arity, true);
    CHECK(translate(&b, lambdas, &t) && m->function_count == b.function_count);
    for (uint32_t i = 0; i < m->function_count; i++) compare_function(m, &b, &t, i);
    free(lambdas);
    memory_free_code(t.code);
    memory_free(MEMORY_CODE, t.labels), memory_free(MEMORY_CODE, t.marks);
    beam_close(&b);
    module_free(m, false);
}

static void test_packed_lines(void) { CHECK(each_module(compare_lines) > 100); }

int main(void)
{
    static const struct unit_test tests[] = {TEST(shared_literals), TEST(packed_lines)};
    unit_open();
    CHECK(code_open());
    return unit_run(__FILE__, tests, sizeof tests / sizeof *tests);
}
