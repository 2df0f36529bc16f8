/* test_wire.c -- records survive the wire, and the wire survives nonsense. */
#include "test.h"

#include "base/buf.h"
#include "base/cursor.h"
#include "intel/intel.h"

#define RECORDS 6

static void place(struct where *w, uint64_t number)
{
	where_add(w, (struct step){ .kind = STEP_FILE, .text = SPAN("AR.pdf") });
	where_add(w, (struct step){ .kind = STEP_TEXT, .page = 3, .line = number, .offset = 77,
				    .length = 5, .quote = SPAN("bytes") });
}

static void make_advisory(struct intel_record *r)
{
	r->type = INTEL_ADVISORY;
	r->advisory = (struct advisory){
		.id = SPAN("AA20-198A"), .source = SPAN("AR.pdf"), .sha256 = SPAN("00ff"),
		.format = SPAN("pdf"), .title = SPAN("APT29 targets"), .tlp = SPAN("CLEAR"),
		.published = 1594857600000000, .activity_from = INT64_MIN, .activity_to = -1,
		.body = { { SPAN("NCSC"), SPAN("assesses"), SPAN("") },
			  { SPAN("CISA"), SPAN("endorses"), SPAN("detail") } },
		.bodies = 2, .pack = true,
	};
	strings_add(&r->advisory.refers_to, SPAN("AR20-198A"));
	strings_add(&r->advisory.contacts, SPAN("report@cert.example"));
}

static void make_indicator(struct intel_record *r)
{
	r->type = INTEL_INDICATOR;
	r->indicator = (struct indicator){
		.kind = KIND_IPV4, .role = ROLE_INDICATOR, .value = SPAN("103.216.221.19"),
		.as_written = SPAN("103[.]216[.]221[.]19:25"), .port = 25, .confidence = 90,
		.advisory = 7, .logic = SPAN("and"), .valid_from = 5, .valid_until = INT64_MIN,
	};
	for (int i = 0; i < INTEL_MANY; i++)
		strings_add(&r->indicator.why, SPAN("defanged"));
	strings_add(&r->indicator.entities, SPAN("S0515"));
	place(&r->indicator.where, 12);
}

static void make_rest(struct intel_record *r)
{
	r[0].type = INTEL_RULE;
	r[0].rule = (struct rule){ SPAN("yara"), SPAN("wellmess"), SPAN("rule x {}"), SPAN("why"), { { SPAN("joined") }, 1 },
				   3, true, false, { .count = 0 } };
	place(&r[0].rule.where, 1);
	r[1].type = INTEL_ENTITY;
	r[1].entity = (struct entity){ SPAN("actor"), SPAN("APT29"), SPAN("G0016"), SPAN("the Dukes"),
				       { .count = 0 }, { .count = 0 }, SPAN("a note"), SPAN("only in a footnote"), SPAN("because"), true, 2, 9,
				       { .count = 0 } };
	strings_add(&r[1].entity.as_written, SPAN("Cozy Bear"));
	r[2].type = INTEL_ASSESSMENT;
	r[2].assessment = (struct assessment){ SPAN("NCSC"), SPAN("assesses"), SPAN("all"),
					       SPAN("they did"),
					       SPAN("almost certainly"), SPAN("PHIA"), 1, 95, 100,
					       { .count = 0 } };
	place(&r[2].assessment.where, 4);
	r[3].type = INTEL_GAP;
	r[3].gap = (struct intel_gap){ SPAN("no-text-layer"), SPAN("pages 1-8"), 6, true,
				       { .count = 0 } };
}

static struct intel_record *records(void)
{
	struct intel_record *r = calloc(RECORDS, sizeof(*r));

	make_advisory(&r[0]);
	make_indicator(&r[1]);
	make_rest(r + 2);
	return r;
}

static struct span encoded(struct buf *b, const struct intel_record *r)
{
	buf_clear(b);
	intel_encode(b, r);
	assert_false(b->bad);
	return buf_span(b);
}

TEST(every_record_comes_back_byte_for_byte_from_the_wire)
{
	struct intel_record *r = records(), *back = malloc(sizeof(*back));
	struct buf b, again;

	buf_init(&b, 1 << 20);
	buf_init(&again, 1 << 20);
	for (size_t i = 0; i < RECORDS; i++) {
		struct cursor c = { .left = encoded(&b, &r[i]) };

		assert_true(intel_decode(&c, back));
		assert_int_equal(c.left.len, 0);
		assert_int_equal(back->type, r[i].type);
		buf_clear(&again);
		intel_encode(&again, back);
		assert_span_equal(buf_span(&again), buf_span(&b));
	}
	buf_release(&b);
	buf_release(&again);
	free(back);
	free(r);
}

TEST(an_indicator_keeps_every_field)
{
	struct intel_record *r = records(), *back = malloc(sizeof(*back));
	struct indicator *i = &back->indicator;
	struct buf b;

	buf_init(&b, 1 << 20);
	assert_true(intel_decode(&(struct cursor){ .left = encoded(&b, &r[1]) }, back));
	assert_int_equal(i->kind, KIND_IPV4);
	assert_int_equal(i->role, ROLE_INDICATOR);
	assert_span_equal(i->value, SPAN("103.216.221.19"));
	assert_span_equal(i->as_written, SPAN("103[.]216[.]221[.]19:25"));
	assert_int_equal(i->port, 25);
	assert_int_equal(i->confidence, 90);
	assert_int_equal(i->advisory, 7);
	assert_int_equal(i->why.count, INTEL_MANY);
	assert_span_equal(i->entities.item[0], SPAN("S0515"));
	assert_span_equal(i->logic, SPAN("and"));
	assert_int_equal(i->valid_from, 5);
	assert_true(i->valid_until == INT64_MIN);
	assert_int_equal(i->where.count, 2);
	assert_int_equal(i->where.step[1].line, 12);
	buf_release(&b);
	free(back);
	free(r);
}

TEST(an_advisory_keeps_its_bodies_and_times)
{
	struct intel_record *r = records(), *back = malloc(sizeof(*back));
	struct advisory *a = &back->advisory;
	struct buf b;

	buf_init(&b, 1 << 20);
	assert_true(intel_decode(&(struct cursor){ .left = encoded(&b, &r[0]) }, back));
	assert_span_equal(a->title, SPAN("APT29 targets"));
	assert_true(a->activity_from == INT64_MIN && a->activity_to == -1);
	assert_int_equal(a->bodies, 2);
	assert_span_equal(a->body[1].scope, SPAN("detail"));
	assert_span_equal(a->contacts.item[0], SPAN("report@cert.example"));
	assert_true(a->pack);
	buf_release(&b);
	free(back);
	free(r);
}

TEST(a_record_cut_anywhere_is_refused_and_never_read_beyond)
{
	struct intel_record *r = records(), *back = malloc(sizeof(*back));
	struct buf b;

	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < RECORDS; i++) {
		struct span whole = encoded(&b, &r[i]);

		for (size_t n = 0; n < whole.len; n++) {
			struct span cut = tight_copy(span_cut(whole, 0, n));

			assert_false(intel_decode(&(struct cursor){ .left = cut }, back));
			free((char *)(uintptr_t)cut.ptr);
		}
	}
	buf_release(&b);
	free(back);
	free(r);
}

/* What decodes after damage must still be in range: names exist, counts fit. */
static void check_in_range(const struct intel_record *r)
{
	if (r->type == INTEL_INDICATOR) {
		assert_true(r->indicator.kind < KIND_COUNT);
		assert_true(r->indicator.role < ROLE_COUNT);
		assert_true(r->indicator.confidence <= 100);
		assert_true(r->indicator.why.count <= INTEL_MANY);
		assert_true(r->indicator.where.count <= WHERE_MAX);
	}
	if (r->type == INTEL_ADVISORY)
		assert_true(r->advisory.bodies <= INTEL_MANY);
	if (r->type == INTEL_ASSESSMENT)
		assert_true(r->assessment.low <= r->assessment.high && r->assessment.high <= 100);
}

TEST(any_byte_changed_is_refused_or_stays_in_range)
{
	struct intel_record *r = records(), *back = malloc(sizeof(*back));
	struct buf b;

	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < RECORDS; i++) {
		struct span copy = tight_copy(encoded(&b, &r[i]));
		char *bytes = (char *)(uintptr_t)copy.ptr;

		for (size_t n = 0; n < copy.len; n++)
			for (unsigned flip = 1; flip < 256; flip += 2) {
				bytes[n] ^= (char)flip;
				if (intel_decode(&(struct cursor){ .left = copy }, back))
					check_in_range(back);
				bytes[n] ^= (char)flip;
			}
		free(bytes);
	}
	buf_release(&b);
	free(back);
	free(r);
}

TEST(values_out_of_range_are_refused)
{
	struct intel_record *r = records(), *back = malloc(sizeof(*back));
	struct buf b;

	buf_init(&b, 1 << 20);
	r[1].indicator.confidence = 101;
	assert_false(intel_decode(&(struct cursor){ .left = encoded(&b, &r[1]) }, back));
	r[1].indicator.confidence = 100;
	r[1].indicator.kind = KIND_COUNT;
	assert_false(intel_decode(&(struct cursor){ .left = encoded(&b, &r[1]) }, back));
	r[4].assessment.low = 60;
	r[4].assessment.high = 50;
	assert_false(intel_decode(&(struct cursor){ .left = encoded(&b, &r[4]) }, back));
	r[5].type = (enum intel_type)7;
	assert_false(intel_decode(&(struct cursor){ .left = encoded(&b, &r[5]) }, back));
	buf_release(&b);
	free(back);
	free(r);
}
