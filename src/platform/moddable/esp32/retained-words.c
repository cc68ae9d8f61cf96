#include "xsmc.h"
#include "xsHost.h"
#include "esp_attr.h"
#include "esp_system.h"

#define COUNT 128

/* No reset level of the ESP32 clears RAM (ESP32 TRM 5.2, 3.1.1, page 40), and no start of a program this section. */
static RTC_NOINIT_ATTR volatile uint32_t words[COUNT];

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

/* The EN pin switches the chip off, and counts as power-on too. */
void xs_linkpulse_words_lost(xsMachine *the)
{
	xsmcSetBoolean(xsResult, esp_reset_reason() == ESP_RST_POWERON);
}

void xs_linkpulse_words_read(xsMachine *the)
{
	xsmcSetInteger(xsResult, (int32_t)words[indexOf(the)]);
}

void xs_linkpulse_words_write(xsMachine *the)
{
	words[indexOf(the)] = (uint32_t)xsmcToInteger(xsArg(1));
}
