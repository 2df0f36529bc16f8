/*
 * list.h -- one row per grammar: GRAMMAR(name) stands for name.c with
 * `const struct grammar grammar_name`.  The highest bid wins, of equal ones the
 * first; meson.build reads the rows.
 */

GRAMMAR(own)

/* What runs or ran. */
GRAMMAR(shell)
GRAMMAR(powershell)
GRAMMAR(batch)
GRAMMAR(crontab)
GRAMMAR(unit)
GRAMMAR(registry)
GRAMMAR(task)
GRAMMAR(source)
GRAMMAR(history)

/* What denies, lists, or only names. */
GRAMMAR(ruleset)
GRAMMAR(fortigate)
GRAMMAR(cisco)
GRAMMAR(paloalto)
GRAMMAR(squid_acl)
GRAMMAR(resolver)
GRAMMAR(hosts)
GRAMMAR(zone)
GRAMMAR(adblock)
GRAMMAR(snort)
GRAMMAR(yara)
GRAMMAR(sigma)
GRAMMAR(zeek_intel)
GRAMMAR(intel)
GRAMMAR(sql)
GRAMMAR(search)
GRAMMAR(indicators)
GRAMMAR(config)

/* What people read. */
GRAMMAR(office)
GRAMMAR(html)
GRAMMAR(mail_text)
GRAMMAR(markdown)
GRAMMAR(records)
GRAMMAR(prose)
