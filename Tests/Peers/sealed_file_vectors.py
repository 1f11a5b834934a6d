"""Writes Tests/SealingTests/Vectors with sealed_file.py, PyPI's cryptography and Debian's gfsplit.

Every run draws new keys, so the files change: run it only when the format does.

  sealed_file_vectors.py Tests/SealingTests/Vectors
"""
import base64
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

from cryptography import cobblestone

import sealed_file as S

PASSPHRASE = "vector passphrase 口令"
SECTION = "2026-000001"


def encode(data):
    return base64.b64encode(data).decode()


def shares_by_gfsplit(secret):
    """The shares that Debian's gfsplit makes, for several thresholds."""
    cases = []
    for threshold, count in ((2, 3), (3, 5), (5, 7)):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "secret").write_bytes(secret)
            subprocess.run(["gfsplit", "-n", str(threshold), "-m", str(count), path / "secret", path / "share"],
                           check=True)
            shares = [{"x": int(file.suffix[1:]), "bytes": file.read_bytes().hex()}
                      for file in sorted(path.glob("share.*"))]
        cases.append({"threshold": threshold, "secret": secret.hex(), "shares": shares})
    return cases


def bodies():
    """What cryptography.cobblestone makes of plain texts whose byte i is i modulo 251."""
    cases = []
    for size in (0, 1, 16383, 16384, 16385, 32768, 1048575, 1048576, 1048577):
        key, context = S.sha256(b"key %d" % size), b"context %d" % size
        encryptor = cobblestone.Cobblestone256Encryptor(key, context)
        sealed = encryptor.update(bytes(i % 251 for i in range(size))) + encryptor.finalize()
        cases.append({"size": size, "key": key.hex(), "context": context.hex(), "salt": sealed[:24].hex(),
                      "commitment": sealed[24:56].hex(), "length": len(sealed), "sha256": S.sha256(sealed).hex()})
    return cases


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    holders = []
    keys = []
    for number in (1, 2, 3):
        key = S.make_key(folder / f"holder-{number}.key", PASSPHRASE)
        keys.append(key)
        holders.append({"name": f"持有人 {number}", "office": "", "publicKey": encode(S.point(key.public_key())),
                        "keyID": S.key_id(key)})
    notice = {"daylight": "notice v1", "section": SECTION, "title": "一标段", "deadline": "2026-10-29T01:30:00.000Z",
              "windowMinutes": 30, "suite": "P256-SHA256-AES256GCM", "t": 2, "holders": holders, "schema": "",
              "vkey": "", "site": ""}
    (folder / "notice.json").write_bytes(S.canonical(notice))
    form = S.canonical({
        "section": SECTION, "bidder": "91530600MA6K000147", "bidderName": "甲公司", "priceFen": 118000000000,
        "durationDays": 240, "quality": "合格", "projectLeader": {"name": "段鹏程", "certificate": "滇1532016"},
        "items": [{"name": "土方开挖", "unit": "m³", "quantity": "1200.5", "unitPriceFen": 8550, "totalFen": 10264275}],
        "declaration": "承诺"})
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bid.json", form)
        archive.writestr("技术标.txt", "施工组织设计" * 1000)
    package = package.getvalue()
    bidder = S.make_key(folder / "bid.key", PASSPHRASE)
    sealed = S.seal(package, notice, bidder)
    (folder / "bid.sealed").write_bytes(sealed)
    opened, shares = S.open_sealed(sealed, keys[:2], bidder)
    assert opened == package
    header = json.loads(sealed.split(b"\n", 1)[0])
    info = S.section_info(b"daylight bidder v1", SECTION)
    released = S.SUITE.decrypt(base64.b64decode(header["bidderKey"]["sealed"]), bidder, info=info)
    secret = S.combine(shares) + released
    expected = {
        "passphrase": PASSPHRASE, "section": SECTION, "released": encode(released), "form": form.decode(),
        "openingSecret": S.combine(shares).hex(), "packageSHA256": S.sha256(package).hex(),
        "packageRoot": S.block_root(package).hex(),
        "packageSalt": S.derive(secret, SECTION, b"daylight plain salt v1").hex(),
        "formSalt": S.derive(secret, SECTION, b"daylight read-out salt v1").hex(),
    }
    roots = [{"size": size, "root": S.block_root(bytes(i % 251 for i in range(size))).hex()}
             for size in (0, 1, 1048575, 1048576, 1048577, 3145728, 5242881)]
    for name, value in (("expected", expected), ("sharing", shares_by_gfsplit(S.sha256(b"secret"))),
                        ("bodies", bodies()), ("roots", roots)):
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
