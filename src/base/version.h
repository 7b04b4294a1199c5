/* base/version.h - which Ling this is: erlang:system_info(ling). */
#pragma once

#define LING_VERSION "0.1.0"
