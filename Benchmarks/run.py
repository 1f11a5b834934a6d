"""Runs every measurement beside its peer, alternating, and writes docs/benchmarks.md.

The peers: pgbench's audit-table insert in PostgreSQL 15, `openssl dgst -sha256`, Debian's `age`, the framework's
hello-world under wrk. Set ROUNDS for more or fewer rounds.
"""
import glob
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
BENCH, BIN = str(ROOT / ".build/release/daylight-bench"), str(ROOT / ".build/release/daylight")
ROUNDS = int(os.environ.get("ROUNDS", "3"))
rows = []


def run(*command, **options):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True, **options).stdout


def number(pattern, text):
    return float(re.search(pattern, text).group(1))


def seconds(*command, **options):
    start = time.perf_counter()
    run(*command, **options)
    return time.perf_counter() - start


def row(what, ours, peer, ratios, bar):
    shown = ", ".join(f"{r:.2f}" for r in ratios)
    rows.append(f"| {what} | {ours} | {peer} | {statistics.median(ratios):.2f} ({shown}) | {bar} |")
    print(rows[-1], flush=True)


def appended(work):
    """Durable acts beside pgbench's insert into a plain audit table, 16 clients each."""
    binaries = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
    cluster = work / "pg"
    cluster.mkdir()
    user = []
    if os.geteuid() == 0:
        shutil.chown(cluster, "postgres")
        os.chmod(work, 0o755)
        user = ["runuser", "-u", "postgres", "--"]
    run(*user, binaries / "initdb", "-D", cluster / "data", "-A", "trust")
    start = [*user, binaries / "pg_ctl", "-D", cluster / "data", "-w", "-o",
             f"-p 54399 -k {cluster} -c listen_addresses=", "-l", cluster / "log"]
    subprocess.run([str(c) for c in start + ["start"]], check=True, stdout=subprocess.DEVNULL)
    try:
        connect = ["-h", cluster, "-p", "54399", "-U", "postgres"]
        run("psql", *connect, "-c", "CREATE TABLE audit (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), entry text)")
        script = work / "insert.sql"
        script.write_text(f"INSERT INTO audit (entry) VALUES ('{'x' * 400}');\n")
        os.chmod(script, 0o644)
        pairs = []
        for _ in range(ROUNDS):
            theirs = number(r"tps = ([\d.]+)", run("pgbench", *connect, "-n", "-c", "16", "-j", "2", "-M", "prepared", "-T",
                                                   "8", "-f", script, "postgres"))
            ours = number(r"(\d+) acts/s", run(BENCH, "append", "--acts", "200000"))
            pairs.append((ours, theirs))
        row("durable acts appended, 370 B, 16 writers", f"{statistics.median(p[0] for p in pairs):,.0f}/s",
            f"pgbench {statistics.median(p[1] for p in pairs):,.0f}/s", [a / b for a, b in pairs], "≥ 1.5")
    finally:
        subprocess.run([str(c) for c in start[:-4] + ["-m", "fast", "stop"]], stdout=subprocess.DEVNULL)


def verified(work):
    """1,000,000 acts: tree and signature, and with every act parsed, beside SHA-256 over the same bytes."""
    store, export = work / "store", work / "export"
    run(BENCH, "acts", "--count", "1000000", "--data", store)
    started = run(BENCH, "start", "--data", store)
    run(BENCH, "verify", "--data", store, "--export", export)
    joined = work / "entries"
    with open(joined, "wb") as out:
        for path in sorted(glob.glob(str(export / "tile/entries/**/*"), recursive=True)):
            if os.path.isfile(path):
                out.write(open(path, "rb").read())
    hashes, acts = [], []
    for _ in range(ROUNDS):
        theirs = seconds("openssl", "dgst", "-sha256", joined)
        ours = run(BENCH, "verify", "--data", store, "--export", export)
        hashes.append((number(r"verify hashes: .* in ([\d.]+) s", ours), theirs))
        acts.append((number(r"verify hashes and acts: .* in ([\d.]+) s", ours), theirs))
    for what, pairs in (("tree and signature of 1,000,000 acts", hashes), ("the same, every act parsed", acts)):
        row(what, f"{statistics.median(p[0] for p in pairs):.2f} s", f"openssl {statistics.median(p[1] for p in pairs):.2f} s",
            [a / b for a, b in pairs], "≤ 5, stretch 3")
    opened = number(r"open after ([\d.e-]+) seconds", started)
    rows.append(f"| start with 1,000,000 acts | {opened:.3f} s | – | – | < 2 s |")


def sealed(folder, where):
    """A package of 1 GiB sealed and opened, beside age."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        package = folder / "package.zip"
        run(BENCH, "seal", "--folder", folder)  # makes the package
        key = subprocess.run(["age-keygen"], capture_output=True, text=True).stdout
        (folder / "age.key").write_text(key)
        recipient = re.search(r"public key: (\S+)", key).group(1)
        seals, opens, peaks = [], [], []
        for _ in range(ROUNDS):
            # Nobody pays for what another left to be written.
            os.sync()
            theirs = seconds("age", "-r", recipient, "-o", folder / "x.age", package)
            os.sync()
            theirs_open = seconds("age", "-d", "-i", folder / "age.key", "-o", folder / "x.out", folder / "x.age")
            for name in ("x.age", "x.out"):
                (folder / name).unlink()
            os.sync()
            ours = run(BENCH, "seal", "--folder", folder)
            seals.append((number(r"seal ([\d.]+)", ours), theirs))
            opens.append((number(r"open ([\d.]+)", ours), theirs_open))
            peaks.append(number(r"VmHWM:\s+(\d+)", ours) / 1024)
        for what, pairs in ((f"1 GiB sealed, {where}", seals), (f"1 GiB opened, {where}", opens)):
            row(what, f"{statistics.median(p[0] for p in pairs):.2f} s", f"age {statistics.median(p[1] for p in pairs):.2f} s",
                [a / b for a, b in pairs], "≤ 0.8, stretch 0.65")
        rows.append(f"| peak memory of both, {where} | {max(peaks):.0f} MiB | – | – | < 64 MiB |")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def served(work):
    """The project page beside the framework's hello-world, under wrk."""
    data = work / "demo"
    run(BIN, "demo", "--data", data)
    servers = [subprocess.Popen([BIN, "serve", "--data", str(data), "--port", "8097"], stdout=subprocess.DEVNULL),
               subprocess.Popen([BENCH, "hello", "--port", "8096"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
    try:
        for port in (8096, 8097):
            for _ in range(200):
                if subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:{port}/"]).returncode == 0:
                    break
                time.sleep(0.05)
        pairs = []
        for _ in range(ROUNDS):
            rates = [number(r"Requests/sec:\s+([\d.]+)", run("wrk", "-t2", "-c32", "-d5s", url))
                     for url in ("http://127.0.0.1:8097/section/2026-000001", "http://127.0.0.1:8096/")]
            pairs.append(tuple(rates))
        row("public project page, 46 acts", f"{statistics.median(p[0] for p in pairs):,.0f}/s",
            f"hello-world {statistics.median(p[1] for p in pairs):,.0f}/s", [a / b for a, b in pairs], "≥ 0.15")
        proofs = [run(str(ROOT / ".venv/bin/python"), ROOT / "Benchmarks/proof_latency.py", "8097", data, "1000", "10")]
        rate, middle, late = (number(pattern, proofs[0]) for pattern in (r"(\d+) acts/s", r"p50 (\d+)", r"p99 (\d+)"))
        rows.append(f"| POST of an act to its inclusion proof, {rate:,.0f} acts/s | p50 {middle:.0f} ms, p99 {late:.0f} ms "
                    "| Tessera states 0.6–6 s | – | p99 < 1 s |")
        print(rows[-1], flush=True)
    finally:
        for server in servers:
            server.terminate()
            server.wait(20)


def scanned(work):
    """A document of 200 pages (clean documents of the gold set) under all rules and the classifier; its literals beside
    pyahocorasick."""
    lines = []
    for path in sorted((ROOT / "Tests/InsightTests/Gold/development").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["clean"]:
            lines += [unit["text"] for unit in document["units"]]
    text = work / "clean.txt"
    text.write_text("\n".join(lines), encoding="utf-8")
    scans, wholes, pairs = [], [], []
    for _ in range(ROUNDS):
        ours = run(BENCH, "scan", "--text", text, "--export", work)
        theirs = run(str(ROOT / ".venv/bin/python"), ROOT / "Benchmarks/scan_peer.py", work)
        scans.append(number(r"scan median ([\d.e-]+)", ours))
        wholes.append(number(r"with the number checks median ([\d.e-]+)", ours))
        pairs.append((number(r"literals median ([\d.e-]+)", ours), number(r"median ([\d.]+)", theirs)))
    for name, times in [("all clause rules and the classifier", scans), ("these and the number checks", wholes)]:
        rows.append(f"| 200 pages (200,000 characters, clean documents) under {name} | "
                    f"{statistics.median(times) * 1000:.0f} ms ({', '.join(f'{time * 1000:.0f}' for time in times)}) "
                    "| – | – | < 50 ms |")
        print(rows[-1], flush=True)
    row("the rules' literals in the same text", f"{statistics.median(p[0] for p in pairs) * 1000:.1f} ms",
        f"pyahocorasick {statistics.median(p[1] for p in pairs) * 1000:.1f} ms", [a / b for a, b in pairs], "≤ 0.2")
    pdf = work / "clean.pdf"
    pairs = []
    for _ in range(ROUNDS):
        read = run(BENCH, "extract", "--text", text, "--program", BIN, "--export", pdf)
        start = time.perf_counter()
        subprocess.run(["pdftotext", "-bbox-layout", pdf, os.devnull], check=True)
        pairs.append((number(r"read median ([\d.e-]+)", read), time.perf_counter() - start))
    pages = number(r"pages (\d+)", read)
    row(f"a PDF of {pages:.0f} pages (200,000 characters) read into headings, paragraphs and cells, apart",
        f"{statistics.median(p[0] for p in pairs) * 1000:.0f} ms",
        f"pdftotext -bbox-layout {statistics.median(p[1] for p in pairs) * 1000:.0f} ms", [a / b for a, b in pairs], "–")
    terms = run(BENCH, "terms")
    found = re.search(r"due, in ([\d.e-]+) s", terms)
    rows.append(f"| due ones among 1,000,000 running terms | {float(found.group(1)):.3f} s | – | – | < 1 s |")


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="daylight-bench-"))
    try:
        for measure in (appended, verified):
            measure(work)
        sealed(pathlib.Path("/dev/shm/daylight-bench"), "in memory")
        sealed(work / "seal", "on disk")
        served(work)
        scanned(work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    text = ["# Benchmarks", "", "Made by `make bench` (`Benchmarks/run.py`): each measurement beside a named peer in one run, "
            "alternating; the ratio is ours to theirs, median first, then every round.", "",
            f"Machine: {os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}.", "",
            "| what | ours | beside | ratio | bar |", "|---|---|---|---|---|", *rows, ""]
    (ROOT / "docs/benchmarks.md").write_text("\n".join(text))


if __name__ == "__main__":
    main()
