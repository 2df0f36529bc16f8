/*
 * judge.c -- one observation, one opinion.
 *
 * First the ground the hit stands on (rule 2), then for records the field it
 * stands in and who began (rule 1), then what the user's labels say (rule 3),
 * then whether many sites share the address, then time (rule 4).  Nothing that
 * stands in the evidence itself excuses anything.
 */
#include "finding/judge.h"

#include "base/swap.h"
#include "intel/warning.h"
#include "match/engine.h"

/* ---- small questions */

static bool is_contact(const struct finding *f)
{
	return f->class == FINDING_COMPROMISE || f->class == FINDING_ATTEMPT ||
	       f->class == FINDING_UNJUDGED;
}

static void set_class(struct finding *f, enum finding_class class, const char *why)
{
	f->class = class;
	finding_why(f, why);
}

static struct span text_of_address(const struct judge *j, const struct address *a)
{
	struct address plain = address_unwrap(a);
	char room[ADDRESS_TEXT];
	struct span text = arena_copy(j->arena, span_make(room, address_write(&plain, room)));

	return text.ptr ? text : SPAN("");
}

enum side { SIDE_UNKNOWN, SIDE_OURS, SIDE_THEIRS };

/* Whose end is it: the sensor's own fields first, then the networks. */
static enum side side_of(const struct judge *j, bool has, const struct address *a, int8_t local)
{
	enum address_class class;

	if (!has)
		return SIDE_UNKNOWN;
	if (local >= 0 && !j->ours->given)
		return local ? SIDE_OURS : SIDE_THEIRS;
	class = address_class(a);
	if (ours_has(j->ours, a, class))
		return SIDE_OURS;
	/* A private address is nobody's on the Internet: rather a network that was forgotten. */
	if (class == ADDRESS_PRIVATE)
		return SIDE_UNKNOWN;
	/* Without a word about networks a public address may well be one of ours. */
	return ours_knows(j->ours) || local == 0 ? SIDE_THEIRS : SIDE_UNKNOWN;
}

static bool two_sided(enum event_class c)
{
	return c == EVENT_FLOW || c == EVENT_HTTP || c == EVENT_TRANSFER || c == EVENT_TLS ||
	       c == EVENT_ALERT || c == EVENT_OTHER;
}

/* ---- the machine (rule 10) */

static void set_machine(const struct judge *j, const struct observation *o,
			const struct address *a, struct finding *f)
{
	const struct relay *relay = ours_relay(j->ours, a);
	const struct lease *lease;

	if (relay) {
		f->via = text_of_address(j, a);
		f->via_kind = relay->kind;
		finding_why(f, "the address is a relay: the machine behind it is not named here");
		return;
	}
	f->has_host = true;
	f->host = address_unwrap(a);
	if (o->computer.len) {
		f->name = o->computer;
		return;
	}
	lease = ours_lease(j->ours, a, o->first, o->last);
	if (!lease)
		return;
	if (f->user.len == 0)
		f->user = arena_copy(j->arena, lease->user);
	f->name = arena_copy(j->arena, lease->name);
	finding_why(f, lease->name.len ? "a lease ties the address to this machine at that time"
				       : "the VPN gave this address to this user at that time");
}

/* A file, or a record about a machine: its own name, the label's, or where it was handed in. */
static void set_owner(const struct observation *o, const struct item_facts *item,
		      struct finding *f)
{
	struct address a;

	if (o->computer.len) {
		f->name = o->computer;
	} else if (item->host.len && address_parse(item->host, &a)) {
		f->has_host = true;
		f->host = a;
	} else if (item->host.len) {
		f->name = item->host;
	} else {
		f->owner = item->root;
	}
	if (o->has_src && !f->has_host) {
		f->has_host = true;
		f->host = address_unwrap(&o->src);
	}
}

/* The record names no machine: somebody behind the one that wrote it. */
static void set_behind(const struct observation *o, struct finding *f)
{
	f->via = o->sensor;
	f->via_kind = o->class == EVENT_DNS || o->class == EVENT_DNS_ECHO ? SPAN("resolver")
		      : o->class == EVENT_PROXY ? SPAN("proxy") : SPAN("relay");
}

static void set_peer(const struct judge *j, const struct observation *o, struct finding *f)
{
	if (o->meaning == MEANING_DST || (o->has_dst && kind_is_address(o->indicator.kind)))
		f->peer = text_of_address(j, &o->dst);
	else
		f->peer = o->indicator.value;
	f->peer_port = o->dst_port;
}

/* ---- who began (rule 1) */

static bool stopped_click(const struct observation *o)
{
	return o->class == EVENT_PROXY && o->clicked && o->outcome == OUTCOME_REFUSED &&
	       o->count == 1;
}

/*
 * Where the record does not say who began, the ports do when just one of them
 * is a service's: the other end called.  1: src began, -1: dst, 0: not known.
 */
static int began_by_ports(const struct observation *o)
{
	bool src = o->src_port && o->src_port < 1024, dst = o->dst_port && o->dst_port < 1024;

	if (src == dst)
		return 0;
	return dst ? 1 : -1;
}

/* The same record seen from its other end. */
static void turn_around(struct observation *o)
{
	SWAP(o->src, o->dst);
	SWAP(o->has_src, o->has_dst);
	SWAP(o->src_port, o->dst_port);
	SWAP(o->src_local, o->dst_local);
	SWAP(o->bytes_out, o->bytes_in);
	if (o->meaning == MEANING_SRC || o->meaning == MEANING_DST)
		o->meaning = o->meaning == MEANING_SRC ? MEANING_DST : MEANING_SRC;
}

/* Contact: something was asked for or connected to. */
static void judge_outgoing(const struct judge *j, const struct observation *o,
			   const struct item_facts *item, struct finding *f)
{
	enum side src = side_of(j, o->has_src, &o->src, o->src_local);
	enum side dst = side_of(j, o->has_dst, &o->dst, o->dst_local);

	set_peer(j, o, f);
	f->direction = dst == SIDE_OURS && src == SIDE_OURS ? DIRECTION_INTERNAL
							    : DIRECTION_OUTBOUND;
	if (o->class == EVENT_SERVER) {
		f->direction = DIRECTION_NONE;
		set_class(f, FINDING_MENTION, "it stands in a request to a server of ours");
		return;
	}
	if (src == SIDE_THEIRS && two_sided(o->class)) {
		f->direction = DIRECTION_TRANSIT;
		f->started_by = STARTED_THEM;
		set_class(f, FINDING_EXPLAINED, "neither end is ours: traffic of others");
		return;
	}
	if (src == SIDE_UNKNOWN && o->has_src) {
		f->has_host = true;
		f->host = address_unwrap(&o->src);
		set_class(f, FINDING_UNJUDGED,
			  "neither end is known to be yours: say which networks are (--home-net)");
		return;
	}
	if (src == SIDE_THEIRS) {
		f->started_by = STARTED_THEM;
		f->direction = DIRECTION_INBOUND;
		set_class(f, FINDING_UNJUDGED, "somebody outside asked a server of ours for it");
		return;
	}
	f->started_by = STARTED_US;
	if (o->has_src)
		set_machine(j, o, &o->src, f);
	else if (o->computer.len || item->host.len || !o->sensor.len)
		set_owner(o, item, f);
	else
		set_behind(o, f);
	if (stopped_click(o)) {
		set_class(f, FINDING_ATTEMPT, "a person's single click, stopped by the proxy");
		return;
	}
	set_class(f, FINDING_COMPROMISE, o->class == EVENT_DNS || o->class == EVENT_DNS_ECHO
		  ? "a machine here asked for the name" : "it began here");
	if (o->listed_port && o->dst_port && o->listed_port != o->dst_port)
		set_class(f, FINDING_UNJUDGED, "the advisory lists another port of this address");
}

/* Somebody came from a listed address. */
static void judge_incoming(const struct judge *j, const struct observation *o,
			   struct finding *f)
{
	enum side dst = side_of(j, o->has_dst, &o->dst, o->dst_local);

	f->peer = text_of_address(j, &o->src);
	f->direction = DIRECTION_INBOUND;
	if (o->class == EVENT_MAIL)
		f->mailbox = o->mailbox;
	if (o->has_dst) {
		f->has_host = true;
		f->host = address_unwrap(&o->dst);
	}
	if (two_sided(o->class) && dst == SIDE_UNKNOWN && o->has_dst) {
		set_class(f, FINDING_UNJUDGED,
			  "neither end is known to be yours: say which networks are (--home-net)");
		return;
	}
	if (two_sided(o->class) && dst == SIDE_THEIRS) {
		f->direction = DIRECTION_TRANSIT;
		f->has_host = false;
		f->started_by = STARTED_THEM;
		set_class(f, FINDING_EXPLAINED, "neither end is ours: traffic of others");
		return;
	}
	f->started_by = STARTED_THEM;
	if (o->outcome == OUTCOME_LOGIN_OK) {
		f->name = o->computer;
		set_class(f, FINDING_COMPROMISE, "a log-in from a listed address succeeded");
		return;
	}
	set_class(f, FINDING_ATTEMPT, "it began outside");
}

/* A program, file, command or key on a machine. */
static void judge_on_machine(const struct observation *o, const struct item_facts *item,
			     struct finding *f)
{
	set_owner(o, item, f);
	f->user = o->user;
	if (o->agent_mark || o->outcome == OUTCOME_BLOCKED_BY_AGENT) {
		f->started_by = STARTED_UNKNOWN;
		set_class(f, FINDING_ATTEMPT, "an agent on the machine stopped it");
		return;
	}
	f->started_by = STARTED_US;
	f->by_name = o->meaning == MEANING_FILE;
	if (o->meaning == MEANING_COMMAND)
		set_class(f, FINDING_COMPROMISE, "it stands in a command that ran");
	else if (o->meaning == MEANING_REGISTRY)
		set_class(f, FINDING_COMPROMISE, "a listed registry key was touched");
	else if (f->by_name)
		set_class(f, FINDING_COMPROMISE, "a program or file with a listed name");
	else
		set_class(f, FINDING_COMPROMISE, "a listed program or file, known by its content");
}

static void judge_mail(const struct observation *o, struct finding *f)
{
	f->peer = o->indicator.value;
	f->mailbox = o->mailbox;
	if (o->meaning == MEANING_RECIPIENT) {
		f->direction = DIRECTION_OUTBOUND;
		set_class(f, FINDING_UNJUDGED, "a message to a listed address");
		return;
	}
	f->started_by = STARTED_THEM;
	f->direction = DIRECTION_INBOUND;
	set_class(f, FINDING_ATTEMPT, "a message to us");
}

static void judge_record(const struct judge *j, const struct observation *seen,
			 const struct item_facts *item, struct finding *f)
{
	const struct observation *o = &f->seen;
	int began = seen->either_way ? began_by_ports(seen) : 1;

	if (began < 0)
		turn_around(&f->seen);
	if (o->class == EVENT_MAIL && (o->meaning == MEANING_HASH || o->meaning == MEANING_FILE)) {
		judge_mail(o, f);
		f->by_name = o->meaning == MEANING_FILE;
		set_class(f, FINDING_ATTEMPT, f->by_name ? "a file with a listed name, attached to a message"
			  : "a listed file, attached to a message");
		return;
	}
	switch (o->meaning) {
	case MEANING_DST:
	case MEANING_QUERY:
	case MEANING_HOST:
	case MEANING_URL:
	case MEANING_CERTIFICATE:
		judge_outgoing(j, o, item, f);
		break;
	case MEANING_SRC:
		judge_incoming(j, o, f);
		break;
	case MEANING_ANSWER:
		f->started_by = STARTED_US;
		f->peer = o->indicator.value;
		if (o->has_src)
			set_machine(j, o, &o->src, f);
		set_class(f, FINDING_UNJUDGED,
			  "a name that was asked for led to it; no connection stands here");
		break;
	case MEANING_HASH:
	case MEANING_FILE:
	case MEANING_COMMAND:
	case MEANING_REGISTRY:
		judge_on_machine(o, item, f);
		break;
	case MEANING_SENDER:
	case MEANING_LINK:
	case MEANING_SUBJECT:
	case MEANING_RECIPIENT:
		judge_mail(o, f);
		break;
	default:
		set_class(f, FINDING_MENTION, "it stands in a field that means no contact");
		break;
	}
	if (!seen->either_way || !is_contact(f))
		return;
	if (began) {
		finding_why(f, "who began is taken from the ports");
		return;
	}
	f->started_by = STARTED_UNKNOWN;
	f->direction = DIRECTION_NONE;
	set_class(f, FINDING_UNJUDGED, "the record does not say who began");
}

/* ---- the ground (rule 2) */

/* Inside a message, but in no field of it; false: it is judged like anywhere else. */
static bool judge_in_mail(const struct observation *o, struct finding *f)
{
	if (o->class != EVENT_MAIL)
		return false;
	switch (o->ground) {
	case GROUND_FILE_CONTENT:
		judge_mail(o, f);
		set_class(f, FINDING_ATTEMPT, "a listed file, attached to a message to us");
		return true;
	case GROUND_FILE_NAME:
		judge_mail(o, f);
		f->by_name = true;
		set_class(f, FINDING_ATTEMPT, "a file with a listed name, attached to a message to us");
		return true;
	case GROUND_PROGRAM:
		if (span_equal(o->field, SPAN("import")))
			return false;
		judge_mail(o, f);
		f->by_name = true;
		set_class(f, FINDING_ATTEMPT, "a program that says so of itself, attached to a message to us");
		return true;
	case GROUND_LINK:
		judge_mail(o, f);
		set_class(f, FINDING_ATTEMPT, "a link in a document, attached to a message to us");
		return true;
	case GROUND_COMMAND:
		judge_mail(o, f);
		set_class(f, FINDING_ATTEMPT, "it stands in a script, attached to a message to us");
		return true;
	case GROUND_UNKNOWN_RECORD:
		f->mailbox = o->mailbox;
		set_class(f, FINDING_UNJUDGED, "it stands in the text of a message, not as a link");
		return true;
	default:
		return false;
	}
}

/* Its makers wrote it there: like a file's name, whatever the file is called. */
static void judge_program(const struct observation *o, const struct item_facts *item,
			  struct finding *f)
{
	if (span_equal(o->field, SPAN("import"))) {
		set_class(f, FINDING_UNJUDGED, "a program that lies here asks for it");
		return;
	}
	set_owner(o, item, f);
	f->by_name = true;
	f->started_by = STARTED_UNKNOWN;
	set_class(f, FINDING_COMPROMISE, "a program that lies here says so of itself");
}

static void judge_ground(const struct judge *j, const struct observation *o,
			 const struct item_facts *item, struct finding *f)
{
	if (judge_in_mail(o, f))
		return;
	switch (o->ground) {
	case GROUND_RECORD:
		judge_record(j, o, item, f);
		return;
	case GROUND_COPY:
		set_class(f, FINDING_MENTION, "a copy of the advisory itself");
		return;
	case GROUND_DOCUMENT:
		set_class(f, FINDING_MENTION, "it stands in the text of a document");
		return;
	case GROUND_LIST:
		set_class(f, FINDING_MENTION, "a list of indicators, or a rule that denies");
		return;
	case GROUND_DENY:
		set_class(f, FINDING_MENTION, "a command that denies it");
		return;
	case GROUND_COMMAND:
		set_owner(o, item, f);
		f->started_by = STARTED_US;
		set_class(f, FINDING_COMPROMISE, "it stands in a command that runs here");
		return;
	case GROUND_FILE_CONTENT:
	case GROUND_FILE_NAME:
		set_owner(o, item, f);
		f->by_name = o->ground == GROUND_FILE_NAME;
		f->started_by = STARTED_UNKNOWN;
		set_class(f, FINDING_COMPROMISE, f->by_name ? "a file with a listed name"
			  : o->indicator.kind == KIND_YARA ? "a rule of the advisory matches a file here"
			  : "a listed program or file lies here, known by its content");
		return;
	case GROUND_LINK:
		set_class(f, FINDING_UNJUDGED, "a document that lies here leads to it");
		return;
	case GROUND_PROGRAM:
		judge_program(o, item, f);
		return;
	case GROUND_CONFIG:
		set_class(f, FINDING_UNJUDGED, "a configuration names it");
		return;
	case GROUND_BYTES:
		set_class(f, FINDING_UNJUDGED, "it stands inside a file that is not understood");
		return;
	default:
		set_class(f, FINDING_UNJUDGED, "text of a format that is not known");
		return;
	}
}

/* ---- labels (rule 3) and time (rule 4) */

static void judge_label(const struct item_facts *item, struct finding *f)
{
	bool outgoing = f->started_by == STARTED_US;

	if (!is_contact(f))
		return;
	switch (item->role) {
	case SOURCE_QUARANTINE:
		f->outcome = OUTCOME_QUARANTINED;
		set_class(f, FINDING_ATTEMPT, "in quarantine, as the label says");
		break;
	case SOURCE_LAB:
	case SOURCE_INTEL:
		set_class(f, FINDING_EXPLAINED, item->role == SOURCE_LAB
			  ? "the label says that this is a laboratory"
			  : "the label says that this is a collection of intelligence");
		break;
	case SOURCE_HONEYPOT:
		if (!outgoing)
			set_class(f, FINDING_ATTEMPT, "the label says that this is a honeypot");
		break;
	case SOURCE_SCANNER:
		if (outgoing)
			set_class(f, FINDING_EXPLAINED, "the label says that this is our scanner");
		break;
	default:
		return;
	}
	f->why_label = item->label;
}

/* A command at rest has no time of its own and does not age by its file's. */
static bool has_a_moment(const struct finding *f)
{
	return f->seen.ground == GROUND_RECORD;
}

static bool is_mail_attempt(const struct finding *f)
{
	return f->class == FINDING_ATTEMPT && f->seen.class == EVENT_MAIL;
}

static void judge_age(const struct judge *j, struct finding *f)
{
	const struct observation *o = &f->seen;
	bool fresh = false, unknown = false;

	if ((f->class != FINDING_COMPROMISE && f->class != FINDING_ATTEMPT) || !has_a_moment(f))
		return;
	for (uint32_t i = 0; i < observation_advisories(o->listed); i++) {
		uint32_t advisory = observation_advisory(o->listed, i);
		enum age age = advisory >= j->advisories ? AGE_UNDATED
			: age_of(&j->dates[advisory], o->indicator.kind, o->valid_from,
				 o->valid_until, o->first, o->last);

		fresh |= age == AGE_FRESH || age == AGE_UNDATED;
		unknown |= age == AGE_UNKNOWN;
	}
	/* Nobody is sent a listed link as everybody is scanned. */
	if (fresh || (unknown && is_mail_attempt(f)))
		return;
	f->aged = true;
	if (is_mail_attempt(f))
		set_class(f, FINDING_EXPLAINED,
			  "long before or after the campaign: addresses and names change hands");
	else if (f->class == FINDING_ATTEMPT)
		set_class(f, FINDING_EXPLAINED, unknown
			  ? "its time is not known; everyone on the Internet is scanned"
			  : "long before or after the campaign; everyone on the Internet is scanned");
	else
		set_class(f, FINDING_UNJUDGED, unknown
			  ? "its time is not known: nobody can say whether it lies in the campaign"
			  : "long before or after the campaign: addresses and names change hands");
}

/*
 * An address that many sites share says nothing of one of them; names, URLs and
 * files of the advisory speak for themselves.
 */
static void judge_shared(struct finding *f)
{
	const struct value_ref *v = &f->seen.indicator;
	const struct warning *w;

	if ((f->class != FINDING_COMPROMISE && f->class != FINDING_ATTEMPT) ||
	    !kind_is_address(v->kind))
		return;
	w = warning_of(v->kind, v->value);
	if (w && w->effect == WARNING_SHARED)
		set_class(f, FINDING_UNJUDGED, w->contact);
}

static bool is_own_address(const struct judge *j, const struct observation *o)
{
	struct address a;

	return j->ours->given && kind_is_address(o->indicator.kind) &&
	       address_parse(o->indicator.value, &a) && ours_names(j->ours, &a);
}

void judge(const struct judge *j, const struct observation *o, const struct item_facts *item,
	   struct finding *f)
{
	memset(f, 0, offsetof(struct finding, seen));
	observation_copy(&f->seen, o);
	f->outcome = o->outcome;
	f->sensor = o->sensor;
	f->user = o->user;
	f->mailbox = o->mailbox;
	f->process = o->process;
	f->via = o->via;
	if (o->veil & VEIL_REVERSED) {
		set_class(f, FINDING_MENTION, "somebody looked the address up");
		return;
	}
	judge_ground(j, o, item, f);
	f->echo = o->class == EVENT_DNS_ECHO && f->class == FINDING_COMPROMISE;
	if (is_own_address(j, o) && is_contact(f)) {
		f->own = true;
		set_class(f, FINDING_UNJUDGED,
			  "the advisory lists an address of yours: call the publisher first");
		return;
	}
	judge_label(item, f);
	judge_shared(f);
	judge_age(j, f);
	/* "Out" is out of our machine, whoever began. */
	if (f->direction == DIRECTION_INBOUND) {
		uint64_t out = f->seen.bytes_out;

		f->seen.bytes_out = f->seen.bytes_in;
		f->seen.bytes_in = out;
	}
}
