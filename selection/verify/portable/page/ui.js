const el = (id) => document.getElementById(id);
let record = null;
let wish = ""; // the question to answer once a record is chosen
let link = ""; // a slip that came with the address of the page

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

// showLine says in lay words how a check went; unfolded, exactly.
function showLine(line) {
  const item = put(el("checks"), "li", undefined, line.state.replaceAll(" ", "-")), fold = put(item, "details");
  fold.open = line.state === "failed";
  const head = put(fold, "summary");
  put(head, "span", marks[line.state], "mark").ariaHidden = "true";
  put(head, "span", say("check." + line.id), "lay");
  put(head, "span", say("state." + line.state), "state");
  put(fold, "p", line.title, "exact").lang = "en";
  const found = put(fold, "p", undefined, "found");
  found.lang = "en";
  putText(found, line.found);
}

async function showRecord(files) {
  const started = performance.now();
  for (const id of ["checks", "facts", "person", "fields", "remarks", "quotas-answer", "fixed-answer"]) el(id).replaceChildren();
  for (const id of ["result", "after", "confirm", "shown"]) el(id).hidden = true;
  el("status").textContent = say("checking");
  el("status").className = "";
  record = null;
  try {
    const r = new RecordFiles(files);
    el("result").hidden = false;
    el("verdict").textContent = say("checking");
    el("tally").textContent = el("result").className = "";
    r.lines = await checkRecord(r, showLine);
    r.seen = {};
    record = r;
    const verdict = await showAll(r);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    el("status").textContent = `${verdict.title}. ${verdict.tally} ${say("took", { seconds })}`;
    el("status").className = "heard"; // the verdict says it to those who see it
    document.querySelector("main").append(el("start")); // another record may be chosen below
    el("choose").textContent = say("choose.another");
    el("verdict").focus();
    if (link) el("id").value = link;
    if (link || wish) ask(link ? "in" : wish);
    if (link) answerPerson();
    link = wish = "";
  } catch (error) {
    record = null;
    el("result").hidden = true;
    el("status").textContent = error.message;
  }
}

// showAll shows what does not depend on what the reader types.
async function showAll(r) {
  if (r.lines.every(({ state }) => state !== "failed")) showFields(r);
  const verdict = showVerdict(r);
  showWhen(r);
  el("all").open = verdict.colour === "red" && !(r.damage && r.damage.only);
  await showFacts(r);
  el("after").hidden = false;
  return verdict;
}

// showVerdict weighs the record anew, with what the reader has compared so far.
function showVerdict(r) {
  const verdict = judge(r, r.lines, r.seen);
  el("result").className = verdict.colour;
  el("verdict").textContent = verdict.title;
  el("tally").textContent = verdict.tally + (verdict.colour === "red" ? " " + say("tally.red") : "");
  el("all-title").textContent = say("checks.title", { tally: verdict.tally });
  el("remarks").replaceChildren();
  const wrong = r.damage ? [damageWords(r.damage)] : [];
  if (!(r.damage && r.damage.only)) for (const { state, id, found } of r.lines)
    if (state === "failed") wrong.push(say("wrong.item", { title: say("check." + id), found }));
  const said = wrong.length ? wrong : [...verdict.remarks.map(({ text }) => text), ...verdict.notes];
  el("not-shown").textContent = say(wrong.length ? "wrong.title" : "remarks.title");
  for (const text of said) putText(put(el("remarks"), "li"), text);
  el("shown").hidden = said.length === 0;
  showQuotas(r, verdict);
  showFixed(r, verdict);
  return verdict;
}

// showWhen says before the draw when and where it is; called off, why.
function showWhen(r) {
  let text = "";
  try {
    if (r.calledOff) text = say("when.off", { reason: r.aborted.reason.replace(/\.$/, "") });
    else if (r.unmixed) text = say("when.unmixed", { when: when(r.mixSource), draw: when(r.source) });
    else if (!r.drawn) text = say("when.undrawn", { when: when(r.source) });
  } catch { /* the checks name what cannot be read */ }
  el("when").textContent = text;
  el("when").hidden = text === "";
}

// showHead puts the answer to a question: a line that says it, and what else there is to say.
function showHead(into, { head, state, said }) {
  into.replaceChildren();
  put(into, "p", head, "head " + state);
  for (const text of said) put(into, "p", text);
}

const noAnswer = (r) => ({ head: say(r.lines.some(({ state }) => state === "failed") ? "red.answer" : "red.other"), state: "no", said: r.damage ? [damageWords(r.damage)] : [] });

function showQuotas(r, verdict) {
  const into = el("quotas-answer");
  if (verdict.colour === "red") return showHead(into, noAnswer(r));
  showHead(into, quotasAnswer(r));
  showSeats(r, into);
}

// showFixed tells the steps in their order, and how far it is known that they were taken in it.
function showFixed(r, verdict) {
  const into = el("fixed-answer"), failed = r.lines.some(({ state }) => state === "failed");
  if (failed) return showHead(into, noAnswer(r));
  const codes = verdict.remarks.map(({ code }) => code);
  const open = asked(r).filter(({ key }) => r.seen[key] !== "same").length;
  showHead(into, verdict.colour === "red" ? { head: say("fixed.no"), state: "no", said: [] }
    : codes.includes("known") ? { head: say("fixed.known"), state: "no", said: [] }
    : codes.includes("rehearsal") ? { head: say("fixed.rehearsal"), state: "open", said: [] }
    : open ? { head: say("fixed.compare", { n: open }), state: "open", said: [] } : { head: say("fixed.yes"), state: "yes", said: [] });
  const steps = put(into, "ol");
  for (const text of stepsOf(r)) put(steps, "li", text);
}

function stepsOf(r) {
  const pages = pagesOf(r), steps = [];
  if (r.mixes) steps.push(say("fixed.step.pool"));
  if (r.mixes && r.unmixed && !r.calledOff) steps.push(say("fixed.step.mix", { source: when(r.mixSource) }));
  if (r.mixes && !r.unmixed) steps.push(say("fixed.step.mixed", { value: r.mixing.public_value, source: when(r.mixSource) }), say("fixed.step.book", { pages }));
  if (!r.mixes) steps.push(say("fixed.step.all", { pages }));
  if (r.calledOff) steps.push(say("fixed.step.off", { reason: r.aborted.reason.replace(/\.$/, "") }));
  else if (r.drawn) steps.push(say("fixed.step.drawn", { page: r.draw.page, value: r.draw.public_value, source: when(r.source) }));
  else steps.push(say("fixed.step.draw", { source: when(r.source) }));
  return steps;
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
  said.textContent = state === "same" ? say("said.same")
    : state === "other" ? say(isValue(key) ? "said.other.value" : "said.other")
    : text.trim() && !isValue(key) ? say("said.short") : "";
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

// answerPerson answers for an id, or for a slip.
function answerPerson() {
  const into = el("person"), typed = el("id").value;
  if (el("result").className === "red") return showHead(into, noAnswer(record));
  try {
    const answer = isSlip(typed) ? slipAnswer(record, typed) : lookUp(record, typed);
    showHead(into, answer);
    if (answer.chance) showChance(into, ...answer.chance);
    if (!answer.pages || !answer.pages.length) return;
    const fold = put(into, "details");
    put(fold, "summary", say("in.pages", { id: answer.id }));
    put(fold, "p", answer.pages.join(" "), "pages");
  } catch (error) {
    showHead(into, { head: error.message, state: "no", said: [] });
  }
}

// showChance draws a chance as the part of a bar.
function showChance(into, count, all) {
  const svg = bar({ min: 0, max: all, share: -all, top: all, count });
  svg.setAttribute("aria-label", chanceWords(count, all));
  into.insertBefore(svg, into.children[1]);
}

// ask opens one question, or closes it.
function ask(name, toggle = false) {
  if (!record) {
    wish = name;
    el("status").className = "";
    el("status").textContent = say("choose.first");
    el("folder").focus();
    return;
  }
  for (const key of ["in", "quotas", "fixed"]) {
    const shut = key !== name || toggle && !el(key).hidden;
    el(key).hidden = shut;
    el("ask-" + key).setAttribute("aria-expanded", String(!shut));
  }
  if (!el(name).hidden) el("questions").scrollIntoView({ block: "start" });
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
    el("status").textContent = say("reading");
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

// speak sets the page in a language; what was typed stays.
async function speak(to) {
  language = to;
  document.documentElement.lang = to;
  document.title = say("title");
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  el("languages").setAttribute("aria-label", say("language"));
  el("questions").setAttribute("aria-label", say("questions"));
  el("english").hidden = to === "en";
  for (const button of el("languages").children) button.setAttribute("aria-pressed", String(button.lang === to));
  if (!record) return;
  el("choose").textContent = say("choose.another");
  const typed = Object.fromEntries(asked(record).map(({ key }) => [key, el("seen-" + key) && el("seen-" + key).value]));
  for (const id of ["checks", "facts", "fields", "person"]) el(id).replaceChildren();
  for (const line of record.lines) showLine(line);
  await showAll(record);
  for (const [key, text] of Object.entries(typed)) if (text) {
    el("seen-" + key).value = text;
    await confirmed(record, key, text, true);
  }
  if (el("id").value) answerPerson();
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
  for (const name of ["in", "quotas", "fixed"]) el("ask-" + name).addEventListener("click", () => ask(name, true));
  el("look-up").addEventListener("submit", (event) => {
    event.preventDefault();
    answerPerson();
  });
  el("id").addEventListener("keydown", (event) => { // an id is one line: Enter looks it up
    if (event.key !== "Enter" || event.shiftKey || el("id").value.includes("\n")) return;
    event.preventDefault();
    answerPerson();
  });
  for (const [to, name] of Object.entries({ en: "English", de: "Deutsch", fr: "Français" })) if (sentences[to]) {
    const button = put(el("languages"), "button", name);
    [button.type, button.lang] = ["button", to];
    button.addEventListener("click", () => speak(to));
  }
  el("languages").hidden = el("languages").children.length < 2;
  const preferred = (navigator.languages || []).map((tag) => tag.slice(0, 2)).find((tag) => sentences[tag]) || "en";
  speak(preferred);
  if (isSlip(location.hash)) {
    link = location.hash;
    el("status").textContent = say("choose.slip");
  }
  // A browser that gets a hash wrong must not judge a record.
  if (hex(sha256(utf8("abc"))).slice(0, 16) !== "ba7816bf8f01cfea") el("status").textContent = say("no.browser");
  else el("drop").hidden = false;
}

if (globalThis.document) start(); // the checks alone run anywhere
