# The verbs.

# Without arguments the verbs are shown, as a failure.
$ tocsin
tocsin: a published warning in, an answer out.

usage: tocsin VERB [OPTION]... ARGUMENT...

  read       show what an advisory says; stores nothing
  learn      keep an advisory in the library (not yet)
  library    the advisories that were learnt (not yet)
  plan       before the sweep: sources, dates, what each could show
  sweep      look for it in files, logs, mail; - is standard input
  report     write a stored result again
  explain    the steps from evidence to answer, in words (not yet)
  verify     re-open the evidence and prove it byte for byte (not yet)
  mark       a person's judgement, recomputed at once (not yet)
  show       what tocsin sees in a file (not yet)
  compile    a matcher file that is mapped, not parsed (not yet)
  knowledge  names and aliases of actors, malware, techniques (not yet)
  formats    what is read and written
  help       this, or the options of a verb
  version    which tocsin this is

  tocsin sweep -a advisory.html /srv/logs /mnt/evidence

status: 0 nothing found and it could have been seen, 1 found, 2 could not run,
3 it cannot be said, 130 interrupted.  More: tocsin help VERB, man tocsin
[2]

# A misspelt verb is guessed.
$ tocsin swep
tocsin: no verb 'swep': did you mean 'sweep'?
[2]
