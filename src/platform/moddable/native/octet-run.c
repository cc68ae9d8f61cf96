#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

enum { FLAG = 0x7e, ESCAPE = 0x7d, ESCAPE_BIT = 0x20 };

/* Meaning of framing/octet-stuffing. */
enum { DELIMITER = 1, CONTROL = 2 };

/* Arguments 0 to 4 of a call: octets [start, end) of a buffer, and where in another they go. */
typedef struct {
	const uint8_t *from;
	uint8_t *out;
	uint32_t count;
	uint32_t at;
	uint32_t room;
} Run;

static void getRun(xsMachine *the, Run *run)
{
	void *from, *out;
	xsUnsignedValue length, capacity;
	xsIntegerValue start = xsmcToInteger(xsArg(1)), end = xsmcToInteger(xsArg(2)), at = xsmcToInteger(xsArg(4));
	xsmcGetBufferReadable(xsArg(0), &from, &length);
	xsmcGetBufferWritable(xsArg(3), &out, &capacity);
	if (start < 0 || end < start || (xsUnsignedValue)end > length || at < 0 || (xsUnsignedValue)at > capacity)
		xsRangeError("octets: no such place");
	run->from = (uint8_t *)from + start;
	run->out = (uint8_t *)out + at;
	run->count = end - start;
	run->at = at;
	run->room = capacity - at;
}

void xs_linkpulse_copy_run(xsMachine *the)
{
	xsIntegerValue special = xsmcToInteger(xsArg(5));
	Run run;
	getRun(the, &run);
	uint32_t most = run.count < run.room ? run.count : run.room, i;
	for (i = 0; i < most; i++) {
		uint8_t octet = run.from[i];
		if ((octet == FLAG || octet == ESCAPE) && (special & DELIMITER) != 0)
			break;
		if (octet < 0x20 && (special & CONTROL) != 0)
			break;
		run.out[i] = octet;
	}
	xsmcSetInteger(xsResult, i);
}

void xs_linkpulse_stuff(xsMachine *the)
{
	uint32_t accm = (uint32_t)xsmcToInteger(xsArg(5));
	Run run;
	getRun(the, &run);
	uint32_t out = 0;
	for (uint32_t i = 0; i < run.count; i++) {
		uint8_t octet = run.from[i];
		int escaped = octet == FLAG || octet == ESCAPE || (octet < 0x20 && (accm >> octet & 1) != 0);
		if (out + escaped >= run.room)
			xsRangeError("octets: no room");
		if (escaped) {
			run.out[out++] = ESCAPE;
			octet ^= ESCAPE_BIT;
		}
		run.out[out++] = octet;
	}
	xsmcSetInteger(xsResult, run.at + out);
}
