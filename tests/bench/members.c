/*
 * members.c -- what tests/bench/members compares with: an archive is decoded by
 * libarchive and thrown away.
 *
 *	members FILE		prints members and bytes
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	struct archive *a = archive_read_new();
	struct archive_entry *entry;
	unsigned long long members = 0, bytes = 0;
	const void *block;
	la_int64_t at;
	size_t len;

	archive_read_support_format_all(a);
	archive_read_support_filter_all(a);
	if (argc != 2 || archive_read_open_filename(a, argv[1], 64 << 10) != ARCHIVE_OK)
		return 2;
	for (; archive_read_next_header(a, &entry) == ARCHIVE_OK; members++)
		while (archive_read_data_block(a, &block, &len, &at) == ARCHIVE_OK)
			bytes += len;
	printf("%llu %llu\n", members, bytes);
	return archive_read_free(a) != ARCHIVE_OK;
}
