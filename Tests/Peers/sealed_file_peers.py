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
import warnings
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

    # every holder's key together opens too, and the JSON answer says what was read
    answer = json.loads(daylight("open", *[part for path in files for part in ("--holder-key", path)], "--bid-key",
                                 str(key), "--in", str(sealed), "--out", str(out), "--format", "json"))
    check("three holders open what two can", out.read_bytes() == plain)
    check("the answer has the price", answer["priceFen"] == 118000000000)

    # refusals: a flipped byte anywhere, a cut, surplus bytes; each implementation for itself
    data = bytearray(sealed.read_bytes())
    end = data.index(10)
    broken = []
    for place in (10, end // 2, end + 5, end + 30, end + 70, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        broken.append((f"byte {place} changed", changed))
    start = end + 1 + 56
    broken += [("cut in a chunk", data[:-20]), ("cut after a chunk", data[:start + 16400]), ("no chunk", data[:start]),
               ("a byte more", data + b"\0"), ("no body", data[:end + 1]), ("no header", data[end + 1:]), ("empty", b"")]
    out.unlink()
    for name, changed in broken:
        path = work / "broken.sealed"
        path.write_bytes(changed)
        daylight("open", "--holder-key", files[0], "--holder-key", files[1], "--bid-key", str(key), "--in", str(path),
                 "--out", str(out), expect=1)
        check(f"nothing is written: {name}", not out.exists())
        try:
            sealed_file.open_sealed(bytes(changed), keys[:2], bidder)
            check(f"Python refuses: {name}", False)
        except Exception:
            check(f"Python refuses: {name}", True)
    refusals = node("""const read=(p)=>S.importEncryptedPKCS8(fs.readFileSync(p,'utf8'),A[1]);
        const key=await read(A[2]);const holders=[await read(A[3]),await read(A[4])];
        const good=fs.readFileSync(A[0]);const line=good.subarray(0,good.indexOf(10)).toString();
        const released=await S.releaseBidderKey(line,key);
        const tries=JSON.parse(fs.readFileSync(A[5])).map((text)=>[Buffer.from(text,'base64'),holders]);
        tries.push([good,[holders[0]]],[good,[holders[0],holders[0]]],[good,[holders[0],key]]);
        let refused=0;
        for(const [bytes,keys] of tries){
          try{await S.openSealed(new Blob([bytes]),keys,released);console.error('accepted');}catch{refused+=1;}}
        await S.openSealed(new Blob([good]),holders,released);
        console.log(refused,tries.length);""",
                    sealed, PASSPHRASE, key, files[0], files[1], write_json(work, [encode(c) for _, c in broken]))
    refused, tried = refusals.split()
    check(f"the browser's module refuses {refused} of {tried}", refused == tried)

    # who is at fault, by code
    def code(*arguments):
        return json.loads(daylight("open", *arguments, "--in", str(sealed), "--out", str(out), "--format", "json",
                                   expect=1))["code"]

    check("too few holders", code("--holder-key", files[0], "--bid-key", str(key)) == "tooFewShares")
    check("one holder twice", code("--holder-key", files[0], "--holder-key", files[0], "--bid-key", str(key))
          == "tooFewShares")
    check("a foreign holder", code("--holder-key", files[0], "--holder-key", str(foreign), "--bid-key", str(key))
          == "holderKeyUnknown")
    check("a foreign bidder", code("--holder-key", files[0], "--holder-key", files[1], "--bid-key", str(foreign))
          == "bidderKeyUnknown")

    # packages and forms that could be read in two ways are not sealed
    form = zipfile.ZipFile(package).read("bid.json")
    twice = form.replace(b'"priceFen":118000000000', b'"priceFen":118000000000,"priceFen":1')
    check("the form was changed", twice != form)
    for name, members in (("a price twice", [("bid.json", twice)]), ("two forms", [("bid.json", form)] * 2),
                          ("no form", [("other", form)])):
        path = work / "ambiguous.zip"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with zipfile.ZipFile(path, "w") as archive:
                for member in members:
                    archive.writestr(*member)
        result = work / "ambiguous.sealed"
        daylight("seal", "--notice", str(notice_path), "--in", str(path), "--out", str(result), "--key", str(key),
                 expect=1)
        check(f"not sealed: {name}", not result.exists())
    daylight("seal", "--notice", str(notice_path), "--in", str(notice_path), "--out", str(out), "--key", str(key),
             expect=1)
    for shift in (b"#!/bin/sh\n",):
        path.write_bytes(shift + package.read_bytes())
        daylight("seal", "--notice", str(notice_path), "--in", str(path), "--out", str(out), "--key", str(key), expect=1)

    # a device is written in place, never replaced
    link = work / "device"
    link.symlink_to("/dev/null")
    daylight("seal", "--notice", str(notice_path), "--in", str(package), "--out", str(link), "--key", str(key))
    check("the device is still there", link.is_symlink() and link.is_char_device())


def encode(data):
    return base64.b64encode(bytes(data)).decode()


def write_json(work, value):
    path = work / "tries.json"
    path.write_text(json.dumps(value))
    return path


if __name__ == "__main__":
    sys.exit(main())
