"""Verifies an export of Daylight's ledger, or of one docket: python3 verify_ledger.py FOLDER [VKEY]

Written from docs/ledger.md and the C2SP specifications; shares no code with Daylight. Needs the package cryptography.
Without VKEY the folder's own key is used, which shows only that the folder agrees with itself. Prints what was
checked and ends with 0, or prints the first wrong thing and ends with 1.
"""

import base64, hashlib, json, os, pathlib, re, sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

class Wrong(Exception): pass

def check(condition, where, what):
    if not condition:
        raise Wrong(f"{where}: {what}")

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def unbase64(text, where):
    whole = re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text) and len(text) % 4 == 0
    data = base64.b64decode(text) if whole else b""
    check(whole and base64.b64encode(data).decode() == text, where, "not base64 in its one spelling")
    return data

def root_of(hashes):
    """RFC 6962, 2.1, over the hashes of subtrees."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else sha256()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01", root_of(hashes[:split]), root_of(hashes[split:]))

def read(folder, name):
    path = pathlib.Path(folder, name)
    check(path.is_file(), name, "missing")
    return path.read_bytes()

def files_below(folder, name):
    return sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder, name).rglob("*") if path.is_file())

def parse_vkey(text):
    name, key_id, material = (text.split("+", 2) + ["", ""])[:3]
    material = unbase64(material, "vkey")
    check(len(material) == 33 and material[0] == 1, "vkey", "not an Ed25519 key")
    check(sha256(name.encode(), b"\n", material)[:4].hex() == key_id, "vkey", "key ID and key disagree")
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(material[1:])

def checkpoint_of(note, vkey, where):
    """The size and root of a checkpoint that the log's key signed."""
    name, key_id, key = parse_vkey(vkey)
    text, separator, lines = note.decode().rpartition("\n\n")
    check(separator and lines.endswith("\n"), where, "no signatures")
    text, signed = text + "\n", False
    for line in lines[:-1].split("\n"):
        match = re.fullmatch(r"— (\S+) (\S+)", line)
        check(match, where, "a signature line is malformed")
        data = unbase64(match[2], where)
        if match[1] == name and data[:4] == key_id:
            key.verify(data[4:], text.encode())
            signed = True
    check(signed, where, "not signed by the log's key")
    rows = text[:-1].split("\n")
    check(len(rows) >= 3 and all(rows) and rows[0] == name, where, "not a checkpoint of this log")
    check(re.fullmatch(r"0|[1-9][0-9]*", rows[1]), where, "the size is not a plain number")
    return int(rows[1]), unbase64(rows[2], where)

def row(level, count):
    """(path, first, width) of the tiles that hold `count` hashes or entries."""
    for first in range(0, count, 256):
        index, width = first // 256, min(256, count - first)
        path = f"{index % 1000:03}" + ("" if width == 256 else f".p/{width}")
        while index >= 1000:
            index //= 1000
            path = f"x{index % 1000:03}/{path}"
        yield f"tile/{level}/{path}", first, width

def split_bundle(data, width, where):
    entries, position = [], 0
    for _ in range(width):
        start = position + 2
        position = start + int.from_bytes(data[position:start], "big")
        check(position <= len(data) and start <= len(data), where, "cut off")
        entries.append(data[start:position])
    check(position == len(data), where, "surplus bytes")
    return entries

def no_floats(_):
    raise ValueError("a fraction")

def parse_entry(data, where):
    """An act's fields; its bytes must be the one canonical spelling of them."""
    try:
        act = json.loads(data.decode(), parse_float=no_floats, parse_constant=no_floats)
        again = json.dumps(act, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except ValueError as error:
        raise Wrong(f"{where}: not an act: {error}") from None
    check(again == data, where, "not canonical JSON")
    check(set(act) - {"closed", "sig"} == {"act", "at", "by", "docket", "open", "v"} and act["v"] == 1
          and set(act["by"]) == {"office", "person"} and isinstance(act["open"], dict), where, "other fields")
    return act

def verify_tree(folder, size, root):
    expected, hashes, acts, dockets = set(), [], [], set()
    for path, first, width in row("entries", size):
        expected.add(path)
        for offset, entry in enumerate(split_bundle(read(folder, path), width, path)):
            hashes.append(sha256(b"\x00", entry))
            act = parse_entry(entry, f"{path}, act {first + offset}")
            dockets.add(act["docket"])
            if "closed" in act or act["act"] == "closedPartDisclosed":
                acts.append((first + offset, act))
    level, tiles, edges = 0, 0, []
    while hashes:
        above, edge = [], []
        for path, first, width in row(level, len(hashes)):
            expected.add(path)
            tiles += 1
            check(read(folder, path) == b"".join(hashes[first:first + width]), path, "not the hashes below")
            edge = hashes[first:first + width] if width < 256 else []
            above += [root_of(hashes[first:first + 256])] if width == 256 else []
        edges.append(edge)
        hashes, level = above, level + 1
    computed = []
    for edge in edges:
        computed = [root_of(edge + computed)] if edge or computed else []
    check(root_of(computed) == root, "checkpoint", "the acts lead to another root")
    for path in files_below(folder, "tile"):
        check(path in expected, path, "does not belong to this log")
    return tiles, len(dockets), acts

def verify_disclosed(folder, acts):
    commitments = {index: act["closed"] for index, act in acts if "closed" in act}
    disclosures = {act["open"].get("sequence") for _, act in acts if act["act"] == "closedPartDisclosed"}
    names = files_below(folder, "disclosed")
    for name in names:
        match = re.fullmatch(r"disclosed/(0|[1-9][0-9]*)\.json", name)
        check(match and int(match[1]) in disclosures, name, "no act discloses it")
        part = re.fullmatch(r'{"bytes":"([^"]*)","salt":"([^"]{44})"}\n', read(folder, name).decode())
        check(part, name, "not salt and bytes")
        data, salt = unbase64(part[1], name), unbase64(part[2], name)
        check(sha256(salt, data).hex() == commitments.get(int(match[1])), name, "not what the act committed to")
    return len(names)

def verify_inclusion(leaf, index, size, hashes, root, where):
    """RFC 9162, 2.1.3.2."""
    check(index < size, where, "the act is not in the checkpoint's tree")
    node, place, last = leaf, index, size - 1
    for other in hashes:
        check(last > 0, where, "surplus hashes")
        if place % 2 or place == last:
            node = sha256(b"\x01", other, node)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            node = sha256(b"\x01", node, other)
        place, last = place >> 1, last >> 1
    check(last == 0 and node == root, where, "the proof leads to another root")

def verify_dockets(folder, size, root, vkey):
    """Acts with a proof each: they stand in the ledger, in this order, and none is left out before the last."""
    places, names = {}, files_below(folder, "dockets")
    for name in (name for name in names if not (name.endswith(".tlog-proof") and name[:-11] + ".json" in names)):
        match = re.fullmatch(r"dockets/([^/]+/[^/]+)/([1-9][0-9]*)\.json", name)
        check(match, name, "does not belong to a docket")
        entry, proof = read(folder, name), read(folder, name[:-5] + ".tlog-proof").decode()
        check(parse_entry(entry, name)["docket"] == match[1], name, "an act of another docket")
        parts = re.fullmatch(r"c2sp\.org/tlog-proof@v1\nindex (0|[1-9][0-9]*)\n((?:\S+\n)*)\n(.*)", proof, re.DOTALL)
        check(parts, name, "not a proof")
        check(checkpoint_of(parts[3].encode(), vkey, name) == (size, root), name, "a proof by another checkpoint")
        hashes = [unbase64(line, name) for line in parts[2].split()]
        verify_inclusion(sha256(b"\x00", entry), int(parts[1]), size, hashes, root, name)
        places.setdefault(match[1], {})[int(match[2])] = int(parts[1])
    for docket, found in places.items():
        check(sorted(found) == list(range(1, len(found) + 1)), docket, "an act is missing")
        order = [found[version] for version in sorted(found)]
        check(order == sorted(set(order)), docket, "acts do not follow one another")
    return sum(map(len, places.values()))

def main(folder, vkey=None):
    vkey = vkey or read(folder, "vkey").decode().rstrip("\n")
    size, root = checkpoint_of(read(folder, "checkpoint"), vkey, "checkpoint")
    proven = verify_dockets(folder, size, root, vkey)
    whole = not proven or os.path.isdir(os.path.join(folder, "tile"))
    tiles, dockets, acts = verify_tree(folder, size, root) if whole else (0, 0, [])
    disclosed = verify_disclosed(folder, acts)
    blobs = files_below(folder, "blobs")
    for name in blobs:
        check(sha256(read(folder, name)).hex() == os.path.basename(name), name, "has another SHA-256")
    print(f"ok: {size} acts in {dockets} dockets, {tiles} tiles, {disclosed} disclosed parts, {len(blobs)} blobs, "
          f"{proven} acts proven one by one")

if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (Wrong, UnicodeDecodeError, InvalidSignature) as error:
        print(f"wrong: {error or 'checkpoint: the signature does not verify'}")
        sys.exit(1)
