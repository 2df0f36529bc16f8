/*
 * list.h -- every kind of advisory, one row each; the order breaks ties.
 *
 * ADVISORY(name) is read by name.c of this folder (meson.build takes the file
 * names from here); EXPECTED(name) is only recognised and stands in expected.c.
 * To add one: write name.c, turn or add its row.
 */
ADVISORY(message)
ADVISORY(stix)
ADVISORY(misp)
EXPECTED(csaf)
EXPECTED(openioc)
EXPECTED(stix1)
ADVISORY(json)
EXPECTED(xml)
ADVISORY(table)
ADVISORY(flat)
ADVISORY(prose)
