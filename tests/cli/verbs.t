# The verbs, and what is said when a word is not understood.

# Without arguments the verbs are shown, as a failure.
$ tocsin
tocsin: a published warning in, an answer out.

usage: tocsin VERB [OPTION]... ARGUMENT...

  read       show what an advisory says; stores nothing
  learn      keep an advisory in the library
  library    the advisories that were learnt
  knowledge  names and warning lists, and newer ones from files
  plan       before the sweep: sources, dates, what each could show
  sweep      look for it in files, logs, mail; - is standard input
  report     write a stored result again
  explain    the steps from evidence to answer, in words
  verify     re-open the evidence and prove it byte for byte
  mark       a person's judgement, recomputed at once
  show       what tocsin sees in a file: parts and fields
  compile    a matcher file that is mapped, not parsed
  formats    what is read and written
  help       this, the options of a verb, or the rules of an answer
  version    which tocsin this is

  tocsin sweep -a advisory.html /srv/logs /mnt/evidence

status: 0 nothing found and it could have been seen, 1 found, 2 could not run,
3 it cannot be said, 130 interrupted.  More: tocsin help VERB, man tocsin
[2]

# Asked for, the same is an answer.
$ tocsin help | head -3
tocsin: a published warning in, an answer out.

usage: tocsin VERB [OPTION]... ARGUMENT...

# The rules that lead to an answer, in the words that explain uses.
$ tocsin help rules | head -5; tocsin help rules | grep -c '^[ 1][0-9]  '
The rules that lead from evidence to an answer:

 1  Who started it
    What began here speaks for AFFECTED, let through or refused; what began
    outside speaks for TARGETED.
10

$ tocsin --help | head -1
tocsin: a published warning in, an answer out.

# Which tocsin this is.
$ tocsin version
tocsin {...}

$ tocsin --version
tocsin {...}

# A misspelt verb is guessed; what is far from every verb is not.
$ tocsin swep
tocsin: no verb 'swep': did you mean 'sweep'?
[2]

$ tocsin raed advisory.md
tocsin: no verb 'raed': did you mean 'read'?
[2]

$ tocsin help swep
tocsin: no verb 'swep': did you mean 'sweep'?
[2]

$ tocsin frobnicate
tocsin: no verb 'frobnicate' (tocsin help)
[2]

# An option in place of a verb.
$ tocsin --format json
tocsin: no verb '--format' (tocsin help)
[2]

# A verb that needs something names it; one that there is not is no success.
$ tocsin explain F1
tocsin: there is no last sweep: name a CASE or a FILE.ndjson
[2]

$ tocsin serve advisory.md
tocsin: no verb 'serve' (tocsin help)
[2]

$ tocsin help library
usage: tocsin library list
       tocsin library show NUMBER [--format text|json]
       tocsin library forget NUMBER...
       tocsin library allow VALUE --why TEXT
       tocsin library allow VALUE --undo

The advisories that were learnt, and values that are never searched for.

# The options of a verb.
$ tocsin help read
usage: tocsin read ADVISORY...

      --allow-private          private addresses may be indicators
      --format F               text, json, html, csv, stix
  -o, --output FILE            write the report to FILE
      --redact                 pseudonyms for machines, people, places and files
      --tlp LABEL              how far the report may go: green, amber, ...
      --why VALUE              why this value is, or is not, an indicator
      --no-sandbox             work unprotected where seccomp is missing; told
  -q, --quiet                  no progress, no remarks
  -v, --verbose                more remarks
      --color WHEN             auto, always, never
  -h, --help                   this

$ tocsin help sweep
usage: tocsin sweep [-a ADVISORY]... [-e VALUE]... PATH...

  -a, --advisory ADVISORY      look for what this advisory lists (repeats)
  -e, --value VALUE            look for this value (repeats)
      --set SET                look for what this set file lists (tocsin compile)
      --evidence FILE          manifest: what the sources are
      --label NAME             name of the source, for the PATHs that follow
      --host NAME              machine that the PATHs that follow come from
      --role ROLE              firewall proxy nat resolver mail-gateway reverse-proxy
                               scanner honeypot quarantine lab backup intel
      --tz ZONE                zone of records without one, for the PATHs that follow
      --columns NAME:MAP       what the columns of an unknown table mean:
                               NAME:time=1,src=7,dst=9,action=12
      --year YYYY              year of records without one, for the PATHs that follow
      --home-net CIDR          a network of yours (repeats)
      --relay ADDR=KIND        an address that stands for others: 10.1.1.5=proxy
      --window FROM..TO        the period that the answer is about
      --since DATE             read only records from here on (a date, or 90d)
      --until DATE             read only records up to here
      --scope FILE             machines that were to be looked at, one a line
      --exclude GLOB           leave out; told in the report (repeats)
      --include GLOB           only these files (repeats)
      --files-from FILE        PATHs from a file, one a line
  -0, --null                   PATHs of --files-from end with NUL
      --one-file-system        do not cross into other file systems
      --allow FILE             values that are not searched for, one a line
      --allow-private          private addresses may be indicators
  -j, --jobs N                 workers (one per processor)
      --nice                   let other programs go first
      --password WORD          tried on what is encrypted, after 'infected' (repeats)
      --max-depth N            layers of compression and containers (16)
      --max-file-size MIB      of one file inside a container (4096)
      --max-memory MIB         of what must be held in memory to be opened (256)
      --max-members N          files in one container (100000)
      --max-ratio N            expansion, past the first 64 MiB (1000)
      --time-limit SECONDS     of computing for one item (60, and 1 per 10 MB)
      --stall-limit SECONDS    without progress on one item (60)
      --context N              bytes kept around each place (160)
      --digest-all             compare logs of more than 8 MiB, too, with listed digests
      --hits                   stream every hit as it is found (--format json)
      --unordered              stream hits in the order of finding
      --format F               text, json, html, csv, stix
  -o, --output FILE            write the report to FILE
      --redact                 pseudonyms for machines, people, places and files
      --tlp LABEL              how far the report may go: green, amber, ...
      --operator TEXT          who ran it, for the report
      --ticket TEXT            number of the case, for the report
      --note TEXT              a sentence for the report
      --case DIR               keep the sweep in DIR: called again it adds, or goes
                               on where it was stopped
      --new                    with --case: only findings that are new since the last
                               answer; answer and status are about all of it
      --full                   read every file, also what the case knows already
      --no-recall              take no notes for the next advisory, use none
      --no-case                keep nothing, not even the last sweep
      --no-cache               compile long lists anew, and keep none
      --exit-zero              status 0 whatever the answer
      --no-sandbox             work unprotected where seccomp is missing; told
  -q, --quiet                  no progress, no remarks
  -v, --verbose                more remarks
      --color WHEN             auto, always, never
  -h, --help                   this

$ tocsin sweep --help | head -1
usage: tocsin sweep [-a ADVISORY]... [-e VALUE]... PATH...

$ tocsin help plan | head -3
usage: tocsin plan [-a ADVISORY]... PATH...

  -a, --advisory ADVISORY      look for what this advisory lists (repeats)

$ tocsin help report
usage: tocsin report [OPTION]... [CASE or FILE.ndjson]

Write a stored result again: that of a case (tocsin sweep --case DIR), of a file
(tocsin sweep --format json -o FILE.ndjson), or of the last sweep.

      --format F               text, json, html, csv, stix (tocsin formats)
  -o, --output FILE            write it to FILE
      --redact                 pseudonyms for machines, people, places and files
      --tlp LABEL              how far it may go: green, amber, ...
  -h, --help                   this

$ tocsin help formats
usage: tocsin formats 

what is read and written

# A misspelt option is guessed; an option of another verb is none here.
$ tocsin sweep --sinse 2020-07-01 .
tocsin: no option '--sinse': did you mean --since?
[2]

$ tocsin read --since 2020-07-01 advisory.md
tocsin: --since means nothing to this verb
[2]

$ tocsin sweep -Z
tocsin: no option '-Z'
[2]

$ tocsin report -Z
tocsin: no option '-Z' (tocsin help report)
[2]

# Options that lack their value, or have one too many.
$ tocsin sweep -e
tocsin: --value needs VALUE
[2]

$ tocsin sweep --tz
tocsin: --tz needs ZONE
[2]

$ tocsin sweep --nice=yes -e evil.site .
tocsin: --nice takes no value
[2]

# Verbs that take nothing.
$ tocsin version please
tocsin: version takes no arguments
[2]

$ tocsin formats please
tocsin: formats takes no arguments
[2]

# Help that cannot be written is a failure, as any output.
$ tocsin help >/dev/full
tocsin: cannot write the output: No space left on device
[2]

$ tocsin formats >/dev/full
tocsin: cannot write the output: No space left on device
[2]
