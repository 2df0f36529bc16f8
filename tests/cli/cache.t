# Long lists: what they were compiled to is kept, and looked up by all that it depends on.

$ ln -s $XDG_CACHE_HOME/tocsin/sets sets; seq 1 6000 | sed 's/.*/host-&.evil-names.com/' > long.txt; printf '%s\n' host-1.evil-names.com bad.example.net > short.txt

$ echo '2026-05-02T11:03:07Z fw1 action=accept proto=tcp src=10.20.3.41 dst=203.0.113.7 dport=443 host=host-4711.evil-names.com' >fw.log

# A list of a few lines is compiled as fast as it would be found.
$ tocsin sweep -q -a short.txt fw.log >out; ls sets/
ls: cannot access 'sets/': No such file or directory
[2]

$ tocsin sweep -q -a long.txt --format json fw.log | grep -v '"type":"run"' >first; ls sets/ | sed 's/[0-9a-f]*\.set$/a set/'; stat -L -c %a sets sets/*.set
a set
700
600

# The second time it is taken, and nothing else is different; nor is it without a cache.
$ tocsin sweep -q -a long.txt --format json fw.log | grep -v '"type":"run"' >second; cmp first second; ls -1 sets/ | wc -l; grep -c '"type":"finding"' first
1
1

$ tocsin sweep -q --no-cache -a long.txt --format json fw.log | grep -v '"type":"run"' >third; cmp first third

# What was kept answers again after a person's judgement, without the list.
$ mv long.txt away.txt; tocsin mark F1 benign --why 'our own test' | head -1; mv away.txt long.txt
INCONCLUSIVE   nothing found, but the evidence could not have shown it

# Other settings, other bytes, another name: another set.
$ tocsin sweep -q --allow-private -a long.txt fw.log >out; sed -i 1d long.txt; tocsin sweep -q -a long.txt fw.log >out; ls -1 sets/ | wc -l
3

# Damaged, foreign or cut short: as if it were not there.
$ rm sets/*; tocsin sweep -q -a long.txt --format json fw.log | grep -v '"type":"run"' >first; f=$(ls sets/*.set); printf X | dd of=$f bs=1 seek=5000 conv=notrunc status=none; tocsin sweep -q -a long.txt --format json fw.log | grep -v '"type":"run"' | cmp - first

$ head -c 3000 $(ls sets/*.set) >cut; cp cut $(ls sets/*.set); tocsin sweep -q -a long.txt --format json fw.log | grep -v '"type":"run"' | cmp - first

$ chmod 666 sets/*.set; tocsin sweep -q -a long.txt --format json fw.log | grep -v '"type":"run"' | cmp - first; stat -c %a sets/*.set
600

# The list changes with the day that a date in it comes: that is not kept.
$ (echo value,type,first_seen; seq 1 6000 | sed 's/.*/host-&.other-names.com,domain,2099-01-01/') >future.csv; rm sets/*; tocsin sweep -q -a future.csv fw.log >out; ls sets/

# A cache that cannot be written changes nothing but time.
$ XDG_CACHE_HOME=$PWD/fw.log tocsin sweep -q -a long.txt --format json fw.log | grep -v '"type":"run"' | cmp - first

# A list above what records tell one by one: the case of the last sweep keeps the set.
$ seq 1 30000 | sed 's/.*/host-&.many-names.com/' >many.txt; echo host-4711.evil-names.com >>many.txt; tocsin sweep -q -a many.txt fw.log | head -1; ls $XDG_STATE_HOME/tocsin/last
INCONCLUSIVE   a person must judge, and evidence is missing
case.db
records.ndjson
set

$ mv many.txt away.txt; tocsin mark F1 benign --why 'our own test' | head -1; tocsin verify F1 | tail -1
INCONCLUSIVE   nothing found, but the evidence could not have shown it
read again: 1 of 1 listed places hold the same bytes
