/* reports.c -- the table of reports. */
#include "report/report.h"

#define REPORT(name) extern const struct report_format report_##name;
#include "report/list.h"
#undef REPORT

#define REPORT(name) &report_##name,
static const struct report_format *const reports[] = {
#include "report/list.h"
};

#define REPORTS (sizeof(reports) / sizeof(reports[0]))

const struct report_format *report_at(size_t i)
{
	return i < REPORTS ? reports[i] : NULL;
}

const struct report_format *report_named(struct span name)
{
	for (size_t i = 0; i < REPORTS; i++)
		if (span_equal(name, span_of(reports[i]->name)))
			return reports[i];
	return NULL;
}
