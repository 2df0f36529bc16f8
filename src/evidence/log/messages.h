/*
 * messages.h -- one row per family of messages behind a syslog header:
 * MESSAGE(name) stands for message_name.c with `const struct message_family
 * message_name`.  Asked from top to bottom; meson.build reads the rows.
 */

/* Firewalls and routers. */
MESSAGE(netfilter)
MESSAGE(asa)
MESSAGE(asa_vpn)
MESSAGE(ios)
MESSAGE(filterlog)
MESSAGE(junos)
MESSAGE(mikrotik)
MESSAGE(meraki)
MESSAGE(panos)

/* Names and leases. */
MESSAGE(dnsmasq)
MESSAGE(bind)
MESSAGE(unbound)
MESSAGE(powerdns)
MESSAGE(dhcpd)

/* Log-ins. */
MESSAGE(sshd)
MESSAGE(login)
MESSAGE(openvpn)
MESSAGE(charon)
MESSAGE(pulse)
MESSAGE(netscaler)
MESSAGE(imap)

/* Mail. */
MESSAGE(postfix)
MESSAGE(sendmail)
MESSAGE(exim)
MESSAGE(mailscan)

/* Programs, requests, sensors. */
MESSAGE(command)
MESSAGE(audit)
MESSAGE(haproxy)
MESSAGE(alert)
