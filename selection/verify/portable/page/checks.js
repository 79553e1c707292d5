// The checks, in the order in which they are read. Each returns what it found in words,
// throws a Fault if the record does not hold, an Unseen if this folder cannot tell, or a
// Lacking if the record holds but does not show what the title says. A check whose when says
// no does not concern this record and leaves no line.
const hasBook = (r) => !r.unmixed;
const checks = [
  { id: "files", title: "The files of a record are here, and no others", run: checkFiles },
  { id: "sums", title: "Every file is as published", run: checkSums },
  { id: "fixed", title: "What was fixed before the mixing is unchanged", when: (r) => r.mixes, run: checkFixed },
  { id: "commitment", title: "What was fixed before the draw is unchanged", when: hasBook, run: checkCommitment },
  { id: "spelling", title: "Every file is written as the format says", run: checkSpelling },
  { id: "agreement", title: "The files agree with each other", run: checkAgreement },
  { id: "mixing", title: "The value that mixes the book is of the kind announced", when: (r) => r.mixes, run: checkMixing },
  { id: "book", title: "Every page names as many different people as there are seats", when: hasBook, run: checkBook },
  { id: "counts", title: "The pages of each person are counted right", when: hasBook, run: checkCounts },
  { id: "seals", title: "Every page is as sealed", when: (r) => r.sealed && !r.unmixed, run: checkSeals },
  { id: "value", title: "The public value is of the kind announced", when: hasBook, run: checkPublicValue },
  { id: "beacon", title: "The drand network signed the public value", when: (r) => r.source.chain !== "" || r.mixes && r.mixSource.chain !== "", run: checkBeacon },
  { id: "page", title: "The page follows from the public value", when: hasBook, run: checkPage },
  { id: "panel", title: "The panel is the one on that page", when: hasBook, run: checkPanel },
  { id: "pool", title: "The pool is the one that was fixed", run: checkPool },
  { id: "totals", title: "The people with each answer are counted right", run: checkTotals },
  { id: "quotas", title: "Every page meets every quota", when: hasBook, run: checkQuotas },
  { id: "households", title: "No page seats too many people of one household", when: (r) => r.rules.household_limit > 0 && !r.unmixed, run: checkHouseholds },
  { id: "smallest", title: "No lottery raises the smallest chance", when: hasBook, run: claimSmallest },
  { id: "fairest", title: "No lottery is fairer, to the last person", when: hasBook, run: claimFairest },
  { id: "due", title: "The book gives everybody their chance", when: hasBook, run: claimDue },
  { id: "best", title: "No book does better", when: hasBook, run: claimBest },
  { id: "long", title: "The book is long enough for the smallest chance", when: hasBook, run: checkLength },
  { id: "even", title: "People alike are on as many pages as each other", when: hasBook, run: checkEven },
  { id: "company", title: "Nobody sits with anybody more often than by lot", when: hasBook, run: checkCompany },
  { id: "far", title: "Nobody is further from what is due to them than rounding explains", when: hasBook, run: checkFar },
  { id: "repeats", title: "No panel stands on more pages than by lot", when: hasBook, run: checkRepeats },
  { id: "events", title: "Replacements were drawn by the same rules", when: (r) => r.events.size > 0 || r.under("public/events/").length > 0, run: (r) => r.events.size ? checkChain(r) : checkEvents(r) },
  { id: "measures", title: "The measures are right", when: (r) => r.has("public/measures.json") && !r.unmixed, run: checkMeasures },
  { id: "again", title: "The book was computed, not written by hand", when: hasBook, run: () => {
    throw new Unseen("the book could have been written by hand: the computation was not done again (evenlot verify does)");
  } },
];

// checkRecord goes through all checks and reports each as it is done.
async function checkRecord(r, report) {
  const lines = [];
  for (const check of checks) {
    const line = await outcome(r, check);
    if (!line) continue;
    lines.push(line);
    if (!report) continue;
    report(line);
    await new Promise((done) => setTimeout(done)); // lets the browser draw
  }
  r.damage = !r.isEvent && lines.some(({ state }) => state === "failed") ? await damageOf(r) : null;
  return lines;
}

// outcome makes one check; null if it does not concern the record.
async function outcome(r, check) {
  const line = { id: check.id, title: check.title, state: "ok", found: "" };
  try {
    if (check.when && !check.when(r)) return null;
    line.found = await check.run(r);
  } catch (error) {
    line.state = error instanceof Unseen ? "not checkable here" : error instanceof Lacking ? "not shown" : "failed";
    line.found = error instanceof Fault || error instanceof Unseen || error instanceof Lacking ? error.message
      : `this page can make no sense of the record: ${error.message}`;
  }
  return line;
}

const plural = (n, one, many = one + "s") => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

function refuse(faults) {
  if (faults.length === 0) return;
  const more = faults.length > 5 ? `\nand ${faults.length - 5} more` : "";
  throw new Fault(faults.slice(0, 5).join("\n") + more);
}

// What public/ holds: the files that must be there, and those that may.
function checkFiles(r) {
  const commit = r.unmixed ? ["fixed.sha256", ...r.fixedFiles] : ["SHA256SUMS", ...r.commitFiles];
  const need = commit.map((file) => "public/commit/" + file), open = r.rules.form === "open";
  if (open) need.push("public/pool.csv");
  if (r.drawn || r.calledOff || r.under("public/events/").length) need.push("public/SHA256SUMS");
  if (r.has("public/SHA256SUMS") && !r.calledOff) need.push("public/draw.json");
  const may = ["SHA256SUMS", "draw.json", "aborted.json", "announcement.txt", "measures.json", ...(r.isEvent ? [] : ["report.html", "verify.html", "verify.sh"])];
  if (open && !r.unmixed) may.push("mixture.json");
  const allowed = new Set([...need, ...may.map((file) => "public/" + file)]);
  const faults = need.filter((path) => !r.has(path)).map((path) => `${path}: is missing`);
  for (const path of r.under("public/"))
    if (!allowed.has(path) && (r.isEvent || r.events.size || !/^public\/events\/[1-9][0-9]*\/((draw|aborted)\.json|commit\/(event\.json|book\.csv|seedsource\.json|SHA256SUMS))$/.test(path)))
      faults.push(`${path}: does not belong to a record${r.unmixed ? " whose book is still to be mixed" : ""}`);
  if (!r.unmixed && r.has(r.mixturePath) && r.proof.grade !== "attained exactly") faults.push(`${r.mixturePath}: found beside the grade “${r.proof.grade}”, expected only where chances are attained exactly`);
  const ofAuditor = r.unmixed ? [r.poolPath] : [r.poolPath, r.mixturePath, r.bookPath];
  for (const path of ["auditor/pool.csv", "auditor/book.csv", "auditor/mixture.json"])
    if (r.has(path) && !ofAuditor.includes(path)) faults.push(`${path}: does not belong to a record of the ${r.rules.form} form${r.unmixed ? " whose book is still to be mixed" : ""}`);
  if (r.drawn && r.calledOff) faults.push("public/aborted.json: found beside draw.json; a record is drawn or called off, not both");
  if (r.isEvent && r.events.size) faults.push("public/events: found in an event, which has none");
  if (r.drawn && r.unmixed) faults.push("public/draw.json: found, though the book is still to be mixed");
  refuse(faults);
  const passed = r.passed.length ? `; passed over, since the operating system puts them there: ${r.passed.join(", ")}` : "";
  return `${plural(r.under("public/").length, "file")} in public, ${r.rules.form} form${passed}`;
}

// compareList checks a list of hashes against the files of its folder: it names those that
// are wanted, and no others.
async function compareList(r, folder, list, want) {
  const faults = [], sums = r.read(list, readSums);
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
  const files = r.under("public/").map((path) => path.slice("public/".length)).filter((file) => file !== "SHA256SUMS");
  return `${plural(await compareList(r, "public/", "public/SHA256SUMS", files), "file")} of public/SHA256SUMS`;
}

async function checkCommitment(r) {
  await compareList(r, "public/commit/", "public/commit/SHA256SUMS", r.commitFiles);
  await checkAnnouncement(r);
  return "as long as this is the commitment that was published before the draw: " + await r.hash("public/commit/SHA256SUMS");
}

// otherHash takes the hashes that a text may name out of it, and gives the first 64 or more
// hexadecimal digits in a row that are left, "" if there are none. Capitals do not count, nor
// does what is no ASCII letter or digit: a hash stays one in groups, or over two lines.
function otherHash(text, known) {
  let left = joined(text);
  for (const hash of known) left = left.replaceAll(hash, ".");
  return runsIn(left)[0] || "";
}

const joined = (text) => text.replace(/[^0-9A-Za-z]/g, "").toLowerCase();
const runsIn = (text) => text.match(/[0-9a-f]{64,}/g) || [];

// fixedHashes are those that stand in what was fixed.
const fixedHashes = (r) => ["seedsource.json", "mixsource.json", "mix.json"].flatMap((file) => runsIn(decoded(r, "public/commit/" + file)));

const decoded = (r, path) => r.has(path) ? new TextDecoder().decode(r.bytes(path)) : "";

// checkAnnouncement: the text published before the draw, or before the mixing, names this
// commitment, and no hash but those that stand in what was fixed.
async function checkAnnouncement(r) {
  const name = "public/announcement.txt", commitment = await r.hash(r.commitmentPath);
  if (!r.has(name)) return;
  const text = decoded(r, name), other = otherHash(text, [commitment, ...fixedHashes(r)]);
  if (other || !joined(text).includes(commitment)) throw new Fault(`${name}: found ${other || "no commitment"}, expected the commitment ${commitment}`);
}

function checkSpelling(r) {
  const faults = [];
  const names = ["rules", "quotas", "totals", "source", "poolRoot", ...(r.unmixed ? [] : ["chances", "proof"]),
    ...(r.mixes ? ["mixSource"] : []), ...(r.mixes && !r.unmixed ? ["mixing"] : []), ...(r.sealed && !r.unmixed ? ["seals"] : []),
    ...(!r.unmixed && r.has(r.mixturePath) ? ["mixture"] : []), ...(r.drawn ? ["draw"] : []), ...(r.calledOff ? ["aborted"] : []), ...(r.isEvent ? ["event", "seated"] : [])];
  for (const name of names) {
    try { void r[name]; } catch (error) { if (!(error instanceof Unseen)) faults.push(error.message); }
  }
  refuse(faults);
  return `${names.length} files read and written again, to the same bytes`;
}

async function checkAgreement(r) {
  const { people, seats, pages } = r.rules, faults = [];
  if (!r.unmixed) checkChances(r, faults);
  for (const f of r.quotas.features) {
    const total = f.lines.reduce((n, line) => n + r.totals[line], 0);
    if (total !== people) faults.push(`public/commit/totals.csv: found ${total} people for ${f.name}, expected ${people}`);
  }
  checkSuits("public/commit/seedsource.json", r.source, pages);
  if (r.settled && !r.isEvent) faults.push("public/commit/seedsource.json: found that nothing is drawn, expected a public value");
  if (r.calledOff) {
    const commitment = await r.hash(r.commitmentPath);
    if (r.aborted.commitment !== commitment) faults.push(`public/aborted.json: found the commitment ${r.aborted.commitment}, expected ${commitment}`);
  }
  refuse(faults);
  return `${plural(people, "person", "people")}, ${plural(seats, "seat")}, ${plural(pages, "page")}`;
}

function checkChances(r, faults) {
  const { people, seats, pages } = r.rules, { chances } = r;
  if (chances.ids.length !== people) faults.push(`public/commit/chances.csv: found ${chances.ids.length} people, expected ${people} as in rules.json`);
  const sum = chances.pages.reduce((a, b) => a + b, 0);
  if (sum !== pages * seats) faults.push(`public/commit/chances.csv: found ${sum} places on pages, expected ${pages * seats} (pages times seats)`);
  const over = chances.pages.findIndex((n) => n > pages);
  if (over >= 0) faults.push(`public/commit/chances.csv:${over + 2}: found ${chances.pages[over]} pages, expected at most ${pages}`);
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
  const [least, most, none] = count.reduce(([low, high, zero], n) => [n && n < low ? n : low, n > high ? n : high, zero + (n === 0)], [Infinity, 0, 0]);
  return `fewest: ${least} of ${r.rules.pages}, most: ${most}` + (none ? `; on no page: ${plural(none, "person", "people")}` : "");
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
  if (r.calledOff) throw new Unseen("called off before the draw: " + r.aborted.reason);
  if (!r.drawn) throw new Unseen("not drawn yet");
  return r.draw;
}

function checkPublicValue(r) {
  const draw = drawOf(r);
  checkValue("public/draw.json", r.source, draw);
  if (r.mixes && r.source.kind !== "page digits" && draw.public_value === r.mixing.public_value)
    throw new Fault(`public/draw.json: found the value that mixed the book, expected one that nobody knew then`);
  return `announced: ${describeSource(r.source)}; drawn: ${draw.public_value}`;
}

function checkBeacon(r) {
  if (!r.mixes || r.unmixed) drawOf(r);
  const rounds = [r.mixes ? r.mixSource.round : 0, r.source.round].filter(Boolean);
  throw new Unseen("the signature itself takes the program (evenlot verify); that the value is the signature’s hash is checked elsewhere. "
    + `${rounds.length > 1 ? "Rounds" : "Round"} ${rounds.join(" and ")} can be looked up at any drand relay`);
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
