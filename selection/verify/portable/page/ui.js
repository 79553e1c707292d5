const el = (id) => document.getElementById(id);
let record = null;

function put(parent, tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  parent.append(node);
  return node;
}

// putText sets long hashes as code.
function putText(node, text) {
  for (const part of text.split(/([0-9a-f]{64,})/)) {
    if (/^[0-9a-f]{64,}$/.test(part)) put(node, "code", part);
    else node.append(part);
  }
}

const marks = { "ok": "✓", "failed": "✗", "not shown": "!", "not checkable here": "–" };

function showLine(line) {
  const row = put(el("checks"), "tr", undefined, line.state.replaceAll(" ", "-"));
  const head = put(row, "th", line.title);
  head.scope = "row";
  const state = put(row, "td", undefined, "state");
  put(state, "span", marks[line.state] + " ", "mark").ariaHidden = "true";
  state.append(line.state);
  putText(put(row, "td", undefined, "found"), line.found);
  for (const cell of row.cells) cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
  row.setAttribute("role", "row");
}

async function showRecord(files) {
  const started = performance.now();
  for (const id of ["checks", "facts", "person", "slip-result", "fields", "remarks"]) el(id).replaceChildren();
  for (const id of ["result", "after", "confirm", "shown"]) el(id).hidden = true;
  el("status").textContent = "Checking …";
  el("status").className = "";
  record = null;
  try {
    const r = new RecordFiles(files);
    el("result").hidden = false;
    el("verdict").textContent = "Checking …";
    el("tally").textContent = el("result").className = "";
    r.lines = await checkRecord(r, showLine);
    r.seen = {};
    const verdict = showVerdict(r);
    if (verdict.colour !== "red") showFields(r);
    await showFacts(r);
    record = r;
    el("after").hidden = r.unmixed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    el("status").textContent = `${verdict.title}. ${verdict.tally} Done in ${seconds} seconds.`;
    el("status").className = "heard"; // the verdict says it to those who see it
  } catch (error) {
    el("result").hidden = true;
    el("status").textContent = error.message;
  }
}

// showVerdict weighs the record anew, with what the reader has compared so far.
function showVerdict(r) {
  const verdict = judge(r, r.lines, r.seen);
  el("result").className = verdict.colour;
  el("verdict").textContent = verdict.title;
  el("tally").textContent = verdict.tally + (verdict.colour === "red" ? " What follows is what the files say, and cannot be relied on." : "");
  el("remarks").replaceChildren();
  const wrong = r.lines.filter(({ state }) => state === "failed").map(({ title, found }) => `Not so: “${title}”. ${found}`);
  const open = verdict.remarks.filter(({ code }) => code !== "unconfirmed").map(({ text }) => text);
  const said = wrong.length ? wrong : [...open, ...verdict.notes];
  el("not-shown").textContent = wrong.length ? "What is wrong" : "What this does not show";
  for (const text of said) putText(put(el("remarks"), "li"), text);
  el("shown").hidden = said.length === 0;
  return verdict;
}

// showFields asks for what the reader saw published and drawn.
function showFields(r) {
  for (const { key, label } of asked(r)) {
    put(el("fields"), "label", label).htmlFor = "seen-" + key;
    const field = put(el("fields"), isValue(key) ? "input" : "textarea", undefined, "wide");
    const said = put(el("fields"), "p", undefined, "said");
    [field.id, field.rows, field.autocomplete, field.spellcheck] = ["seen-" + key, 2, "off", false];
    [said.id, said.role] = ["said-" + key, "status"];
    field.setAttribute("aria-describedby", said.id);
    const look = (event) => confirmed(r, key, field.value, event.type === "change");
    field.addEventListener("input", look);
    field.addEventListener("change", look);
  }
  el("confirm").hidden = false;
}

// confirmed compares what the reader gave. A value is another one only when it is all typed.
async function confirmed(r, key, text, all) {
  let state = await compare(r, key, text);
  if (isValue(key) && state === "other" && !all) state = "";
  r.seen[key] = state;
  const said = el("said-" + key);
  said.className = "said " + (state || "open");
  said.textContent = state === "same" ? "✓ The same as in this record."
    : state === "other" ? (isValue(key) ? "✗ Another value than in this record. Look at your typing." : "✗ Another commitment, or a second one: this is not the record that was published.")
    : text.trim() && !isValue(key) ? "A commitment has 64 hexadecimal digits." : "";
  showVerdict(r);
}

async function showFacts(r) {
  const fact = (name, text) => { put(el("facts"), "dt", name); putText(put(el("facts"), "dd"), text); };
  try {
    const { people, seats, pages, rule } = r.rules, source = (s) => `${describeSource(s)}: ${s.statement}`;
    fact("Selection", `${plural(seats, "seat")} for ${plural(people, "person", "people")}, rule ${rule}, a book of ${plural(pages, "page")}`);
    for (const text of r.rules.statements || []) fact("Stated", text);
    if (r.mixes) fact("Mixed by", source(r.mixSource) + (r.unmixed ? "" : `; drawn: ${r.mixing.public_value}`));
    fact("Public value", r.source.kind === "known in advance" ? r.source.statement : source(r.source));
    if (r.drawn) fact("Drawn", `${r.draw.public_value}: page ${r.draw.page}`);
    if (r.source.supersedes) fact("In place of", `the record with the commitment ${r.source.supersedes}, called off: ${r.source.reason}`);
    if (r.mixes) fact("Commitment to the pool", `compare it with what was published before the mixing: ${await r.hash("public/commit/fixed.sha256")}`);
    if (!r.unmixed) fact("Commitment", `compare it with what was published before the draw: ${await r.hash("public/commit/SHA256SUMS")}`);
    if (r.drawn) fact("Panel", r.draw.panel.join(" "));
    for (const [i, part] of r.parts.entries())
      fact(`Event ${i + 1}`, `${part.event.kind}: ${part.event.statement}${part.drawn ? `; drawn: ${part.draw.public_value}, page ${part.draw.page}` : ""}; commitment, to be compared with what was published: ${await part.hash(part.commitmentPath)}`);
    if (r.members) fact("In now", r.members.join(" "));
  } catch { /* the checks name what cannot be read */ }
}

function answer(target, say) {
  const out = el(target);
  out.replaceChildren();
  try {
    if (el("result").className === "red") put(out, "p", "This record does not hold: what it says of anybody cannot be relied on.", "failed");
    for (const text of say(record)) put(out, "p", text);
  } catch (error) {
    put(out, "p", error.message, "failed");
  }
}

// filesIn reads what was picked: files with their paths.
async function filesIn(list) {
  const out = new Map();
  if (list.reduce((sum, { path, file }) => sum + (wanted(path) ? file.size : 0), 0) > maxBytes) throw new Fault("This folder holds more than 1 GiB: choose the folder of the record alone.");
  for (const { path, file } of list) if (wanted(path)) out.set(path, new Uint8Array(await file.arrayBuffer()));
  return out;
}

async function open(list) {
  try {
    el("status").className = "";
    el("status").textContent = "Reading …";
    const zip = list.length === 1 && /\.zip$/i.test(list[0].path);
    const files = zip ? await unzip(new Uint8Array(await list[0].file.arrayBuffer()), wanted) : await filesIn(list);
    await showRecord(files);
  } catch (error) {
    el("result").hidden = true;
    el("status").textContent = error.message;
  }
}

// walk reads a dropped folder; a folder gives its entries in portions.
async function walk(entry, out) {
  if (!wanted(entry.fullPath + "/")) return;
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    out.push({ path: entry.fullPath.slice(1), file });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const portion = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (portion.length === 0) return;
    for (const inner of portion) await walk(inner, out);
  }
}

function start() {
  const pick = (input) => input.addEventListener("change", () =>
    open(Array.from(input.files, (file) => ({ path: file.webkitRelativePath || file.name, file }))));
  pick(el("folder"));
  pick(el("zip"));
  addEventListener("dragover", (event) => { event.preventDefault(); el("drop").classList.add("over"); });
  addEventListener("dragleave", () => el("drop").classList.remove("over"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    el("drop").classList.remove("over");
    const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry()).filter(Boolean), list = [];
    for (const entry of entries) await walk(entry, list);
    open(list);
  });
  el("look-up").addEventListener("submit", (event) => {
    event.preventDefault();
    answer("person", (r) => lookUp(r, el("id").value));
  });
  el("slip-form").addEventListener("submit", (event) => {
    event.preventDefault();
    answer("slip-result", (r) => checkAnySlip(r, el("slip").value));
  });
  // A browser that gets a hash wrong must not judge a record.
  if (hex(sha256(utf8("abc"))).slice(0, 16) !== "ba7816bf8f01cfea") el("status").textContent = "This browser cannot run the checks.";
  else el("drop").hidden = false;
}

if (globalThis.document) start(); // the checks alone run anywhere
