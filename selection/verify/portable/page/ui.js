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

const marks = { "ok": "✓", "failed": "✗", "not checkable here": "–" };

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

// verdictOf weighs the lines: what failed decides, then whether there was a draw.
function verdictOf(r, lines) {
  const count = (state) => lines.filter((line) => line.state === state).length;
  const failed = count("failed"), unseen = count("not checkable here");
  const tally = `${plural(count("ok"), "check")} ok, ${failed} failed, ${unseen} not checkable here.`;
  if (failed) return { state: "failed", title: "This record does not hold", tally: tally + " What follows is what the files say, and cannot be relied on." };
  if (r.has("public/aborted.json")) return { state: "open", title: "Called off before the draw", tally };
  if (!r.drawn) return { state: "open", title: "Nothing wrong so far; not drawn yet", tally };
  return { state: "ok", title: "This record holds, as far as it can be checked here", tally };
}

async function showRecord(files) {
  const started = performance.now();
  for (const id of ["checks", "facts", "person", "slip-result"]) el(id).replaceChildren();
  el("result").hidden = el("after").hidden = true;
  el("status").textContent = "Checking …";
  el("status").className = "";
  record = null;
  try {
    const r = new RecordFiles(files);
    el("result").hidden = false;
    el("verdict").textContent = "Checking …";
    el("result").className = "";
    const lines = await checkRecord(r, showLine);
    const verdict = verdictOf(r, lines);
    el("result").className = verdict.state;
    el("verdict").textContent = verdict.title;
    el("tally").textContent = verdict.tally;
    await showFacts(r);
    record = r;
    el("after").hidden = false;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    el("status").textContent = `${verdict.title}. ${verdict.tally} Done in ${seconds} seconds.`;
    el("status").className = "heard"; // the verdict says it to those who see it
  } catch (error) {
    el("result").hidden = true;
    el("status").textContent = error.message;
  }
}

async function showFacts(r) {
  const fact = (name, text) => { put(el("facts"), "dt", name); putText(put(el("facts"), "dd"), text); };
  try {
    const { people, seats, pages, rule } = r.rules;
    fact("Selection", `${plural(seats, "seat")} for ${plural(people, "person", "people")}, rule ${rule}, a book of ${plural(pages, "page")}`);
    fact("Public value", r.source.kind === "known in advance" ? r.source.statement : `${describeSource(r.source)}. ${r.source.statement}`.trim());
    if (r.drawn) fact("Drawn", `${r.draw.public_value}: page ${r.draw.page}`);
    if (r.source.supersedes) fact("In place of", `the record with the commitment ${r.source.supersedes}, called off: ${r.source.reason}`);
    fact("Commitment", await r.hash("public/commit/SHA256SUMS"));
    if (r.drawn) fact("Panel", r.draw.panel.join(" "));
  } catch { /* the checks name what cannot be read */ }
}

async function compareCommitment() {
  const typed = el("published").value.replace(/\s+/g, "").toLowerCase(), out = el("compared");
  if (!record || !typed) { out.textContent = out.className = ""; return; }
  const same = typed === await record.hash("public/commit/SHA256SUMS");
  out.className = same ? "ok" : "failed";
  out.textContent = same ? "✓ The same: nothing that was fixed then has changed since."
    : isHash(typed) ? "✗ Another commitment: this is not the record that was fixed then." : "A commitment has 64 hexadecimal digits.";
}

function answer(target, say) {
  const out = el(target);
  out.replaceChildren();
  try {
    if (el("result").className === "failed") put(out, "p", "This record does not hold: what it says of anybody cannot be relied on.", "failed");
    for (const text of say(record)) put(out, "p", text);
  } catch (error) {
    put(out, "p", error.message, "failed");
  }
}

// filesIn reads what was picked: files with their paths.
async function filesIn(list) {
  const out = new Map();
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
  el("published").addEventListener("input", compareCommitment);
  el("look-up").addEventListener("submit", (event) => {
    event.preventDefault();
    answer("person", (r) => lookUp(r, el("id").value));
  });
  el("slip-form").addEventListener("submit", (event) => {
    event.preventDefault();
    answer("slip-result", (r) => checkSlip(r, el("slip").value));
  });
  // A browser that gets a hash wrong must not judge a record.
  if (hex(sha256(utf8("abc"))).slice(0, 16) !== "ba7816bf8f01cfea") el("status").textContent = "This browser cannot run the checks.";
  else el("drop").hidden = false;
}

if (globalThis.document) start(); // the checks alone run anywhere
