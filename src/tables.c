/* tables.c -- what is understood, from the tables themselves. */
#include "advisory/advisory.h"
#include "advisory/rules.h"
#include "evidence/log/log.h"
#include "finding/rules.h"
#include "format/format.h"
#include "report/report.h"
#include "tocsin.h"

/* Some are read with what may be installed or not. */
static void settle_with(const struct format *f, struct tocsin_format *out)
{
	const char *with = f->with ? f->with() : "";

	out->with = with ? with : "";
	out->missing = with ? "" : f->remedy;
}

static const char *group_of(const struct format *f)
{
	return f->class == FORMAT_DOCUMENT ? "documents" : "evidence";
}

/* One group after the other: advisories, rules, documents, evidence, logs, reports. */
int tocsin_format(size_t i, struct tocsin_format *out)
{
	size_t n = i;

	*out = (struct tocsin_format){ .suffixes = "", .with = "", .missing = "" };
	for (size_t k = 0; advisory_kind_at(k); k++)
		if (n-- == 0) {
			const struct advisory_kind *a = advisory_kind_at(k);

			out->group = "advisories";
			out->name = advisory_kind_name(a);
			out->about = advisory_kind_about(a);
			out->not_yet = advisory_kind_not_yet(a);
			return 1;
		}
	for (size_t k = 0; rule_language_at(k); k++)
		if (n-- == 0) {
			out->group = "rules";
			out->name = rule_language_at(k)->name;
			out->about = rule_language_at(k)->about;
			out->not_yet = !rule_language_at(k)->runs;
			return 1;
		}
	for (unsigned documents = 1; documents < 2; documents--) {
		for (size_t k = 0; format_at(k); k++) {
			const struct format *f = format_at(k);

			if ((f->class == FORMAT_DOCUMENT) != documents || n-- != 0)
				continue;
			out->group = group_of(f);
			out->name = f->name;
			out->about = f->about;
			out->suffixes = f->suffixes ? f->suffixes : "";
			out->not_yet = f->not_yet;
			settle_with(f, out);
			return 1;
		}
	}
	for (size_t k = 0; log_family_at(k); k++)
		if (n-- == 0) {
			out->group = "logs";
			out->name = log_family_at(k)->name;
			out->about = log_family_at(k)->about;
			return 1;
		}
	for (size_t k = 0; report_at(k); k++)
		if (n-- == 0) {
			out->group = "reports";
			out->name = report_at(k)->name;
			out->about = report_at(k)->about;
			return 1;
		}
	return 0;
}

int tocsin_rule(size_t i, struct tocsin_rule *out)
{
	if (i >= ANSWER_RULES)
		return 0;
	out->name = answer_rules[i].name;
	out->sentence = answer_rules[i].sentence;
	return 1;
}
