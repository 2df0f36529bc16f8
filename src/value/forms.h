/*
 * forms.h -- the canonical functions of the rows in kind.c, one file for each
 * group of kinds.  Inside value/ only.  All append to `out` what they make of
 * `written` (refanged, blanks already trimmed); -1 and *e when it is no such
 * value, and then whatever they appended is dropped by kind_canonical.
 */
#ifndef VALUE_FORMS_H
#define VALUE_FORMS_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

typedef int form_fn(struct span written, struct buf *out, struct error *e);

/* form_network.c */
form_fn form_ipv4, form_ipv6, form_cidr, form_domain, form_email, form_asn, form_mac, form_onion;

/* form_digest.c */
form_fn form_md5, form_sha1, form_sha256, form_sha512, form_ssdeep, form_ja4;

/* form_trace.c: what is left behind on a machine */
form_fn form_filename, form_path, form_registry_key, form_named_pipe, form_lower, form_line,
	form_text;

/* form_certificate.c */
form_fn form_x509_sha1, form_x509_sha256, form_x509_serial, form_x509_name;

/* form_wallet.c */
form_fn form_wallet;

/* ASCII letters lower case, all else as it is. */
void form_add_lower(struct span text, struct buf *out);

/*
 * Hexadecimal digits in lower case; bytes of `skip` between them are left out.
 * The number of digits, or SIZE_MAX when something else stands there.
 */
size_t form_add_hex(struct span text, const char *skip, struct buf *out);

#endif
