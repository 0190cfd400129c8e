/*
 * noworkers.c - libde265 decodes a HEIC picture without a thread of its own
 *
 * libheif asks it for one worker whatever it was told of threads
 * (heif_context_set_max_decoding_threads counts tiles, not workers), and the
 * cage ends a process that starts one.  Linked into the program and exported,
 * this entry point is found before libde265's: without workers it decodes
 * where it is called.
 */

int de265_start_worker_threads(void *decoder, int workers);

int
de265_start_worker_threads(void *decoder, int workers)
{
	(void)decoder;
	(void)workers;
	return 0; /* DE265_OK */
}
