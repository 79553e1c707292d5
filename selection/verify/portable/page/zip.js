// Reads a .zip in memory: stored and deflated entries, no encryption, no Zip64.
const maxBytes = 2 ** 30;

async function unzip(bytes, wanted) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Fault("This file is not a .zip, or it was cut off.");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true), total = 0;
  if (count === 0xffff || at === 0xffffffff) throw new Fault("This .zip is of the Zip64 kind: unpack it and choose the folder.");
  const files = new Map(), seen = new Set();
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new Fault("The list of files in this .zip is damaged.");
    const field = (offset, wide) => wide ? view.getUint32(at + offset, true) : view.getUint16(at + offset, true);
    const e = { flags: field(8), method: field(10), packed: field(20, 1), size: field(24, 1), mode: field(40), local: field(42, 1) };
    e.name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + field(28)));
    at += 46 + field(28) + field(30) + field(32);
    const taken = !e.name.endsWith("/") && wanted(e.name);
    const bad = !e.name || /[\\:\0]|^\/|(^|\/)\.\.?(\/|$)|\/\//.test(e.name) ? "has a path that leads elsewhere"
      : seen.has(e.name.toLowerCase()) ? "stands in it twice" : taken && (e.mode & 0xf000) === 0xa000 ? "is a link"
      : taken && e.flags & 1 ? "is encrypted" : "";
    if (bad) throw new Fault(`The .zip is not accepted: ${quoted(e.name)} ${bad}.`);
    seen.add(e.name.toLowerCase());
    if (!taken) continue;
    if ((total += e.size) > maxBytes) throw new Fault("This .zip holds more than 1 GiB.");
    files.set(e.name, await inflate(bytes, view, e));
  }
  return files;
}

async function inflate(bytes, view, e) {
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
