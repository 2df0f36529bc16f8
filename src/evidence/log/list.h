/*
 * list.h -- one row per log family: LOG_FAMILY(name) stands for name.c with
 * `const struct log_family log_name`.  The order breaks ties; meson.build reads
 * the rows.
 */

/* Tables, key=value, web, JSON. */
LOG_FAMILY(zeek)
LOG_FAMILY(squid)
LOG_FAMILY(web)
LOG_FAMILY(w3c)
LOG_FAMILY(winxml)
LOG_FAMILY(json_events)
LOG_FAMILY(cef)
LOG_FAMILY(keyvalue)
LOG_FAMILY(positional)
LOG_FAMILY(web_error)
LOG_FAMILY(table)

/* Lines of syslog and of single programs. */
