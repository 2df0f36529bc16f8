"""Writes small mailboxes of Outlook (PST) for tests, from [MS-PST]: those of today (Unicode), and
those before 2003 (Box(old=True): narrower numbers, text with 8 bits).

    box = Box()
    inbox = box.folder('Inbox')
    box.message(inbox, Message(subject='...', headers='...', body='...', attachments=[
        File('a.zip', b'...'), Message(...)]))
    open('box.pst', 'wb').write(box.bytes())

What it makes is plain: no encryption, values above LARGE bytes in nodes of their own."""
import struct
import zlib

BLOCK = 8176             # old ones have 4 bytes more; nobody fills them
LARGE = 1000
FIRST_MAP, MAP_EVERY = 0x4400, 0x3E000

INT32, BOOL, OBJECT, TEXT8, TEXT, TIME, BYTES = 0x03, 0x0B, 0x0D, 0x1E, 0x1F, 0x40, 0x102
ROOT, STORE, NAMES = 0x122, 0x21, 0x61


def crc(data):
    """CRC-32 without the turning of bits in front and behind."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(at, bid):
    mixed = (at ^ bid) & 0xFFFFFFFF
    return mixed >> 16 ^ mixed & 0xFFFF


def filetime(seconds):
    return (seconds + 11644473600) * 10000000


class File:
    def __init__(self, name, data, method=1):
        self.name, self.data, self.method = name, data, method


class Message:
    def __init__(self, subject='', headers='', body='', html='', rtf=b'', sender=('', ''), to=(),
                 sent=0, id='', attachments=(), eight=None, kind='IPM.Note'):
        self.__dict__.update(locals())


class Heap:
    """What lies in the blocks of a node: allocations, and a map of them at the end of each."""

    def __init__(self, kind):
        self.kind, self.pages = kind, [[]]

    @staticmethod
    def _head(page):
        return 12 if page == 0 else 66 if page % 128 == 8 else 2

    def add(self, data):
        items = self.pages[-1]
        used = sum(map(len, items)) + self._head(len(self.pages) - 1) + 2 * len(items) + 8
        if used + len(data) > BLOCK:
            self.pages.append([])
        self.pages[-1].append(data)
        return (len(self.pages) - 1) << 16 | len(self.pages[-1]) << 5

    def put(self, i, data):
        """One of the first, of the same size, or of no other before it was known."""
        self.pages[0][i] = data

    def tree(self, key, entry, records):
        """The header of a BTH over records in order, which lie in levels when they are many."""
        levels, width = 0, key + entry
        while len(records) > 3580 // width:
            most = 3580 // width
            parts = [records[i:i + most] for i in range(0, len(records), most)]
            records = [part[0][:key] + struct.pack('<I', self.add(b''.join(part))) for part in parts]
            levels, width = levels + 1, key + 4
        root = self.add(b''.join(records)) if records else 0
        return struct.pack('<BBBBI', 0xB5, key, entry, levels, root)

    def blocks(self, root):
        out = []
        for page, items in enumerate(self.pages):
            body, starts = b'', []
            for item in items:
                starts.append(self._head(page) + len(body))
                body += item
            starts.append(self._head(page) + len(body))
            body += b'\0' * (len(body) % 2)
            end = self._head(page) + len(body)
            head = struct.pack('<H', end)
            if page == 0:
                head += struct.pack('<BBI4s', 0xEC, self.kind, root, b'\0' * 4)
            out.append(head.ljust(self._head(page), b'\0') + body +
                       struct.pack('<HH', len(items), 0) + struct.pack(f'<{len(starts)}H', *starts))
            assert len(out[-1]) <= BLOCK
        return out


class Box:
    def __init__(self, old=False):
        self.old, self.wide = old, 'I' if old else 'Q'
        self.data = bytearray(FIRST_MAP + 512)
        self.blocks, self.nodes = [], []
        self.next_bid, self.next_page, self.next_nid = 4, 1, 0x400
        self.folders = {}
        self._names()
        self._store()
        self.top = self._new_folder('Top of Personal Folders', ROOT)
        self.folders[ROOT] = ('', [self.top], [], ROOT)

    # ---- blocks

    def _place(self, size):
        """Where so many bytes may lie: not across a map of what is allocated."""
        at = len(self.data)
        edge = FIRST_MAP - (FIRST_MAP - at) // MAP_EVERY * MAP_EVERY
        if at + size > edge:
            self.data += b'\0' * (edge - at) + b'\xff' * 496 + b'\0' * 16
            at = len(self.data)
        self.data += b'\0' * size
        return at

    def _block(self, data, internal=False):
        bid = self.next_bid | (2 if internal else 0)
        self.next_bid += 4
        size = (len(data) + 16 + 63) // 64 * 64
        if self.old:
            size = (len(data) + 12 + 63) // 64 * 64
        at = self._place(size)
        trailer = struct.pack('<HHII' if self.old else '<HHIQ', len(data), signature(at, bid),
                              *((bid, crc(data)) if self.old else (crc(data), bid)))
        self.data[at:at + size] = data + b'\0' * (size - len(trailer) - len(data)) + trailer
        self.blocks.append((bid, at, len(data)))
        return bid

    def _stream(self, data):
        """Any number of bytes."""
        return self._chain([data[i:i + BLOCK] for i in range(0, len(data), BLOCK)])

    def _chain(self, parts):
        """One block, or a block that lists blocks, or one that lists these."""
        if not parts:
            return 0
        made = [(self._block(part), len(part)) for part in parts]
        for level in (1, 2):
            if len(made) == 1:
                break
            made = [(self._block(struct.pack(f'<BBHI{len(some)}{self.wide}', 1, level, len(some), size, *some), True), size)
                    for some, size in (([bid for bid, _ in made[i:i + 1021]], sum(n for _, n in made[i:i + 1021]))
                                       for i in range(0, len(made), 1021))]
        return made[0][0]

    def _sub(self, nodes):
        """The nodes inside a node: [(nid, bid of data, bid of nodes inside)]."""
        if not nodes:
            return 0
        nodes = sorted(nodes)
        leaves = []
        for i in range(0, len(nodes), 340):
            part = nodes[i:i + 340]
            data = self._head(0, part) + b''.join(struct.pack('<3' + self.wide, *n) for n in part)
            leaves.append((part[0][0], self._block(data, True)))
        if len(leaves) == 1:
            return leaves[0][1]
        return self._block(self._head(1, leaves) + b''.join(
            struct.pack('<2' + self.wide, *leaf) for leaf in leaves), True)

    def _head(self, level, entries):
        return struct.pack('<BBH' if self.old else '<BBHxxxx', 2, level, len(entries))

    def _nid(self, kind):
        self.next_nid += 1
        return self.next_nid << 5 | kind

    # ---- properties and tables

    def _value(self, heap, sub, kind, value):
        if kind in (INT32, BOOL):
            return value & 0xFFFFFFFF
        kind = self._kind(kind)
        if kind == TIME:
            value = struct.pack('<Q', value)
        elif kind == TEXT:
            value = value.encode('utf-16-le')
        elif kind == TEXT8 and isinstance(value, str):
            value = value.encode('cp1252', 'replace')
        if not value:
            return 0
        if len(value) <= LARGE:
            return heap.add(value)
        nid = self._nid(0x1F)
        sub.append((nid, self._stream(value), 0))
        return nid

    def _kind(self, kind):
        return TEXT8 if self.old and kind == TEXT else kind

    def _properties(self, values, sub=None):
        """A property context: block of the node and block of the nodes inside it."""
        sub = [] if sub is None else sub
        heap = Heap(0xBC)
        head = heap.add(b'\0' * 8)
        heap.put(0, heap.tree(2, 6, [
            struct.pack('<HHI', tag, self._kind(kind), self._value(heap, sub, kind, value))
            for (tag, kind), value in sorted(values.items())]))
        return self._chain(heap.blocks(head)), self._sub(sub)

    def _table(self, columns, rows, sub=None):
        """A table context.  columns: [(tag, kind)]; rows: [(row id, {tag: value})]."""
        sub = [] if sub is None else sub
        columns = [(0x67F2, INT32), (0x67F3, INT32)] + sorted(columns)
        order = sorted(columns, key=lambda c: (c[0] not in (0x67F2, 0x67F3), c[1] == BOOL, c))
        place, at = {}, 0
        for tag, kind in order:
            size = 1 if kind == BOOL else 8 if kind == TIME else 4
            place[tag] = (at, size)
            at += size
        fours = sum(s for _, s in place.values() if s >= 4)
        bits = at
        width = bits + (len(columns) + 7) // 8
        heap = Heap(0x7C)
        info, index_head = heap.add(b'\0' * (22 + 8 * len(columns))), heap.add(b'\0' * 8)
        matrix, index = [], []
        for n, (row, values) in enumerate(rows):
            data, present = bytearray(width), 0
            values = {**values, 0x67F2: row, 0x67F3: n + 1}
            for bit, (tag, kind) in enumerate(columns):
                if tag not in values:
                    continue
                start, size = place[tag]
                value = values[tag]
                if kind == TIME:
                    value = struct.pack('<Q', value)
                elif kind == BOOL:
                    value = bytes([value])
                else:
                    value = struct.pack('<I', self._value(heap, sub, kind, value))
                data[start:start + size] = value
                data[bits + bit // 8] |= 0x80 >> bit % 8
            matrix.append(bytes(data))
            index.append(struct.pack('<IH' if self.old else '<II', row, n))
        heap.put(1, heap.tree(4, 2 if self.old else 4, sorted(index)))
        lines = 0
        if matrix and len(matrix) * width <= LARGE:
            lines = heap.add(b''.join(matrix))
        elif matrix:
            # A row never lies in two blocks.
            lines, each = self._nid(0x1F), BLOCK // width
            blocks = [b''.join(matrix[i:i + each]) for i in range(0, len(matrix), each)]
            sub.append((lines, self._chain([b.ljust(BLOCK, b'\0') for b in blocks[:-1]] + blocks[-1:]), 0))
        told = struct.pack('<BB4HIII', 0x7C, len(columns), fours, fours, bits, width, index_head, lines, 0)
        for bit, (tag, kind) in enumerate(columns):
            told += struct.pack('<IHBB', tag << 16 | self._kind(kind), *place[tag], bit)
        heap.put(0, told)
        return self._chain(heap.blocks(info)), self._sub(sub)

    def _node(self, nid, parent, made):
        self.nodes.append((nid, made[0], made[1], parent))

    # ---- what every mailbox has

    def _names(self):
        self._node(NAMES, 0, self._properties({
            (0x0001, INT32): 251, (0x0002, BYTES): bytes(range(16)),
            (0x0003, BYTES): struct.pack('<IHH', 0x8501, 3 << 1, 0), (0x0004, BYTES): b'\0' * 4}))

    def _store(self):
        key = bytes(range(16))
        top = 0x401 << 5 | 2
        self._node(STORE, 0, self._properties({
            (0x0FF9, BYTES): key, (0x3001, TEXT): 'box', (0x35E0, BYTES): b'\0' * 4 + key + struct.pack('<I', top),
            (0x35DF, INT32): 1, (0x67FF, INT32): 0}))

    # ---- folders and messages

    def _new_folder(self, name, parent):
        nid = self._nid(2)
        self.folders[nid] = (name, [], [], parent)
        return nid

    def folder(self, name, parent=None):
        nid = self._new_folder(name, parent or self.top)
        self.folders[parent or self.top][1].append(nid)
        return nid

    def message(self, folder, message):
        nid = self._nid(4)
        if folder in self.folders:
            self.folders[folder][2].append((nid, message.subject))
        self._node(nid, folder, self._message(message))
        return nid

    def _text(self, m, tag, text):
        """Text as most boxes have it, or in a charset with 8 bits."""
        if m.eight:
            return {(tag, TEXT8): text.encode(m.eight[0])} if text else {}
        return {(tag, TEXT): text} if text else {}

    def _message(self, m):
        sub, values = [], {(0x001A, TEXT): m.kind, (0x0E07, INT32): 1}
        for tag, text in ((0x0037, m.subject), (0x007D, m.headers), (0x1000, m.body), (0x0C1A, m.sender[0]),
                          (0x0C1F, m.sender[1]), (0x1035, m.id), (0x0E04, '; '.join(t[0] for t in m.to))):
            values.update(self._text(m, tag, text))
        if m.html:
            values[(0x1013, BYTES)] = m.html.encode()
            values[(0x3FDE, INT32)] = 65001
        if m.rtf:
            values[(0x1009, BYTES)] = struct.pack('<IIII', len(m.rtf) + 12, len(m.rtf), 0x414C454D, 0) + m.rtf
        if m.eight:
            values[(0x3FFD, INT32)] = m.eight[1]
        if m.sent:
            values[(0x0039, TIME)] = values[(0x0E06, TIME)] = filetime(m.sent)
        self._recipients(m, sub)
        self._attachments(m, sub)
        return self._properties(values, sub)

    def _recipients(self, m, sub):
        columns = [(0x0C15, INT32), (0x3001, TEXT), (0x3002, TEXT), (0x3003, TEXT), (0x39FE, TEXT)]
        rows = [(n, {0x0C15: kind, 0x3001: name, 0x3002: 'SMTP', 0x3003: address, 0x39FE: address})
                for n, (name, address, kind) in enumerate(m.to)]
        sub.append((0x692, *self._table(columns, rows)))

    def _attachments(self, m, sub):
        rows = []
        for n, a in enumerate(m.attachments):
            nid, inner = self._nid(5), []
            if isinstance(a, Message):
                inside = self._nid(4)
                inner.append((inside, *self._message(a)))
                values = {(0x3701, OBJECT): struct.pack('<II', inside, 1), (0x3705, INT32): 5,
                          (0x3707, TEXT): a.subject}
            else:
                values = {(0x3701, BYTES): a.data, (0x3705, INT32): a.method, (0x3707, TEXT): a.name,
                          (0x3704, TEXT): a.name[:8]}
            values[(0x0E20, INT32)] = 1
            sub.append((nid, *self._properties(values, inner)))
            rows.append((nid, {0x3705: values[(0x3705, INT32)], 0x0E20: 1, 0x370B: 0xFFFFFFFF}))
        if rows:
            sub.append((0x671, *self._table([(0x3705, INT32), (0x0E20, INT32), (0x370B, INT32)], rows)))

    def _folder(self, nid):
        name, folders, messages, parent = self.folders[nid]
        base = nid & ~0x1F
        self._node(nid, parent, self._properties({
            (0x3001, TEXT): name, (0x3602, INT32): len(messages), (0x3603, INT32): 0,
            (0x360A, BOOL): bool(folders)}))
        self._node(base | 0x0D, 0, self._table([(0x3001, TEXT), (0x3602, INT32), (0x360A, BOOL)], [
            (f, {0x3001: self.folders[f][0], 0x3602: len(self.folders[f][2]), 0x360A: 0}) for f in folders]))
        self._node(base | 0x0E, 0, self._table([(0x0037, TEXT), (0x0E07, INT32)], [
            (n, {0x0037: subject, 0x0E07: 1}) for n, subject in messages]))
        self._node(base | 0x0F, 0, self._table([(0x001A, TEXT)], []))

    # ---- the two trees, and the header

    def _page(self, kind, entries, size, level):
        bid = self.next_page
        self.next_page += 1
        at = len(self.data)
        at += -at % 512
        self.data += b'\0' * (at - len(self.data))
        at = self._place(512)
        counts = len(entries), (496 if self.old else 488) // size, size, level
        if self.old:
            body = b''.join(entries).ljust(496, b'\0') + struct.pack('<BBBB', *counts)
        else:
            body = b''.join(entries).ljust(488, b'\0') + struct.pack('<BBBBxxxx', *counts)
        self.data[at:at + 512] = body + self._trailer(kind, at, bid, body)
        return bid, at

    def _trailer(self, kind, at, bid, body):
        sign = 0 if kind == 0x84 else signature(at, bid)
        if self.old:
            return struct.pack('<BBHII', kind, kind, sign, bid, crc(body))
        return struct.pack('<BBHIQ', kind, kind, sign, crc(body), bid)

    def _tree(self, kind, entries, size):
        level = 0
        while True:
            most, pages = (496 if self.old else 488) // size, []
            for i in range(0, max(len(entries), 1), most):
                part = entries[i:i + most]
                pages.append((part[0][0] if part else 0,
                              self._page(kind, [data for _, data in part], size, level)))
            if len(pages) == 1:
                return pages[0][1]
            entries = [(key, struct.pack('<3' + self.wide, key, *page)) for key, page in pages]
            size, level = 12 if self.old else 24, level + 1

    def bytes(self):
        for nid in list(self.folders):
            self._folder(nid)
        node, block = ('<IIII', '<IIHH') if self.old else ('<QQQIxxxx', '<QQHHxxxx')
        nbt = self._tree(0x81, [(n[0], struct.pack(node, *n)) for n in sorted(self.nodes)], struct.calcsize(node))
        bbt = self._tree(0x80, [(b[0], struct.pack(block, *b, 2)) for b in sorted(self.blocks)],
                         struct.calcsize(block))
        self.data[FIRST_MAP:FIRST_MAP + 512] = b'\xff' * 496 + b'\0' * 16
        for at in range(FIRST_MAP, len(self.data), MAP_EVERY):
            page = b'\xff' * (500 if self.old else 496)
            self.data[at:at + 512] = page + self._trailer(0x84, at, at, page)
        last = FIRST_MAP + (len(self.data) - FIRST_MAP - 1) // MAP_EVERY * MAP_EVERY
        root = struct.pack(f'<I8{self.wide}BBH', 0, len(self.data), last, 0, 0, *nbt, *bbt, 2, 0, 0)
        nids = struct.pack('<32I', *[self.next_nid + 1] * 32)
        maps = b'\xff' * 256 + bytes([0x80, 0, 0, 0])
        if self.old:
            body = struct.pack('<HHHBBIIIII', 0x4D53, 14, 19, 1, 1, 0, 0, self.next_bid, self.next_page, 1)
            head = body + nids + root + maps
            head = struct.pack('<4sI', b'!BDN', crc(head.ljust(471, b'\0')[:471])) + head
            self.data[:512] = head.ljust(512, b'\0')
        else:
            body = struct.pack('<HHHBBIIQQI', 0x4D53, 23, 19, 1, 1, 0, 0, 0, self.next_page, 1) + nids
            body += b'\0' * 8 + root + b'\0' * 4 + maps + struct.pack('<Q', self.next_bid)
            head = b'!BDN' + struct.pack('<I', crc(body[:471])) + body + struct.pack('<I', crc(body[:516]))
            self.data[:564] = head.ljust(564, b'\0')
        return bytes(self.data)
