// A Fault is something in the record that does not hold. An Unseen is a check for
// which this folder lacks what it needs, a Lacking something that the record does not show:
// neither is ever ok, nor held against the record.
class Fault extends Error {}
class Unseen extends Error {}
class Lacking extends Error {}

// SHA-256 (FIPS 180-4). Browsers withhold crypto.subtle from pages opened from a disk,
// and it is slow for many short texts.
const sha256 = (() => {
  const k = new Int32Array(64), start = new Int32Array(8);
  for (let p = 2, i = 0; i < 64; p++) {
    if (Array.from(Array(p).keys()).some((d) => d > 1 && p % d === 0)) continue; // not a prime
    if (i < 8) start[i] = rootBits(p, 2n);
    k[i++] = rootBits(p, 3n);
  }
  const w = new Int32Array(64), h = new Int32Array(8), last = new Uint8Array(128);

  // The first 32 bits of the fraction of the square or cube root of p.
  function rootBits(p, degree) {
    let root = 0n;
    for (let bit = 1n << 36n; bit > 0n; bit >>= 1n)
      if ((root + bit) ** degree <= BigInt(p) << (32n * degree)) root += bit;
    return Number(root & 0xffffffffn);
  }

  function block(bytes, at) {
    for (let i = 0; i < 16; i++, at += 4)
      w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7]
        + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3))
        + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
    }
    let a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], z = h[7];
    for (let i = 0; i < 64; i++) {
      const s = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t = (z + s + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const u = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const v = (u + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      z = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + v) | 0;
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += z;
  }

  return (bytes) => {
    h.set(start);
    const rest = bytes.length % 64, whole = bytes.length - rest, end = rest < 56 ? 64 : 128;
    for (let at = 0; at < whole; at += 64) block(bytes, at);
    last.fill(0);
    last.set(whole ? bytes.subarray(whole) : bytes);
    last[rest] = 0x80;
    for (let i = 1, bits = 8 * bytes.length; i <= 7; i++, bits = Math.floor(bits / 256)) last[end - i] = bits;
    for (let at = 0; at < end; at += 64) block(last, at);
    const out = new Uint8Array(32);
    for (let i = 0; i < 32; i++) out[i] = h[i >> 2] >>> (24 - 8 * (i & 3));
    return out;
  };
})();

async function hashOf(bytes) {
  const subtle = globalThis.crypto && crypto.subtle;
  return hex(subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : sha256(bytes));
}

const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const isHash = (text) => /^[0-9a-f]{64}$/.test(text);
const encoder = new TextEncoder(), utf8 = (text) => encoder.encode(text);

function join(...parts) {
  let at = 0;
  for (const p of parts) at += p.length;
  const out = new Uint8Array(at);
  at = 0;
  for (const p of parts) { out.set(p, at); at += p.length; }
  return out;
}

// Hashes of RFC 6962: of a leaf, of two nodes, of a whole tree of leaf hashes.
const leafHash = (data) => sha256(join([0], data));
const nodeHash = (left, right) => sha256(join([1], left, right));

// Pairing neighbours level by level, the odd last one moving up as it is, gives the
// tree that splits at the largest power of two.
function merkleRoot(nodes) {
  while (nodes.length > 1) {
    const up = [];
    for (let i = 0; i < nodes.length; i += 2)
      up.push(i + 1 < nodes.length ? nodeHash(nodes[i], nodes[i + 1]) : nodes[i]);
    nodes = up;
  }
  return nodes[0];
}

// climb gives the root of a tree of size leaves from one leaf and its path (RFC 9162,
// section 2.1.3.2), or null if the path is too short or too long.
function climb(leaf, index, size, path) {
  let at = index, last = size - 1, node = leaf;
  for (const side of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      node = nodeHash(side, node);
      while (at % 2 === 0 && at !== 0) { at /= 2; last = Math.floor(last / 2); }
    } else {
      node = nodeHash(node, side);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : null;
}
