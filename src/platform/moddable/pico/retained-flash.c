#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"
#include "hardware/flash.h"

#define SECTORS 2

/* Sectors of the image itself, blank in it: a new image takes their place. */
static const uint8_t area[SECTORS * FLASH_SECTOR_SIZE] __attribute__((aligned(FLASH_SECTOR_SIZE))) = {
	[0 ... SECTORS * FLASH_SECTOR_SIZE - 1] = 0xFF
};

#define START ((uintptr_t)area - (uintptr_t)kFlashStart)

void xs_linkpulse_flash_size(xsMachine *the)
{
	xsmcSetInteger(xsResult, sizeof(area));
}

void xs_linkpulse_flash_sector(xsMachine *the)
{
	xsmcSetInteger(xsResult, FLASH_SECTOR_SIZE);
}

void xs_linkpulse_flash_erase(xsMachine *the)
{
	int sector = xsmcToInteger(xsArg(0));
	if (sector < 0 || sector >= SECTORS)
		xsRangeError("flash: no such sector");
	if (!modSPIErase(START + sector * FLASH_SECTOR_SIZE, FLASH_SECTOR_SIZE))
		xsUnknownError("flash: erase failed");
}

void xs_linkpulse_flash_write(xsMachine *the)
{
	int offset = xsmcToInteger(xsArg(0));
	int length = xsmcToInteger(xsArg(1));
	void *buffer;
	xsUnsignedValue size;
	xsmcGetBufferReadable(xsArg(2), &buffer, &size);
	if (offset < 0 || length <= 0 || (xsUnsignedValue)length > size || offset > (int)sizeof(area) - length)
		xsRangeError("flash: no such octets");
	if (!modSPIWrite(START + offset, length, buffer))
		xsUnknownError("flash: write failed");
}

void xs_linkpulse_flash_map(xsMachine *the)
{
	xsmcVars(1);
	xsResult = xsNewHostObject(NULL);
	xsmcSetHostBuffer(xsResult, (void *)area, sizeof(area));
	xsmcPetrifyHostBuffer(xsResult);
	xsmcSetInteger(xsVar(0), sizeof(area));
	xsmcDefine(xsResult, xsID_byteLength, xsVar(0), xsDontDelete | xsDontSet);
}
