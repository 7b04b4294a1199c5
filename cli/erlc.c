/* cli/erlc.c - erlc: hands the command line to OTP's own erl_compile on ling-run.
 * -pa and -pz go to the machine, -smp too; -server, -no-server and -d concern erlc alone
 * (there is no compile server here: a start costs less than asking one). */
#include "cli/arguments.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_path_flag(const char *word)
{
    return strncmp(word, "-pa", 3) == 0 ? strcmp(word, "-pause") != 0 : strncmp(word, "-pz", 3) == 0;
}

int main(int argc, char **argv)
{
    static const char *const fixed[] = {"-noinput", "-mode",       "minimal",         "-boot", "no_dot_erlang",
                                        "-s",       "erl_compile", "compile_cmdline", "-extra"};
    struct arguments machine = {0}, all = {0};
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (is_path_flag(word)) {
            const char *directory = word[3] ? word + 3 : i + 1 < argc ? argv[++i] : NULL;
            if (!directory) {
                fprintf(stderr, "erlc: no value given to '%.3s' option\n", word);
                return 1;
            }
            arguments_add(&machine, (char[]){'-', 'p', word[2], 0});
            arguments_add(&machine, directory);
        } else if (strcmp(word, "-smp") == 0) {
            arguments_add(&machine, word);
        } else if (strcmp(word, "-d") && strcmp(word, "-server") && strcmp(word, "-no-server")) {
            arguments_add(&all, word);
        }
    }
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) arguments_insert(&all, i, fixed[i]);
    for (size_t i = 0; i < machine.count; i++) arguments_insert(&all, i, machine.at[i]);
    setenv("ESCRIPT_NAME", argc ? argv[0] : "erlc", 1);
    arguments_run(&all, "erlc");
}
