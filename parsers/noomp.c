/*
 * noomp.c - Tesseract's OpenMP regions run inline
 *
 * libtesseract is built with OpenMP: it would start threads, which the cage
 * forbids, and a fork after that hangs for ever.  These are the four entry
 * points of libgomp that it imports.  Linked into the program and exported,
 * they are found before libgomp's.  Measured: the same text, no thread, no
 * futex, half of the time that two threads take on two cores.  All four or
 * none: with GOMP_parallel alone a page takes four times as long.
 */

void GOMP_parallel(void (*work)(void *), void *data, unsigned threads,
    unsigned flags);
void GOMP_parallel_sections(void (*work)(void *), void *data, unsigned threads,
    unsigned count, unsigned flags);
unsigned GOMP_sections_next(void);
void GOMP_sections_end_nowait(void);

/* The section to run next, from 1, and the last one, of the open region. */
static unsigned next_section, last_section;

void
GOMP_parallel(void (*work)(void *), void *data, unsigned threads,
    unsigned flags)
{
	(void)threads;
	(void)flags;
	work(data);
}

void
GOMP_parallel_sections(void (*work)(void *), void *data, unsigned threads,
    unsigned count, unsigned flags)
{
	unsigned outer_next = next_section, outer_last = last_section;

	(void)threads;
	(void)flags;
	next_section = 1;
	last_section = count;
	work(data);
	next_section = outer_next;
	last_section = outer_last;
}

unsigned
GOMP_sections_next(void)
{
	return next_section <= last_section ? next_section++ : 0;
}

void
GOMP_sections_end_nowait(void)
{
}
