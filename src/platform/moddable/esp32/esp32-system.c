#include "xsAll.h"
#include "esp_attr.h"
#include "esp_heap_caps.h"
#include "esp_system.h"
#include "esp_task_wdt.h"

#define WORDS 3

/* No reset level of the ESP32 clears RAM (ESP32 TRM 5.2, 3.1.1, page 40), and no start of a program this section. */
static RTC_NOINIT_ATTR volatile uint32_t words[WORDS];

static int32_t argument(txMachine *the, int index)
{
	return fxToInteger(the, mxArgv(index));
}

static void answer(txMachine *the, int32_t value)
{
	fxInteger(the, mxResult, value);
}

/* As `ResetCause` in ports.ts. */
enum { UNKNOWN, POWER_ON, BROWN_OUT, PIN, WATCHDOG, SOFTWARE, DEEP_SLEEP, PANIC };

/* The EN pin switches the chip off, and counts as power-on. */
void xs_linkpulse_system_cause(txMachine *the)
{
	int cause = UNKNOWN;
	switch (esp_reset_reason()) {
		case ESP_RST_POWERON: cause = POWER_ON; break;
		case ESP_RST_BROWNOUT: cause = BROWN_OUT; break;
		case ESP_RST_EXT: cause = PIN; break;
		case ESP_RST_INT_WDT:
		case ESP_RST_TASK_WDT:
		case ESP_RST_WDT: cause = WATCHDOG; break;
		case ESP_RST_SW: cause = SOFTWARE; break;
		case ESP_RST_DEEPSLEEP: cause = DEEP_SLEEP; break;
		case ESP_RST_PANIC: cause = PANIC; break;
		default: break;
	}
	answer(the, cause);
}

/* The SDK builds ESP-IDF without it unless a manifest asks for it. */
void xs_linkpulse_system_watches(txMachine *the)
{
#if CONFIG_ESP_TASK_WDT_EN
	fxBoolean(the, mxResult, 1);
#else
	fxBoolean(the, mxResult, 0);
#endif
}

#if CONFIG_ESP_TASK_WDT_EN
/*
 * One of our own: the SDK's main loop feeds for its task whether or not anything gets on. The timer starts anew when all
 * users have fed. A program that the SDK starts again without a reset finds its user there.
 */
static esp_task_wdt_user_handle_t user;
#endif

void xs_linkpulse_system_start(txMachine *the)
{
#if CONFIG_ESP_TASK_WDT_EN
	esp_task_wdt_config_t config = { .timeout_ms = (uint32_t)argument(the, 0), .idle_core_mask = 0, .trigger_panic = true };
	/* It runs since before the program, without a panic, unless ESP_TASK_WDT_INIT was left out. */
	esp_err_t result = esp_task_wdt_reconfigure(&config);
	if (result == ESP_ERR_INVALID_STATE)
		result = esp_task_wdt_init(&config);
	if (result == ESP_OK && user == NULL)
		result = esp_task_wdt_add_user("linkpulse", &user);
	if (result != ESP_OK)
		mxUnknownError("watchdog: ESP-IDF does not start it");
#endif
}

void xs_linkpulse_system_feed(txMachine *the)
{
#if CONFIG_ESP_TASK_WDT_EN
	esp_task_wdt_reset_user(user);
#endif
}

void xs_linkpulse_system_reset(txMachine *the)
{
	esp_restart();
}

static volatile uint32_t *wordOf(txMachine *the)
{
	return &words[(uint32_t)argument(the, 0) % WORDS];
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

/*
 * What is free in what slots and chunks took, and what they can still take: of XS's own memory where the manifest gives it
 * some (`creation`, `static`), or else of ESP-IDF's heap.
 */
void xs_linkpulse_system_heap_free(txMachine *the)
{
	int32_t slots = (the->maximumHeapCount - the->currentHeapCount) * sizeof(txSlot);
	int32_t chunks = the->maximumChunksSize - the->currentChunksSize;
	int32_t more = the->heap ? the->heap_pend - the->heap_ptr : (int32_t)heap_caps_get_free_size(MALLOC_CAP_8BIT);
	answer(the, more + slots + chunks);
}
