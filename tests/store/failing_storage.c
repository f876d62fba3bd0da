/* Storage that fails at a counted moment.

   Preloaded into a process, this stands between the program and the C library. It counts what is
   done to the files of one folder (creating, writing, cutting, syncing, linking, renaming,
   removing), and at the n-th of these operations does what it was told:

   kill       SIGKILL; of a write, the first half is done before
   interrupt  SIGINT, as Ctrl-C sends it; the operation goes on
   full       the disk is full from here on: half a write, then ENOSPC for all that needs room
   broken     EIO, once
   gone       EIO for this operation and every later one

   `fail_at` is called by the process itself (by ctypes, after a fork); `operations` tells what was
   done, a letter for each operation, also by a child that is dead. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum fault { NONE, KILL, INTERRUPT, FULL, BROKEN, GONE };

static const char *const NAMES[] = {"none", "kill", "interrupt", "full", "broken", "gone"};
static char folder[PATH_MAX];
static enum fault fault = NONE;
static long moment = 0;

enum { MOST = 1 << 20 };
static struct {
    long count;
    char letters[MOST + 1];
} *shared = NULL; /* with the children */

__attribute__((constructor)) static void begin(void) {
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

int fail_at(const char *within, const char *name, long at) {
    snprintf(folder, sizeof folder, "%s/", within);
    moment = at;
    shared->count = 0;
    for (fault = NONE; strcmp(NAMES[fault], name) != 0; fault++)
        if (fault == GONE) return -1;
    return 0;
}

const char *operations(void) {
    shared->letters[shared->count < MOST ? shared->count : MOST] = 0;
    return shared->letters;
}

static int is_inside(const char *path) {
    return folder[0] && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_named_inside(const char *path) {
    char here[PATH_MAX], whole[2 * PATH_MAX];
    if (path[0] == '/') return is_inside(path);
    if (getcwd(here, sizeof here) == NULL) return 0;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
    return is_inside(whole);
}

static int is_open_inside(int file) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_inside(path);
}

/* Counts an operation; whether it is to fail, with errno set. Capital letters are for what a full
   disk refuses, W among them for what is done by half before the end. */
static int fails(char letter) {
    int needs_room = letter < 'a', is_write = letter == 'W';
    if (shared->count < MOST) shared->letters[shared->count] = letter;
    long now = ++shared->count;
    if (now == moment && fault == INTERRUPT) kill(getpid(), SIGINT);
    if (now == moment && fault == KILL && !is_write) kill(getpid(), SIGKILL);
    if (now >= moment && fault == FULL && needs_room && !(is_write && now == moment)) {
        errno = ENOSPC;
        return 1;
    }
    if ((now == moment && fault == BROKEN) || (now >= moment && fault == GONE)) {
        errno = EIO;
        return 1;
    }
    return 0;
}

static int is_halved(void) { return shared->count == moment && (fault == KILL || fault == FULL); }

static void end_if_killed(void) {
    if (shared->count == moment && fault == KILL) kill(getpid(), SIGKILL);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *data, size_t size) {
    if (!is_open_inside(file)) return REAL(write)(file, data, size);
    if (fails('W')) return -1;
    ssize_t done = REAL(write)(file, data, is_halved() && size > 1 ? size / 2 : size);
    end_if_killed();
    return done;
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at) {
    if (!is_open_inside(file)) return REAL(pwrite64)(file, data, size, at);
    if (fails('W')) return -1;
    ssize_t done = REAL(pwrite64)(file, data, is_halved() && size > 1 ? size / 2 : size, at);
    end_if_killed();
    return done;
}

int ftruncate64(int file, off64_t size) {
    return is_open_inside(file) && fails('t') ? -1 : REAL(ftruncate64)(file, size);
}

int fsync(int file) { return is_open_inside(file) && fails('s') ? -1 : REAL(fsync)(file); }

int fdatasync(int file) { return is_open_inside(file) && fails('s') ? -1 : REAL(fdatasync)(file); }

int unlink(const char *path) {
    return is_named_inside(path) && fails('u') ? -1 : REAL(unlink)(path);
}

int rename(const char *from, const char *to) {
    return is_named_inside(to) && fails('R') ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
    return is_named_inside(to) && fails('L') ? -1 : REAL(link)(from, to);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    int creates = (flags & O_CREAT) && is_named_inside(path);
    return creates && fails('C') ? -1 : REAL(open64)(path, flags, mode);
}
