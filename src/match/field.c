/* field.c -- what a typed field can show. */
#include "match/field.h"

#define KINDS(kind) (UINT64_C(1) << (kind))
#define ADDRESS_KINDS (KINDS(KIND_IPV4) | KINDS(KIND_IPV6) | KINDS(KIND_CIDR))
#define HOST_KINDS (KINDS(KIND_DOMAIN) | KINDS(KIND_ONION) | KINDS(KIND_URL) | ADDRESS_KINDS)

uint64_t field_kinds(const struct typed_field *field)
{
	switch (field->kind) {
	case FIELD_ADDRESS:	return ADDRESS_KINDS;
	case FIELD_HOST:	return HOST_KINDS;
	case FIELD_URL:		return HOST_KINDS;
	case FIELD_EMAIL:	return KINDS(KIND_EMAIL) | KINDS(KIND_DOMAIN) | KINDS(KIND_ONION);
	case FIELD_SUBJECT:	return KINDS(KIND_EMAIL_SUBJECT);
	case FIELD_PATH:	return KINDS(KIND_FILENAME) | KINDS(KIND_PATH);
	case FIELD_USER_AGENT:	return KINDS(KIND_USER_AGENT);
	case FIELD_DIGEST:
	case FIELD_FINGERPRINT:
	case FIELD_OTHER:	break;
	}
	return KINDS(field->exact);
}
