/*
 * recognised.c -- formats that are known by their first bytes and not read yet.
 *
 * Their rows make a gap with a name instead of a silence.  One probe and one
 * row each; whoever builds a format moves its probe into a file of its own.
 * Specifications: the formats' own documents, for the magic numbers only.
 */
#include "base/cursor.h"
#include "format/format.h"
#include "format/probe.h"

static int unsupported_open(struct reader *r, struct error *e)
{
	return fail(e, ERR_UNSUPPORTED, "%s: recognised, but not read yet", r->format->name);
}

static int unsupported_next(struct reader *r, struct part *out, struct error *e)
{
	(void)out;
	return unsupported_open(r, e);
}

static int compress_probe(struct span head)
{
	return head.len > 2 && !(head.ptr[2] & 0x60) ? probe_magic(head, 0, SPAN("\x1f\x9d")) : 0;
}

static int lz4_legacy_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\x02\x21\x4c\x18"));
}

static int lzip_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("LZIP\x01"));
}

static int lzop_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\x89LZO\0\r\n\x1a\n"));
}

static int arj_probe(struct span head)
{
	uint64_t size = probe_number(head, 2, 2);

	return probe_magic(head, 0, SPAN("\x60\xea")) && size >= 30 && size <= 2600 &&
	       probe_number(head, 10, 1) <= 2 ? 50 : 0;
}

static int xar_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("xar!")) && probe_number(head, 5, 1) >= 28 ? 60 : 0;
}

/* "-lh5-" behind the length and the sum of the header. */
static int lha_probe(struct span head)
{
	static const char *const methods[] = { "-lh0-", "-lh1-", "-lh4-", "-lh5-", "-lh6-",
					       "-lh7-", "-lzs-", "-lz5-", "-lhd-" };

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (probe_magic(head, 2, span_of(methods[i])))
			return 55;
	return 0;
}

/* Symbian: the third of its identifiers; since version 9 the first. */
static int sis_probe(struct span head)
{
	return probe_magic(head, 8, SPAN("\x19\x04\0\x10")) | probe_magic(head, 0, SPAN("\x7a\x1a\x20\x10"));
}

static int onenote_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"
				   "\xae\xb1\x53\x78\xd0\x29\x96\xd3"));
}

static int chm_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("ITSF\3\0\0\0"));
}

static int evtx_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("ElfFile\0"));
}

static int evt_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\x30\0\0\0LfLe"));
}

static int regf_probe(struct span head)
{
	return probe_number(head, 20, 4) == 1 ? probe_magic(head, 0, SPAN("regf")) : 0;
}

static int journal_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("LPKSHHRH"));
}

/* Either byte order; times in micro- or nanoseconds, or Kuznetzov's variant; version 2. */
static int pcap_probe(struct span head)
{
	for (int big = 0; big < 2; big++) {
		struct cursor c = { .left = head, .big = big };
		uint32_t word = cursor_u32(&c);
		uint16_t version = cursor_u16(&c);

		if (word == 0xa1b2c3d4 || word == 0xa1b23c4d || word == 0xa1b2cd34)
			return c.bad || version == 2 ? 95 : 0;
	}
	return 0;
}

static int pcapng_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("\x0a\x0d\x0d\x0a")) &&
	       (probe_magic(head, 8, SPAN("\x1a\x2b\x3c\x4d")) ||
		probe_magic(head, 8, SPAN("\x4d\x3c\x2b\x1a"))) ? 95 : 0;
}

static int sqlite_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("SQLite format 3\0"));
}

/* A fixed VHD has its mark only at its end: it is seen as a disk. */
static int vhd_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("conectix")) | probe_magic(head, 0, SPAN("vhdxfile"));
}

static int vmdk_probe(struct span head)
{
	uint64_t version = probe_number(head, 4, 4);

	if (probe_magic(head, 0, SPAN("KDMV")) || probe_magic(head, 0, SPAN("COWD")))
		return version > 0 && version < 16 ? 95 : 0;
	return probe_magic(head, 0, SPAN("# Disk DescriptorFile"));
}

static int qcow2_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("QFI\xfb"));
}

static int e01_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("EVF\x09\r\n\xff\0")) | probe_magic(head, 0, SPAN("EVF2\r\n\x81\0")) |
	       probe_magic(head, 0, SPAN("LVF\x09\r\n\xff\0"));
}

/* No magic number: the header's first fields are version, 1, and the name of a digest. */
static int vbk_probe(struct span head)
{
	uint64_t version = probe_number(head, 0, 4), length = probe_number(head, 8, 4);

	return version > 0 && version < 256 && probe_number(head, 4, 4) == 1 && length == 3 &&
	       probe_magic(head, 12, SPAN("md5\0")) ? 80 : 0;
}

static int wim_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("MSWIM\0\0\0"));
}

static int squashfs_probe(struct span head)
{
	return probe_magic(head, 0, SPAN("hsqs")) && probe_number(head, 28, 2) == 4 ? 95 : 0;
}

/* A boot record whose four entries are possible and not all empty. */
static bool partition_table(struct span head)
{
	unsigned used = 0;

	if (!probe_magic(head, 510, SPAN("\x55\xaa")))
		return false;
	for (size_t at = 446; at < 510; at += 16) {
		if (probe_number(head, at, 1) & 0x7f)
			return false;
		if (probe_number(head, at + 4, 1) && probe_number(head, at + 12, 4))
			used++;
	}
	return used > 0;
}

static int disk_probe(struct span head)
{
	if (probe_magic(head, 512, SPAN("EFI PART")) || probe_magic(head, 3, SPAN("NTFS    ")) ||
	    probe_magic(head, 3, SPAN("-FVE-FS-")) || probe_magic(head, 0, SPAN("XFSB\0")) ||
	    probe_magic(head, 0, SPAN("LUKS\xba\xbe")))
		return 90;
	if (probe_magic(head, 510, SPAN("\x55\xaa")) &&
	    (probe_magic(head, 54, SPAN("FAT")) || probe_magic(head, 82, SPAN("FAT32"))))
		return 90;
	/* ext2 to ext4: magic, a clean or dirty state, a block size up to 64 KiB */
	if (probe_magic(head, 1080, SPAN("\x53\xef")) && probe_number(head, 1082, 2) <= 7 &&
	    probe_number(head, 1048, 4) <= 6)
		return 80;
	return partition_table(head) ? 70 : 0;
}

#define ROW(id, name_, class_, advisory_, evidence_, probe_, suffixes_, about_) \
	REMEDY(id, name_, class_, advisory_, evidence_, probe_, suffixes_, about_, NULL)

#define REMEDY(id, name_, class_, advisory_, evidence_, probe_, suffixes_, about_, remedy_) \
	const struct format format_##id = { \
		.name = name_, .about = about_, .suffixes = suffixes_, .class = class_, \
		.remedy = remedy_, \
		.not_yet = true, .advisory = advisory_, .evidence = evidence_, \
		.probe = probe_, .open = unsupported_open, .next = unsupported_next, \
	};

ROW(compress, "compress", FORMAT_CODEC, false, true, compress_probe, " .Z ", "compress (LZW)")
ROW(lz4_legacy, "lz4-legacy", FORMAT_CODEC, false, true, lz4_legacy_probe, " .lz4 ", "LZ4 legacy frames (lz4 -l)")
ROW(lzip, "lzip", FORMAT_CODEC, false, true, lzip_probe, " .lz ", "lzip")
ROW(lzop, "lzop", FORMAT_CODEC, false, true, lzop_probe, " .lzo ", "lzop")
ROW(arj, "arj", FORMAT_CONTAINER, false, true, arj_probe, " .arj ", "ARJ")
ROW(lha, "lha", FORMAT_CONTAINER, false, true, lha_probe, " .lzh .lha ", "LHA")
ROW(xar, "xar", FORMAT_CONTAINER, false, true, xar_probe, " .xar .pkg ", "XAR, macOS packages")
ROW(sis, "sis", FORMAT_CONTAINER, false, true, sis_probe, " .sis .sisx ", "Symbian installer")
ROW(onenote, "onenote", FORMAT_CONTAINER, false, true, onenote_probe, " .one ", "OneNote section")
ROW(chm, "chm", FORMAT_CONTAINER, false, true, chm_probe, " .chm ", "compiled HTML help")
ROW(evtx, "evtx", FORMAT_RECORDS, false, true, evtx_probe, " .evtx ", "Windows event log")
ROW(evt, "evt", FORMAT_RECORDS, false, true, evt_probe, " .evt ", "Windows event log before Vista")
ROW(regf, "regf", FORMAT_RECORDS, false, true, regf_probe, " .dat .hve ", "Windows registry hive")
ROW(journal, "journal", FORMAT_RECORDS, false, true, journal_probe, " .journal ", "systemd journal")
ROW(pcap, "pcap", FORMAT_RECORDS, false, true, pcap_probe, " .pcap .cap ", "packet capture (tcpdump)")
ROW(pcapng, "pcapng", FORMAT_RECORDS, false, true, pcapng_probe, " .pcapng ", "packet capture (Wireshark)")
ROW(sqlite, "sqlite", FORMAT_RECORDS, false, true, sqlite_probe, " .sqlite .db ", "SQLite database")
ROW(vhd, "vhd", FORMAT_CONTAINER, false, true, vhd_probe, " .vhd .vhdx ", "virtual disk (Hyper-V)")
ROW(vmdk, "vmdk", FORMAT_CONTAINER, false, true, vmdk_probe, " .vmdk ", "virtual disk (VMware)")
ROW(qcow2, "qcow2", FORMAT_CONTAINER, false, true, qcow2_probe, " .qcow2 ", "virtual disk (QEMU)")
ROW(e01, "e01", FORMAT_CONTAINER, false, true, e01_probe, " .E01 .Ex01 .L01 ", "forensic image (EnCase)")
ROW(vbk, "vbk", FORMAT_CONTAINER, false, true, vbk_probe, " .vbk .vib ", "Veeam backup")
ROW(wim, "wim", FORMAT_CONTAINER, false, true, wim_probe, " .wim ", "Windows image")
ROW(squashfs, "squashfs", FORMAT_CONTAINER, false, true, squashfs_probe, " .squashfs .snap ", "squashfs")
ROW(disk, "disk", FORMAT_CONTAINER, false, true, disk_probe, " .dd .img .raw ", "raw image of a disk or partition")
