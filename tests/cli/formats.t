# What is read and written, and what is only recognised.

$ tocsin formats
advisories
  eml                       mails, with what is attached to them
  stix                      STIX 2.0 and 2.1 bundles (JSON)
  misp                      MISP events and searches (JSON)
  csaf             not yet  CSAF 2.0 and VEX
  openioc          not yet  OpenIOC 1.0 and 1.1
  stix1            not yet  STIX 1 (XML)
  json                      JSON lists: KEV, feeds of objects, one object a line
  xml              not yet  XML of other kinds
  csv                       tables: CSV, TSV, semicolons; any header or none
  list                      lists, one value a line (also defanged, hosts files, checksum files, Suricata datasets)
  document                  documents: text, Markdown, AsciiDoc, HTML, PDF, Word (DOCX), ODT, RTF; files of rules

rules
  yara                      YARA rules, alone or quoted: over files, members, and what is compressed
  stix                      STIX patterns, in bundles or quoted: what can be looked up is, alone or together
  sigma            not yet  Sigma rules: listed and checked for form, not run
  suricata         not yet  Suricata rules: listed and checked for form, not run
  snort            not yet  Snort rules: listed and checked for form, not run

documents
  pdf                       PDF .pdf
  docx                      Word document (DOCX) .docx .docm .dotx
  odt                       OpenDocument text (ODT) .odt .ott
  rtf                       Rich Text Format: objects put into it .rtf .doc
  rich text                 Rich Text Format (RTF), as a document .rtf .doc
  embedded                  web page or script with files in it (data: URI, base64) .html .svg .ps1 .js .vbs .bat
  html                      web page (HTML) .html .htm .xhtml
  markdown                  Markdown, AsciiDoc .md .adoc .markdown .asciidoc
  text                      plain text .txt .text

evidence
  gzip                      gzip (RFC 1952) .gz .tgz
  zstd                      Zstandard (RFC 8878) .zst .tzst
  xz                        xz (LZMA2) .xz .txz
  bz2                       bzip2 .bz2 .tbz2
  lz4                       LZ4 frames .lz4
  szdd                      compressed by COMPRESS.EXE of MS-DOS .ex_ .dl_ .sy_
  binhex                    BinHex 4.0 .hqx
  compress         not yet  compress (LZW) .Z
  lz4-legacy       not yet  LZ4 legacy frames (lz4 -l) .lz4
  lzip             not yet  lzip .lz
  lzop             not yet  lzop .lzo
  pdf-parts                 PDF as evidence: links, scripts, attachments, text .pdf
  zip                       ZIP, and what is built on it (Office documents, JAR, APK) .zip .docx .xlsx .pptx .jar .apk .odt
  7z                        7-Zip .7z
  rar                       RAR .rar
  cab                       Microsoft cabinet .cab
  arj              not yet  ARJ .arj
  lha              not yet  LHA .lzh .lha
  xar              not yet  XAR, macOS packages .xar .pkg
  sis              not yet  Symbian installer .sis .sisx
  ar                        ar, Debian packages .deb .a
  rpm                       RPM packages .rpm
  cpio                      cpio .cpio
  tar                       tar (v7, ustar, pax, GNU) .tar
  ole                       OLE2: Outlook messages, old Office documents, installers .msg .doc .xls .ppt .msi
  msg                       Outlook message, inside an OLE2 file .msg
  ole-native                file put into an old Office document (Ole10Native) .bin
  ppt                       old PowerPoint presentation: objects put into it .ppt .pps
  onenote          not yet  OneNote section .one
  chm              not yet  compiled HTML help .chm
  pst              {...}Outlook mailbox (PST, OST) .pst .ost; {...}
  tnef                      TNEF (winmail.dat) .dat
  lnk                       Windows shortcut .lnk
  pe                        Windows program (PE): imports, their fingerprint, version, archive or programs in it .exe .dll .sys .scr
  elf                       Linux program (ELF): build id, imports .so .ko .o
  evtx             not yet  Windows event log .evtx
  evt              not yet  Windows event log before Vista .evt
  regf             not yet  Windows registry hive .dat .hve
  journal          not yet  systemd journal .journal
  pcap             not yet  packet capture (tcpdump) .pcap .cap
  pcapng           not yet  packet capture (Wireshark) .pcapng
  sqlite           not yet  SQLite database .sqlite .db
  vhd              not yet  virtual disk (Hyper-V) .vhd .vhdx
  vmdk             not yet  virtual disk (VMware) .vmdk
  qcow2            not yet  virtual disk (QEMU) .qcow2
  e01              not yet  forensic image (EnCase) .E01 .Ex01 .L01
  vbk              not yet  Veeam backup .vbk .vib
  wim              not yet  Windows image .wim
  squashfs         not yet  squashfs .squashfs .snap
  iso                       ISO 9660 image .iso
  disk             not yet  raw image of a disk or partition .dd .img .raw
  mbox                      mailbox (mbox) .mbox
  eml                       mail message (RFC 5322, MIME) .eml .mht .mhtml
  office-links              links of Office documents (OOXML, ODF) .rels

logs
  zeek                      Zeek logs, tab-separated
  squid                     Squid access log
  web                       nginx, Apache and other web servers' access logs (common, combined)
  w3c                       W3C extended: IIS, Blue Coat and other proxies, CloudFront, Windows firewall
  winxml                    Windows events as XML
  json_events               events as JSON: ECS, Windows, Suricata EVE, Zeek, CloudTrail, agents, SIEM exports
  cef                       CEF (ArcSight) and LEEF (QRadar)
  keyvalue                  key=value: FortiGate, Sophos, Check Point, SonicWall, WatchGuard and others
  positional                Palo Alto and Umbrella CSV without a header, AWS VPC flow and load balancer logs
  web_error                 Apache and nginx error logs
  table                     tables with a header (CSV, TSV): FortiGate, Palo Alto, Umbrella, Exchange and others
  auditd                    Linux audit.log: commands, files, log-ins
  named                     BIND's own log files
  unbound                   Unbound's own log file
  windns                    debug log of Windows DNS servers
  dhcpd-leases              leases of ISC dhcpd (dhcpd.leases)
  dnsmasq-leases            leases of dnsmasq (dnsmasq.leases)
  windows-dhcp              audit log of Windows DHCP servers
  kea-leases                leases of Kea (memfile CSV)
  openvpn                   OpenVPN's own log file
  openvpn-status            OpenVPN's list of connected clients
  pulse                     Pulse and Ivanti Connect Secure
  exim                      Exim's main log
  syslog                    syslog (RFC 3164, RFC 5424, journald, Cisco) and what programs write into it

reports
  text                      for people: a first screen to act on, then the rest
  json                      records, one JSON object a line (tocsin-records(5))
  manifest                  the sources of a plan as a manifest to edit (INI)
  outline                   what `tocsin show` sees, for people
  html                      one page for a browser or the board: answer, timeline, machines, proof
  csv                       one table: answers, machines, findings, gaps; of read: values, names, rules
  stix                      STIX 2.1: sightings, also of what was searched for and not seen, and notes
  explain                   the steps from evidence to answer, rule by rule
