/*
 * leaks.c - what LeakSanitizer need not tell of: make asan, make fuzz
 *
 * In the program, since a confined one reads no file when it ends.  Fonts that
 * fontconfig keeps to the end; and what libEtPan forgets of answers that it
 * makes no sense of, such as the greeting of a server that says goodbye.
 */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libetpan\n";
}
