import Debug from "debug";
import Time from "time";
import Timer from "timer";

/** What is there without the library: XS, and the modules of the SDK that the library or its image uses. */
Timer.repeat(() => Time.ticks, 1000);
Debug.gc();
