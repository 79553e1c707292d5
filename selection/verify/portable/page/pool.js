// Checks that take the pool: what people answered.

function checkPool(r) {
  if (r.pool.people.length !== r.rules.people) throw new Fault(`${r.poolPath}: found ${plural(r.pool.people.length, "person", "people")}, expected ${r.rules.people} as in rules.json`);
  const root = hex(merkleRoot(r.pool.people.map((person) => personLeaf(person, r.quotas))));
  if (root !== r.poolRoot) throw new Fault(`${r.poolPath}: found a pool with the root ${root}, expected ${r.poolRoot} as in pool.root`);
  return `${plural(r.pool.people.length, "person", "people")}, root ${root}`;
}

// lineOf gives, for each person, the lines of quotas.csv that count them.
const linesOf = (person, quotas) => person.values.map((value, f) => quotas.features[f].lines[value]);

function checkTotals(r) {
  const count = new Array(r.quotas.lines.length).fill(0), faults = [];
  for (const person of r.pool.people) for (const line of linesOf(person, r.quotas)) count[line]++;
  count.forEach((n, i) => {
    const { feature, value } = r.quotas.lines[i];
    if (n !== r.totals[i]) faults.push(`public/commit/totals.csv:${i + 2}: found ${r.totals[i]} for ${feature}: ${value}, expected ${n}`);
  });
  refuse(faults);
  return `${plural(count.length, "value")} of ${plural(r.quotas.features.length, "feature")}`;
}

function checkQuotas(r) {
  const { lines } = r.quotas, faults = [];
  const of = r.pool.people.map((person) => linesOf(person, r.quotas));
  r.book.people.forEach((page, i) => {
    const count = new Array(lines.length).fill(0);
    for (const person of page) for (const line of of[person]) count[line]++;
    lines.forEach(({ feature, value, min, max }, j) => {
      if (count[j] < min || count[j] > max)
        faults.push(`${r.bookPath}: found ${count[j]} with ${feature}: ${value} on page ${spellPage(i, r.rules.pages)}, expected ${min} to ${max}`);
    });
  });
  refuse(faults);
  return `${plural(lines.length, "quota")} on ${plural(r.book.people.length, "page")}`;
}

function checkHouseholds(r) {
  const limit = r.rules.household_limit, faults = [];
  const home = new Array(r.pool.people.length).fill(-1);
  r.pool.homes.forEach((members, h) => members.forEach((person) => { home[person] = h; }));
  r.book.people.forEach((page, i) => {
    const seen = new Map();
    for (const person of page) if (home[person] >= 0) seen.set(home[person], (seen.get(home[person]) || 0) + 1);
    for (const [h, n] of seen)
      if (n > limit) faults.push(`${r.bookPath}: found ${n} of the household of ${r.pool.people[r.pool.homes[h][0]].id} on page ${spellPage(i, r.rules.pages)}, expected at most ${limit}`);
  });
  refuse(faults);
  return `at most ${limit} of each of ${plural(r.pool.homes.length, "household")}`;
}

// checkMeasures does the counting again; rank and groups take linear algebra.
function checkMeasures(r) {
  const name = "public/measures.json";
  const m = r.read(name, (n, b) => fields(n, readJSON(n, b),
    "digit:n digit_person:s digit_pages:n person_pages:n rank:n groups:n smallest_group:n alike:n"));
  if (m.rank === 0) refuse(["groups", "smallest_group"].filter((f) => m[f] !== 0).map((f) => `${name}: found ${quoted(String(m[f]))} in ${f}, expected "0", as the rank is`));
  const want = { ...worstDigit(r), alike: 0 };
  if (r.rules.form === "open") {
    const groups = new Map();
    for (const { values } of r.pool.people) groups.set(values.join(), (groups.get(values.join()) || 0) + 1);
    want.alike = [...groups.values()].reduce((a, b) => Math.min(a, b));
  }
  refuse(Object.keys(want).filter((f) => m[f] !== want[f]).map((f) => `${name}: found ${quoted(String(m[f]))} in ${f}, expected ${quoted(String(want[f]))}`));
  throw new Unseen("the counts are right; the rank and the groups take the program");
}

// worstDigit finds the first digit and the person whose pages it has most unevenly; of
// several the smallest digit, then the first person.
function worstDigit(r) {
  const { pages } = r.rules, all = new Array(10).fill(0), count = r.chances.ids.map(() => all.slice());
  r.book.people.forEach((page, i) => {
    const digit = spellPage(i, pages)[0];
    all[digit]++;
    for (const person of page) count[person][digit]++;
  });
  let worst = -1, found;
  all.forEach((begin, digit) => count.forEach((digits, i) => {
    const off = Math.abs(pages * digits[digit] - r.chances.pages[i] * begin);
    if (off > worst) [worst, found] = [off, { digit, digit_person: r.chances.ids[i], digit_pages: digits[digit], person_pages: r.chances.pages[i] }];
  }));
  return found;
}
