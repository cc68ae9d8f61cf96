#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"
#include "hardware/gpio.h"
#include "hardware/irq.h"
#include "hardware/sync.h"
#include "hardware/uart.h"

/* A power of two. */
#define CAPACITY 256

/*
 * The interrupt handler alone moves `received` and `sent`, the main loop alone `read` and `written`; all four count octets
 * and wrap. A message to the main loop is under way while `posted`, and says no more than: look.
 */
typedef struct {
	xsMachine *the;
	xsSlot obj;
	uart_inst_t *uart;
	uint irq;
	volatile uint8_t posted;
	uint8_t delivering;
	uint8_t closed;
	/* Room that the program was told of, less what it wrote since. */
	volatile uint16_t room;
	volatile uint16_t received, read;
	volatile uint16_t written, sent;
	uint8_t input[CAPACITY];
	uint8_t output[CAPACITY];
} Serial;

extern int modMessagePostToMachineFromISR(xsMachine *the, modMessageDeliver callback, void *refcon);

static Serial *ports[2];

static uint16_t waiting(Serial *serial)
{
	return serial->received - serial->read;
}

static uint16_t roomLeft(Serial *serial)
{
	return CAPACITY - (uint16_t)(serial->written - serial->sent);
}

/* The program need not know of room while it has plenty. */
static int hasMoreRoom(Serial *serial)
{
	return serial->room < CAPACITY / 2 && roomLeft(serial) > serial->room;
}

static void tell(xsMachine *the, Serial *serial, xsIdentifier callback, uint16_t octets)
{
	xsmcVars(2);
	xsmcGet(xsVar(0), serial->obj, callback);
	xsmcSetInteger(xsVar(1), octets);
	if (xsmcTest(xsVar(0)))
		xsCallFunction1(xsVar(0), serial->obj, xsVar(1));
}

static void deliver(void *machine, void *refcon, uint8_t *message, uint16_t messageLength)
{
	xsMachine *the = machine;
	Serial *serial = refcon;
	/* First, so that whatever comes from here on is told by a message of its own. */
	serial->posted = 0;
	serial->delivering = 1;
	if (!serial->closed && waiting(serial) != 0) {
		xsBeginHost(the);
			tell(the, serial, xsID_onReadable, waiting(serial));
		xsEndHost(the);
	}
	if (!serial->closed && hasMoreRoom(serial)) {
		serial->room = roomLeft(serial);
		xsBeginHost(the);
			tell(the, serial, xsID_onWritable, serial->room);
		xsEndHost(the);
	}
	serial->delivering = 0;
	if (serial->closed && !serial->posted)
		c_free(serial);
}

/* Moves octets between the UART and the program's buffers. With interrupts off, or in them. */
static void serve(Serial *serial)
{
	uart_hw_t *hw = uart_get_hw(serial->uart);
	hw->icr = UART_UARTICR_RTIC_BITS;
	while (waiting(serial) < CAPACITY && !(hw->fr & UART_UARTFR_RXFE_BITS)) {
		serial->input[serial->received % CAPACITY] = (uint8_t)hw->dr;
		serial->received++;
	}
	while (serial->sent != serial->written && !(hw->fr & UART_UARTFR_TXFF_BITS)) {
		hw->dr = serial->output[serial->sent % CAPACITY];
		serial->sent++;
	}
	hw->imsc = (waiting(serial) < CAPACITY ? UART_UARTIMSC_RXIM_BITS | UART_UARTIMSC_RTIM_BITS : 0) |
		(serial->sent != serial->written ? UART_UARTIMSC_TXIM_BITS : 0);
	if (!serial->posted && (waiting(serial) != 0 || hasMoreRoom(serial)))
		serial->posted = 0 == modMessagePostToMachineFromISR(serial->the, deliver, serial);
}

static void interrupt(void)
{
	for (int i = 0; i < 2; i++)
		if (ports[i] != NULL)
			serve(ports[i]);
}

static void serveNow(Serial *serial)
{
	uint32_t interrupts = save_and_disable_interrupts();
	serve(serial);
	restore_interrupts(interrupts);
}

/* The UART whose transmitter can be on `transmit` and its receiver on `receive` (RP2040 datasheet, 1.4.3); or -1. */
static int portOf(int transmit, int receive)
{
	int port = ((transmit + 4) >> 3) & 1;
	if (transmit < 0 || transmit > 28 || transmit % 4 != 0)
		return -1;
	if (receive < 1 || receive > 29 || receive % 4 != 1 || port != (((receive + 3) >> 3) & 1))
		return -1;
	return port;
}

void xs_linkpulse_serial_constructor(xsMachine *the)
{
	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(0), xsID_transmit);
	int transmit = xsmcToInteger(xsVar(0));
	xsmcGet(xsVar(0), xsArg(0), xsID_receive);
	int receive = xsmcToInteger(xsVar(0));
	xsmcGet(xsVar(0), xsArg(0), xsID_baud);
	int baud = xsmcToInteger(xsVar(0));
	int port = portOf(transmit, receive);
	if (port < 0)
		xsRangeError("serial: transmit and receive must be pins of one UART, as 0 and 1");
	if (ports[port] != NULL)
		xsRangeError("serial: that UART is in use");
	if (baud < 300 || baud > 7812500)
		xsRangeError("serial: baud must be 300 to 7812500 bit/s");
	Serial *serial = c_calloc(1, sizeof(Serial));
	if (serial == NULL)
		xsRangeError("serial: no memory");

	xsmcGet(xsVar(0), xsArg(0), xsID_onReadable);
	xsmcSet(xsThis, xsID_onReadable, xsVar(0));
	xsmcGet(xsVar(0), xsArg(0), xsID_onWritable);
	xsmcSet(xsThis, xsID_onWritable, xsVar(0));
	xsmcSetHostData(xsThis, serial);
	serial->the = the;
	serial->obj = xsThis;
	xsRemember(serial->obj);
	serial->uart = port == 0 ? uart0 : uart1;
	serial->irq = port == 0 ? UART0_IRQ : UART1_IRQ;

	uart_init(serial->uart, baud);
	uart_set_format(serial->uart, 8, 1, UART_PARITY_NONE);
	/* At three quarters of the receiver's FIFO: a keepalive comes whole, 32 bits after its end at the latest. */
	hw_write_masked(&uart_get_hw(serial->uart)->ifls, 3 << UART_UARTIFLS_RXIFLSEL_LSB, UART_UARTIFLS_RXIFLSEL_BITS);
	gpio_set_function(transmit, GPIO_FUNC_UART);
	gpio_set_function(receive, GPIO_FUNC_UART);
	ports[port] = serial;
	irq_set_exclusive_handler(serial->irq, interrupt);
	serveNow(serial);
	irq_set_enabled(serial->irq, true);
}

static void shut(Serial *serial)
{
	irq_set_enabled(serial->irq, false);
	irq_remove_handler(serial->irq, interrupt);
	ports[uart_get_index(serial->uart)] = NULL;
	uart_deinit(serial->uart);
	serial->closed = 1;
	if (!serial->posted && !serial->delivering)
		c_free(serial);
}

void xs_linkpulse_serial_destructor(void *data)
{
	if (data != NULL)
		shut(data);
}

void xs_linkpulse_serial_close(xsMachine *the)
{
	Serial *serial = xsmcGetHostData(xsThis);
	if (serial == NULL)
		return;
	xsForget(serial->obj);
	xsmcSetHostData(xsThis, NULL);
	shut(serial);
}

static Serial *opened(xsMachine *the)
{
	Serial *serial = xsmcGetHostData(xsThis);
	if (serial == NULL)
		xsUnknownError("serial: closed");
	return serial;
}

void xs_linkpulse_serial_read(xsMachine *the)
{
	Serial *serial = opened(the);
	uint8_t *buffer;
	xsUnsignedValue count;
	xsmcGetBufferWritable(xsArg(0), (void **)&buffer, &count);
	if (count > waiting(serial))
		count = waiting(serial);
	for (xsUnsignedValue i = 0; i < count; i++)
		buffer[i] = serial->input[(uint16_t)(serial->read + i) % CAPACITY];
	int wasFull = waiting(serial) == CAPACITY;
	serial->read += count;
	/* It takes no interrupts of its receiver while it is full. */
	if (wasFull)
		serveNow(serial);
	xsmcSetInteger(xsResult, count);
}

void xs_linkpulse_serial_write(xsMachine *the)
{
	Serial *serial = opened(the);
	uint8_t *buffer;
	xsUnsignedValue count;
	xsmcGetBufferReadable(xsArg(0), (void **)&buffer, &count);
	if (xsmcArgc > 2) {
		xsIntegerValue start = xsmcToInteger(xsArg(1)), end = xsmcToInteger(xsArg(2));
		if (start < 0 || end < start || (xsUnsignedValue)end > count)
			xsRangeError("serial: no such octets");
		buffer += start;
		count = end - start;
	}
	if (count > roomLeft(serial))
		xsUnknownError("serial: no room");
	for (xsUnsignedValue i = 0; i < count; i++)
		serial->output[(uint16_t)(serial->written + i) % CAPACITY] = buffer[i];
	serial->room = serial->room > count ? serial->room - count : 0;
	serial->written += count;
	serveNow(serial);
}
