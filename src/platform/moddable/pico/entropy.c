#include "xsmc.h"
#include "xsHost.h"
#include "hardware/structs/rosc.h"

/* How long the ring oscillator, at some 6 MHz, is left alone between two bits, so that they differ. */
#define TURNS_BETWEEN_BITS 500

/* 32 bits from the ring oscillator, whose phase is not that of the crystal (RP2040 datasheet, 2.17.5). */
void xs_linkpulse_entropy(xsMachine *the)
{
	uint32_t bits = 0;
	for (int i = 0; i < 32; i++) {
		bits = (bits << 1) | (rosc_hw->randombit & 1);
		for (volatile int turn = 0; turn < TURNS_BETWEEN_BITS; turn++)
			;
	}
	xsmcSetInteger(xsResult, (int32_t)bits);
}
