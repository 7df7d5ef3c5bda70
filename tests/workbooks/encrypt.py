"""Workbooks encrypted as Excel encrypts them that are protected and ask nobody for a password: each kind that Excel has
had, with the password that every Excel knows. Needs cryptography (pip).
"""

import base64
import hashlib
import struct
from xml.sax.saxutils import quoteattr

EVERY_EXCEL = "VelvetSweatshop"
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096


def container(streams):
    """A compound file that holds these streams, those below the limit in the stream of small ones."""

    def padded(content, size):
        return content + bytes(-len(content) % size)

    body, table, places = [], [], []

    def put(content):
        """A chain of sectors behind what is there."""
        start = len(table)
        count = len(padded(content, SECTOR)) // SECTOR
        body.append(padded(content, SECTOR))
        table.extend([*range(start + 1, start + count), END])
        return start

    small, small_table = b"", []
    for name, content in streams.items():
        if len(content) < CUTOFF:
            start, count = len(small_table), len(padded(content, MINI)) // MINI
            small += padded(content, MINI)
            small_table.extend([*range(start + 1, start + count), END])
            places.append((name, start, len(content)))
        else:
            places.append((name, put(content), len(content)))
    mini = put(small) if small else END
    mini_table = put(padded(struct.pack(f"<{len(small_table)}I", *small_table), SECTOR)) if small else END

    def entry(name, kind, child, start, size, before=FREE, behind=FREE):
        letters = name.encode("utf-16-le")
        head = letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters) + 2, kind, 1, before, behind, child)
        return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)

    # Names stand in a tree: shorter ones before longer ones.
    places.sort(key=lambda place: (len(place[0]), place[0].upper()))
    directory = entry("Root Entry", 5, 1, mini, len(small))
    for number, (name, start, size) in enumerate(places, 1):
        directory += entry(name, 2, FREE, start, size, behind=number + 1 if number < len(places) else FREE)
    first = put(padded(directory, SECTOR))
    tables = 1
    while len(table) + tables > tables * SECTOR // 4:
        tables += 1
    at = len(table)
    table.extend([TABLE] * tables)
    table.extend([FREE] * (tables * SECTOR // 4 - len(table)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, first, 0, CUTOFF,
        mini_table, 1 if small else 0, END, 0, at)
    head += b"".join(struct.pack("<I", at + number if number < tables else FREE) for number in range(1, 109))
    return head.ljust(SECTOR, b"\0") + b"".join(body) + struct.pack(f"<{len(table)}I", *table)


def stream(container_bytes, name):
    """A stream of a compound file of 512 bytes a sector, large enough to stand in sectors of its own."""

    def sector(number):
        return container_bytes[SECTOR * (number + 1) : SECTOR * (number + 2)]

    tables = [number for number in struct.unpack("<109I", container_bytes[76:512]) if number < 0xFFFFFFFA]
    table = [entry for number in tables for entry in struct.unpack("<128I", sector(number))]

    def chain(start):
        content = b""
        while start < 0xFFFFFFFA:
            content, start = content + sector(start), table[start]
        return content

    directory = chain(struct.unpack("<I", container_bytes[48:52])[0])
    for at in range(0, len(directory), 128):
        entry = directory[at : at + 128]
        length = struct.unpack("<H", entry[64:66])[0]
        if entry[: max(length - 2, 0)].decode("utf-16-le") == name:
            start, size = struct.unpack("<II", entry[116:124])
            assert size >= CUTOFF
            return chain(start)[:size]
    raise KeyError(name)


def aes(key, content, first=None):
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES(key), modes.CBC(first) if first else modes.ECB()).encryptor()
    return encryptor.update(content + bytes(-len(content) % 16)) + encryptor.finalize()


def spun(kind, salt, password, spins):
    value = hashlib.new(kind, salt + password.encode("utf-16-le")).digest()
    for spin in range(spins):
        value = hashlib.new(kind, struct.pack("<I", spin) + value).digest()
    return value


def agile(package, password=EVERY_EXCEL, kind="sha512", bits=256, spins=100_000):
    """As Excel 2010 and later."""
    salt, data_salt, key, verifier = bytes(range(16)), bytes(range(16, 32)), bytes(range(bits // 8)), bytes(range(32, 48))
    value = spun(kind, salt, password, spins)

    def locked(content, use):
        use_key = hashlib.new(kind, value + bytes.fromhex(use)).digest()
        return aes((use_key + b"\x36" * 32)[: bits // 8], content, salt)

    def text(content):
        return quoteattr(base64.b64encode(content).decode())

    size = hashlib.new(kind).digest_size
    common = f'saltSize="16" blockSize="16" keyBits="{bits}" hashSize="{size}" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="{kind.upper()}"'
    office = "http://schemas.microsoft.com/office/2006"
    description = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="{office}/encryption" xmlns:p="{office}/keyEncryptor/password">'
        f"<keyData {common} saltValue={text(data_salt)}/><dataIntegrity encryptedHmacKey={text(bytes(64))} encryptedHmacValue={text(bytes(64))}/>"
        f'<keyEncryptors><keyEncryptor uri="{office}/keyEncryptor/password"><p:encryptedKey spinCount="{spins}" {common} saltValue={text(salt)} '
        f'encryptedVerifierHashInput={text(locked(verifier, "fea7d2763b4b9e79"))} '
        f'encryptedVerifierHashValue={text(locked(hashlib.new(kind, verifier).digest(), "d7aa0f6d3061344e"))} '
        f'encryptedKeyValue={text(locked(key, "146e0be7abacd0d6"))}/></keyEncryptor></keyEncryptors></encryption>'
    )
    content = struct.pack("<Q", len(package))
    for number, at in enumerate(range(0, len(package), 4096)):
        first = hashlib.new(kind, data_salt + struct.pack("<I", number)).digest()[:16]
        content += aes(key, package[at : at + 4096], first)
    return container({"EncryptedPackage": content, "EncryptionInfo": struct.pack("<HHI", 4, 4, 0x40) + description.encode()})


def header(algorithm, bits, kind):
    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<IIIIIIII", 0x24, 0, algorithm, 0x8004, bits, kind, 0, 0) + name
    return struct.pack("<I", len(header)) + header


def standard(package, password=EVERY_EXCEL, bits=128):
    """As Excel 2007."""
    salt, verifier = bytes(range(16)), bytes(range(32, 48))
    value = hashlib.sha1(spun("sha1", salt, password, 50_000) + bytes(4)).digest()
    half = lambda constant: hashlib.sha1(bytes(byte ^ constant for byte in value.ljust(64, b"\0"))).digest()  # noqa: E731
    key = (half(0x36) + half(0x5C))[: bits // 8]
    algorithm = {128: 0x660E, 192: 0x660F, 256: 0x6610}[bits]
    description = struct.pack("<HHI", 4, 2, 0x24) + header(algorithm, bits, 0x18)
    description += struct.pack("<I", 16) + salt + aes(key, verifier) + struct.pack("<I", 20) + aes(key, hashlib.sha1(verifier).digest())
    return container({"EncryptedPackage": struct.pack("<Q", len(package)) + aes(key, package), "EncryptionInfo": description})


def rc4(key, content):
    state, second = list(range(256)), 0
    for first in range(256):
        second = (second + state[first] + key[first % len(key)]) % 256
        state[first], state[second] = state[second], state[first]
    first = second = 0
    out = bytearray()
    for byte in content:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)


def old(workbook, kind, password=EVERY_EXCEL):
    """An `.xls` with its records encrypted: `rc4` as Excel 97 does, `cryptoapi` as Excel 2002 and later, `xor` as Excel 95."""
    records, at, clear = [], 0, stream(workbook, "Workbook")
    while at + 4 <= len(clear):
        number, length = struct.unpack("<HH", clear[at : at + 4])
        if number == 0 and length == 0:
            break
        records.append((number, clear[at + 4 : at + 4 + length]))
        at += 4 + length
    salt, verifier, letters = bytes(range(16)), bytes(range(32, 48)), password.encode("utf-16-le")
    if kind == "rc4":
        first = hashlib.md5((hashlib.md5(letters).digest()[:5] + salt) * 16).digest()[:5]
        key_of = lambda block: hashlib.md5(first + struct.pack("<I", block)).digest()  # noqa: E731
        tried = rc4(key_of(0), verifier + hashlib.md5(verifier).digest())
        tells = struct.pack("<HHH", 1, 1, 1) + salt + tried
    elif kind == "cryptoapi":
        value = hashlib.sha1(salt + letters).digest()
        key_of = lambda block: hashlib.sha1(value + struct.pack("<I", block)).digest()[:16]  # noqa: E731
        tried = rc4(key_of(0), verifier + hashlib.sha1(verifier).digest())
        tells = struct.pack("<HHHI", 1, 4, 2, 4) + header(0x6801, 128, 1)
        tells += struct.pack("<I", 16) + salt + tried[:16] + struct.pack("<I", 20) + tried[16:]
    else:
        # Excel makes the key of the password; what reads the file needs only what is written.
        key, turned = {EVERY_EXCEL: 0xB359, "matkhau": 0x45C8}[password], 0
        for byte in reversed([len(password), *password.encode()]):
            turned = ((turned >> 14 & 1) | (turned << 1 & 0x7FFF)) ^ byte
        filled = password.encode() + bytes.fromhex("bbffffbaffffb98000be0f00bf0f0000")
        against = [((letter ^ (key >> 8 if place % 2 else key & 0xFF)) >> 1 | ((letter ^ (key >> 8 if place % 2 else key & 0xFF)) & 1) << 7)
                   for place, letter in enumerate(filled[:16])]
        tells = struct.pack("<HHH", 0, key, turned ^ 0xCE4B)
    moved = 4 + len(tells)
    if kind != "xor":
        length = len(clear) + moved
        keys = b"".join(rc4(key_of(block), bytes(1024)) for block in range(length // 1024 + 1))
    out = bytearray()
    for place, (number, content) in enumerate(records):
        out += struct.pack("<HH", number, len(content))
        if number == 0x85:
            content = struct.pack("<I", struct.unpack("<I", content[:4])[0] + moved) + content[4:]
        plain = len(content) if number in (0x809, 0x2F, 0xE1, 0x194, 0x195, 0x196, 0x138) else 4 if number == 0x85 else 0
        start, end = len(out), len(out) + len(content)
        for at, byte in enumerate(content):
            if at < plain:
                out.append(byte)
            elif kind == "xor":
                turned = (byte << 5 | byte >> 3) & 0xFF
                out.append(turned ^ against[(start + at + end - start) % 16])
            else:
                out.append(byte ^ keys[start + at])
        if place == 0:
            out += struct.pack("<HH", 0x2F, len(tells)) + tells
    return container({"Workbook": bytes(out).ljust(CUTOFF, b"\0")})
