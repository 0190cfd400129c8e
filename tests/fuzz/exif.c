/* exif.c - which way up a photograph says that it is */
#include "exif.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *copy = fuzz_copy(bytes, len);
	int orientation = exif_orientation((struct span){ copy, len });

	must_hold(orientation >= 1 && orientation <= 8,
	    "it is one of the eight that there are");
	free(copy);
	return 0;
}
