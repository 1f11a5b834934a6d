// Checks the ledger in the reader's own browser: leaf, inclusion, the log's signature, and that the ledger only
// grew since this browser last looked (RFC 6962 §2.1, C2SP tlog-tiles, signed-note, tlog-proof). Nothing that the
// server says about its own honesty is believed.
const memory = "daylight-ledger";
const utf8 = new TextEncoder();

export class ProofError extends Error {
  constructor(step) {
    super(step);
    this.step = step;
  }
}

const fail = (step) => { throw new ProofError(step); };

async function sha256(...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}

export const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

function same(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function base64(text, step) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) fail(step);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function whole(text, step) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) fail(step);
  const value = Number(text);
  if (!Number.isSafeInteger(value)) fail(step);
  return value;
}

/** A signed note: its text, and its signatures with name, key id and bytes. */
function parseNote(note) {
  const cut = note.indexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) fail("format");
  const signatures = note.slice(cut + 2).split("\n").slice(0, -1).map((line) => {
    const parts = /^\u2014 (\S+) (\S+)$/.exec(line) ?? fail("format");
    const bytes = base64(parts[2], "format");
    if (bytes.length < 5) fail("format");
    return { name: parts[1], key: bytes.slice(0, 4), signature: bytes.slice(4) };
  });
  return { text: note.slice(0, cut + 1), signatures };
}

/** A checkpoint's origin, size and root. */
export function parseCheckpoint(note) {
  const parsed = parseNote(note);
  const lines = parsed.text.split("\n");
  if (lines.length < 4) fail("format");
  const root = base64(lines[2], "format");
  if (root.length !== 32) fail("format");
  return { note, ...parsed, origin: lines[0], size: whole(lines[1], "format"), root };
}

/** A .tlog-proof file. */
export function parseProof(text) {
  const cut = text.indexOf("\n\n");
  if (cut < 0) fail("format");
  const lines = text.slice(0, cut).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") fail("format");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = /^index (\S+)$/.exec(lines.shift() ?? "") ?? fail("format");
  const hashes = lines.map((line) => base64(line, "format"));
  if (hashes.some((hash) => hash.length !== 32) || hashes.length > 63) fail("format");
  return { index: whole(index[1], "format"), hashes, checkpoint: parseCheckpoint(text.slice(cut + 2)) };
}

/** The root that a leaf and its proof lead to (RFC 9162 §2.1.3.2). */
export async function rootOf(leaf, index, size, hashes) {
  if (index >= size) fail("inclusionWrong");
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of hashes) {
    if (last === 0) fail("inclusionWrong");
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) fail("inclusionWrong");
  return hash;
}

/** A key in vkey form: name+id+base64(type ‖ key). */
async function parseKey(text) {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? fail("format");
  const material = base64(parts[3], "format");
  const id = (await sha256(utf8.encode(parts[1] + "\n"), material)).slice(0, 4);
  const stated = Uint8Array.from(parts[2].match(/../g), (pair) => parseInt(pair, 16));
  if (material[0] !== 1 || material.length !== 33 || !same(id, stated)) fail("keyWrong");
  return { text: text.trim(), name: parts[1], id, bytes: material.slice(1) };
}

/** True or false; null when this browser cannot check Ed25519. */
async function signatureHolds(checkpoint, key) {
  const found = checkpoint.signatures.find((one) => one.name === key.name && same(one.key, key.id));
  if (!found || checkpoint.origin !== key.name) return false;
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, found.signature, utf8.encode(checkpoint.text));
}

// Consistency (RFC 6962 §2.1.2), its proof put together from the published tiles of the newer tree.

function tilePath(level, number, width) {
  const groups = [];
  let rest = number;
  do {
    groups.unshift(String(rest % 1000).padStart(3, "0"));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const name = groups.map((group, place) => (place < groups.length - 1 ? "x" + group : group)).join("/");
  return `/ledger/tile/${level}/${name}${width === 256 ? "" : `.p/${width}`}`;
}

function tileReader(size) {
  const kept = new Map();
  return async (level, number) => {
    const row = Math.floor(size / 256 ** level);
    const path = tilePath(level, number, Math.min(256, row - number * 256));
    if (!kept.has(path)) {
      const response = await fetch(path);
      if (!response.ok) fail("fetch");
      kept.set(path, new Uint8Array(await response.arrayBuffer()));
    }
    return kept.get(path);
  };
}

/** The hash over leaves begin..<end, from tiles: ranges as they come up in consistency proofs. */
async function rangeHash(begin, end, tile) {
  const count = end - begin;
  if (Number.isInteger(Math.log2(count)) && begin % count === 0) {
    const height = Math.log2(count);
    const level = Math.floor(height / 8);
    const width = 2 ** (height % 8);
    const first = begin / 256 ** level;
    const bytes = await tile(level, Math.floor(first / 256));
    const offset = first % 256;
    let hashes = Array.from({ length: width }, (_, index) =>
      bytes.slice((offset + index) * 32, (offset + index + 1) * 32));
    if (hashes.some((hash) => hash.length !== 32)) fail("fetch");
    while (hashes.length > 1) {
      const next = [];
      for (let index = 0; index < hashes.length; index += 2) {
        next.push(await nodeHash(hashes[index], hashes[index + 1]));
      }
      hashes = next;
    }
    return hashes[0];
  }
  const half = largestPower(count);
  return nodeHash(await rangeHash(begin, begin + half, tile), await rangeHash(begin + half, end, tile));
}

/** The largest power of two smaller than n. */
function largestPower(n) {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

async function consistencyProof(older, begin, end, known, tile) {
  if (older === end - begin) return known ? [] : [await rangeHash(begin, end, tile)];
  const half = largestPower(end - begin);
  if (older <= half) {
    const left = await consistencyProof(older, begin, begin + half, known, tile);
    return [...left, await rangeHash(begin + half, end, tile)];
  }
  const right = await consistencyProof(older - half, begin + half, end, false, tile);
  return [...right, await rangeHash(begin, begin + half, tile)];
}

/** RFC 9162 §2.1.4.2. */
export async function isConsistent(older, newer, proof) {
  if (older.size === newer.size) return same(older.root, newer.root);
  if (older.size === 0) return true;
  if (older.size > newer.size) return false;
  const path = [...proof];
  if (Number.isInteger(Math.log2(older.size))) path.unshift(older.root);
  if (!path.length) return false;
  let at = older.size - 1;
  let last = newer.size - 1;
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  let [oldHash] = path;
  let newHash = oldHash;
  for (const hash of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      oldHash = await nodeHash(hash, oldHash);
      newHash = await nodeHash(hash, newHash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      newHash = await nodeHash(newHash, hash);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && same(oldHash, older.root) && same(newHash, newer.root);
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(memory)) ?? {};
  } catch {
    return {};
  }
}

function remember(key, checkpoint) {
  try {
    localStorage.setItem(memory, JSON.stringify({ key: key.text, checkpoint: checkpoint.note }));
  } catch {
    // Private windows may refuse to remember; then every visit is a first one.
  }
}

async function load(path) {
  const response = await fetch(path);
  if (!response.ok) fail("fetch");
  return response;
}

/**
 * Checks a proof and an entry's bytes, step by step.
 * Each step is {step, state}: state "ok", "bad" or "unsure".
 */
export async function verify(proofText, entry) {
  const steps = [];
  const note = (step, state = "ok") => steps.push({ step, state });
  try {
    const proof = parseProof(proofText);
    const { checkpoint } = proof;
    const leaf = await leafHash(entry);
    note("leaf");
    const root = await rootOf(leaf, proof.index, checkpoint.size, proof.hashes);
    if (!same(root, checkpoint.root)) fail("inclusionWrong");
    note("inclusion");
    const before = remembered();
    const key = await parseKey(before.key ?? (await (await load("/ledger/vkey")).text()));
    note(before.key ? "key" : "keyNew", before.key ? "ok" : "unsure");
    const holds = await signatureHolds(checkpoint, key);
    if (holds === false) fail("signatureWrong");
    note(holds ? "signature" : "signatureUnable", holds ? "ok" : "unsure");
    await grow(before, checkpoint, key, holds, note);
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    note(error.step, error.step === "fetch" ? "unsure" : "bad");
  }
  const bad = steps.some((one) => one.state === "bad");
  const unable = steps.some((one) => one.step === "signatureUnable" || one.step === "fetch");
  return { verdict: bad ? "false" : unable ? "partly" : "true", steps };
}

async function grow(before, checkpoint, key, holds, note) {
  if (!before.checkpoint) {
    note("consistentFirst", "unsure");
    if (holds) remember(key, checkpoint);
    return;
  }
  const last = parseCheckpoint(before.checkpoint);
  const [older, newer] = last.size <= checkpoint.size ? [last, checkpoint] : [checkpoint, last];
  const proof = older.size === 0 || older.size === newer.size
    ? [] : await consistencyProof(older.size, 0, newer.size, true, tileReader(newer.size));
  if (!(await isConsistent(older, newer, proof))) fail("consistentWrong");
  note("consistent");
  if (holds && newer === checkpoint) remember(key, checkpoint);
}

/** Checks an act of the ledger by its number: true, false, or null when this could not be found out. */
export async function verifyLine(sequence) {
  const result = await verifySequence(sequence);
  return result.verdict === "true" ? true : result.verdict === "false" ? false : null;
}

async function verifySequence(sequence) {
  try {
    const [proof, entry] = await Promise.all([
      load(`/ledger/proof/${sequence}.tlog-proof`), load(`/ledger/entry/${sequence}.json`),
    ]);
    const text = await proof.text();
    // A proof of another line, however valid, says nothing about this one.
    if (parseProof(text).index !== Number(sequence)) {
      return { verdict: "false", steps: [{ step: "inclusionWrong", state: "bad" }] };
    }
    return await verify(text, new Uint8Array(await entry.arrayBuffer()));
  } catch {
    return { verdict: "partly", steps: [{ step: "fetch", state: "unsure" }] };
  }
}

// Lines of dockets: [data-proof] is checked on click, [data-proof-all] checks all of them.

async function checkLine(line) {
  const state = line.querySelector(".proof-state");
  state.textContent = line.dataset.proofWait;
  const holds = await verifyLine(line.dataset.proof);
  line.classList.toggle("is-true", holds === true);
  line.classList.toggle("is-false", holds === false);
  if (holds !== null) state.textContent = holds ? line.dataset.proofTrue : line.dataset.proofFalse;
  return holds;
}

function dressLines() {
  for (const button of document.querySelectorAll("[data-proof-all]")) {
    if (!button.hidden) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      for (const line of document.querySelectorAll("[data-proof]")) await checkLine(line);
      button.disabled = false;
    });
  }
}

document.addEventListener("click", async (event) => {
  const line = event.target.closest?.("[data-proof]");
  if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Checked lines, and those that could not be checked here, lead to the page that shows every step.
  if (line.classList.contains("is-true") || line.classList.contains("is-false")) return;
  event.preventDefault();
  if ((await checkLine(line)) === null) location.href = line.href;
});
dressLines();
document.addEventListener("daylight:live", dressLines);

// The page /verify.

function show(result) {
  const words = document.getElementById("verify-words").dataset;
  const panel = document.getElementById("verify-result");
  const verdict = panel.querySelector("[data-verdict]");
  verdict.textContent = words[result.verdict];
  verdict.className = "verdict " + { true: "ok", false: "bad", partly: "unsure" }[result.verdict];
  const list = panel.querySelector("[data-checks]");
  list.replaceChildren(...result.steps.map(({ step, state }) => {
    const item = document.createElement("li");
    item.className = state;
    item.textContent = words[step] ?? step;
    return item;
  }));
  panel.hidden = false;
  panel.scrollIntoView({ block: "nearest" });
}

const button = document.querySelector("[data-verify]");
if (button) {
  button.disabled = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    show(await verifySequence(button.dataset.verify));
    button.disabled = false;
  });
}

const own = document.querySelector("[data-verify-own]");
if (own) {
  const submit = own.querySelector("button");
  submit.disabled = false;
  own.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    const field = (name) => document.getElementById(name);
    const bytes = async (name) => {
      const [file] = field(name + "-file").files;
      return file ? new Uint8Array(await file.arrayBuffer()) : utf8.encode(field(name + "-text").value);
    };
    const proof = new TextDecoder().decode(await bytes("proof"));
    let entry = await bytes("entry");
    // A text field may have gained a line break at its end; entries never hold one.
    while (entry.length && (entry.at(-1) === 10 || entry.at(-1) === 13)) entry = entry.slice(0, -1);
    const text = proof.replaceAll("\r\n", "\n");
    show(await verify(text.endsWith("\n") ? text : text + "\n", entry));
    submit.disabled = false;
  });
}
