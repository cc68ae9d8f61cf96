/*
 * Calls esp32-system.c as XS would, with a task watchdog that has users as ESP-IDF's has. A line of input is a call: `init`
 * what ESP-IDF's start does, `loop` what the SDK's main loop does, `full` that there is no memory; `start` and a time-out,
 * `feed`, the library's. A line of output is what stands after it: time-out, panic, who fed since all had, and how often
 * all had; or the error that was thrown.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../../src/platform/moddable/esp32/esp32-system.c"

#define USERS 4

struct esp_task_wdt_user_handle_s {
	const char *name;
	int fed;
};

static struct esp_task_wdt_user_handle_s users[USERS];
static int count, full, runs, rounds;
static esp_task_wdt_config_t configured;
static jmp_buf thrown;
static const char *error;

static esp_err_t configure(const esp_task_wdt_config_t *config, int expected)
{
	if (runs != expected)
		return ESP_ERR_INVALID_STATE;
	configured = *config;
	runs = 1;
	return ESP_OK;
}

esp_err_t esp_task_wdt_init(const esp_task_wdt_config_t *config)
{
	return configure(config, 0);
}

esp_err_t esp_task_wdt_reconfigure(const esp_task_wdt_config_t *config)
{
	return configure(config, 1);
}

esp_err_t esp_task_wdt_add_user(const char *name, esp_task_wdt_user_handle_t *handle)
{
	if (!runs)
		return ESP_ERR_INVALID_STATE;
	if (full || count == USERS)
		return ESP_ERR_NO_MEM;
	users[count].name = name;
	*handle = &users[count++];
	return ESP_OK;
}

esp_err_t esp_task_wdt_reset_user(esp_task_wdt_user_handle_t handle)
{
	if (handle == NULL)
		return ESP_ERR_INVALID_ARG;
	handle->fed = 1;
	for (int i = 0; i < count; i++)
		if (!users[i].fed)
			return ESP_OK;
	rounds++;
	for (int i = 0; i < count; i++)
		users[i].fed = 0;
	return ESP_OK;
}

esp_reset_reason_t esp_reset_reason(void)
{
	return ESP_RST_UNKNOWN;
}

void esp_restart(void)
{
	exit(1);
}

size_t heap_caps_get_free_size(uint32_t caps)
{
	return caps;
}

int32_t fxToInteger(txMachine *the, txSlot *slot)
{
	(void)the;
	return (int32_t)(intptr_t)slot->of[0];
}

void fxInteger(txMachine *the, txSlot *slot, int32_t value)
{
	(void)the;
	slot->of[0] = (void *)(intptr_t)value;
}

void fxBoolean(txMachine *the, txSlot *slot, int32_t value)
{
	fxInteger(the, slot, value);
}

void fxThrowMessage(txMachine *the, const char *text)
{
	(void)the;
	error = text;
	longjmp(thrown, 1);
}

int main(void)
{
	static txSlot stack[4];
	txMachine machine = { .frame = stack + 2 };
	esp_task_wdt_user_handle_t loop = NULL;
	char name[16];
	int value;
	while (scanf("%15s %d", name, &value) == 2) {
		fxInteger(&machine, machine.frame - 1, value);
		error = NULL;
		if (setjmp(thrown) == 0) {
			if (strcmp(name, "init") == 0) {
				esp_task_wdt_config_t config = { .timeout_ms = (uint32_t)value, .idle_core_mask = 0, .trigger_panic = false };
				esp_task_wdt_init(&config);
				esp_task_wdt_add_user("main", &loop);
			} else if (strcmp(name, "loop") == 0)
				esp_task_wdt_reset_user(loop);
			else if (strcmp(name, "full") == 0)
				full = value;
			else if (strcmp(name, "start") == 0)
				xs_linkpulse_system_start(&machine);
			else if (strcmp(name, "feed") == 0)
				xs_linkpulse_system_feed(&machine);
		}
		if (error != NULL) {
			printf("%s\n", error);
			continue;
		}
		printf("%u ms%s", (unsigned)configured.timeout_ms, configured.trigger_panic ? ", panic:" : ":");
		for (int i = 0; i < count; i++)
			printf(" %s%s", users[i].name, users[i].fed ? "*" : "");
		printf(", %d\n", rounds);
	}
	return 0;
}
