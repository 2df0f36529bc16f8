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
LOG_FAMILY(auditd)
LOG_FAMILY(bind)
LOG_FAMILY(unbound)
LOG_FAMILY(windns)
LOG_FAMILY(leases_isc)
LOG_FAMILY(leases_dnsmasq)
LOG_FAMILY(leases_windows)
LOG_FAMILY(leases_kea)
LOG_FAMILY(openvpn)
LOG_FAMILY(openvpn_status)
LOG_FAMILY(pulse)
LOG_FAMILY(exim)
LOG_FAMILY(syslog)
