/*
 * scan_mail_html.h -- HTML of a message as a person sees it, for searching: fast,
 * without structure.  (format/html.c reads documents.)
 */
#ifndef FINDING_SCAN_MAIL_HTML_H
#define FINDING_SCAN_MAIL_HTML_H

#include "base/buf.h"

/* Is there something that the bytes themselves do not show: an entity, a word cut by tags? */
bool mail_html_hides(struct span html);

/*
 * The visible text, and what attributes hold that is written in another way
 * than it is meant, one a line: entities decoded,
 * tags inside lines, comments and invisible characters taken out.  Both
 * buffers are cleared first; what does not fit under their ceilings is cut.
 */
void mail_html_uncover(struct span html, struct buf *shown, struct buf *targets);

#endif
