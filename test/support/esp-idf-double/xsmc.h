/* Stand-in: see README.md. */
#pragma once
#include <stdint.h>
typedef struct { void *of[4]; } xsSlot;
typedef struct { xsSlot *frame; } xsMachine;
#define xsArg(INDEX) (the->frame[INDEX])
#define xsResult (the->frame[8])
int32_t xsSlotToInteger(xsMachine *the, xsSlot *slot);
void xsSlotSet(xsMachine *the, xsSlot *slot, int32_t value);
void xsRangeErrorOf(xsMachine *the, const char *text) __attribute__((noreturn));
#define xsmcToInteger(SLOT) xsSlotToInteger(the, &(SLOT))
#define xsmcSetInteger(SLOT, VALUE) xsSlotSet(the, &(SLOT), VALUE)
#define xsmcSetBoolean(SLOT, VALUE) xsSlotSet(the, &(SLOT), VALUE)
#define xsRangeError(TEXT) xsRangeErrorOf(the, TEXT)
