#include "xsmc.h"
#include "xsHost.h"

#if PICO_RP2350
	#include "hardware/structs/powman.h"
	/* POWMAN SCRATCH0 to SCRATCH7: reset by power-on, brown-out and the RUN pin (RP2350 datasheet, CHIP_RESET of POWMAN). */
	#define SCRATCH powman_hw->scratch
	#define COUNT 8
#else
	#include "hardware/structs/watchdog.h"
	/* Reset by the RUN pin and by cycling DVDD only (RP2040 datasheet, 4.7.4, page 566). The boot ROM looks for a magic number in
	   SCRATCH4 to SCRATCH7 (2.8.1.1), and the SDK leaves its own in SCRATCH4. */
	#define SCRATCH watchdog_hw->scratch
	#define COUNT 4
#endif

static unsigned int indexOf(xsMachine *the)
{
	int index = xsmcToInteger(xsArg(0));
	if (index < 0 || index >= COUNT)
		xsRangeError("retained words: no such word");
	return index;
}

void xs_linkpulse_words_count(xsMachine *the)
{
	xsmcSetInteger(xsResult, COUNT);
}

void xs_linkpulse_words_read(xsMachine *the)
{
	xsmcSetInteger(xsResult, (int32_t)SCRATCH[indexOf(the)]);
}

void xs_linkpulse_words_write(xsMachine *the)
{
	SCRATCH[indexOf(the)] = (uint32_t)xsmcToInteger(xsArg(1));
}
