/* As much of the platform as the library's C asks of it. */
#include <stddef.h>
#include <sys/time.h>

#define c_timeval struct timeval
#define c_gettimeofday gettimeofday
