#include <spawn.h>

// Functions of glibc 2.34 and later that its headers show only under _GNU_SOURCE, which the Swift module lacks.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int pipe2(int ends[2], int flags);
