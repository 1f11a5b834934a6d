// Sealed file v1 (docs/sealing.md) with WebCrypto alone: runs in browsers and in Node 20.
// @ts-check

const encoder = new TextEncoder();
const { subtle } = globalThis.crypto;

/** @param {number} count */
const random = (count) => globalThis.crypto.getRandomValues(new Uint8Array(count));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const unbase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const sha256 = async (bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes));

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = '';
  for (let start = 0; start < bytes.length; start += 32768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return btoa(text);
}

/** @param {...(Uint8Array|string)} parts */
function join(...parts) {
  const arrays = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const all = new Uint8Array(arrays.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of arrays) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** Canonical JSON: keys sorted at every level, no blanks. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    const members = Object.keys(value).filter((key) => value[key] !== undefined).sort();
    return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

// ---- Keys

const ecdh = { name: 'ECDH', namedCurve: 'P-256' };

/**
 * A P-256 key pair for one section.
 * @typedef {{pair: CryptoKeyPair, publicKey: string, keyID: string, pkcs8: Uint8Array}} SectionKey
 */

/** @returns {Promise<SectionKey>} */
export async function makeHolderKey() {
  const pair = /** @type {CryptoKeyPair} */ (await subtle.generateKey(ecdh, true, ['deriveBits']));
  return describe(pair);
}

async function describe(pair) {
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
  const pkcs8 = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey));
  return { pair, publicKey: base64(point), keyID: hex(await sha256(point)), pkcs8 };
}

async function fromPKCS8(bytes) {
  const privateKey = await subtle.importKey('pkcs8', bytes, ecdh, true, ['deriveBits']);
  const jwk = await subtle.exportKey('jwk', privateKey);
  const publicKey = await subtle.importKey(
    'jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, ecdh, true, []);
  return describe({ privateKey, publicKey });
}

/** The published form of a private key: base64 of the 32 bytes of its scalar. */
export async function privateScalar(key) {
  const jwk = await subtle.exportKey('jwk', key.pair.privateKey);
  return base64(unbase64(jwk.d.replace(/-/g, '+').replace(/_/g, '/')));
}

// ---- Key files: PKCS#8, PBES2, PBKDF2-HMAC-SHA256, AES-256-CBC (RFC 5958, RFC 8018)

const ROUNDS = 600000;
const oid = {
  pbes2: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d],
  pbkdf2: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c],
  hmacSHA256: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09],
  aes256CBC: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a],
};

function der(tag, ...parts) {
  const content = join(...parts);
  const length = content.length;
  if (length < 0x80) return join(Uint8Array.of(tag, length), content);
  const bytes = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return join(Uint8Array.of(tag, 0x80 | bytes.length, ...bytes), content);
}

function derInteger(value) {
  const bytes = [];
  for (let rest = value; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  if (!bytes.length || bytes[0] & 0x80) bytes.unshift(0);
  return der(0x02, Uint8Array.from(bytes));
}

const derName = (bytes) => der(0x06, Uint8Array.from(bytes));

/** Reads one element after another; throws where the bytes are not what is asked for. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.place = 0;
  }

  get peek() { return this.bytes[this.place]; }

  next(tag) {
    if (this.bytes[this.place] !== tag) throw new Error('not the expected key file');
    let length = this.bytes[this.place + 1];
    let start = this.place + 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count < 1 || count > 3) throw new Error('not the expected key file');
      length = 0;
      for (let index = 0; index < count; index += 1) length = length * 256 + this.bytes[start + index];
      start += count;
    }
    if (start + length > this.bytes.length) throw new Error('the key file is cut off');
    this.place = start + length;
    return this.bytes.subarray(start, start + length);
  }

  enter(tag) { return new Reader(this.next(tag)); }

  name(expected) {
    if (hex(this.next(0x06)) !== hex(expected)) throw new Error('not the expected kind of key file');
  }
}

async function wrappingKey(passphrase, salt, rounds, usage) {
  const base = await subtle.importKey('raw', encoder.encode(passphrase), 'PBKDF2', false, ['deriveKey']);
  return subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, base, { name: 'AES-CBC', length: 256 }, false,
    [usage]);
}

/** The key as a PEM file under a passphrase, readable by `openssl pkcs8`. */
export async function exportEncryptedPKCS8(key, passphrase) {
  const salt = random(16);
  const iv = random(16);
  const wrapping = await wrappingKey(passphrase, salt, ROUNDS, 'encrypt');
  const sealed = new Uint8Array(await subtle.encrypt({ name: 'AES-CBC', iv }, wrapping, key.pkcs8));
  const derivation = der(0x30, derName(oid.pbkdf2), der(
    0x30, der(0x04, salt), derInteger(ROUNDS), derInteger(32),
    der(0x30, derName(oid.hmacSHA256), Uint8Array.of(0x05, 0x00))));
  const scheme = der(0x30, derName(oid.aes256CBC), der(0x04, iv));
  const algorithm = der(0x30, derName(oid.pbes2), der(0x30, derivation, scheme));
  const text = base64(der(0x30, algorithm, der(0x04, sealed)));
  const lines = text.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN ENCRYPTED PRIVATE KEY-----', ...lines, '-----END ENCRYPTED PRIVATE KEY-----', ''].join('\n');
}

/** Reads a key file; throws on a wrong passphrase. @returns {Promise<SectionKey>} */
export async function importEncryptedPKCS8(pem, passphrase) {
  const body = pem.split('\n').filter((line) => !line.startsWith('-----')).join('').replace(/\s/g, '');
  const bytes = unbase64(body);
  if (pem.includes('BEGIN PRIVATE KEY')) return fromPKCS8(bytes);
  const file = new Reader(bytes).enter(0x30);
  const algorithm = file.enter(0x30);
  algorithm.name(oid.pbes2);
  const parameters = algorithm.enter(0x30);
  const derivation = parameters.enter(0x30);
  derivation.name(oid.pbkdf2);
  const choices = derivation.enter(0x30);
  const salt = choices.next(0x04);
  const rounds = choices.next(0x02).reduce((value, byte) => value * 256 + byte, 0);
  if (choices.peek === 0x02) choices.next(0x02);
  choices.enter(0x30).name(oid.hmacSHA256);
  const scheme = parameters.enter(0x30);
  scheme.name(oid.aes256CBC);
  const iv = scheme.next(0x04);
  const wrapping = await wrappingKey(passphrase, salt, rounds, 'decrypt');
  return fromPKCS8(new Uint8Array(await subtle.decrypt({ name: 'AES-CBC', iv }, wrapping, file.next(0x04))));
}

// ---- HPKE base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180)

async function hmac(key, bytes, hash = 'SHA-256') {
  const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, bytes));
}

const extract = (salt, secret) => hmac(salt.length ? salt : new Uint8Array(32), secret);

async function expand(key, info, length, hash = 'SHA-256') {
  let block = new Uint8Array(0);
  let all = new Uint8Array(0);
  for (let counter = 1; all.length < length; counter += 1) {
    block = await hmac(key, join(block, info, Uint8Array.of(counter)), hash);
    all = join(all, block);
  }
  return all.subarray(0, length);
}

const u16 = (value) => Uint8Array.of(value >> 8, value & 0xff);
const kemSuite = join('KEM', u16(0x0010));
const hpkeSuite = join('HPKE', u16(0x0010), u16(0x0001), u16(0x0002));
const labelledExtract = (suite, salt, label, secret) => extract(salt, join('HPKE-v1', suite, label, secret));
const labelledExpand = (suite, key, label, info, length) =>
  expand(key, join(u16(length), 'HPKE-v1', suite, label, info), length);

async function hpkeKey(shared, enc, recipient, info) {
  const empty = new Uint8Array(0);
  const prk = await labelledExtract(kemSuite, empty, 'eae_prk', shared);
  const secret = await labelledExpand(kemSuite, prk, 'shared_secret', join(enc, recipient), 32);
  const idHash = await labelledExtract(hpkeSuite, empty, 'psk_id_hash', empty);
  const infoHash = await labelledExtract(hpkeSuite, empty, 'info_hash', info);
  const context = join(Uint8Array.of(0), idHash, infoHash);
  const scheduled = await labelledExtract(hpkeSuite, secret, 'secret', empty);
  const key = await labelledExpand(hpkeSuite, scheduled, 'key', context, 32);
  const nonce = await labelledExpand(hpkeSuite, scheduled, 'base_nonce', context, 12);
  return { key, nonce };
}

async function hpkeSeal(secret, recipient, info) {
  const publicKey = await subtle.importKey('raw', recipient, ecdh, false, []);
  const ephemeral = /** @type {CryptoKeyPair} */ (await subtle.generateKey(ecdh, true, ['deriveBits']));
  const enc = new Uint8Array(await subtle.exportKey('raw', ephemeral.publicKey));
  const shared = new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: publicKey }, ephemeral.privateKey, 256));
  const { key, nonce } = await hpkeKey(shared, enc, recipient, info);
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  return join(enc, new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv: nonce }, aes, secret)));
}

async function hpkeOpen(sealed, holder, info) {
  const enc = sealed.subarray(0, 65);
  const publicKey = await subtle.importKey('raw', enc, ecdh, false, []);
  const shared = new Uint8Array(
    await subtle.deriveBits({ name: 'ECDH', public: publicKey }, holder.pair.privateKey, 256));
  const { key, nonce } = await hpkeKey(shared, enc, unbase64(holder.publicKey), info);
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: nonce }, aes, sealed.subarray(65)));
}

// ---- Shamir over GF(2^8), polynomial 0x11d (libgfshare)

const exponent = new Uint8Array(510);
const logarithm = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  exponent[power] = value;
  exponent[power + 255] = value;
  logarithm[value] = power;
  value <<= 1;
  if (value & 0x100) value ^= 0x11d;
}
const multiply = (left, right) => (left && right ? exponent[logarithm[left] + logarithm[right]] : 0);
const divide = (left, right) => (left ? exponent[logarithm[left] + 255 - logarithm[right]] : 0);

/** @returns {{x: number, bytes: Uint8Array}[]} shares of which any `threshold` recover the secret */
export function split(secret, threshold, count) {
  const coefficients = random(secret.length * (threshold - 1));
  return Array.from({ length: count }, (_, index) => {
    const x = index + 1;
    const bytes = secret.map((byte, place) => {
      let value = 0;
      for (let degree = threshold - 2; degree >= 0; degree -= 1) {
        value = multiply(value, x) ^ coefficients[place * (threshold - 1) + degree];
      }
      return multiply(value, x) ^ byte;
    });
    return { x, bytes };
  });
}

/** The secret from enough shares; too few give another secret without a word. */
export const combine = (shares) => interpolate(shares, 0);

/** What the shares' polynomials are at a point that is none of theirs. */
function interpolate(shares, point) {
  const weights = shares.map((share) => shares.reduce((product, other) => (
    other.x === share.x ? product : multiply(product, divide(other.x ^ point, other.x ^ share.x))), 1));
  return shares[0].bytes.map((_, place) => shares.reduce(
    (sum, share, index) => sum ^ multiply(share.bytes[place], weights[index]), 0));
}

// ---- Body: C2SP chunked-encryption, AES-256-GCM and SHA-512 (Cobblestone-256)

const CHUNK = 16384;

async function bodyKey(inputKey, salt, context) {
  const info = join('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM', Uint8Array.of(0), salt, context);
  const derived = await expand(inputKey, info, 76, 'SHA-512');
  const key = await subtle.importKey('raw', derived.subarray(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { key, base: derived.subarray(32, 44), commitment: derived.subarray(44, 76) };
}

function chunkNonce(base, number) {
  const iv = base.slice();
  let rest = number;
  for (let index = 11; index > 6; index -= 1) {
    iv[index] ^= rest % 256;
    rest = Math.floor(rest / 256);
  }
  return iv;
}

/** Encrypts a blob piece by piece; the parts together are the body. */
async function encryptBody(blob, inputKey, context) {
  const salt = random(24);
  const { key, base, commitment } = await bodyKey(inputKey, salt, context);
  const parts = [join(salt, commitment)];
  const count = Math.floor(blob.size / CHUNK) + 1;
  const batch = 256;
  for (let first = 0; first < count; first += batch) {
    const last = Math.min(first + batch, count);
    const plain = new Uint8Array(await blob.slice(first * CHUNK, last * CHUNK).arrayBuffer());
    const sealed = await Promise.all(Array.from({ length: last - first }, (_, index) => subtle.encrypt(
      { name: 'AES-GCM', iv: chunkNonce(base, first + index) }, key,
      plain.subarray(index * CHUNK, (index + 1) * CHUNK))));
    // Blobs may lie on disk: a large bid need not fit in memory.
    parts.push(new Blob(sealed));
  }
  return parts;
}

// ---- Package and identity

/** RFC 6962 root over blocks of 1 MiB. @param {Blob} blob */
export async function blockRoot(blob) {
  const leaves = [];
  for (let start = 0; start < blob.size; start += 1048576) {
    const block = new Uint8Array(await blob.slice(start, start + 1048576).arrayBuffer());
    leaves.push(await sha256(join(Uint8Array.of(0), block)));
  }
  return treeRoot(leaves);
}

async function treeRoot(leaves) {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0];
  let middle = 1;
  while (middle * 2 < leaves.length) middle *= 2;
  return sha256(join(
    Uint8Array.of(1), await treeRoot(leaves.slice(0, middle)), await treeRoot(leaves.slice(middle))));
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

async function crc32(blob) {
  let value = 0xffffffff;
  for (let start = 0; start < blob.size; start += 4194304) {
    const bytes = new Uint8Array(await blob.slice(start, start + 4194304).arrayBuffer());
    for (const byte of bytes) value = crcTable[(value ^ byte) & 0xff] ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A ZIP of stored members: `bid.json`, documents, and padding so that its length says little. */
export async function makePackage(form, files, padTo = 65536) {
  const members = [{ name: 'bid.json', content: new Blob([form]) }];
  const names = new Set(['bid.json', 'padding']);
  for (const file of files) {
    let name = file.name;
    for (let number = 2; names.has(name); number += 1) name = `${number}-${file.name}`;
    names.add(name);
    members.push({ name, content: file });
  }
  const bare = [...members, { name: 'padding', content: new Blob([]) }].reduce(
    (size, member) => size + 76 + 2 * encoder.encode(member.name).length + member.content.size, 22);
  members.push({ name: 'padding', content: new Blob([new Uint8Array((padTo - (bare % padTo)) % padTo)]) });
  // Without ZIP64: four bytes for a place, two for a count.
  if (bare + padTo > 0xffffffff || members.length > 10000) throw new Error('the package is too large');
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const member of members) {
    const name = encoder.encode(member.name);
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(2, 0x0800, true);
    common.setUint16(8, 0x21, true);
    common.setUint32(10, await crc32(member.content), true);
    common.setUint32(14, member.content.size, true);
    common.setUint32(18, member.content.size, true);
    common.setUint16(22, name.length, true);
    const shared = new Uint8Array(common.buffer);
    parts.push(join(Uint8Array.of(0x50, 0x4b, 3, 4), shared, name), member.content);
    const place = new DataView(new ArrayBuffer(14));
    place.setUint32(10, offset, true);
    directory.push(join(Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0), shared, new Uint8Array(place.buffer), name));
    offset += 30 + name.length + member.content.size;
  }
  const list = join(...directory);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, members.length, true);
  end.setUint16(10, members.length, true);
  end.setUint32(12, list.length, true);
  end.setUint32(16, offset, true);
  return new Blob([...parts, list, new Uint8Array(end.buffer)]);
}

// ---- Sealing and opening

const shareInfo = (section, x) => join(sectionInfo('daylight share v1', section), Uint8Array.of(x));
const bidderInfo = (section) => sectionInfo('daylight bidder v1', section);

function sectionInfo(label, section) {
  const name = encoder.encode(section);
  return join(label, u16(name.length), name);
}

async function derive(secret, section, info) {
  return expand(await extract(await sha256(encoder.encode(section)), secret), encoder.encode(info), 32);
}

/**
 * Seals a bid.
 * @param {File[]} files documents
 * @param {object} bidForm what becomes `bid.json`
 * @param {object} notice `notice.json`
 * @param {SectionKey} bidderKey the bidder's own key
 * @returns {Promise<Blob>} the sealed file
 */
export async function sealPackage(files, bidForm, notice, bidderKey) {
  const form = encoder.encode(canonical(bidForm));
  return sealBlob(await makePackage(form, files), form, notice, bidderKey);
}

/** Throws where no bid can be sealed for a notice. */
function checkNotice(notice) {
  if (notice.daylight !== 'notice v1') throw new Error(`format ${notice.daylight}`);
  if (notice.suite !== 'P256-SHA256-AES256GCM') throw new Error(`suite ${notice.suite}`);
  const count = notice.holders.length;
  if (!(Number.isInteger(notice.t) && notice.t >= 1 && notice.t <= count && count <= 255)) {
    throw new Error(`${notice.t} of ${count} holders is no threshold`);
  }
  // Two holders with one key would be one holder.
  if (new Set(notice.holders.map((holder) => holder.keyID)).size !== count) throw new Error('two holders, one key');
}

export async function sealBlob(zip, form, notice, bidderKey) {
  checkNotice(notice);
  const opening = random(32);
  const bidder = random(32);
  const secret = join(opening, bidder);
  const shares = [];
  const parts = split(opening, notice.t, notice.holders.length);
  for (const [index, holder] of notice.holders.entries()) {
    const point = unbase64(holder.publicKey);
    if (hex(await sha256(point)) !== holder.keyID) throw new Error(`key of ${holder.name}`);
    const { x, bytes } = parts[index];
    shares.push({
      holder: holder.name,
      key: holder.keyID,
      x,
      commit: hex(await sha256(bytes)),
      sealed: base64(await hpkeSeal(bytes, point, shareInfo(notice.section, x))),
    });
  }
  const plainSalt = await derive(secret, notice.section, 'daylight plain salt v1');
  const formSalt = await derive(secret, notice.section, 'daylight read-out salt v1');
  const header = {
    daylight: 'seal v1',
    suite: notice.suite,
    section: notice.section,
    created: new Date().toISOString(),
    t: notice.t,
    n: notice.holders.length,
    shares,
    bidderKey: {
      key: bidderKey.keyID,
      sealed: base64(await hpkeSeal(bidder, unbase64(bidderKey.publicKey), bidderInfo(notice.section))),
    },
    plainCommit: hex(await sha256(join(plainSalt, await blockRoot(zip)))),
    readOutCommit: hex(await sha256(join(formSalt, form))),
  };
  const line = encoder.encode(canonical(header));
  const inputKey = await derive(secret, notice.section, 'daylight seal v1');
  return new Blob([line, '\n', ...await encryptBody(zip, inputKey, await sha256(line))]);
}

/** The bidder's secret, base64, from a header line and the bidder's key. */
export async function releaseBidderKey(line, key) {
  const header = JSON.parse(line);
  if (header.bidderKey.key !== key.keyID) throw new Error('not the key of this bid');
  return base64(await hpkeOpen(unbase64(header.bidderKey.sealed), key, bidderInfo(header.section)));
}

/** The header of a line, checked as the server checks it. */
function readHeader(line) {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(line);
  const header = JSON.parse(text);
  if (header.daylight !== 'seal v1' || canonical(header) !== text) throw new Error('not a header of a sealed file');
  const points = new Set(header.shares.map((share) => share.x));
  const keys = new Set(header.shares.map((share) => share.key));
  const fits = header.n === header.shares.length && points.size === header.n && keys.size === header.n
    && header.t >= 1 && header.t <= header.n && header.shares.every(({ x }) => x >= 1 && x <= header.n);
  if (!fits) throw new Error('shares and threshold do not fit');
  return header;
}

/** The opening secret, each share checked against its commitment and against the others. */
async function openingSecret(header, holderKeys) {
  const found = new Map();
  for (const key of holderKeys) {
    const share = header.shares.find((candidate) => candidate.key === key.keyID);
    if (!share) throw new Error(`no share for the key ${key.keyID}`);
    const bytes = await hpkeOpen(unbase64(share.sealed), key, shareInfo(header.section, share.x));
    if (hex(await sha256(bytes)) !== share.commit) throw new Error(`share ${share.x} is not as committed`);
    found.set(share.x, { x: share.x, bytes });
  }
  const shares = [...found.values()].sort((left, right) => left.x - right.x);
  if (shares.length < header.t) throw new Error('too few shares');
  const enough = shares.slice(0, header.t);
  for (const surplus of shares.slice(header.t)) {
    if (hex(interpolate(enough, surplus.x)) !== hex(surplus.bytes)) throw new Error('shares of two secrets');
  }
  return combine(enough);
}

/** Decrypts a body piece by piece; nothing is handed on unauthenticated. */
async function decryptBody(body, inputKey, context) {
  const prefix = new Uint8Array(await body.slice(0, 56).arrayBuffer());
  const { key, base, commitment } = await bodyKey(inputKey, prefix.subarray(0, 24), context);
  if (hex(commitment) !== hex(prefix.subarray(24))) throw new Error('the keys do not belong to this body');
  const unit = CHUNK + 16;
  if ((body.size - 56) % unit < 16) throw new Error('the body is cut off');
  const count = Math.floor((body.size - 56) / unit) + 1;
  const parts = [];
  const batch = 256;
  for (let first = 0; first < count; first += batch) {
    const last = Math.min(first + batch, count);
    const sealed = new Uint8Array(await body.slice(56 + first * unit, 56 + last * unit).arrayBuffer());
    const plain = await Promise.all(Array.from({ length: last - first }, (_, index) => subtle.decrypt(
      { name: 'AES-GCM', iv: chunkNonce(base, first + index) }, key,
      sealed.subarray(index * unit, (index + 1) * unit))));
    parts.push(new Blob(plain));
  }
  return new Blob(parts);
}

/**
 * `bid.json` of a package; nothing else is unpacked.
 * @param {Blob} zip
 * @returns {Promise<Uint8Array>}
 */
export async function readForm(zip) {
  const tail = new DataView(await zip.slice(Math.max(0, zip.size - 65557)).arrayBuffer());
  let end = tail.byteLength - 22;
  const isEnd = (place) => tail.getUint32(place, true) === 0x06054b50
    && place + 22 + tail.getUint16(place + 20, true) === tail.byteLength;
  while (end >= 0 && !isEnd(end)) end -= 1;
  if (end < 0) throw new Error('not a ZIP file');
  const start = tail.getUint32(end + 16, true);
  const directoryEnd = start + tail.getUint32(end + 12, true);
  // Readers differ in what they make of bytes between the directory and its end record, or before the first member.
  if (directoryEnd !== zip.size - tail.byteLength + end) throw new Error('the directory is out of bounds');
  const list = new DataView(await zip.slice(start, directoryEnd).arrayBuffer());
  let found = null;
  for (let place = 0, rest = tail.getUint16(end + 10, true); rest > 0; rest -= 1) {
    const length = list.getUint16(place + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(list.buffer, place + 46, length));
    if (name === 'bid.json') {
      if (found !== null) throw new Error('bid.json stands in it twice');
      found = place;
    }
    place += 46 + length + list.getUint16(place + 30, true) + list.getUint16(place + 32, true);
  }
  if (found === null) throw new Error('bid.json is missing');
  const packed = list.getUint32(found + 20, true);
  const size = list.getUint32(found + 24, true);
  if (packed > 1048576 || size > 1048576) throw new Error('bid.json is larger than 1 MiB');
  const offset = list.getUint32(found + 42, true);
  const head = new DataView(await zip.slice(offset, offset + 30).arrayBuffer());
  const nameEnd = offset + 30 + head.getUint16(26, true);
  if (await zip.slice(offset + 30, nameEnd).text() !== 'bid.json') throw new Error('bid.json has another name inside');
  const from = nameEnd + head.getUint16(28, true);
  const content = zip.slice(from, from + packed);
  const method = list.getUint16(found + 10, true);
  if (method !== 0 && method !== 8) throw new Error('bid.json is packed by an unknown method');
  const bytes = method === 0
    ? new Uint8Array(await content.arrayBuffer())
    : await inflate(content, size);
  const checksum = await crc32(new Blob([bytes]));
  if (bytes.length !== size || checksum !== list.getUint32(found + 16, true)) throw new Error('bid.json is damaged');
  return bytes;
}

/** Raw deflate; stops as soon as more comes out than announced. */
async function inflate(content, size) {
  const reader = content.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value);
    length += next.value.length;
    if (length > size) throw new Error('bid.json is larger than announced');
  }
  return join(...pieces);
}

/**
 * Opens a sealed file as anybody may after the opening; throws where anything differs.
 * @param {Blob} blob the sealed file
 * @param {SectionKey[]} holderKeys at least as many as the threshold
 * @param {string} released the bidder's secret, base64
 * @returns {Promise<Blob>} the package
 */
export async function openSealed(blob, holderKeys, released) {
  const head = new Uint8Array(await blob.slice(0, 65537).arrayBuffer());
  const end = head.indexOf(10);
  if (end < 0) throw new Error('no header line');
  const line = head.subarray(0, end);
  const header = readHeader(line);
  const bidder = unbase64(released);
  if (bidder.length !== 32) throw new Error('not the secret of a bidder');
  const secret = join(await openingSecret(header, holderKeys), bidder);
  const inputKey = await derive(secret, header.section, 'daylight seal v1');
  const zip = await decryptBody(blob.slice(end + 1), inputKey, await sha256(line));
  const plainSalt = await derive(secret, header.section, 'daylight plain salt v1');
  if (hex(await sha256(join(plainSalt, await blockRoot(zip)))) !== header.plainCommit) {
    throw new Error('the package is not as committed');
  }
  const formSalt = await derive(secret, header.section, 'daylight read-out salt v1');
  if (hex(await sha256(join(formSalt, await readForm(zip)))) !== header.readOutCommit) {
    throw new Error('bid.json is not as committed');
  }
  return zip;
}
