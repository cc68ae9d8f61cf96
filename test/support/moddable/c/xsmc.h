/* As much of XS in C as the library's C asks of it: a call with numbers and buffers, and a number that it returns. */
#ifndef XSMC_H
#define XSMC_H

#include <setjmp.h>
#include <stdint.h>

typedef int32_t xsIntegerValue;
typedef uint32_t xsUnsignedValue;

typedef struct {
	xsIntegerValue integer;
	uint8_t *octets;
	xsUnsignedValue length;
} xsSlot;

typedef struct {
	xsSlot arguments[6];
	double result;
	jmp_buf refused;
} xsMachine;

#define xsArg(index) (the->arguments[index])
#define xsResult (the->result)
#define xsmcToInteger(slot) ((slot).integer)
#define xsmcSetInteger(slot, value) ((slot) = (xsIntegerValue)(value))
#define xsmcSetNumber(slot, value) ((slot) = (value))
#define xsmcGetBufferReadable(slot, data, count) (*(data) = (slot).octets, *(count) = (slot).length)
#define xsmcGetBufferWritable(slot, data, count) (*(data) = (slot).octets, *(count) = (slot).length)
#define xsRangeError(text) longjmp(the->refused, 1)

#endif
