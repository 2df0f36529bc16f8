/* misp.h -- names in MISP's tags and galaxies, for misp.c. */
#ifndef ADVISORY_MISP_H
#define ADVISORY_MISP_H

#include "advisory/entities.h"
#include "base/tree.h"

/* misp-galaxy:threat-actor="APT 29" and the like; tags of other kinds say nothing here. */
int misp_tag(struct entities *s, struct span tag, struct step at, struct error *e);

/* A "Galaxy" of an event or attribute: its type and clusters. */
int misp_galaxy(struct entities *s, const struct node *galaxy, struct step at, struct error *e);

#endif
