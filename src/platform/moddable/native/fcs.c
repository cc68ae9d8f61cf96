#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

/* What four bits turn into: a table of 16 for each, since these are fast enough and flash is short. */
static const uint16_t fcs16[16] = {
	0x0000, 0x1081, 0x2102, 0x3183, 0x4204, 0x5285, 0x6306, 0x7387,
	0x8408, 0x9489, 0xa50a, 0xb58b, 0xc60c, 0xd68d, 0xe70e, 0xf78f,
};

static const uint32_t fcs32[16] = {
	0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
	0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

/* Octets [start, end) of the buffer, which arguments 1 to 3 of the call are. */
static uint8_t *octets(xsMachine *the, xsUnsignedValue *count)
{
	uint8_t *buffer;
	xsUnsignedValue length;
	xsIntegerValue start = xsmcToInteger(xsArg(2)), end = xsmcToInteger(xsArg(3));
	xsmcGetBufferReadable(xsArg(1), (void **)&buffer, &length);
	if (end <= start) {
		*count = 0;
		return buffer;
	}
	if (start < 0 || (xsUnsignedValue)end > length)
		xsRangeError("fcs: no such octets");
	*count = end - start;
	return buffer + start;
}

void xs_linkpulse_fcs16(xsMachine *the)
{
	uint16_t fcs = (uint16_t)xsmcToInteger(xsArg(0));
	xsUnsignedValue count;
	uint8_t *at = octets(the, &count);
	while (count-- > 0) {
		fcs ^= *at++;
		fcs = (fcs >> 4) ^ fcs16[fcs & 15];
		fcs = (fcs >> 4) ^ fcs16[fcs & 15];
	}
	xsmcSetInteger(xsResult, fcs);
}

void xs_linkpulse_fcs32(xsMachine *the)
{
	uint32_t fcs = (uint32_t)xsmcToInteger(xsArg(0));
	xsUnsignedValue count;
	uint8_t *at = octets(the, &count);
	while (count-- > 0) {
		fcs ^= *at++;
		fcs = (fcs >> 4) ^ fcs32[fcs & 15];
		fcs = (fcs >> 4) ^ fcs32[fcs & 15];
	}
	xsmcSetInteger(xsResult, (xsIntegerValue)fcs);
}
