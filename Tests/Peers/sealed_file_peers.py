"""Sealed files between four implementations: the command line, the browser's module under Node, Python's
cryptography, and for the shares Debian's gfcombine. Ends with a count.

DAYLIGHT_BIN is the daylight executable; without it the debug build is used.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import sealed_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("DAYLIGHT_BIN", str(ROOT / ".build/debug/daylight"))
JS = ROOT / "Sources/Site/Static/js/sealing.js"
PASSPHRASE = "correct horse 电池"
passed = failed = 0


def check(name, condition):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    if not condition:
        print(f"FAILED {name}")


def daylight(*arguments, expect=0):
    environment = dict(os.environ, DAYLIGHT_PASSPHRASE=PASSPHRASE)
    done = subprocess.run([BIN, *arguments], capture_output=True, text=True, env=environment)
    check(f"exit {expect} of daylight {' '.join(arguments[:2])}: {done.stderr.strip()}", done.returncode == expect)
    return done.stdout


def node(script, *arguments):
    code = f"import * as S from {json.dumps(JS.as_uri())};import fs from 'node:fs';const A=process.argv.slice(1);{script}"
    done = subprocess.run(["node", "--input-type=module", "-e", code, *map(str, arguments)],
                          capture_output=True, text=True)
    check(f"node: {done.stderr.strip()[:300]}", done.returncode == 0)
    return done.stdout


def make_package(path, size, compression):
    form = {"section": "2026-000001", "bidder": "91530600MA6K000147", "bidderName": "甲公司", "priceFen": 118000000000,
            "durationDays": 240, "quality": "合格", "projectLeader": {"name": "段鹏程", "certificate": "滇1"},
            "items": [], "declaration": "承诺"}
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("bid.json", sealed_file.canonical(form))
        archive.writestr("技术标.bin", os.urandom(size))


def main():
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        run(work)
    finally:
        shutil.rmtree(work)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def run(work):
    holders, files = [], []
    for name in ("tenderer", "centre", "regulator"):
        path = work / f"{name}.pem"
        made = json.loads(daylight("admin", "holder-key", "--out", str(path)))
        files.append(str(path))
        holders.append({"name": name, "office": name, "publicKey": made["publicKey"], "keyID": made["keyID"]})
    notice = {"daylight": "notice v1", "section": "2026-000001", "title": "一标段", "deadline": "2026-10-29T01:30:00.000Z",
              "windowMinutes": 30, "suite": "P256-SHA256-AES256GCM", "t": 2, "holders": holders, "schema": "",
              "vkey": "", "site": ""}
    notice_path = work / "notice.json"
    notice_path.write_bytes(sealed_file.canonical(notice))

    # openssl reads our key file, and we read openssl's
    shown = subprocess.run(["openssl", "pkey", "-in", files[0], "-passin", f"pass:{PASSPHRASE}", "-noout", "-text"],
                           capture_output=True, text=True)
    check("openssl reads a key file", "prime256v1" in shown.stdout)
    foreign = work / "foreign.pem"
    subprocess.run("openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -v2 aes-256-cbc "
                   f"-v2prf hmacWithSHA256 -iter 600000 -passout pass:'{PASSPHRASE}' -out {foreign}",
                   shell=True, check=True)

    for size, compression in ((0, zipfile.ZIP_DEFLATED), (16384, zipfile.ZIP_STORED), (1 << 20, zipfile.ZIP_STORED),
                              (3_000_001, zipfile.ZIP_DEFLATED)):
        package = work / "package.zip"
        make_package(package, size, compression)
        plain = package.read_bytes()

        # ours -> ours and Python
        sealed, key = work / "ours.sealed", work / f"bid-{size}.key"
        daylight("seal", "--notice", str(notice_path), "--in", str(package), "--out", str(sealed), "--key", str(key))
        out = work / "out.zip"
        daylight("open", "--holder-key", files[0], "--holder-key", files[2], "--bid-key", str(key), "--in", str(sealed),
                 "--out", str(out))
        check(f"ours opens ours at {size}", out.read_bytes() == plain)
        keys = [sealed_file.read_key(path, PASSPHRASE) for path in files]
        bidder = sealed_file.read_key(str(key), PASSPHRASE)
        opened, shares = sealed_file.open_sealed(sealed.read_bytes(), [keys[1], keys[2]], bidder)
        check(f"Python opens ours at {size}", opened == plain)
        _, others = sealed_file.open_sealed(sealed.read_bytes(), [keys[0], keys[2]], bidder)

        # Debian's gfcombine recovers the same secret from any two shares
        secrets_ = []
        for pair in (shares, others):
            names = []
            for x, share in pair:
                path = work / f"share.{x:03d}"
                path.write_bytes(share)
                names.append(str(path))
            combined = work / "secret"
            subprocess.run(["gfcombine", "-o", str(combined), *names], check=True)
            secrets_.append(combined.read_bytes())
            check("gfcombine agrees with us", combined.read_bytes() == sealed_file.combine(pair))
        check("every pair gives one secret", secrets_[0] == secrets_[1])

        # Python -> ours
        theirs = work / "theirs.sealed"
        theirs.write_bytes(sealed_file.seal(plain, notice, sealed_file.read_key(str(foreign), PASSPHRASE)))
        daylight("open", "--holder-key", files[0], "--holder-key", files[1], "--bid-key", str(foreign), "--in",
                 str(theirs), "--out", str(out))
        check(f"ours opens Python's at {size}", out.read_bytes() == plain)

        # the browser's module -> Python and ours, and it opens ours
        browser, browser_key = work / "browser.sealed", work / "browser.pem"
        node("""const notice=JSON.parse(fs.readFileSync(A[0]));const key=await S.makeHolderKey();
            fs.writeFileSync(A[1],await S.exportEncryptedPKCS8(key,A[2]));
            const form=JSON.parse(A[4]);
            const files=[new File([fs.readFileSync(A[5])],'技术标.bin')];
            const blob=await S.sealPackage(files,form,notice,key);
            fs.writeFileSync(A[3],Buffer.from(await blob.arrayBuffer()));""",
             notice_path, browser_key, PASSPHRASE, browser,
             zipfile.ZipFile(package).read("bid.json").decode(), package)
        daylight("open", "--holder-key", files[1], "--holder-key", files[2], "--bid-key", str(browser_key), "--in",
                 str(browser), "--out", str(out))
        check(f"ours opens the browser's at {size}", zipfile.ZipFile(out).read("技术标.bin") == plain)
        again, _ = sealed_file.open_sealed(browser.read_bytes(), keys[:2],
                                           sealed_file.read_key(str(browser_key), PASSPHRASE))
        check("Python opens the browser's", again == out.read_bytes())
        result = work / "node.zip"
        node("""const read=(p)=>S.importEncryptedPKCS8(fs.readFileSync(p,'utf8'),A[1]);
            const sealed=fs.readFileSync(A[0]);const line=sealed.subarray(0,sealed.indexOf(10)).toString();
            const released=await S.releaseBidderKey(line,await read(A[2]));
            const zip=await S.openSealed(new Blob([sealed]),[await read(A[3]),await read(A[4])],released);
            fs.writeFileSync(A[5],Buffer.from(await zip.arrayBuffer()));""",
             sealed, PASSPHRASE, key, files[0], files[1], result)
        check(f"the browser opens ours at {size}", result.read_bytes() == plain)

    # refusals: a flipped byte anywhere, too few holders, a wrong passphrase
    data = bytearray(sealed.read_bytes())
    end = data.index(10)
    for place in (10, end // 2, end + 5, end + 30, end + 70, len(data) - 1):
        broken = bytearray(data)
        broken[place] ^= 1
        path = work / "broken.sealed"
        path.write_bytes(broken)
        daylight("open", "--holder-key", files[0], "--holder-key", files[1], "--bid-key", str(key), "--in", str(path),
                 "--out", str(out), expect=1)
    path.write_bytes(data[:-20])
    daylight("open", "--holder-key", files[0], "--holder-key", files[1], "--bid-key", str(key), "--in", str(path),
             "--out", str(out), expect=1)
    daylight("open", "--holder-key", files[0], "--bid-key", str(key), "--in", str(sealed), "--out", str(out), expect=1)
    daylight("seal", "--notice", str(notice_path), "--in", str(notice_path), "--out", str(out), "--key", str(key),
             expect=1)


if __name__ == "__main__":
    sys.exit(main())
