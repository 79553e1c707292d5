const quicknet = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const roundTime = (round) => new Date((1692803367 + 3 * (round - 1)) * 1000).toISOString().replace(".000", ""); // of quicknet

// The kinds of public value and the fields that each uses.
const kinds = {
  "known in advance": [], "nothing is drawn": [], "rehearsal": [], "digits": ["digits"], "page digits": ["digits"],
  "lottery": ["numbers", "extra"], "drand": ["chain", "round"], "dice and drand": ["digits", "chain", "round"],
};
const isTime = (text) => /^(19[7-9]|[2-9]\d\d)\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)
  && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().replace(".000", "") === text;
// What the kinds without a public value say of it.
const stated = {
  "known in advance": "value known in advance: a rehearsal, or a trusted operator",
  "nothing is drawn": "nothing is drawn: a rule says who, and every page has the same people",
};

// readSource reads an announcement. From version 2 on a lottery says how high its numbers go.
function readSource(name, object, version) {
  const ranged = version > 1 && object && object.kind === "lottery";
  const s = fields(name, object, "kind:s statement:s time:s digits:n numbers:n extra:n "
    + (ranged ? "highest:n " + (object.extra ? "extra_highest:n " : "") : "") + "chain:s round:r supersedes:s reason:s");
  const uses = Object.hasOwn(kinds, s.kind) && kinds[s.kind];
  const fail = (field, want) => { throw new Fault(`${name}: found in ${field} ${quoted(String(s[field]))}, expected ${want}`); };
  if (!uses) fail("kind", Object.keys(kinds).join(" or "));
  for (const field of ["digits", "numbers", "extra", "chain", "round"]) {
    if (!uses.includes(field) && s[field]) fail(field, `${field === "chain" ? "nothing" : "0"} for ${s.kind}`);
    if (uses.includes(field) && field !== "extra" && !s[field]) fail(field, "something, for " + s.kind);
  }
  if (s.chain && s.chain !== quicknet) fail("chain", quicknet);
  if (stated[s.kind] && s.statement !== stated[s.kind]) fail("statement", quoted(stated[s.kind]));
  if (!isSentence(s.statement, 2000)) fail("statement", "visible text of one line, of at most 2000 bytes");
  if (s.digits > (s.kind === "page digits" ? 8 : 100)) fail("digits", "fewer");
  if (s.numbers > 20 || s.extra > 20) fail(s.numbers > 20 ? "numbers" : "extra", "20 at most");
  for (const [field, count] of ranged ? [["highest", s.numbers], ["extra_highest", s.extra]] : [])
    if (count && (s[field] < count || s[field] > 9999)) fail(field, `${count} to 9999`);
  if (s.time && stated[s.kind]) fail("time", "none");
  if (s.time && !isTime(s.time)) fail("time", "a time like 2027-01-15T18:00:00Z");
  if (s.round && s.time !== roundTime(s.round)) fail("time", roundTime(s.round) + ", when the round is due");
  if (s.supersedes && !isHash(s.supersedes)) fail("supersedes", "a commitment");
  if (!s.supersedes !== !s.reason || s.reason && !isSentence(s.reason, 1000)) fail("reason", "a reason if, and only if, a record was called off");
  return s;
}

function describeSource(s) {
  return ({
    "digits": `${s.digits} digits drawn in public`, "page digits": `${s.digits} digits drawn in public, which name the page`,
    "lottery": `${s.numbers} lottery numbers` + (s.highest ? ` of ${s.highest}` : "") + (s.extra ? ` and ${s.extra}${s.extra_highest ? " of " + s.extra_highest : " more"}` : ""),
    "drand": "drand", "dice and drand": `${s.digits} digits drawn in public, then drand`,
  }[s.kind] || (s.kind === "rehearsal" ? "any text; a rehearsal, which binds nobody" : s.kind)) + (s.round ? `, round ${s.round} of ${roundTime(s.round)}` : "");
}

// checkSuits refuses a source that would reach the pages of a book unevenly.
function checkSuits(name, s, pages) {
  const fail = (found, want) => { throw new Fault(`${name}: found ${found}, expected ${want} for a book of ${pages} pages`); };
  if (s.kind === "page digits" && 10 ** s.digits !== pages) fail(`${s.digits} digits that name the page`, "as many as name one");
  if (["digits", "dice and drand"].includes(s.kind) && 6n ** big(s.digits) < 10000n * big(pages)) fail(`${s.digits} digits`, "more");
  if (s.kind !== "lottery") return;
  if (s.highest === undefined) { // version 1 did not announce it
    if (s.numbers + s.extra < 5) fail(`${s.numbers + s.extra} numbers`, "5 at least");
    return;
  }
  const ways = choose(s.highest, s.numbers) * choose(s.extra_highest || 0, s.extra);
  if (ways < 10000n * big(pages)) fail(`a lottery of ${ways} outcomes`, `${10000 * pages} at least`);
}

// choose is the number of ways to draw k out of n, exactly.
function choose(n, k) {
  let ways = 1n;
  for (let i = 1; i <= k; i++) ways = ways * big(n - k + i) / big(i);
  return ways;
}

// checkValue refuses a public value that is not of the kind announced.
function checkValue(name, source, draw) {
  const value = draw.public_value;
  const fail = (want) => { throw new Fault(`${name}: found the public value ${quoted(value)}, expected ${want}`); };
  const beacon = source.kind.endsWith("drand");
  if (beacon !== (draw.signature !== "")) throw new Fault(`${name}: found ${draw.signature ? "a" : "no"} signature, expected ${beacon ? "that of the round" : "none"}`);
  const digits = new RegExp(`^[0-9]{${source.digits}}`);
  let rest = value;
  if (source.digits) {
    if (!digits.test(value)) fail(`${source.digits} digits`);
    rest = value.slice(source.digits);
    if (!beacon && rest) fail(`${source.digits} digits and no more`);
  }
  if (source.kind === "lottery") checkLottery(value, source, fail);
  if (beacon) {
    if (!/^([0-9a-f]{2}){48}$/.test(draw.signature)) throw new Fault(`${name}: found ${quoted(draw.signature)}, expected a signature of 96 hexadecimal digits`);
    const randomness = hex(sha256(unhex(draw.signature)));
    if (rest !== (source.digits ? "." : "") + randomness) fail(`SHA-256 of the signature, ${randomness}${source.digits ? `, after ${source.digits} digits and a full stop` : ""}`);
  }
  if (!isSentence(value, 1000)) fail("visible text of one line");
}

function checkLottery(value, source, fail) {
  const spell = (numbers) => numbers.map((n) => n + ".").join("") + "/";
  const parts = value.split("/").slice(0, -1).map((part) => part.split(".").slice(0, -1).map(Number));
  const counts = source.extra ? [source.numbers, source.extra] : [source.numbers];
  if (parts.map(spell).join("") !== value || parts.length !== counts.length) fail("numbers, each followed by a full stop, and “/”");
  parts.forEach((part, i) => {
    if (part.length !== counts[i]) fail(`${counts[i]} numbers, not ${part.length}`);
    const [low, high] = source.highest === undefined ? [0, 9999] : [1, i ? source.extra_highest : source.highest];
    if (part.some((n, j) => !Number.isSafeInteger(n) || n < low || n > high || (j > 0 && n <= part[j - 1]))) fail(`different numbers of ${low} to ${high} in ascending order`);
  });
}

// drawPage gives what draw.json must say for this public value.
function drawPage(commitment, source, value, pages) {
  if (source.kind === "page digits") {
    if (10 ** source.digits !== pages) throw new Fault(`seedsource.json: found ${source.digits} digits that name the page, expected as many as name one of ${pages} pages`);
    return { draw_string: "", counter: 0, hash: "", ticket: Number(value) + 1, page: value };
  }
  const { text, counter, hash, page } = lead(`${commitment}.${value}`, pages);
  return { draw_string: text, counter, hash, ticket: page + 1, page: spellPage(page, pages) };
}

// lead is the page of so many that a text leads to.
function lead(text, pages) {
  const m = BigInt(pages);
  const limit = 2n ** 256n / m * m;
  for (let i = 1; ; i++) {
    const hash = hex(sha256(utf8(`${text},${i}`))), number = BigInt("0x" + hash);
    if (number >= limit) continue;
    return { text, counter: i, hash, page: Number(number % m) };
  }
}

function checkDraw(name, draw, commitment, source, pages) {
  if (draw.commitment !== commitment) throw new Fault(`${name}: found the commitment ${draw.commitment}, expected ${commitment}`);
  const want = drawPage(commitment, source, draw.public_value, pages);
  for (const field of Object.keys(want))
    if (draw[field] !== want[field]) throw new Fault(`${name}: found in ${field} ${quoted(String(draw[field]))}, expected ${quoted(String(want[field]))}`);
  if (draw.notice !== source.statement) throw new Fault(`${name}: found the notice ${quoted(draw.notice)}, expected the statement of seedsource.json, ${quoted(source.statement)}`);
  return want;
}

// seatLeaf is the leaf of one seat of a sealed page; sealOf the seal of the page.
const seatLeaf = (salt, page, seat, id) => leafHash(join(salt, utf8(`${page}\n${seat}\n${id}\n`)));

function sealOf(salt, page, ids) {
  return hex(merkleRoot(ids.map((id, i) =>
    seatLeaf(sha256(join(salt, utf8(String(i + 1)))).subarray(0, 16), page, i + 1, id))));
}

function personLeaf(person, quotas) {
  const lines = [person.id, person.household];
  quotas.features.forEach((f, i) => lines.push(f.name, person.answers[i]));
  return leafHash(join(person.salt, utf8(lines.map((line) => line + "\n").join(""))));
}
