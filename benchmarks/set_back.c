/* A wall clock that a file sets: CLOCK_REALTIME moved by the seconds in $SET_BACK_FILE. For torture only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

typedef int (*reader)(clockid_t, struct timespec *);

static int real(clockid_t id, struct timespec *at) {
  static reader next;
  if (!next) next = (reader)dlsym(RTLD_NEXT, "clock_gettime");
  return next(id, at);
}

static long shift(void) {
  static __thread long seconds, read_at = -1;
  struct timespec now;
  real(CLOCK_MONOTONIC, &now);
  if (now.tv_sec == read_at) return seconds; /* looked at once a second */
  read_at = now.tv_sec;
  const char *name = getenv("SET_BACK_FILE");
  FILE *file = name ? fopen(name, "r") : NULL;
  if (file) {
    if (fscanf(file, "%ld", &seconds) != 1) seconds = 0;
    fclose(file);
  }
  return seconds;
}

int clock_gettime(clockid_t id, struct timespec *at) {
  int done = real(id, at);
  if (!done && id == CLOCK_REALTIME) at->tv_sec += shift();
  return done;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}
