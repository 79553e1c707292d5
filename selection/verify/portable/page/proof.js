// Exact fractions of whole numbers of any size.
const big = BigInt;
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const fraction = (n, d = 1n) => { const g = gcd(n, d) || 1n; return { n: n / g, d: d / g }; };
const floorDiv = (a, b) => a / b - (a % b < 0n ? 1n : 0n); // b > 0

function compareLists(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

function readProof(name, bytes) {
  const proof = fields(name, readJSON(name, bytes), "format:s grade:s over:n rows:a cuts:a steps:a");
  const bad = proof.format !== "evenlot-proof/1" ? "format" : proof.over !== 65536 ? "over"
    : !["attained exactly", "attained by the book", "bounds only"].includes(proof.grade) ? "grade" : "";
  if (bad) throw new Fault(`${name}: found in ${bad} ${quoted(String(proof[bad]))}, which this page does not know`);
  proof.cuts.forEach((cut, i) => {
    fields(`${name}, cut ${i + 1}`, cut, "weights:a bound:z tree:a");
    if (big(cut.bound) !== BigInt.asIntN(64, big(cut.bound))) throw new Fault(`${name}, cut ${i + 1}: found the bound ${quoted(String(cut.bound))}, expected one of 64 bits`);
  });
  proof.steps.forEach((step, i) => {
    fields(`${name}, step ${i + 1}`, step, "chance:s people:n pages:n fewest:n most:n multipliers:a");
    if (!isChance(step.chance)) throw new Fault(`${name}, step ${i + 1}: found the chance ${quoted(step.chance)}, expected a fraction in lowest terms from 0 to 1`);
  });
  return proof;
}

// isChance asks for a fraction from 0 to 1 in lowest terms. Its spelling is looked at first:
// no number is made of a text that is too long.
function isChance(text) {
  const m = /^(0|[1-9][0-9]{0,3999})(?:\/([1-9][0-9]{0,3999}))?$/.exec(text);
  if (!m) return false;
  const n = big(m[1]), d = big(m[2] || 1);
  return n <= d && (m[2] === undefined || d > 1n && gcd(n, d) === 1n);
}

// pairs reads [[number, weight], ...], the numbers ascending and below count, no weight 0.
function pairs(where, list, count) {
  let last = -1;
  return list.map((pair) => {
    const [at, weight] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    if (!(Number.isSafeInteger(at) && at > last && at < count && /^(number|bigint)$/.test(typeof weight) && weight))
      throw new Fault(`${where}: found ${quoted(spellJSON(pair, ""))}, expected a number below ${count} and a whole weight other than 0, in order`);
    last = at;
    return [at, big(weight)];
  });
}

// typesOf sorts people into types: alike in every answer and in the shape of their
// household.
function typesOf(r) {
  const { people, homes } = r.pool, limit = r.rules.household_limit;
  const shapes = new Map(), shapeOf = new Array(people.length).fill("");
  for (const members of limit > 0 ? homes.filter((h) => h.length > limit) : []) {
    const vectors = members.map((i) => people[i].values).sort(compareLists);
    const key = [members.length, ...vectors.map((v) => v.join(","))].join(" ");
    const shape = shapes.get(key) || { size: members.length, vectors: vectors.flat(), homes: 0, key };
    shape.homes++;
    shapes.set(key, shape);
    for (const i of members) shapeOf[i] = key;
  }
  const sorted = [...shapes.values()].sort((a, b) => a.size - b.size || compareLists(a.vectors, b.vectors));
  const shapeNumber = new Map(sorted.map((shape, i) => [shape.key, i + 1]));
  const byKey = new Map();
  people.forEach((person, i) => {
    const vector = [...person.values, shapeNumber.get(shapeOf[i]) || 0], key = vector.join();
    if (!byKey.has(key)) byKey.set(key, { vector, people: [] });
    byKey.get(key).people.push(i);
  });
  const types = [...byKey.values()].sort((a, b) => compareLists(a.vector, b.vector));
  types.forEach((type) => { type.n = big(type.people.length); });
  return { types, shapes: sorted };
}

// A row: its name, its window (min null: no lower end) and [type, coefficient] pairs.
function rowsOf(r, proof, { types, shapes }) {
  const { features, lines } = r.quotas, rows = [];
  const row = (name, min, max, inRow) => rows.push({ name, min: big(min), max: big(max),
    of: types.flatMap((type, t) => inRow(type) ? [[t, 1n]] : []) });
  for (const { feature, value, min, max } of lines) {
    const f = features.findIndex((x) => x.name === feature), v = features[f].values.get(value);
    row(`quota ${feature}: ${value}`, min, max, (type) => type.vector[f] === v);
  }
  shapes.forEach((shape, i) => row(`households of shape ${i + 1}`, 0, r.rules.household_limit * shape.homes,
    (type) => type.vector[features.length] === i + 1));
  row("seats", r.rules.seats, r.rules.seats, () => true);
  const names = rows.map((x) => x.name);
  if (names.join("\n") !== proof.rows.join("\n"))
    throw new Fault(`public/commit/proof.json: found the rows ${quoted(proof.rows.join("; "))}, expected ${quoted(names.join("; "))}`);
  proof.cuts.forEach((cut, i) => rows.push({ name: `cut ${i + 1}`, min: big(cut.bound), max: big(cut.bound),
    of: pairs(`public/commit/proof.json, cut ${i + 1}`, cut.weights, types.length) }));
  return rows;
}

// combine adds up the rows with their multipliers: the weight of each type, and the
// most that the windows allow.
function combine(where, multipliers, rows, count) {
  const c = new Array(count).fill(0n);
  let limit = 0n;
  for (const [at, m] of pairs(where, multipliers, rows.length)) {
    const row = rows[at];
    limit += m > 0n ? m * row.max : m * row.min;
    for (const [t, weight] of row.of) c[t] += m * weight;
  }
  return { c, limit };
}

// checkTree goes through a tree in preorder: no panel that meets the rows weighs more
// than bound.
function checkTree(where, tree, weights, bound, rows, types, over) {
  const open = [{ low: types.map(() => 0n), high: types.map((type) => type.n) }];
  tree.forEach((node, i) => {
    const at = `${where}, node ${i}`, box = open.pop();
    if (!box || !Array.isArray(node)) throw new Fault(`${at}: found ${quoted(spellJSON(node, ""))} where the tree is at its end`);
    const [kind, t, v] = node;
    if (kind === "branch" && node.length === 3 && isCount(t) && isCount(v) && t < types.length) {
      const above = { low: box.low.slice(), high: box.high }, below = { low: box.low, high: box.high.slice() };
      above.low[t] = big(v) + 1n;
      below.high[t] = big(v);
      open.push(above, below);
      if (v < box.low[t] || v >= box.high[t]) throw new Fault(`${at}: found a branch at ${v} outside of the box`);
      return;
    }
    if (!(kind === "bound" || kind === "empty") || node.length !== 2) throw new Fault(`${at}: found ${quoted(spellJSON(node, ""))}, expected branch, bound or empty`);
    const { c, limit } = combine(at, t, rows, types.length);
    let sum = limit;
    for (let j = 0; j < c.length; j++) {
      const slope = (kind === "bound" ? big(over) * weights[j] : 0n) - c[j];
      sum += slope * (slope > 0n ? box.high[j] : box.low[j]);
    }
    if (kind === "empty" ? sum >= 0n : floorDiv(sum, big(over)) > bound)
      throw new Fault(`${at}: found the bound ${sum}/${over}, expected ${kind === "empty" ? "less than 0" : `${bound} at most`}`);
  });
  if (open.length) throw new Fault(`${where}: found ${tree.length} nodes, expected more: the tree is cut off`);
}

function checkProof(r) {
  const { proof } = r, name = "public/commit/proof.json", sorted = typesOf(r), { types } = sorted;
  const rows = rowsOf(r, proof, sorted);
  const chance = new Array(types.length).fill(null); // of the types fixed so far
  let next = proof.rows.length; // the cut that no step has used yet
  proof.cuts.forEach((cut, i) => {
    const weights = types.map(() => 0n);
    for (const [t, w] of rows[next + i].of) weights[t] = w;
    checkTree(`${name}, cut ${i + 1}`, cut.tree, weights, big(cut.bound), rows.slice(0, next + i), types, proof.over);
  });
  proof.steps.forEach((step, i) => {
    const used = pairs(`${name}, step ${i + 1}`, step.multipliers, rows.length);
    const odd = used.find(([at, m]) => at > next || at === next && m <= 0n); // one new cut a step
    if (odd) throw new Fault(`${name}, step ${i + 1}: found ${rows[odd[0]].name} out of order`);
    if (used.some(([at]) => at === next)) next++;
    const takesAll = i === proof.steps.length - 1
      && (r.rules.rule !== "leximin" || proof.grade === "bounds only");
    checkStep(r, `${name}, step ${i + 1}`, step, takesAll, { rows, types, chance });
  });
  if (r.rules.rule !== "leximin" && proof.steps.length > (proof.steps[0].chance === "0" ? 2 : 1))
    throw new Fault(`${name}: found ${plural(proof.steps.length, "step")}, expected the smallest chance only, as the rule is not leximin`);
  const open = chance.reduce((n, q, t) => n + (q ? 0 : types[t].people.length), 0);
  if (open) throw new Fault(`${name}: found ${open} people whom no step fixes, expected none`);
  const words = proofWords(r, proof);
  if (proof.grade !== "attained exactly") return words;
  if (!r.has(r.mixturePath)) throw new Unseen(`${words}; that the chances are attained exactly takes ${r.mixturePath}`);
  checkMixture(r, types, chance);
  return words;
}

// checkStep works out the chance of a step and whom it fixes, and compares.
function checkStep(r, where, step, takesAll, { rows, types, chance }) {
  const { c, limit } = combine(where, step.multipliers, rows, types.length);
  let bound = limit, weight = 0n, taken = fraction(0n);
  const plain = step.multipliers.length === 0;
  const y = types.map((_, t) => plain ? (chance[t] ? 0n : 1n) : c[t] > 0n ? c[t] : 0n);
  types.forEach((type, t) => {
    const heavy = type.n * y[t], q = chance[t];
    bound += heavy - type.n * c[t];
    if (!q) weight += heavy;
    else if (heavy) taken = fraction(taken.n * q.d + heavy * q.n * taken.d, taken.d * q.d);
  });
  if (weight === 0n) throw new Fault(`${where}: found multipliers that weigh nobody who is left`);
  const z = fraction(bound * taken.d - taken.n, taken.d * weight);
  const fixed = types.flatMap((_, t) => !chance[t] && (takesAll || y[t] > 0n) ? [t] : []);
  const counts = fixed.flatMap((t) => types[t].people.map((i) => r.chances.pages[i]));
  const [fewest, most] = counts.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, 0]);
  const want = { chance: z.d === 1n ? String(z.n) : `${z.n}/${z.d}`, people: counts.length,
    pages: Number(floorDiv(big(r.rules.pages) * z.n, z.d)), fewest, most };
  for (const field of Object.keys(want))
    if (step[field] !== want[field]) throw new Fault(`${where}: found in ${field} ${step[field]}, expected ${want[field]}`);
  if (z.n > z.d) throw new Fault(`${where}: found the chance ${step.chance}, expected 1 at most`);
  if (chance.some((q) => q && z.n * q.d < q.n * z.d)) throw new Fault(`${where}: found the chance ${step.chance}, lower than that of a step before`);
  if (r.proof.grade !== "bounds only" && fewest < want.pages)
    throw new Fault(`${where}: found ${fewest} pages for somebody, expected ${want.pages} at least`);
  for (const t of fixed) chance[t] = z;
}

// checkMixture multiplies weights on pages by people of each type: they must give every
// type exactly its chance.
function checkMixture(r, types, chance) {
  const mixture = r.mixturePath;
  const m = r.read(mixture, (n, b) => fields(n, readJSON(n, b), "format:s pages:a"));
  if (m.format !== "evenlot-mixture/1") throw new Fault(`${mixture}: found the format ${quoted(m.format)}`);
  const typeOf = [], sums = types.map(() => 0n);
  types.forEach((type, t) => type.people.forEach((i) => { typeOf[i] = t; }));
  let all = 0n;
  for (const [page, weight] of pairs(mixture, m.pages, r.rules.pages)) {
    if (weight <= 0n) throw new Fault(`${mixture}: found the weight ${weight} of page ${page}, expected more than 0`);
    all += weight;
    for (const person of r.book.people[page]) sums[typeOf[person]] += weight;
  }
  types.forEach((type, t) => {
    if (all === 0n || sums[t] * chance[t].d !== chance[t].n * type.n * all)
      throw new Fault(`${mixture}: found a chance of ${r.chances.ids[type.people[0]]} that is not the ${chance[t].n}/${chance[t].d} of the proof`);
  });
}

function proofWords(r, proof) {
  const first = proof.steps.find((step) => step.chance !== "0");
  if (!first) throw new Fault("public/commit/proof.json: found no step with a chance above 0");
  const who = first === proof.steps[0] ? "everyone" : "everyone who can be seated";
  const grade = proof.grade === "bounds only" ? "bounds only, which does not show that no book does better" : proof.grade;
  return `${grade}: no lottery gives ${who} a chance above ${first.chance}; the book gives them at least `
    + `${first.fewest} of ${r.rules.pages} pages (${plural(proof.steps.length, "step")})`;
}
