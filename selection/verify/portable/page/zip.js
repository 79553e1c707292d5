// Reads a .zip in memory: stored and deflated entries, no encryption, no Zip64.
const maxBytes = 2 ** 30;

const mostNames = 10000, smallEntry = 2 ** 20, mostRatio = 200; // of bytes to those they are packed in

async function unzip(bytes, wanted) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || view.getUint32(0, true) !== 0x04034b50) throw new Fault("This file is not a .zip, or it was cut off.");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true), total = 0, packed = 0;
  if (count === 0xffff || at === 0xffffffff) throw new Fault("This .zip is of the Zip64 kind: unpack it and choose the folder.");
  if (count > mostNames) throw new Fault(`This .zip holds ${count} files, expected ${mostNames} at most.`);
  const files = new Map(), seen = new Set();
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new Fault("The list of files in this .zip is damaged.");
    const field = (offset, wide) => wide ? view.getUint32(at + offset, true) : view.getUint16(at + offset, true);
    const e = { by: field(4) >> 8, flags: field(8), method: field(10), sum: field(16, 1), packed: field(20, 1), size: field(24, 1), mode: field(40), local: field(42, 1) };
    e.name = nameOf(bytes.subarray(at + 46, at + 46 + field(28)));
    at += 46 + field(28) + field(30) + field(32);
    const taken = !e.name.endsWith("/") && wanted(e.name), bad = badEntry(e, taken, seen);
    if (bad) throw new Fault(`The .zip is not accepted: ${quoted(e.name)} ${bad}.`);
    seen.add(e.name.toLowerCase());
    if (!taken) continue;
    if ((total += e.size) > maxBytes) throw new Fault("This .zip holds more than 1 GiB.");
    if ((packed += e.packed) > bytes.length) throw new Fault("The .zip is not accepted: its files overlap.");
    files.set(e.name, await inflate(bytes, view, e));
  }
  return files;
}

// nameOf reads a name; one that is no UTF-8 has a zero, which no name may have.
function nameOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes) + "\0";
  }
}

// badEntry says what is wrong with an entry by what the list of files says of it. Some systems
// take a name that ends with a dot or a space for another, and a few names for devices.
function badEntry({ name, by, flags, mode, size, packed }, taken, seen) {
  const parts = name.replace(/\/$/, "").split("/");
  if (/[\\:\0]/.test(name) || parts.some((part) => !part || /[. ]$/.test(part) || /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\.|$)/i.test(part))) return "has a path that leads elsewhere";
  if (seen.has(name.toLowerCase())) return "stands in it twice";
  if (taken && (by === 3 || by === 19) && ![0, 0x8000].includes(mode & 0xf000)) return "is a link, or no plain file";
  if (taken && flags & 1) return "is encrypted";
  return taken && size > smallEntry && size > mostRatio * packed ? "is packed too well" : "";
}

// crc32 is the checksum of a .zip.
const crcs = Uint32Array.from({ length: 256 }, (_, n) => { for (let i = 0; i < 8; i++) n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1; return n; });
const crc32 = (bytes) => ~bytes.reduce((sum, b) => crcs[(sum ^ b) & 255] ^ sum >>> 8, -1) >>> 0;

// inflate unpacks an entry, and compares its checksum.
async function inflate(bytes, view, e) {
  const out = await unpacked(bytes, view, e);
  if (crc32(out) !== e.sum) throw new Fault(`The .zip is damaged at ${quoted(e.name)}.`);
  return out;
}

async function unpacked(bytes, view, e) {
  if (e.local + 30 > bytes.length || view.getUint32(e.local, true) !== 0x04034b50) throw new Fault(`The .zip is damaged at ${quoted(e.name)}.`);
  const from = e.local + 30 + view.getUint16(e.local + 26, true) + view.getUint16(e.local + 28, true);
  const packed = bytes.subarray(from, from + e.packed);
  if (e.method === 0 && packed.length === e.size) return packed;
  if (e.method !== 8) throw new Fault(`The .zip packs ${quoted(e.name)} in a way this page does not know: unpack it and choose the folder.`);
  if (!globalThis.DecompressionStream) throw new Fault("This browser cannot unpack a .zip: unpack it and choose the folder.");
  const out = new Uint8Array(e.size);
  let at = 0;
  try {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let part; !(part = await reader.read()).done; at += part.value.length) out.set(part.value, at);
  } catch {
    at = -1;
  }
  if (at !== e.size) throw new Fault(`The .zip is damaged at ${quoted(e.name)}.`);
  return out;
}
