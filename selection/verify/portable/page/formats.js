// Texts: UTF-8, no byte order mark, LF after every line, no control characters.
function textOf(name, bytes) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault(`${name}: found bytes that are not UTF-8, expected plain text`);
  }
  const odd = /^\ufeff|[\u0000-\u0009\u000b-\u001f\u007f]/.exec(text);
  if (odd) throw new Fault(`${name}:${lineAt(text, odd.index)}: found the character U+${
    odd[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}, expected visible text and LF only`);
  if (!text.endsWith("\n")) throw new Fault(`${name}: found no LF at the end, expected one`);
  return text;
}

// hidden matches what a public value, a statement and a reason may not hold. The list is
// that of the format, not that of the Unicode tables of one browser.
const hidden = new RegExp("[\\u0000-\\u001f\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u1680\\u180e\\u2000-\\u200f"
  + "\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff\\ufff9-\\ufffd\\u{e0000}-\\u{e0fff}]", "u");

// isSentence asks for visible text on one line, of at most so many bytes.
const isSentence = (text, most) => text !== "" && utf8(text).length <= most && !/^ | $/.test(text) && !hidden.test(text);

// compareBytes orders texts by their bytes in UTF-8.
function compareBytes(a, b) {
  return compareLists(utf8(a), utf8(b));
}

function compareLists(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

const lineAt = (text, at) => text.slice(0, at).split("\n").length;

// Every file has one spelling: what was read is written again and must be the same.
function sameSpelling(name, text, again) {
  if (text === again) return;
  const a = text.split("\n"), b = again.split("\n");
  const i = a.findIndex((line, j) => line !== b[j]);
  throw new Fault(`${name}:${i + 1}: found ${quoted(a[i])}, expected ${quoted(b[i])}`);
}

const quoted = (text) => text === undefined ? "nothing"
  : text === "" ? "an empty text" : "“" + (text.length > 200 ? text.slice(0, 200) + "…" : text) + "”";

// JSON of the record: strings, whole numbers, arrays, objects. Numbers beyond 2^53 come
// as BigInt, which the parser of the browser would round.
function readJSON(name, bytes) {
  const text = textOf(name, bytes);
  const string = /"((?:[^"\\\n]|\\["\\])*)"/y, number = /-?(?:0|[1-9][0-9]*)/y;
  let at = 0;
  const fail = (want) => {
    throw new Fault(`${name}:${lineAt(text, at)}: found ${quoted(text.slice(at, at + 20))}, expected ${want}`);
  };
  const skip = () => { while (text[at] === " " || text[at] === "\n") at++; };
  const next = (want) => { skip(); if (text[at] !== want) fail(`“${want}”`); at++; };
  const match = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const list = (close, item) => {
    at++; skip();
    if (text[at] === close) { at++; return; }
    for (;;) {
      item(); skip();
      if (text[at] !== ",") break;
      at++;
    }
    next(close);
  };
  const readString = () => { skip(); return (match(string) || fail("a text"))[1].replace(/\\(.)/g, "$1"); };
  const value = (depth) => {
    if (depth > 8) fail("fewer brackets");
    skip();
    if (text[at] === '"') return readString();
    if (text[at] === "[") {
      const out = [];
      list("]", () => out.push(value(depth + 1)));
      return out;
    }
    if (text[at] === "{") {
      const out = Object.create(null);
      list("}", () => { const field = readString(); next(":"); out[field] = value(depth + 1); });
      return out;
    }
    const digits = (match(number) || fail("a text, a whole number, a list or an object"))[0];
    if (digits.replace("-", "").length > 4000) fail("numbers of at most 4000 digits");
    return Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits);
  };
  const out = value(0);
  sameSpelling(name, text, spellJSON(out, "") + "\n");
  return out;
}

function spellJSON(value, pad) {
  if (typeof value === "string") return '"' + value.replace(/["\\]/g, "\\$&") + '"';
  if (typeof value !== "object") return String(value);
  const inner = pad + "  ", array = Array.isArray(value);
  const items = array ? value.map((v) => inner + spellJSON(v, inner))
    : Object.keys(value).map((f) => inner + spellJSON(f) + ": " + spellJSON(value[f], inner));
  const [open, close] = array ? "[]" : "{}";
  return items.length ? `${open}\n${items.join(",\n")}\n${pad}${close}` : open + close;
}

// isCount asks for a number as most files hold it: from 0, of at most nine digits.
const isCount = (v) => Number.isSafeInteger(v) && v >= 0 && v <= 999999999;

// fields refuses an object that has other fields than these, in this order. A field is
// "name:kind": s text, n whole number of at most nine digits, r the round of a beacon,
// z any whole number, h hash, a list, o object.
function fields(name, object, want) {
  const list = want.split(" ").map((field) => field.split(":"));
  const found = object && typeof object === "object" && !Array.isArray(object) ? Object.keys(object) : [];
  const names = list.map(([field]) => field);
  if (found.join(" ") !== names.join(" "))
    throw new Fault(`${name}: found the fields ${quoted(found.join(", "))}, expected ${quoted(names.join(", "))}`);
  const kinds = {
    s: [(v) => typeof v === "string", "a text"],
    n: [isCount, "a whole number of at most nine digits"],
    r: [(v) => Number.isSafeInteger(v) && v >= 0, "a whole number"],
    z: [(v) => /^(number|bigint)$/.test(typeof v), "a whole number"],
    h: [(v) => typeof v === "string" && isHash(v), "64 hexadecimal digits"],
    a: [Array.isArray, "a list"],
    o: [(v) => v && typeof v === "object" && !Array.isArray(v), "an object"],
  };
  for (const [field, kind] of list)
    if (!kinds[kind][0](object[field])) throw new Fault(`${name}: found in ${field} ${
      quoted(spellJSON(object[field] ?? "", ""))}, expected ${kinds[kind][1]}`);
  return object;
}

// CSV: the rows below a header that must be as expected (a text, or a test of the cells).
function readCSV(name, bytes, header) {
  const text = textOf(name, bytes);
  const rows = text.includes('"') ? quotedRows(name, text) : text.slice(0, -1).split("\n").map((l) => l.split(","));
  sameSpelling(name, text, rows.map((row) => row.map(spellCell).join(",") + "\n").join(""));
  const head = rows.shift();
  const wrong = typeof header === "string" ? head.join(",") !== header && header : header(head);
  if (wrong) throw new Fault(`${name}:1: found the columns ${quoted(head.join(","))}, expected ${quoted(wrong)}`);
  rows.forEach((row, i) => {
    if (row.length !== head.length)
      throw new Fault(`${name}:${i + 2}: found ${row.length} cells, expected ${head.length}`);
  });
  rows.head = head;
  return rows;
}

const spellCell = (cell) => /[",\n]|^(?!\ufeff)\s|^\\\.$/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell;

function quotedRows(name, text) {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/y;
  const rows = [[]];
  for (let at = 0; at < text.length; at = cell.lastIndex) {
    cell.lastIndex = at;
    const m = cell.exec(text);
    if (!m) throw new Fault(`${name}:${lineAt(text, at)}: found a quotation mark out of place`);
    rows[rows.length - 1].push(m[1] === undefined ? m[2] : m[1].replace(/""/g, '"'));
    if (m[3] === "\n") rows.push([]);
  }
  rows.pop();
  return rows;
}

function wholeNumber(name, line, text) {
  if (/^(0|[1-9][0-9]{0,8})$/.test(text)) return Number(text);
  throw new Fault(`${name}:${line}: found ${quoted(text)}, expected a whole number`);
}

// SHA256SUMS: file name -> hash.
function readSums(name, bytes) {
  const text = textOf(name, bytes), out = new Map();
  text.slice(0, -1).split("\n").forEach((line, i) => {
    const m = /^([0-9a-f]{64})  ((?:(?!\.\.?\/)[a-z0-9._-]+\/)*(?!\.\.?$)(?:[a-z0-9._-]+|SHA256SUMS))$/.exec(line);
    if (!m) throw new Fault(`${name}:${i + 1}: found ${quoted(line)}, expected a hash, two blanks and a file name`);
    out.set(m[2], m[1]);
  });
  sameSpelling(name, text, [...out.keys()].sort().map((file) => `${out.get(file)}  ${file}\n`).join(""));
  return out;
}
