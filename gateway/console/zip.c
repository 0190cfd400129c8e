/* zip.c - local headers, bytes, the central directory */
#include "console/zip.h"
#include "base/io.h"

#define MAX_CENTRAL_BYTES (64u << 20)
#define MAX_ENTRIES 65534
#define MAX_SIZE 0xfffffffeull
#define LOCAL_HEADER 0x04034b50u
#define CENTRAL_HEADER 0x02014b50u
#define END_HEADER 0x06054b50u
#define VERSION_UNIX ((3 << 8) | 20)
#define VERSION_NEEDED 20
#define FLAG_UTF8 0x0800
#define FILE_0600 (0100600u << 16)
#define CRC_POLYNOMIAL 0xedb88320u

static void
add_number(struct buf *b, uint32_t number, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_add_char(b, (char)(number >> (8 * i) & 0xff));
}

/* CRC-32 (ISO 3309), bit by bit through a table of sixteen. */
static uint32_t
crc_of(struct span bytes)
{
	uint32_t table[16], crc = 0xffffffffu;

	for (uint32_t i = 0; i < 16; i++) {
		table[i] = i;
		for (int bit = 0; bit < 4; bit++)
			table[i] =
			    table[i] >> 1 ^ (table[i] & 1 ? CRC_POLYNOMIAL : 0);
	}
	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= (unsigned char)bytes.at[i];
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return ~crc;
}

void
zip_begin(struct zip *zip, int fd, time_t made)
{
	struct tm t;

	gmtime_r(&made, &t);
	*zip = (struct zip){ .fd = fd, .central = BUF(MAX_CENTRAL_BYTES) };
	zip->date =
	    (uint16_t)((t.tm_year - 80) << 9 | (t.tm_mon + 1) << 5 | t.tm_mday);
	zip->time = (uint16_t)(t.tm_hour << 11 | t.tm_min << 5 | t.tm_sec / 2);
}

/* What both headers say of a file. */
static void
add_facts(struct buf *b, const struct zip *zip, uint32_t crc, struct span name,
    struct span bytes)
{
	add_number(b, VERSION_NEEDED, 2);
	add_number(b, FLAG_UTF8, 2);
	add_number(b, 0, 2); /* stored */
	add_number(b, zip->time, 2);
	add_number(b, zip->date, 2);
	add_number(b, crc, 4);
	add_number(b, (uint32_t)bytes.len, 4);
	add_number(b, (uint32_t)bytes.len, 4);
	add_number(b, (uint32_t)name.len, 2);
	add_number(b, 0, 2); /* no extra field */
}

static enum outcome
zip_write(struct zip *zip, struct span bytes, struct error *why)
{
	zip->size += bytes.len;
	return io_write(zip->fd, bytes, why);
}

enum outcome
zip_add(struct zip *zip, struct span name, struct span bytes, struct error *why)
{
	autobuf header = BUF(65536);
	uint32_t crc = crc_of(bytes), at = (uint32_t)zip->size;
	enum outcome how;

	if (zip->n == MAX_ENTRIES || name.len > 1000 ||
	    zip->size + bytes.len + MAX_CENTRAL_BYTES > MAX_SIZE)
		return fail(why, REFUSED,
		    "it is too large for a ZIP file: export to a folder");
	add_number(&header, LOCAL_HEADER, 4);
	add_facts(&header, zip, crc, name, bytes);
	buf_add(&header, name);
	how = zip_write(zip, buf_span(&header), why);
	if (how == DONE)
		how = zip_write(zip, bytes, why);
	add_number(&zip->central, CENTRAL_HEADER, 4);
	add_number(&zip->central, VERSION_UNIX, 2);
	add_facts(&zip->central, zip, crc, name, bytes);
	add_number(&zip->central, 0, 2); /* no comment */
	add_number(&zip->central, 0, 2); /* first disk */
	add_number(&zip->central, 0, 2);
	add_number(&zip->central, FILE_0600, 4);
	add_number(&zip->central, at, 4);
	buf_add(&zip->central, name);
	zip->n++;
	return how;
}

enum outcome
zip_end(struct zip *zip, struct error *why)
{
	autobuf end = BUF(100);
	uint32_t at = (uint32_t)zip->size;
	enum outcome how = zip_write(zip, buf_span(&zip->central), why);

	add_number(&end, END_HEADER, 4);
	add_number(&end, 0, 4); /* the only disk */
	add_number(&end, zip->n, 2);
	add_number(&end, zip->n, 2);
	add_number(&end, (uint32_t)zip->central.len, 4);
	add_number(&end, at, 4);
	add_number(&end, 0, 2); /* no comment */
	return how == DONE ? zip_write(zip, buf_span(&end), why) : how;
}

void
zip_release(struct zip *zip)
{
	buf_release(&zip->central);
}
