// The steps of a proof (P6 to P8), its grades (P10 to P12), and what each claim comes to.

// fixedPeople evaluates the steps in order, up to the first above 0 if only that is wanted,
// and says which step fixes each type (-1: none). With equations, a mixture gives the people
// fixed before the chance of their step; without, they have what this book gives them.
function fixedPeople(r, { types, rows, plain }, equations, onlyFirst) {
  const { proof } = r, fixedBy = types.map(() => -1), chances = [];
  const onPages = types.map((type) => type.people.reduce((n, i) => n + r.chances.pages[i], 0));
  const common = commonDenominator(proof.steps);
  // held is what weights on the people fixed come to on average.
  const held = (weightOf) => {
    let sum = 0n;
    const parts = new Map();
    fixedBy.forEach((step, t) => {
      if (step >= 0) parts.set(step, (parts.get(step) || 0n) + weightOf(t) * (equations ? types[t].n : big(onPages[t])));
    });
    for (const [step, part] of parts)
      if (part) sum += equations ? part * chances[step].n * (common / chances[step].d) : part;
    return fraction(sum, equations ? common : big(r.rules.pages));
  };
  const leftover = r.version === 1 && (r.rules.rule !== "leximin" || proof.grade === "bounds only");
  let cut = plain.length; // the first one that no step has used
  for (const [i, step] of proof.steps.entries()) {
    const where = `${proofPath}, step ${i + 1}`;
    if (equations) {
      const used = pairs(where, step.multipliers, rows.length), odd = used.find(([at, m]) => at > cut || at === cut && m <= 0n);
      if (odd) throw new Fault(`${where}: found ${rows[odd[0]].name} out of order`);
      if (used.some(([at]) => at === cut)) cut++;
    }
    const { c, limit } = combine(where, step.multipliers, rows, types.length), says = step.multipliers.length > 0;
    const y = types.map((_, t) => says ? (c[t] > 0n ? c[t] : 0n) : fixedBy[t] < 0 ? 1n : 0n);
    let bound = limit, others = 0n;
    types.forEach((type, t) => {
      bound += type.n * (y[t] - c[t]);
      if (fixedBy[t] < 0) others += type.n * y[t];
    });
    if (others === 0n) throw new Fault(`${where}: found multipliers that weigh nobody who is left`);
    const claim = fractionOf(step.chance);
    if (!says || claim.n > 0n && !chances.some(({ n }) => n > 0n)) refuseEmpty(where, claim, plain, types, fixedBy, held);
    const gone = held((t) => y[t]), z = fraction(bound * gone.d - gone.n, gone.d * others);
    const last = chances[i - 1];
    if (equations && last && z.n * last.d < last.n * z.d) throw new Fault(`${where}: found the chance ${step.chance}, lower than that of the step before`);
    chances.push(z);
    const all = leftover && i === proof.steps.length - 1;
    y.forEach((weight, t) => { if (fixedBy[t] < 0 && (all || weight > 0n)) fixedBy[t] = i; });
    compareStep(r, where, step, z, types.filter((_, t) => fixedBy[t] === i));
    if (onlyFirst && z.n > 0n) break;
  }
  return { fixedBy, chances };
}

// commonDenominator is the least one of all chances, which has a limit (Limits).
function commonDenominator(steps) {
  const most = 1n << big(Math.min(26576, Math.floor(2 ** 24 / steps.length)));
  return steps.reduce((common, { chance }, i) => {
    const d = big(chance.split("/")[1] || 1);
    if (common % d === 0n) return common;
    const next = common * (d / gcd(common, d));
    if (next >= most) throw new Fault(`${proofPath}, step ${i + 1}: found too large a common denominator of the chances`);
    return next;
  }, 1n);
}

// refuseEmpty (P7): no row alone says less than the first chance above 0, nor than a step without
// multipliers.
function refuseEmpty(where, chance, plain, types, fixedBy, held) {
  for (const row of plain) {
    const inRow = new Set(row.of.map(([t]) => t)), gone = held((t) => inRow.has(t) ? 1n : 0n);
    const others = row.of.reduce((n, [t]) => fixedBy[t] < 0 ? n + types[t].n : n, 0n);
    if ((row.max * gone.d - gone.n) * chance.d < chance.n * others * gone.d)
      throw new Fault(`${where}: found a step that says too little, where the row “${row.name}” alone says more`);
  }
}

// fractionOf reads a chance.
function fractionOf(text) {
  const [n, d = 1n] = text.split("/").map(big);
  return { n, d };
}

// compareStep compares a step with what was worked out (P6, P8).
function compareStep(r, where, step, z, types) {
  let people = 0, fewest = Infinity, most = 0;
  for (const type of types) for (const i of type.people) {
    const n = r.chances.pages[i];
    [people, fewest, most] = [people + 1, Math.min(fewest, n), Math.max(most, n)];
  }
  const want = { chance: spellFraction(z), people, pages: floorPages(r, z), fewest, most };
  for (const field of Object.keys(want))
    if (step[field] !== want[field]) throw new Fault(`${where}: found in ${field} ${step[field]}, expected ${want[field]}`);
  if (r.version === 1 && r.proof.grade !== "bounds only" && fewest < want.pages)
    throw new Fault(`${where}: found ${fewest} pages for somebody, expected ${want.pages} at least`);
}

const spellFraction = (z) => z.d === 1n ? String(z.n) : `${z.n}/${z.d}`;
const floorPages = (r, z) => Number(floorDiv(big(r.rules.pages) * z.n, z.d));

// proved checks the whole proof, and gives what is shown: the first chance above 0; whom no
// panel holds; whether the book gives everybody else its pages; and, where a mixture shows
// it, the chance of each type.
function proved(r) {
  return r.once("the proof", "the proof does not hold, see above", () => {
    const { proof } = r, sorted = typesOf(r), { types } = sorted;
    const exactly = proof.grade === "attained exactly", first = r.version === 1;
    if (exactly && r.rules.rule !== "leximin") throw new Fault(`${proofPath}: found the grade “${proof.grade}” for the rule ${r.rules.rule}, expected leximin`);
    const plain = rowsOf(r, proof, sorted), equations = exactly || first;
    const book = { types, plain, rows: withCuts(proof, sorted, plain, equations) };
    const weights = exactly && r.has(r.mixturePath);
    if (exactly && !first && !weights) throw new Unseen(`the rest of the proof takes the weights of panels (${r.mixturePath}); its cuts are right`);
    const { fixedBy, chances } = fixedPeople(r, book, equations, false);
    if (equations && fixedBy.includes(-1)) throw new Fault(`${proofPath}: found people whom no step fixes, expected none`);
    const above = chances.flatMap((z, i) => z.n > 0n ? [i] : []);
    if (!above.length) throw new Fault(`${proofPath}: found no step with a chance above 0`);
    if (r.rules.rule !== "leximin" && above.length > 1) throw new Fault(`${proofPath}: found ${above.length} steps above 0, expected the smallest chance only, as the rule is not leximin`);
    if (weights) checkMixture(r, types, plain, (t) => chances[fixedBy[t]]);
    else if (first) againAsBounds(r, sorted, plain);
    const z = chances[above[0]], least = floorPages(r, z);
    const out = types.map((_, t) => fixedBy[t] >= 0 && fixedBy[t] < above[0]); // whom no panel holds
    let fewest = Infinity;
    types.forEach((type, t) => { if (!out[t]) for (const i of type.people) fewest = Math.min(fewest, r.chances.pages[i]); });
    if (!first && !exactly && (fewest >= least) !== (proof.grade === "attained by the book"))
      throw new Fault(`${proofPath}: found the grade “${proof.grade}”, though somebody who can be seated is on ${fewest} pages, and ${least} are promised`);
    return { types, z, least, fewest, anyOut: out.includes(true), chanceOf: weights ? (t) => chances[fixedBy[t]] : null,
      // With a proof by the book, those whom the step of the smallest chance fixes are due no more.
      limitOf: (t) => !first && r.rules.rule === "leximin" && proof.grade === "attained by the book" && fixedBy[t] === above[0] ? z : undefined };
  });
}

// againAsBounds is for proofs of version 1 without a mixture. They took cuts for equations;
// nobody has shown that any panel meets them. What is left is the first step above 0, if it
// holds with cuts that are mere bounds.
function againAsBounds(r, sorted, plain) {
  const { proof } = r, above = proof.steps.findIndex((step) => step.chance !== "0");
  let used = 0; // cuts
  for (const { multipliers } of proof.steps.slice(0, above + 1)) for (const [at] of multipliers) used = Math.max(used, at - plain.length + 1);
  const rows = withCuts(proof, sorted, plain, false, used);
  fixedPeople(r, { types: sorted.types, plain, rows }, false, true);
}

// checkMixture (P10): weights on pages, and on further panels that the rows allow, give every
// type exactly its chance.
function checkMixture(r, types, plain, chanceOf) {
  const path = r.mixturePath;
  const m = r.mixture, panels = m.panels.map((panel, i) => readPanel(`${path}, panel ${i + 1}`, panel, types, plain));
  const typeOf = [], sums = types.map(() => 0n);
  types.forEach((type, t) => type.people.forEach((i) => { typeOf[i] = t; }));
  let all = 0n;
  for (const [at, weight] of pairs(path, m.weights, r.rules.pages + panels.length)) {
    if (weight <= 0n) throw new Fault(`${path}: found the weight ${weight} of panel ${at}, expected more than 0`);
    all += weight;
    if (at >= r.rules.pages) for (const [t, seats] of panels[at - r.rules.pages]) sums[t] += weight * seats;
    else for (const person of r.book.people[at]) sums[typeOf[person]] += weight;
  }
  types.forEach((type, t) => {
    const { n, d } = chanceOf(t);
    if (all === 0n || sums[t] * d !== n * type.n * all)
      throw new Fault(`${path}: found a chance of ${r.chances.ids[type.people[0]]} that is not the ${n}/${d} of the proof`);
  });
}

// readPanel reads a panel that is on no page, as seats of types inside all windows.
function readPanel(where, panel, types, plain) {
  const of = pairs(where, panel, types.length), seats = types.map(() => 0n);
  for (const [t, n] of of) {
    if (n < 1n || n > types[t].n) throw new Fault(`${where}: found ${n} seats of ${types[t].n} people`);
    seats[t] = n;
  }
  for (const row of plain) {
    const sum = row.of.reduce((n, [t]) => n + seats[t], 0n);
    if (sum < row.min || sum > row.max) throw new Fault(`${where}: found ${sum} seats in the row “${row.name}”, expected ${row.min} to ${row.max}`);
  }
  return of;
}
