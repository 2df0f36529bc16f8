# What is read and written, and what is only recognised.

$ tocsin formats
advisories
  stix             STIX 2.0 and 2.1 bundles (JSON)
  misp             MISP events (JSON)   not yet
  csaf             CSAF 2.0 and VEX   not yet
  openioc          OpenIOC 1.0 and 1.1   not yet
  stix1            STIX 1 (XML)   not yet
  json             JSON that is no STIX bundle   not yet
  xml              XML of other kinds   not yet
  csv              tables: CSV, TSV, semicolons; any header or none
  list             lists, one value a line (also defanged, hosts files, checksum files)
  document         documents: text, Markdown, AsciiDoc, HTML

documents
  pdf              PDF .pdf    not yet
  html             web page (HTML) .html .htm .xhtml 
  markdown         Markdown, AsciiDoc .md .adoc .markdown .asciidoc 
  text             plain text .txt .text 

evidence
  gzip             gzip (RFC 1952) .gz .tgz 
  zstd             Zstandard (RFC 8878) .zst .tzst 
  xz               xz (LZMA2) .xz .txz 
  bz2              bzip2 .bz2 .tbz2 
  lz4              LZ4 frames .lz4 
  compress         compress (LZW) .Z    not yet
  lz4-legacy       LZ4 legacy frames (lz4 -l) .lz4    not yet
  lzip             lzip .lz    not yet
  lzop             lzop .lzo    not yet
  zip              ZIP, and what is built on it (Office documents, JAR, APK) .zip .docx .xlsx .pptx .jar .apk .odt    not yet
  7z               7-Zip .7z    not yet
  rar              RAR .rar    not yet
  cab              Microsoft cabinet .cab    not yet
  arj              ARJ .arj    not yet
  ar               ar, Debian packages .deb .a    not yet
  rpm              RPM packages .rpm    not yet
  cpio             cpio .cpio    not yet
  tar              tar (v7, ustar, pax, GNU) .tar    not yet
  ole              OLE2: Outlook messages, old Office documents, installers .msg .doc .xls .ppt .msi    not yet
  onenote          OneNote section .one    not yet
  chm              compiled HTML help .chm    not yet
  pst              Outlook mailbox .pst .ost    not yet
  tnef             TNEF (winmail.dat) .dat    not yet
  lnk              Windows shortcut .lnk    not yet
  evtx             Windows event log .evtx    not yet
  evt              Windows event log before Vista .evt    not yet
  regf             Windows registry hive .dat .hve    not yet
  journal          systemd journal .journal    not yet
  pcap             packet capture (tcpdump) .pcap .cap    not yet
  pcapng           packet capture (Wireshark) .pcapng    not yet
  sqlite           SQLite database .sqlite .db    not yet
  vhd              virtual disk (Hyper-V) .vhd .vhdx    not yet
  vmdk             virtual disk (VMware) .vmdk    not yet
  qcow2            virtual disk (QEMU) .qcow2    not yet
  e01              forensic image (EnCase) .E01 .Ex01 .L01    not yet
  vbk              Veeam backup .vbk .vib    not yet
  wim              Windows image .wim    not yet
  squashfs         squashfs .squashfs .snap    not yet
  iso              ISO 9660 image .iso    not yet
  disk             raw image of a disk or partition .dd .img .raw    not yet
  mbox             mailbox (mbox) .mbox    not yet
  eml              mail message (RFC 5322) .eml    not yet

logs
  zeek             Zeek logs, tab-separated
  squid            Squid access log
  web              nginx, Apache and other web servers' access logs (common, combined)
  w3c              W3C extended: IIS, Blue Coat and other proxies, CloudFront, Windows firewall
  winxml           Windows events as XML
  json_events      events as JSON: ECS, Windows, Suricata EVE, Zeek, CloudTrail, agents, SIEM exports
  cef              CEF (ArcSight) and LEEF (QRadar)
  keyvalue         key=value: FortiGate, Sophos, Check Point, SonicWall, WatchGuard and others
  positional       Palo Alto and Umbrella CSV without a header, AWS VPC flow and load balancer logs
  web_error        Apache and nginx error logs
  table            tables with a header (CSV, TSV): FortiGate, Palo Alto, Umbrella, Exchange and others
  auditd           Linux audit.log: commands, files, log-ins
  named            BIND's own log files
  unbound          Unbound's own log file
  windns           debug log of Windows DNS servers
  dhcpd-leases     leases of ISC dhcpd (dhcpd.leases)
  dnsmasq-leases   leases of dnsmasq (dnsmasq.leases)
  windows-dhcp     audit log of Windows DHCP servers
  kea-leases       leases of Kea (memfile CSV)
  openvpn          OpenVPN's own log file
  openvpn-status   OpenVPN's list of connected clients
  pulse            Pulse and Ivanti Connect Secure
  exim             Exim's main log
  syslog           syslog (RFC 3164, RFC 5424, journald, Cisco) and what programs write into it

reports
  text             for people: a first screen to act on, then the rest
  json             records, one JSON object a line (DESIGN of records: tocsin(1))
