/* list.h -- every report we write, one row each; meson.build reads the rows. */
REPORT(text)
REPORT(json)
REPORT(manifest)
REPORT(outline)
REPORT(html)
REPORT(csv)
REPORT(stix)
REPORT(explain)
