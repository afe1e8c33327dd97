/*
 * Records what a process does to the files of one folder: a library that is loaded before all others (LD_PRELOAD) and
 * stands between the process and the C library. Each call that changed something is appended to a log, in the order
 * in which the calls came back.
 *
 * RECORD_FOLDER: the folder, an absolute path. RECORD_LOG: the log, outside of it.
 * One entry: length of the rest (u32), what (u8), file descriptor (i32), a number (i64), length of the first text
 * (u32), first text, second text or bytes. All numbers as this machine writes them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, TRUNCATE, SYNC, RENAME, REMOVE, FOLDER, CLOSE };
enum { MOST_FILES = 4096 };
enum { FILE_OF_FOLDER = 1, INDEX };

static const char *folder;
static size_t folder_length;
static int log_file = -1;
static char is_ours[MOST_FILES];
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void start(void) {
  const char *log_path = getenv("RECORD_LOG");
  const char *wanted = getenv("RECORD_FOLDER");
  if (!log_path || !wanted) return;
  log_file = REAL(open)(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  folder = strdup(wanted);
  folder_length = strlen(folder);
}

static void give_up(const char *why) {
  dprintf(2, "recorder: %s\n", why);
  abort();
}

static int in_folder(const char *path) {
  if (log_file < 0 || !path || strncmp(path, folder, folder_length) != 0) return 0;
  return path[folder_length] == '/' || path[folder_length] == 0;
}

static int ours(int fd) { return log_file >= 0 && fd >= 0 && fd < MOST_FILES && is_ours[fd]; }

static void note(uint8_t what, int32_t fd, int64_t number, const char *text, const void *more, size_t more_length) {
  uint32_t text_length = text ? strlen(text) : 0;
  uint32_t length = 1 + 4 + 8 + 4 + text_length + more_length;
  char head[21];
  memcpy(head, &length, 4);
  memcpy(head + 4, &what, 1);
  memcpy(head + 5, &fd, 4);
  memcpy(head + 9, &number, 8);
  memcpy(head + 17, &text_length, 4);
  struct iovec parts[3] = {{head, 21}, {(void *)text, text_length}, {(void *)more, more_length}};
  if (REAL(writev)(log_file, parts, 3) != (ssize_t)(length + 4)) give_up("the log can not be written");
}

static void note_open(int fd, const char *path, int flags) {
  if (fd < 0 || !in_folder(path)) return;
  if (fd >= MOST_FILES) give_up("too many files");
  size_t length = strlen(path);
  /* SQLite writes the index of a WAL through memory. It says nothing that the WAL does not, and is made anew. */
  is_ours[fd] = length > 4 && strcmp(path + length - 4, "-shm") == 0 ? INDEX : FILE_OF_FOLDER;
  note(OPEN, fd, flags, path, NULL, 0);
}

/* Paths relative to an open folder are not what this project uses; one that were would be missing from the log. */
static void only_absolute(int at, const char *path) {
  if (log_file >= 0 && path && path[0] != '/' && at != AT_FDCWD) give_up("a path relative to an open folder");
}

#define LOCKED(call)                          \
  pthread_mutex_lock(&one_at_a_time);         \
  call;                                       \
  int kept_errno = errno;
#define UNLOCKED                              \
  errno = kept_errno;                         \
  pthread_mutex_unlock(&one_at_a_time);

#define MODE                                                  \
  mode_t mode = 0;                                            \
  if (flags & (O_CREAT | O_TMPFILE)) {                        \
    va_list rest;                                             \
    va_start(rest, flags);                                    \
    mode = va_arg(rest, mode_t);                              \
    va_end(rest);                                             \
  }

#define OPENING(name)                                         \
  int name(const char *path, int flags, ...) {                \
    MODE LOCKED(int fd = REAL(name)(path, flags, mode))       \
    note_open(fd, path, flags);                               \
    UNLOCKED return fd;                                       \
  }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                      \
  int name(int at, const char *path, int flags, ...) {        \
    MODE only_absolute(at, path);                             \
    LOCKED(int fd = REAL(name)(at, path, flags, mode))        \
    note_open(fd, path, flags);                               \
    UNLOCKED return fd;                                       \
  }
OPENING_AT(openat)
OPENING_AT(openat64)

int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
  LOCKED(int result = REAL(close)(fd))
  if (ours(fd)) {
    is_ours[fd] = 0;
    note(CLOSE, fd, 0, NULL, NULL, 0);
  }
  UNLOCKED return result;
}

/* libuv closes files, and copies between them, without the C library's functions for it. */
long syscall(long number, ...) {
  long each[6];
  va_list rest;
  va_start(rest, number);
  for (int index = 0; index < 6; index++) each[index] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_close) return close((int)each[0]);
  if (number == SYS_copy_file_range && ours((int)each[2])) give_up("copy_file_range is not recorded");
  return REAL(syscall)(number, each[0], each[1], each[2], each[3], each[4], each[5]);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  LOCKED(ssize_t written = REAL(write)(fd, bytes, length))
  /* Where it went is known only afterwards: a file opened for appending is written at its end. */
  if (written > 0 && ours(fd)) note(WRITE, fd, lseek(fd, 0, SEEK_CUR) - written, NULL, bytes, written);
  UNLOCKED return written;
}

#define WRITING_AT(name)                                                      \
  ssize_t name(int fd, const void *bytes, size_t length, off64_t at) {        \
    LOCKED(ssize_t written = REAL(name)(fd, bytes, length, at))               \
    if (written > 0 && ours(fd)) note(WRITE, fd, at, NULL, bytes, written);   \
    UNLOCKED return written;                                                  \
  }
WRITING_AT(pwrite)
WRITING_AT(pwrite64)

static void note_parts(int fd, const struct iovec *parts, int count, ssize_t written, int64_t at) {
  for (int each = 0; each < count && written > 0; each++) {
    size_t length = parts[each].iov_len < (size_t)written ? parts[each].iov_len : (size_t)written;
    note(WRITE, fd, at, NULL, parts[each].iov_base, length);
    at += length;
    written -= length;
  }
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  LOCKED(ssize_t written = REAL(writev)(fd, parts, count))
  if (written > 0 && ours(fd)) note_parts(fd, parts, count, written, lseek(fd, 0, SEEK_CUR) - written);
  UNLOCKED return written;
}

#define WRITING_PARTS_AT(name)                                                \
  ssize_t name(int fd, const struct iovec *parts, int count, off64_t at) {    \
    LOCKED(ssize_t written = REAL(name)(fd, parts, count, at))                \
    if (written > 0 && ours(fd)) note_parts(fd, parts, count, written, at);   \
    UNLOCKED return written;                                                  \
  }
WRITING_PARTS_AT(pwritev)
WRITING_PARTS_AT(pwritev64)

#define CUTTING(name)                                         \
  int name(int fd, off64_t length) {                          \
    LOCKED(int result = REAL(name)(fd, length))               \
    if (result == 0 && ours(fd)) note(TRUNCATE, fd, length, NULL, NULL, 0); \
    UNLOCKED return result;                                   \
  }
CUTTING(ftruncate)
CUTTING(ftruncate64)

#define SYNCING(name)                                         \
  int name(int fd) {                                          \
    LOCKED(int result = REAL(name)(fd))                       \
    if (result == 0 && ours(fd)) note(SYNC, fd, 0, NULL, NULL, 0); \
    UNLOCKED return result;                                   \
  }
SYNCING(fsync)
SYNCING(fdatasync)

#define NOTE_RENAME                                           \
  if (result == 0 && (in_folder(from) || in_folder(to))) note(RENAME, -1, 0, from, to, strlen(to));

int rename(const char *from, const char *to) {
  LOCKED(int result = REAL(rename)(from, to))
  NOTE_RENAME UNLOCKED return result;
}
int renameat(int from_at, const char *from, int to_at, const char *to) {
  only_absolute(from_at, from);
  only_absolute(to_at, to);
  LOCKED(int result = REAL(renameat)(from_at, from, to_at, to))
  NOTE_RENAME UNLOCKED return result;
}

#define NOTE_REMOVE \
  if (result == 0 && in_folder(path)) note(REMOVE, -1, 0, path, NULL, 0);

int unlink(const char *path) {
  LOCKED(int result = REAL(unlink)(path))
  NOTE_REMOVE UNLOCKED return result;
}
int rmdir(const char *path) {
  LOCKED(int result = REAL(rmdir)(path))
  NOTE_REMOVE UNLOCKED return result;
}
int remove(const char *path) {
  LOCKED(int result = REAL(remove)(path))
  NOTE_REMOVE UNLOCKED return result;
}
int unlinkat(int at, const char *path, int flags) {
  only_absolute(at, path);
  LOCKED(int result = REAL(unlinkat)(at, path, flags))
  NOTE_REMOVE UNLOCKED return result;
}

int mkdir(const char *path, mode_t mode) {
  LOCKED(int result = REAL(mkdir)(path, mode))
  if (result == 0 && in_folder(path)) note(FOLDER, -1, 0, path, NULL, 0);
  UNLOCKED return result;
}

/* What would change files unseen is refused aloud, so that the log is never quietly incomplete. */
#define UNSEEN(fd, what) \
  if (ours(fd)) give_up(what " is not recorded");

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length, unsigned flags) {
  UNSEEN(to, "copy_file_range")
  return REAL(copy_file_range)(from, from_at, to, to_at, length, flags);
}
int fallocate64(int fd, int mode, off64_t at, off64_t length) {
  UNSEEN(fd, "fallocate")
  return REAL(fallocate64)(fd, mode, at, length);
}
int posix_fallocate64(int fd, off64_t at, off64_t length) {
  UNSEEN(fd, "posix_fallocate")
  return REAL(posix_fallocate64)(fd, at, length);
}
void *mmap64(void *wanted, size_t length, int protection, int flags, int fd, off64_t at) {
  if ((protection & PROT_WRITE) && (flags & MAP_SHARED) && !(ours(fd) && is_ours[fd] == INDEX))
    UNSEEN(fd, "a file that is written through memory")
  return REAL(mmap64)(wanted, length, protection, flags, fd, at);
}
int truncate64(const char *path, off64_t length) {
  if (in_folder(path)) give_up("truncate is not recorded");
  return REAL(truncate64)(path, length);
}
