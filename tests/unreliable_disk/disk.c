/* A disk that fails where a test asks for it, for the program under test (LD_PRELOAD, Linux).
 *
 * FAULTS holds rules "CALL:PART:AFTER:TIMES", separated by spaces: CALL is open, read, stat or list; PART is
 * a part of the path; the call succeeds AFTER times on each file or folder, then fails with EIO. If TIMES is
 * given, the rule makes that many calls fail, and those after them succeed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Calls that succeeded so far, by file descriptor. */
static int passed[65536];
/* Calls that each rule made fail so far. */
static int failed[64];

static int fails(const char *call, const char *path, int *count) {
    const char *faults = getenv("FAULTS");
    if (!faults || !path) return 0;
    char rules[4096];
    snprintf(rules, sizeof rules, "%s", faults);
    int number = -1;
    for (char *rest, *rule = strtok_r(rules, " ", &rest); rule; rule = strtok_r(NULL, " ", &rest)) {
        number++;
        char *parts;
        char *name = strtok_r(rule, ":", &parts);
        char *part = strtok_r(NULL, ":", &parts);
        char *after = strtok_r(NULL, ":", &parts);
        if (!part || strcmp(name, call) || !strstr(path, part)) continue;
        char *times = strtok_r(NULL, ":", &parts);
        if (count && after && (*count)++ < atoi(after)) continue;
        if (times && __atomic_fetch_add(&failed[number % 64], 1, __ATOMIC_RELAXED) >= atoi(times)) continue;
        errno = EIO;
        return 1;
    }
    return 0;
}

static const char *path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (length < 0) return NULL;
    path[length] = 0;
    return path;
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    if (!(flags & O_DIRECTORY) && fails("open", path, NULL)) return -1;
    int fd = REAL(open64)(path, flags, mode);
    if (fd >= 0 && fd < 65536) passed[fd] = 0;
    return fd;
}

ssize_t read(int fd, void *buffer, size_t size) {
    char path[4096];
    if (fd >= 0 && fd < 65536 && getenv("FAULTS")
        && fails("read", path_of(fd, path, sizeof path), &passed[fd])) return -1;
    return REAL(read)(fd, buffer, size);
}

struct dirent64 *readdir64(DIR *folder) {
    char path[4096];
    int fd = dirfd(folder);
    if (fd >= 0 && fd < 65536 && getenv("FAULTS")
        && fails("list", path_of(fd, path, sizeof path), &passed[fd])) return NULL;
    return REAL(readdir64)(folder);
}

int statx(int fd, const char *restrict path, int flags, unsigned mask, struct statx *restrict about) {
    if (path && *path && fails("stat", path, NULL)) return -1;
    return REAL(statx)(fd, path, flags, mask, about);
}
