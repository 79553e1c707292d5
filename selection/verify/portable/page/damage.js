// Damage on the way: what git, editors and mail programs do to text files. It looks like fraud, and
// is none where undoing it gives a record that holds.

// isFree tells files whose bytes have no format.
const isFree = (path) => /(\.html|\.sh|(^|\/)announcement\.txt)$/.test(path);

// undone takes a byte order mark and carriage returns away, and gives the last line its end.
function undone(bytes) {
  const from = isMarked(bytes) ? 3 : 0, out = new Uint8Array(bytes.length - from + 1);
  let n = 0;
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 13 || bytes[i + 1] !== 10) out[n++] = bytes[i];
  if (n && out[n - 1] !== 10) out[n++] = 10;
  return out.slice(0, n);
}

const isMarked = (bytes) => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
const hasReturns = (bytes) => bytes.some((b, i) => b === 13 && bytes[i + 1] === 10);

// damageOf counts the files that look damaged, by how, and says whether that is all that is wrong;
// null: none does.
async function damageOf(r) {
  const found = { crlf: 0, mark: 0, cut: 0 }, given = new Map(), hashes = new Set();
  for (const [path, bytes] of r.given) {
    given.set(path, bytes);
    if (!wanted(path) || litter.test(path) || isFree(path) || !bytes.length) continue;
    const whole = undone(bytes);
    if (/(^|\/)(SHA256SUMS|fixed\.sha256)$/.test(path)) for (const [hash] of new TextDecoder().decode(whole).matchAll(/^[0-9a-f]{64}/gm)) hashes.add(hash);
    if (hasReturns(bytes)) found.crlf++;
    if (isMarked(bytes)) found.mark++;
    if (bytes[bytes.length - 1] !== 10) found.cut++;
    given.set(path, whole);
  }
  if (!found.crlf && !found.mark && !found.cut) return null;
  for (const [path, bytes] of r.given) // the others are as they were unless a list says otherwise
    if (isFree(path) && !hashes.has(await hashOf(bytes)) && hashes.has(await hashOf(undone(bytes)))) given.set(path, undone(bytes));
  const again = new RecordFiles(given), lines = [];
  for (const check of checks) lines.push(await outcome(again, check));
  return { found, only: !lines.some((line) => line && line.state === "failed") };
}

// damageWords says what happened to the files on their way.
function damageWords({ found, only }) {
  const what = listed(Object.keys(found).filter((kind) => found[kind]).map((kind) => say("damaged." + kind, { n: found[kind] })));
  return say(only ? "damaged" : "damaged.too", { what });
}
