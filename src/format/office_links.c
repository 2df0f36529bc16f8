/*
 * office_links.c -- the XML inside an Office document that says where it leads:
 * the relationships of OOXML, the content of ODF.
 *
 * Specification: ECMA-376 part 2, section 9.3; ODF 1.3 (xlink:href).  A
 * template or picture that is fetched when the document is opened stands here.
 * Not here: fields and formulas; the bytes of the XML are searched as well.
 * Hostile input: the XML reader's bounds; LINKS_MOST links.
 */
#include "base/xml.h"
#include "format/format.h"

#define LINKS_MOST 10000

struct office_links {
	struct xml xml;
	uint32_t given;
};

static int office_links_probe(struct span head)
{
	struct span front = span_cut(head, 0, 2048);

	if (span_find(front, SPAN("<")) == SPAN_NONE)
		return 0;
	if (span_find(front, SPAN("package/2006/relationships\"")) != SPAN_NONE ||
	    span_find(front, SPAN("purl.oclc.org/ooxml/officeDocument/relationships\"")) != SPAN_NONE)
		return span_find(front, SPAN("<Relationships")) != SPAN_NONE ? 92 : 0;
	return span_find(front, SPAN("<office:document-content")) != SPAN_NONE ? 92 : 0;
}

static int office_links_open(struct reader *r, struct error *e)
{
	struct office_links *o = arena_new(r->arena, struct office_links);

	if (!o)
		return fail(e, ERR_LIMIT, "office-links: no memory left for this item");
	xml_open(&o->xml, r->bytes);
	r->state = o;
	return 0;
}

static bool leads_out(struct office_links *o, const struct xml_event *ev, struct span *target)
{
	struct span mode;

	if (span_equal(ev->name, SPAN("Relationship")))
		return xml_attribute(&o->xml, "TargetMode", &mode) &&
		       span_equal_nocase(mode, SPAN("External")) &&
		       xml_attribute(&o->xml, "Target", target);
	return xml_attribute(&o->xml, "href", target) &&
	       span_find(*target, SPAN(":")) != SPAN_NONE;
}

static int office_links_next(struct reader *r, struct part *out, struct error *e)
{
	struct office_links *o = r->state;
	struct xml_event ev;
	struct span target;
	int rc;

	while ((rc = xml_next(&o->xml, &ev, e)) > 0) {
		if (ev.type != XML_OPEN || !leads_out(o, &ev, &target))
			continue;
		if (o->given++ == LINKS_MOST)
			return fail(e, ERR_LIMIT, "office-links: more than %d links", LINKS_MOST);
		*out = (struct part){ .kind = PART_LINK, .target = target, .time = TIME_NONE,
				      .number = o->given };
		return 1;
	}
	return rc;
}

static void office_links_close(struct reader *r)
{
	struct office_links *o = r->state;

	if (o)
		xml_close(&o->xml);
}

const struct format format_office_links = {
	.name = "office-links",
	.about = "links of Office documents (OOXML, ODF)",
	.suffixes = " .rels ",
	.class = FORMAT_PROGRAM,
	.whole = true,
	.raw = true,
	.evidence = true,
	.probe = office_links_probe,
	.open = office_links_open,
	.next = office_links_next,
	.close = office_links_close,
};
