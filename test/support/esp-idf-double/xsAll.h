/* Stand-in: see README.md. */
#pragma once
#include <stdint.h>
typedef int32_t txSize;
typedef struct { void *of[4]; } txSlot;
typedef struct {
	txSize currentHeapCount, maximumHeapCount, currentChunksSize, maximumChunksSize;
	uint8_t *heap, *heap_ptr, *heap_pend;
	txSlot *frame;
} txMachine;
#define mxArgv(INDEX) (the->frame - 1 - (INDEX))
#define mxResult (the->frame + 1)
int32_t fxToInteger(txMachine *the, txSlot *slot);
void fxInteger(txMachine *the, txSlot *slot, int32_t value);
void fxThrowMessage(txMachine *the, const char *text) __attribute__((noreturn));
#define mxUnknownError(TEXT) fxThrowMessage(the, TEXT)
void fxBoolean(txMachine *the, txSlot *slot, int32_t value);
