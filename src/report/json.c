/* json.c -- the records themselves, one a line: the machine interface. */
#include "report/report.h"

static int json_record(struct report *r, struct span json, struct error *e)
{
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
