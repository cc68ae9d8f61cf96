#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"

void xs_linkpulse_wall_clock(xsMachine *the)
{
	c_timeval now;
	c_gettimeofday(&now, NULL);
	xsmcSetNumber(xsResult, now.tv_sec * 1000.0 + now.tv_usec / 1000);
}
