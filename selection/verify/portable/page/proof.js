// The proof: reading it, the types of people (P1), the rows (P2), trees (P3) and cuts (P4, P5).

// Exact fractions of whole numbers of any size.
const big = BigInt;
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const fraction = (n, d = 1n) => { const g = gcd(n, d) || 1n; return { n: n / g, d: d / g }; };
const floorDiv = (a, b) => a / b - (a % b < 0n ? 1n : 0n); // b > 0

const proofPath = "public/commit/proof.json";
const proofWork = 2 ** 34; // bytes of a proof times types: reading one number may take a look at every type

function readProof(name, bytes, version) {
  const proof = fields(name, readJSON(name, bytes), "format:s grade:s over:n rows:a cuts:a steps:a");
  const bad = proof.format !== `evenlot-proof/${version}` ? "format" : proof.over !== 65536 ? "over"
    : !["attained exactly", "attained by the book", "bounds only"].includes(proof.grade) ? "grade" : "";
  if (bad) throw new Fault(`${name}: found in ${bad} ${quoted(String(proof[bad]))}, which this page does not know`);
  refuseOdd(name, proof.rows, (row) => typeof row === "string", "names of rows");
  proof.cuts.forEach((cut, i) => {
    fields(`${name}, cut ${i + 1}`, cut, "weights:a bound:z tree:a");
    refuseOdd(`${name}, cut ${i + 1}`, cut.weights, isPair, "[type,w]");
    refuseOdd(`${name}, cut ${i + 1}`, cut.tree, isNode, "branch, bound or empty");
    if (big(cut.bound) !== BigInt.asIntN(64, big(cut.bound))) throw new Fault(`${name}, cut ${i + 1}: found the bound ${quoted(String(cut.bound))}, expected one of 64 bits`);
  });
  proof.steps.forEach((step, i) => {
    fields(`${name}, step ${i + 1}`, step, "chance:s people:n pages:n fewest:n most:n multipliers:a");
    refuseOdd(`${name}, step ${i + 1}`, step.multipliers, isPair, "[row,m]");
    if (!isChance(step.chance)) throw new Fault(`${name}, step ${i + 1}: found the chance ${quoted(step.chance)}, expected a fraction in lowest terms from 0 to 1`);
  });
  if (!proof.steps.length) throw new Fault(`${name}: found no step, expected one at least`);
  return proof;
}

// What lists of a proof hold, before anything is known of the pool.
const isWhole = (v) => /^(number|bigint)$/.test(typeof v);
const isPair = (v) => Array.isArray(v) && v.length === 2 && isCount(v[0]) && isWhole(v[1]);
const isNode = (v) => Array.isArray(v) && (v[0] === "branch" ? v.length === 3 && isCount(v[1]) && isCount(v[2])
  : ["bound", "empty"].includes(v[0]) && v.length === 2 && Array.isArray(v[1]) && v[1].every(isPair));

function refuseOdd(where, list, good, want) {
  const odd = list.find((item) => !good(item));
  if (odd !== undefined) throw new Fault(`${where}: found ${quoted(spellJSON(odd, ""))}, expected ${want}`);
}

// readMixture reads the weights of panels (P10).
function readMixture(name, bytes, version) {
  const m = fields(name, readJSON(name, bytes), version === 1 ? "format:s pages:a" : "format:s panels:a weights:a");
  if (m.format !== `evenlot-mixture/${version}`) throw new Fault(`${name}: found the format ${quoted(m.format)}, expected evenlot-mixture/${version}`);
  const { panels = [], weights = m.pages } = m;
  refuseOdd(name, panels, (panel) => Array.isArray(panel) && panel.every(isPair), "panels of [type,seats]");
  refuseOdd(name, weights, isPair, "[panel,weight]");
  return { panels, weights };
}

// isChance asks for a fraction from 0 to 1 in lowest terms. Its spelling is looked at first:
// no number is made of a text that is too long.
function isChance(text) {
  const m = /^(0|[1-9][0-9]{0,3999})(?:\/([1-9][0-9]{0,3999}))?$/.exec(text);
  if (!m) return false;
  const n = big(m[1]), d = big(m[2] || 1);
  return n <= d && (m[2] === undefined || d > 1n && gcd(n, d) === 1n);
}

// pairs takes [[number, weight], ...], the numbers ascending and below count, no weight 0.
function pairs(where, list, count) {
  let last = -1;
  return list.map((pair) => {
    const [at, weight] = pair;
    if (!(at > last && at < count && weight))
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

// rowsOf gives the rows of (P2): a name, a window, and [type, coefficient] pairs.
function rowsOf(r, proof, { types, shapes }) {
  for (const path of [proofPath, r.mixturePath]) {
    if (r.has(path) && r.bytes(path).length * types.length > proofWork)
      throw new Fault(`${path}: found ${r.bytes(path).length} bytes, expected ${Math.floor(proofWork / types.length)} at most for ${types.length} types`);
  }
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
  const odd = proof.rows.findIndex((name, i) => name !== names[i]);
  if (odd >= 0 || names.length !== proof.rows.length)
    throw new Fault(`${proofPath}: found ${plural(proof.rows.length, "row")}${odd >= 0 ? `, of which row ${odd} is ${quoted(String(proof.rows[odd]))}` : ""}, expected ${names.length}${odd >= 0 ? `, with ${quoted(names[odd])}` : ""}`);
  return rows;
}

// withCuts checks the first cuts of a proof and adds them to its rows: as equations, or (P5)
// with no lower end.
function withCuts(proof, { types }, plain, equations, count = proof.cuts.length) {
  const rows = plain.slice();
  proof.cuts.slice(0, count).forEach((cut, i) => {
    const where = `${proofPath}, cut ${i + 1}`, bound = big(cut.bound);
    const of = pairs(where, cut.weights, types.length), weights = types.map(() => 0n);
    for (const [t, w] of of) weights[t] = w;
    checkTree(where, cut.tree, weights, bound, rows, types, big(proof.over));
    rows.push({ name: `cut ${i + 1}`, min: equations ? bound : null, max: bound, of });
  });
  return rows;
}

// combine adds up the rows with their multipliers: the weight of each type, and the
// most that the windows allow.
function combine(where, multipliers, rows, count) {
  const c = new Array(count).fill(0n);
  let limit = 0n;
  for (const [at, m] of pairs(where, multipliers, rows.length)) {
    const row = rows[at], end = m > 0n ? row.max : row.min;
    if (end === null) throw new Fault(`${where}: found ${row.name} with the multiplier ${m}, expected one above 0`);
    limit += m * end;
    for (const [t, weight] of row.of) c[t] += m * weight;
  }
  return { c, limit };
}

// checkTree goes through a tree in preorder (P3): no panel that meets the rows weighs more
// than bound. Above it are the branches over the node in hand, the latest last.
function checkTree(where, tree, weights, bound, rows, types, over) {
  const low = types.map(() => 0n), high = types.map((type) => type.n), above = [];
  let done = false;
  tree.forEach((node, i) => {
    const at = `${where}, node ${i}`, [kind, t, v] = node;
    const found = () => `${at}: found ${quoted(spellJSON(node, ""))}`;
    if (done) throw new Fault(`${found()} where the tree is at its end`);
    if (above.length > 100000) throw new Fault(`${at}: found more than 100,000 branches above each other`);
    if (kind === "branch") {
      if (t >= types.length || v < low[t] || v >= high[t]) throw new Fault(`${found()}, a branch outside of the box`);
      above.push({ t, low: low[t], high: high[t], middle: big(v), first: true });
      high[t] = big(v);
      return;
    }
    const { c, limit } = combine(at, t, rows, types.length);
    let sum = limit;
    for (let j = 0; j < c.length; j++) {
      const slope = (kind === "bound" ? over * weights[j] : 0n) - c[j];
      sum += slope * (slope > 0n ? high[j] : low[j]);
    }
    if (kind === "empty" ? sum >= 0n : floorDiv(sum, over) > bound)
      throw new Fault(`${at}: found the bound ${sum}/${over}, expected ${kind === "empty" ? "less than 0" : `${bound} at most`}`);
    // On to the other side of the nearest branch that has one left.
    for (done = true; done && above.length; ) {
      const b = above[above.length - 1];
      high[b.t] = b.high;
      low[b.t] = b.first ? b.middle + 1n : b.low;
      done = !b.first;
      if (done) above.pop();
      b.first = false;
    }
  });
  if (!done) throw new Fault(`${where}: found ${tree.length} nodes, expected more: the tree is cut off`);
}
