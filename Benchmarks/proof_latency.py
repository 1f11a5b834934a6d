"""From the POST of an act to its inclusion proof, through the API of a served demonstration city.

Arrivals are open-loop: so many acts a second whether or not the server keeps up, so that waiting is counted.
Usage: proof_latency.py PORT DATA [RATE [SECONDS]]; prints one line with the percentiles in ms.
"""
import asyncio
import json
import pathlib
import re
import sys
import time

import requests

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/Browser"))
from conftest import one_time_code  # noqa: E402


def token(address, data):
    """An API token of the administrator, got the way a person gets one: sign-in, then the account page."""
    accounts = json.loads((pathlib.Path(data) / "demonstration.json").read_text())["accounts"]
    account = next(one for one in accounts if one["login"].startswith("admin"))
    browser = requests.Session()
    secret = lambda page: re.search(r'name="_token" value="([^"]+)"', page.text).group(1)
    page = browser.get(address + "/sign-in")
    browser.post(address + "/sign-in", data={
        "_token": secret(page), "login": account["login"], "password": account["password"],
        "code": one_time_code(account["secret"], time.time() + 30)})
    page = browser.get(address + "/account")
    office = re.search(r'<option value="([^"]+)"', page.text).group(1)
    page = browser.post(address + "/account/tokens", data={
        "_token": secret(page), "label": "benchmark", "office": office, "days": "1"})
    return re.search(r"dl_[A-Za-z0-9]+_[A-Za-z0-9_-]+", page.text).group(0)


async def exchange(reader, writer, request):
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
    return int(head[9:12]), await reader.readexactly(length)


async def worker(port, key, queue, times):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        arrival = await queue.get()
        if arrival is None:
            break
        number, due = arrival
        body = json.dumps({"personName": f"张{number}", "region": "530600"}).encode()
        post = (f"POST /api/person/register HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body
        status, answer = await exchange(reader, writer, post)
        assert status == 201, answer
        sequence = json.loads(answer)["sequences"][-1]
        get = f"GET /ledger/proof/{sequence}.tlog-proof HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        while True:
            status, answer = await exchange(reader, writer, get)
            if status == 200:
                break
            await asyncio.sleep(0.02)
        assert answer.startswith(b"c2sp.org/tlog-proof@v1"), answer[:80]
        times.append(time.perf_counter() - due)
    writer.close()


async def measure(port, key, rate, seconds):
    queue, times = asyncio.Queue(), []
    workers = [asyncio.create_task(worker(port, key, queue, times)) for _ in range(256)]
    start = time.perf_counter()
    for number in range(rate * seconds):
        due = start + number / rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        queue.put_nowait((number, due))
    for _ in workers:
        queue.put_nowait(None)
    await asyncio.gather(*workers)
    took = time.perf_counter() - start
    times.sort()
    at = lambda share: times[min(len(times) - 1, int(share * len(times)))] * 1000
    print(f"{len(times) / took:.0f} acts/s, p50 {at(0.5):.0f} ms, p99 {at(0.99):.0f} ms, max {times[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    port, data = int(sys.argv[1]), sys.argv[2]
    rate = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 10
    asyncio.run(measure(port, token(f"http://127.0.0.1:{port}", data), rate, seconds))
