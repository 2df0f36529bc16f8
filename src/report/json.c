/* json.c -- the records themselves, one a line: the machine interface. */
#include "report/report.h"

/* What was done to the records stands in the last one. */
static void put_run(struct report *r, struct span json)
{
	out_raw(&r->out, span_cut(json, 0, json.len - 1));
	if (r->tlp)
		out_printf(&r->out, ",\"tlp\":\"%s\"", r->tlp->name + 4);
	if (r->redact)
		out_text(&r->out, ",\"redacted\":true");
	out_text(&r->out, "}");
}

static int json_record(struct report *r, struct span json, struct error *e)
{
	if (span_starts(json, SPAN("{\"type\":\"run\"")) && span_ends(json, SPAN("}")))
		put_run(r, json);
	else
		out_raw(&r->out, json);
	out_raw(&r->out, SPAN("\n"));
	if (r->out.failed)
		return out_finish(&r->out, e);
	/* A reader may wait for each line. */
	return r->out.buf.len > 32768 ? out_finish(&r->out, e) : 0;
}

const struct report_format report_json = {
	.name = "json",
	.about = "records, one JSON object a line (tocsin-records(5))",
	.record = json_record,
};
