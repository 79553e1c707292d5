// The checks, in the order in which they are read. Each returns what it found in words,
// throws a Fault if the record does not hold, or an Unseen if this folder cannot tell.
// A check whose when says no does not concern this record and leaves no line.
const checks = [
  { title: "The files of a record are here, and no others", run: checkFiles },
  { title: "Every file is as published", run: checkSums },
  { title: "What was fixed before the draw is unchanged", run: checkCommitment },
  { title: "Every file is written as the format says", run: checkSpelling },
  { title: "The files agree with each other", run: checkAgreement },
  { title: "Every page names as many different people as there are seats", run: checkBook },
  { title: "The pages of each person are counted right", run: checkCounts },
  { title: "Every page is as sealed", when: (r) => r.sealed, run: checkSeals },
  { title: "The public value is of the kind announced", run: checkPublicValue },
  { title: "The drand network signed the public value", when: (r) => r.source.chain !== "", run: checkBeacon },
  { title: "The page follows from the public value", run: checkPage },
  { title: "The panel is the one on that page", run: checkPanel },
  { title: "The pool is the one that was fixed", run: checkPool },
  { title: "The people with each answer are counted right", run: checkTotals },
  { title: "Every page meets every quota", run: checkQuotas },
  { title: "No page seats too many people of one household", when: (r) => r.rules.household_limit > 0, run: checkHouseholds },
  { title: "No lottery is fairer than the proof says", run: checkProof },
  { title: "Replacements were drawn by the same rules", when: (r) => r.under("public/events/").length > 0, run: checkEvents },
  { title: "The measures are right", when: (r) => r.has("public/measures.json"), run: checkMeasures },
  { title: "The whole computation, done again, gives the same bytes", run: () => {
    throw new Unseen("it takes the program, the record key and the original pool");
  } },
];

// checkRecord goes through all checks and reports each as it is done.
async function checkRecord(r, report) {
  const lines = [];
  for (const check of checks) {
    const line = { title: check.title, state: "ok", found: "" };
    try {
      if (check.when && !check.when(r)) continue;
      line.found = await check.run(r);
    } catch (error) {
      line.state = error instanceof Unseen ? "not checkable here" : "failed";
      line.found = error instanceof Fault || error instanceof Unseen ? error.message
        : `this page can make no sense of the record: ${error.message}`;
    }
    lines.push(line);
    if (!report) continue;
    report(line);
    await new Promise((done) => setTimeout(done)); // lets the browser draw
  }
  return lines;
}

const plural = (n, one, many = one + "s") => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

function refuse(faults) {
  if (faults.length === 0) return;
  const more = faults.length > 5 ? `\nand ${faults.length - 5} more` : "";
  throw new Fault(faults.slice(0, 5).join("\n") + more);
}

function checkFiles(r) {
  const commit = commitFiles.map((file) => r.sealed && file === "book.csv" ? "book.root" : file);
  const need = ["SHA256SUMS", ...commit].map((file) => "public/commit/" + file);
  if (r.rules.form === "open") need.push("public/pool.csv");
  if (r.drawn || r.has("public/aborted.json") || r.under("public/events/").length) need.push("public/SHA256SUMS");
  if (r.has("public/SHA256SUMS") && !r.has("public/aborted.json")) need.push("public/draw.json");
  const may = ["SHA256SUMS", "draw.json", "aborted.json", "announcement.txt", "measures.json", "report.html", "verify.html", "verify.sh"];
  if (r.rules.form === "open") may.push("mixture.json");
  const allowed = new Set([...need, ...may.map((file) => "public/" + file)]);
  const faults = need.filter((path) => !r.has(path)).map((path) => `${path}: is missing`);
  for (const path of r.under("public/"))
    if (!allowed.has(path) && !/^public\/events\/[1-9][0-9]*\/((draw|aborted)\.json|commit\/(event\.json|book\.csv|seedsource\.json|SHA256SUMS))$/.test(path))
      faults.push(`${path}: does not belong to a record`);
  if (r.has(r.mixturePath) && r.proof.grade !== "attained exactly") faults.push(`${r.mixturePath}: found beside the grade “${r.proof.grade}”, expected only where chances are attained exactly`);
  if (r.drawn && r.has("public/aborted.json")) faults.push("public/aborted.json: found beside draw.json; a record is drawn or called off, not both");
  refuse(faults);
  const passed = r.passed.length ? `; passed over, since the operating system puts them there: ${r.passed.join(", ")}` : "";
  return `${plural(r.under("public/").length, "file")} in public, ${r.rules.form} form${passed}`;
}

// compareSums checks the hashes of a list against the files of its folder: all of
// them, or those named by only.
async function compareSums(r, folder, only) {
  const list = folder + "SHA256SUMS", faults = [];
  const sums = r.read(list, readSums);
  const files = r.under(folder).map((path) => path.slice(folder.length)).filter((file) => file !== "SHA256SUMS");
  const want = only || files;
  for (const file of want)
    if (!sums.has(file)) faults.push(`${list}: does not list ${file}`);
  for (const [file, hash] of sums) {
    if (!r.has(folder + file)) faults.push(`${folder + file}: is missing, though ${list} lists it`);
    else if (!want.includes(file)) faults.push(`${list}: lists ${file}, which does not belong there`);
    else {
      const found = await r.hash(folder + file);
      if (found !== hash) faults.push(`${folder + file}: the file was changed; found the hash ${found}, expected ${hash}`);
    }
  }
  refuse(faults);
  return sums.size;
}

async function checkSums(r) {
  if (!r.has("public/SHA256SUMS")) throw new Unseen("not drawn yet: the list of all files comes with the draw");
  return `${plural(await compareSums(r, "public/"), "file")} of public/SHA256SUMS`;
}

async function checkCommitment(r) {
  await compareSums(r, "public/commit/", commitFiles.map((file) => r.sealed && file === "book.csv" ? "book.root" : file));
  await checkAnnouncement(r);
  return "as long as this is the commitment that was published before the draw: " + await r.hash("public/commit/SHA256SUMS");
}

// hashesIn lists, in small letters, what may be read as a hash in a text: every run of 64 or
// more hexadecimal digits, and every 64 that blanks and line breaks cut into words.
function hashesIn(text) {
  const found = new Set((text.match(/[0-9a-f]{64,}/gi) || []).map((run) => run.toLowerCase()));
  const words = text.split(/\s+/).map((word) => word.replace(/^[^0-9a-z]+|[^0-9a-z]+$/gi, ""));
  words.forEach((_, i) => {
    let joined = "";
    for (let j = i; j < words.length && joined.length < 64 && /^[0-9a-f]+$/i.test(words[j]); j++) joined += words[j];
    if (joined.length === 64) found.add(joined.toLowerCase());
  });
  return found;
}

// checkAnnouncement: the text published before the draw names this commitment, and no hash
// but those that stand in what was fixed.
async function checkAnnouncement(r) {
  const name = "public/announcement.txt", commitment = await r.hash("public/commit/SHA256SUMS");
  if (!r.has(name)) return;
  const decode = (path) => new TextDecoder().decode(r.bytes(path));
  const found = hashesIn(decode(name)), known = hashesIn(decode("public/commit/seedsource.json"));
  const other = [...found].find((hash) => hash !== commitment && !known.has(hash));
  if (other || !found.has(commitment)) throw new Fault(`${name}: found ${other || "no commitment"}, expected the commitment ${commitment}`);
}

function checkSpelling(r) {
  const faults = [];
  const names = ["rules", "quotas", "totals", "chances", "source", "proof", "poolRoot", ...(r.sealed ? ["seals"] : []),
    ...(r.drawn ? ["draw"] : []), ...(r.has("public/aborted.json") ? ["aborted"] : [])];
  for (const name of names) {
    try { void r[name]; } catch (error) { if (!(error instanceof Unseen)) faults.push(error.message); }
  }
  refuse(faults);
  return `${names.length} files read and written again, to the same bytes`;
}

async function checkAgreement(r) {
  const { people, seats, pages } = r.rules, faults = [];
  if (r.chances.ids.length !== people) faults.push(`public/commit/chances.csv: found ${r.chances.ids.length} people, expected ${people} as in rules.json`);
  if (seats > people) faults.push(`public/commit/rules.json: found ${seats} seats for ${people} people`);
  const sum = r.chances.pages.reduce((a, b) => a + b, 0);
  if (sum !== pages * seats) faults.push(`public/commit/chances.csv: found ${sum} places on pages, expected ${pages * seats} (pages times seats)`);
  const over = r.chances.pages.findIndex((n) => n > pages);
  if (over >= 0) faults.push(`public/commit/chances.csv:${over + 2}: found ${r.chances.pages[over]} pages, expected at most ${pages}`);
  for (const f of r.quotas.features) {
    const total = f.lines.reduce((n, line) => n + r.totals[line], 0);
    if (total !== people) faults.push(`public/commit/totals.csv: found ${total} people for ${f.name}, expected ${people}`);
  }
  checkSuits("public/commit/seedsource.json", r.source, pages);
  if (r.has("public/aborted.json")) {
    const commitment = await r.hash("public/commit/SHA256SUMS");
    if (r.aborted.commitment !== commitment) faults.push(`public/aborted.json: found the commitment ${r.aborted.commitment}, expected ${commitment}`);
  }
  refuse(faults);
  return `${plural(people, "person", "people")}, ${plural(seats, "seat")}, ${plural(pages, "page")}`;
}

function checkBook(r) {
  return `${plural(r.book.people.length, "page")} with ${plural(r.rules.seats, "person", "people")} each, all of whom are in the pool`;
}

function checkCounts(r) {
  const count = new Array(r.chances.ids.length).fill(0), faults = [];
  for (const page of r.book.people) for (const person of page) count[person]++;
  count.forEach((n, i) => {
    if (n !== r.chances.pages[i]) faults.push(`public/commit/chances.csv:${i + 2}: found ${plural(r.chances.pages[i], "page")} for ${r.chances.ids[i]}, who is on ${n}`);
  });
  refuse(faults);
  const least = Math.min(...count.filter((n) => n > 0));
  return `fewest: ${least} of ${r.rules.pages}, most: ${Math.max(...count)}`
    + (count.includes(0) ? `; on no page: ${plural(count.filter((n) => n === 0).length, "person", "people")}` : "");
}

function checkSeals(r) {
  const { people, salts } = r.book, faults = [];
  people.forEach((page, i) => {
    const name = spellPage(i, r.rules.pages);
    const seal = sealOf(salts[i], name, page.map((person) => r.chances.ids[person]));
    if (seal !== r.seals[i]) faults.push(`public/commit/book.root:${i + 1}: found ${r.seals[i]}, expected ${seal} for page ${name} of auditor/book.csv`);
  });
  refuse(faults);
  return `${plural(people.length, "page")}`;
}

// drawOf gives the draw, or says why there is none.
function drawOf(r) {
  if (r.has("public/aborted.json")) throw new Unseen("called off before the draw: " + r.aborted.reason);
  if (!r.drawn) throw new Unseen("not drawn yet");
  return r.draw;
}

function describeSource(s) {
  return ({
    "digits": `${s.digits} digits drawn in public`, "page digits": `${s.digits} digits drawn in public, which name the page`,
    "lottery": `${s.numbers} lottery numbers` + (s.extra ? ` and ${s.extra} more` : ""),
    "drand": "drand", "dice and drand": `${s.digits} digits drawn in public, then drand`,
  }[s.kind] || (s.kind === "rehearsal" ? "any text; a rehearsal, which binds nobody" : s.kind)) + (s.round ? `, round ${s.round} of ${roundTime(s.round)}` : "");
}

function checkPublicValue(r) {
  const draw = drawOf(r);
  checkValue("public/draw.json", r.source, draw);
  return `announced: ${describeSource(r.source)}; drawn: ${draw.public_value}`;
}

function checkBeacon(r) {
  drawOf(r);
  throw new Unseen(`the signature itself takes the program (evenlot verify); that the value is the signature’s hash was checked above. Round ${r.source.round} can be looked up at any drand relay`);
}

async function checkPage(r) {
  const page = checkDraw("public/draw.json", drawOf(r), await r.hash("public/commit/SHA256SUMS"), r.source, r.rules.pages);
  return page.hash ? `SHA-256 of “${page.draw_string},${page.counter}” leads to ticket ${page.ticket}, which is page ${page.page}`
    : `the digits name page ${page.page}`;
}

function checkPanel(r) {
  const draw = drawOf(r), page = Number(draw.page), { seats, pages } = r.rules;
  if (draw.page !== spellPage(page, pages) || page >= pages) throw new Fault(`public/draw.json: found page ${quoted(draw.page)}, expected one of ${pages} pages`);
  const wrong = draw.panel.find((id, i) => !r.chances.index.has(id) || (i > 0 && id <= draw.panel[i - 1]));
  if (draw.panel.length !== seats || wrong !== undefined)
    throw new Fault(`public/draw.json: found ${draw.panel.length} people${wrong === undefined ? "" : `, ${quoted(String(wrong))} among them`}, expected ${seats} different people of the pool in order`);
  if (r.sealed) {
    const seal = sealOf(saltOf("public/draw.json", draw.page_salt), draw.page, draw.panel);
    if (seal !== r.seals[page]) throw new Fault(`public/draw.json: found a panel with the seal ${seal}, expected ${r.seals[page]} as in book.root, line ${page + 1}`);
    return `${plural(seats, "person", "people")}, as sealed on page ${draw.page}`;
  }
  if (draw.page_salt) throw new Fault(`public/draw.json: found the page salt ${quoted(draw.page_salt)}, expected none: this record is not sealed`);
  const want = r.book.people[page].map((person) => r.chances.ids[person]);
  const faults = draw.panel.map((id, i) => id === want[i] ? "" : `public/draw.json: found ${id} in seat ${i + 1}, expected ${want[i]} as on page ${draw.page}`);
  refuse(faults.filter(Boolean));
  return `${plural(seats, "person", "people")}, as on page ${draw.page}`;
}
