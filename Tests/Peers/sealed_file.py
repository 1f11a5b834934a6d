"""Sealed file v1 in Python: makes and opens sealed bids, sharing no code with Daylight.

Needs PyPI's cryptography >= 50. The format is docs/sealing.md.

  sealed_file.py seal --notice notice.json --in package.zip --out bid.sealed --key bid.key --passphrase P
  sealed_file.py open --holder-key K1 --holder-key K2 --bid-key bid.key --passphrase P --in bid.sealed --out package.zip
"""
import argparse
import base64
import hashlib
import io
import json
import os
import secrets
import sys
import zipfile

from cryptography import cobblestone
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
BLOCK = 1 << 20


def sha256(data):
    return hashlib.sha256(data).digest()


def block_root(data):
    leaves = [sha256(b"\0" + data[i:i + BLOCK]) for i in range(0, len(data), BLOCK)]

    def root(part):
        if not part:
            return sha256(b"")
        if len(part) == 1:
            return part[0]
        middle = 1
        while middle * 2 < len(part):
            middle *= 2
        return sha256(b"\1" + root(part[:middle]) + root(part[middle:]))

    return root(leaves)


def derive(secret, section, info):
    return HKDF(hashes.SHA256(), 32, sha256(section.encode()), info).derive(secret)


def section_info(label, section):
    name = section.encode()
    return label + len(name).to_bytes(2, "big") + name


def multiply(a, b):
    result = 0
    while b:
        if b & 1:
            result ^= a
        a <<= 1
        if a & 0x100:
            a ^= 0x11D
        b >>= 1
    return result


def inverse(a):
    return next(b for b in range(1, 256) if multiply(a, b) == 1)


def split(secret, threshold, count):
    polynomials = [[byte] + list(secrets.token_bytes(threshold - 1)) for byte in secret]
    shares = []
    for x in range(1, count + 1):
        share = bytearray()
        for polynomial in polynomials:
            value = 0
            for coefficient in reversed(polynomial):
                value = multiply(value, x) ^ coefficient
            share.append(value)
        shares.append((x, bytes(share)))
    return shares


def combine(shares):
    secret = bytearray(len(shares[0][1]))
    for x, share in shares:
        weight = 1
        for other, _ in shares:
            if other != x:
                weight = multiply(weight, multiply(other, inverse(other ^ x)))
        for i, byte in enumerate(share):
            secret[i] ^= multiply(byte, weight)
    return bytes(secret)


def point(key):
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def key_id(private):
    return sha256(point(private.public_key())).hex()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_key(path, passphrase):
    data = open(path, "rb").read()
    return serialization.load_pem_private_key(data, passphrase.encode() if b"ENCRYPTED" in data else None)


def make_key(path, passphrase):
    """Its rounds are the library's choice, fewer than Daylight's; every reader takes the number from the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    with open(path, "wb") as file:
        file.write(pem)
    return key


def seal(package, notice, bidder):
    section = notice["section"]
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        form = archive.read("bid.json")
    k_opening, k_bidder = secrets.token_bytes(32), secrets.token_bytes(32)
    shares = []
    for holder, (x, share) in zip(notice["holders"], split(k_opening, notice["t"], len(notice["holders"]))):
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(holder["publicKey"]))
        sealed = SUITE.encrypt(share, public, info=section_info(b"daylight share v1", section) + bytes([x]))
        shares.append({"holder": holder["name"], "key": holder["keyID"], "x": x, "commit": sha256(share).hex(),
                       "sealed": base64.b64encode(sealed).decode()})
    kept = SUITE.encrypt(k_bidder, bidder.public_key(), info=section_info(b"daylight bidder v1", section))
    secret = k_opening + k_bidder
    header = {
        "daylight": "seal v1", "suite": "P256-SHA256-AES256GCM", "section": section,
        "created": "2026-10-01T00:00:00.000Z", "t": notice["t"], "n": len(shares), "shares": shares,
        "bidderKey": {"key": key_id(bidder), "sealed": base64.b64encode(kept).decode()},
        "plainCommit": sha256(derive(secret, section, b"daylight plain salt v1") + block_root(package)).hex(),
        "readOutCommit": sha256(derive(secret, section, b"daylight read-out salt v1") + form).hex(),
    }
    line = canonical(header)
    body = io.BytesIO()
    encrypt_body(derive(secret, section, b"daylight seal v1"), sha256(line), package, body)
    return line + b"\n" + body.getvalue()


def encrypt_body(key, context, package, out):
    encryptor = cobblestone.Cobblestone256Encryptor(key, context)
    out.write(encryptor.update(package))
    out.write(encryptor.finalize())


def open_sealed(sealed, holders, bidder):
    line, body = sealed.split(b"\n", 1)
    header = json.loads(line)
    assert canonical(header) == line, "the header is not canonical"
    section = header["section"]
    found = {}
    for key in holders:
        share = next(s for s in header["shares"] if s["key"] == key_id(key))
        info = section_info(b"daylight share v1", section) + bytes([share["x"]])
        opened = SUITE.decrypt(base64.b64decode(share["sealed"]), key, info=info)
        assert sha256(opened).hex() == share["commit"], "a share is not as committed"
        found[share["x"]] = opened
    shares = sorted(found.items())
    assert len(shares) >= header["t"], "too few shares"
    kept = base64.b64decode(header["bidderKey"]["sealed"])
    k_bidder = SUITE.decrypt(kept, bidder, info=section_info(b"daylight bidder v1", section))
    secret = combine(shares[:header["t"]]) + k_bidder
    decryptor = cobblestone.Cobblestone256Decryptor(derive(secret, section, b"daylight seal v1"), sha256(line))
    package = decryptor.update(body) + decryptor.finalize()
    salt = derive(secret, section, b"daylight plain salt v1")
    assert sha256(salt + block_root(package)).hex() == header["plainCommit"], "the package is not as committed"
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        form = archive.read("bid.json")
    salt = derive(secret, section, b"daylight read-out salt v1")
    assert sha256(salt + form).hex() == header["readOutCommit"], "bid.json is not as committed"
    return package, shares


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["seal", "open"])
    parser.add_argument("--notice")
    parser.add_argument("--in", dest="input", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--key")
    parser.add_argument("--bid-key")
    parser.add_argument("--holder-key", action="append", default=[])
    parser.add_argument("--passphrase", default=os.environ.get("DAYLIGHT_PASSPHRASE", ""))
    options = parser.parse_args()
    data = open(options.input, "rb").read()
    if options.command == "seal":
        new = not os.path.exists(options.key)
        key = make_key(options.key, options.passphrase) if new else read_key(options.key, options.passphrase)
        result = seal(data, json.load(open(options.notice)), key)
    else:
        holders = [read_key(path, options.passphrase) for path in options.holder_key]
        result, _ = open_sealed(data, holders, read_key(options.bid_key, options.passphrase))
    with open(options.out, "wb") as file:
        file.write(result)


if __name__ == "__main__":
    sys.exit(main())
