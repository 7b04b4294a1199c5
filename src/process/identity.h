/* process/identity.h - what tells one start of a prepared machine from all others. */
#pragma once

/* References and unique integers go on from a place that no other start has, and the time offset follows the date.
 * What was made before stays valid. */
void processes_new_identity(void);
