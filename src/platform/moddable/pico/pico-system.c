#include "xsAll.h"
#include "modTimer.h"
#include "pico/time.h"
#include "hardware/watchdog.h"
#if PICO_RP2040
#include "hardware/structs/vreg_and_chip_reset.h"
#define CHIP_RESET vreg_and_chip_reset_hw->chip_reset
#define HAD_POR VREG_AND_CHIP_RESET_CHIP_RESET_HAD_POR_BITS
#define HAD_RUN VREG_AND_CHIP_RESET_CHIP_RESET_HAD_RUN_BITS
/* It looks like power-on. */
#define HAD_BOR 0
#else
#include "hardware/structs/powman.h"
#define CHIP_RESET powman_hw->chip_reset
#define HAD_POR POWMAN_CHIP_RESET_HAD_POR_BITS
#define HAD_RUN POWMAN_CHIP_RESET_HAD_RUN_LOW_BITS
#define HAD_BOR POWMAN_CHIP_RESET_HAD_BOR_BITS
#endif

/* Scratch registers 0 to 3 are left to retained memories; the SDK and the boot ROM write 4, and 5 to 7 only to boot elsewhere. */
#define FIRST_WORD 5
#define WORDS 3

static int32_t argument(txMachine *the, int index)
{
	return fxToInteger(the, mxArgv(index));
}

static void answer(txMachine *the, int32_t value)
{
	fxInteger(the, mxResult, value);
}

/* As `ResetCause` in ports.ts. */
enum { UNKNOWN, POWER_ON, BROWN_OUT, PIN, WATCHDOG, SOFTWARE };

/* RP2040 datasheet, 4.7.6 (REASON) and 2.12.7 (CHIP_RESET). */
void xs_linkpulse_system_cause(txMachine *the)
{
	uint32_t reason = watchdog_hw->reason;
	uint32_t reset = CHIP_RESET;
	int cause = UNKNOWN;
	if (reason & WATCHDOG_REASON_TIMER_BITS)
		cause = WATCHDOG;
	else if (reason & WATCHDOG_REASON_FORCE_BITS)
		cause = SOFTWARE;
	else if (reset & HAD_POR)
		cause = POWER_ON;
	else if (reset & HAD_BOR)
		cause = BROWN_OUT;
	else if (reset & HAD_RUN)
		cause = PIN;
	answer(the, cause);
}

void xs_linkpulse_system_start(txMachine *the)
{
	watchdog_enable(argument(the, 0), 1);
}

void xs_linkpulse_system_feed(txMachine *the)
{
	watchdog_update();
}

void xs_linkpulse_system_reset(txMachine *the)
{
	watchdog_reboot(0, 0, 0);
	for (;;)
		;
}

static io_rw_32 *wordOf(txMachine *the)
{
	return &watchdog_hw->scratch[FIRST_WORD + (uint32_t)argument(the, 0) % WORDS];
}

void xs_linkpulse_system_word(txMachine *the)
{
	answer(the, (int32_t)*wordOf(the));
}

void xs_linkpulse_system_set_word(txMachine *the)
{
	*wordOf(the) = (uint32_t)argument(the, 1);
}

/* Slots and chunks that are in use, what is garbage included. */
void xs_linkpulse_system_heap_used(txMachine *the)
{
	answer(the, the->currentHeapCount * sizeof(txSlot) + the->currentChunksSize);
}

/* What slots and chunks have not taken of the memory that both grow into, and what is free in what they took. */
void xs_linkpulse_system_heap_free(txMachine *the)
{
	int32_t slots = (the->maximumHeapCount - the->currentHeapCount) * sizeof(txSlot);
	int32_t chunks = the->maximumChunksSize - the->currentChunksSize;
	answer(the, the->heap_pend - the->heap_ptr + slots + chunks);
}

extern int modMessagePostToMachine(txMachine *the, uint8_t *message, uint16_t length, modMessageDeliver callback, void *refcon);

/*
 * Moddable's main loop (SDK 8.2.3) turns without a pause, since it takes the time that is left with the wrong sign. So there is
 * a message in the queue of each turn that waits for an interrupt, until the next timer is due. A message that comes
 * meanwhile or that waits behind it wakes it: who posts one also sends an event (SEV).
 */
static void idle(void *machine, void *refcon, uint8_t *message, uint16_t length)
{
	int delay = modTimersNext();
	if (delay > 0)
		best_effort_wfe_or_timeout(make_timeout_time_ms(delay));
	modMessagePostToMachine(machine, NULL, 0, idle, NULL);
}

void xs_linkpulse_system_sleep(txMachine *the)
{
	modMessagePostToMachine(the, NULL, 0, idle, NULL);
}
