/*
 * list.h -- one row per log family: LOG_FAMILY(name) stands for name.c with
 * `const struct log_family log_name`.  The order breaks ties; meson.build reads
 * the rows.
 */

/* Tables, key=value, web, JSON. */

/* Lines of syslog and of single programs. */
