/*
 * Octet-stuffed deframing with FCS-16 as one writes it in C for a microcontroller: octet by octet, the state kept between
 * calls, the FCS by a table of 256 entries as the octets come (RFC 1662 section 4 and appendix C).
 *
 * deframe FILE          writes the frames to standard output, each after its length (two octets, high octet first)
 * deframe FILE PASSES   deframes the file as often, and prints the nanoseconds of the fastest pass
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FLAG = 0x7e, ESCAPE = 0x7d, ESCAPE_BIT = 0x20, FCS_INITIAL = 0xffff, FCS_GOOD = 0xf0b8 };
enum { CAPACITY = 1600, CHUNK = 4096 };

enum state { HUNTING, INSIDE, ESCAPED };

struct deframer {
  enum state state;
  uint32_t accm;
  uint16_t fcs;
  size_t length;
  uint8_t buffer[CAPACITY + 2];
  uint32_t frames, fcs_errors, aborts, shorts, overlongs, dropped;
  void (*received)(const uint8_t *frame, size_t length);
};

static uint16_t fcs_table[256];

static void make_fcs_table(void) {
  for (unsigned octet = 0; octet < 256; octet++) {
    unsigned value = octet;
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? value >> 1 ^ 0x8408 : value >> 1;
    fcs_table[octet] = value;
  }
}

static void end_frame(struct deframer *d, enum state state, size_t length, uint16_t fcs) {
  if (state == ESCAPED) {
    d->aborts++;
  } else if (length == 0) {
    return;
  } else if (length < 4) {
    d->shorts++;
  } else if (fcs != FCS_GOOD) {
    d->fcs_errors++;
  } else {
    d->frames++;
    d->received(d->buffer, length - 2);
  }
}

static void push(struct deframer *d, const uint8_t *octets, size_t count) {
  const uint32_t accm = d->accm;
  enum state state = d->state;
  size_t length = d->length;
  uint16_t fcs = d->fcs;
  for (size_t i = 0; i < count; i++) {
    uint8_t octet = octets[i];
    if (octet == FLAG) {
      end_frame(d, state, length, fcs);
      state = INSIDE;
      length = 0;
      fcs = FCS_INITIAL;
    } else if (state == HUNTING) {
      continue;
    } else if (octet < 0x20 && accm >> octet & 1) {
      d->dropped++;
    } else if (octet == ESCAPE && state == INSIDE) {
      state = ESCAPED;
    } else if (length == sizeof d->buffer) {
      d->overlongs++;
      state = HUNTING;
      length = 0;
    } else {
      if (state == ESCAPED) octet ^= ESCAPE_BIT;
      state = INSIDE;
      d->buffer[length++] = octet;
      fcs = fcs >> 8 ^ fcs_table[(fcs ^ octet) & 0xff];
    }
  }
  d->state = state;
  d->length = length;
  d->fcs = fcs;
}

static void push_all(struct deframer *d, const uint8_t *octets, size_t count) {
  for (size_t at = 0; at < count; at += CHUNK) push(d, octets + at, count - at < CHUNK ? count - at : CHUNK);
}

static void write_frame(const uint8_t *frame, size_t length) {
  putchar(length >> 8);
  putchar(length & 0xff);
  fwrite(frame, 1, length, stdout);
}

static volatile size_t received;

static void count_frame(const uint8_t *frame, size_t length) { received += frame[0] + length; }

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

int main(int argc, char **argv) {
  static struct deframer d;
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) return 2;
  size_t size = ftell(file);
  uint8_t *octets = malloc(size);
  rewind(file);
  if (octets == NULL || fread(octets, 1, size, file) != size) return 2;
  make_fcs_table();
  if (argc == 2) {
    d.received = write_frame;
    push_all(&d, octets, size);
    return 0;
  }
  d.received = count_frame;
  int64_t fastest = INT64_MAX;
  for (int passes = atoi(argv[2]); passes > 0; passes--) {
    int64_t start = nanoseconds();
    push_all(&d, octets, size);
    int64_t taken = nanoseconds() - start;
    if (taken < fastest) fastest = taken;
  }
  printf("%lld\n", (long long)fastest);
  return 0;
}
