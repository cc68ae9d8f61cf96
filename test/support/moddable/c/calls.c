/*
 * Calls the library's C as XS would. A line of input is a call: the function's name and its arguments, each a number, or
 * `x` and octets in hexadecimal, which must be writable. A line of output is what it returns and what stands in the last
 * buffer then, or `RangeError`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "xsmc.h"
#include "../../../../src/platform/moddable/native/fcs.c"
#include "../../../../src/platform/moddable/native/octet-run.c"
#include "../../../../src/platform/moddable/native/wall-clock.c"

static const struct {
	const char *name;
	void (*function)(xsMachine *the);
} functions[] = {
	{"fcs16", xs_linkpulse_fcs16},
	{"fcs32", xs_linkpulse_fcs32},
	{"copyRun", xs_linkpulse_copy_run},
	{"stuff", xs_linkpulse_stuff},
	{"wallClock", xs_linkpulse_wall_clock},
};

static char line[65536];

static void take(xsSlot *slot, const char *text)
{
	slot->octets = NULL;
	if (*text != 'x') {
		slot->integer = atoi(text);
		return;
	}
	slot->length = strlen(text + 1) / 2;
	/* Just as long as it is, so that a step beyond it is seen. */
	slot->octets = malloc(slot->length);
	for (xsUnsignedValue i = 0; i < slot->length; i++)
		sscanf(text + 1 + 2 * i, "%2hhx", &slot->octets[i]);
}

static void call(char *text)
{
	static xsMachine machine;
	xsMachine *the = &machine;
	xsSlot *last = NULL;
	char *name = strtok(text, " \n"), *argument;
	memset(the, 0, sizeof(machine));
	for (int i = 0; (argument = strtok(NULL, " \n")) != NULL; i++) {
		take(&the->arguments[i], argument);
		if (the->arguments[i].octets != NULL)
			last = &the->arguments[i];
	}
	if (setjmp(the->refused) == 0) {
		for (unsigned i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
			if (strcmp(functions[i].name, name) == 0)
				functions[i].function(the);
		printf("%.0f x", the->result);
		for (xsUnsignedValue i = 0; last != NULL && i < last->length; i++)
			printf("%02x", last->octets[i]);
		printf("\n");
	} else
		printf("RangeError\n");
	for (int i = 0; i < 6; i++)
		free(the->arguments[i].octets);
}

int main(void)
{
	while (fgets(line, sizeof(line), stdin) != NULL)
		call(line);
	return 0;
}
