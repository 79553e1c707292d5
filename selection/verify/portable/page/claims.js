// What the proof and the book come to: one claim a line, and what each does not show.

// everybody names those whom the claims are about.
const everybody = (p) => p.anyOut ? "everybody who can be seated" : "everybody";
const percent = (z) => (Number(z.n * 1000000n / z.d) / 10000).toLocaleString("en-GB", { maximumFractionDigits: 2 }) + " %";

function claimSmallest(r) {
  const p = proved(r);
  return `no lottery gives ${everybody(p)} a chance above ${spellFraction(p.z)}, about ${percent(p.z)}`;
}

function claimFairest(r) {
  const p = proved(r), { proof, rules } = r, steps = plural(proof.steps.length, "step");
  if (p.chanceOf) return `${steps}: whoever would have more than here takes it from somebody who has no more than they; weights of panels give everybody exactly their chance`;
  if (rules.rule !== "leximin") throw new Lacking(`the rule is ${rules.rule}: only the computation again (evenlot verify) shows that its chances are those of the book`);
  if (proof.grade === "bounds only") throw new Lacking("bounds only: the smallest chance has a limit, and this book may not come up to it");
  if (proof.grade === "attained exactly") throw new Lacking(`it takes the weights of panels (${r.mixturePath}); without them the proof shows the smallest chance only`);
  throw new Lacking(`beyond the smallest chance the proof goes as far as this book only (${steps}): ${gapWords(r)}`);
}

// gapWords says how far the book stays below the bounds of the steps.
function gapWords(r) {
  let worst = null;
  for (const { chance, fewest } of r.proof.steps) {
    const { n, d } = fractionOf(chance);
    const gap = fraction(n * big(r.rules.pages) - big(fewest) * d, d);
    if (!worst || gap.n * worst.d > worst.n * gap.d) worst = gap;
  }
  if (worst.n <= 0n) return "the book reaches every bound";
  return `the book stays up to ${(Number(worst.n * 100n / worst.d) / 100).toLocaleString("en-GB", { maximumFractionDigits: 1 })} pages below its bounds`;
}

// claimDue (D2): where everybody's chance is known, nobody is on fewer pages than it gives,
// rounded down, or on more than it gives, rounded up.
function claimDue(r) {
  const p = proved(r), m = r.rules.pages;
  if (!p.chanceOf) throw new Lacking(`everybody’s chance is not known; ${everybody(p)} is on ${p.fewest} of ${plural(m, "page")} or more`);
  const worst = furthestOff(r, p.types, p.chanceOf);
  if (!worst) return `on ${plural(m, "page")}, rounded down or up`;
  throw new Lacking(`not to the page: ${worst.id} is on ${worst.pages} of ${plural(m, "page")}, ${worst.off} off what ${worst.gives}`);
}

// furthestOff names the person whose pages are furthest from what is due to them: from a chance,
// or, where chances are not known, from what people alike have on average, or from the smallest
// chance. null: nobody is off.
function furthestOff(r, types, chanceOf, limitOf = () => undefined) {
  let worst = null, all = 0;
  const up = (z) => -Number(floorDiv(-big(r.rules.pages) * z.n, z.d));
  types.forEach((type, t) => {
    const total = type.people.reduce((sum, i) => sum + r.chances.pages[i], 0), limit = limitOf(t);
    const chance = chanceOf ? chanceOf(t) : fraction(big(total), big(r.rules.pages * type.people.length));
    const low = floorPages(r, chance), due = up(chance), high = limit ? Math.min(due, up(limit)) : due;
    for (const i of type.people) {
      const pages = r.chances.pages[i], off = Math.max(low - pages, pages - high);
      all += Math.max(off, 0);
      if (off <= 0 || worst && (off < worst.off || off === worst.off && i > worst.i)) continue;
      const gives = pages - high === off && high < due ? `the smallest chance gives, ${spellFraction(limit)}`
        : chanceOf ? `a chance of ${spellFraction(chance)} gives` : "people alike have on average";
      worst = { i, id: r.chances.ids[i], pages, off, gives };
    }
  });
  return worst && { ...worst, all };
}

function claimBest(r) {
  const p = proved(r), m = plural(r.rules.pages, "page");
  if (p.fewest < p.least) throw new Lacking(`somebody who can be seated is on ${p.fewest} of ${m}, and all that is proved is that no book puts everybody on more than ${p.least}`);
  return `no book of ${m} puts ${everybody(p)} on more than ${p.least}; here nobody of them is on fewer than ${p.fewest}`;
}

// firstPages is what the smallest chance above 0 gives, by what the proof says.
function firstPages(r) {
  const step = r.proof.steps.find(({ chance }) => chance !== "0");
  if (!step) throw new Fault(`${proofPath}: found no step with a chance above 0`);
  const [n, d = 1n] = step.chance.split("/").map(big);
  return floorPages(r, { n, d });
}

// checkLength: a book that gives somebody under 5 pages can be chosen among many.
function checkLength(r) {
  const pages = firstPages(r), free = r.version === 1 || ["known in advance", "rehearsal"].includes(r.source.kind);
  const said = `the smallest chance gives ${plural(pages, "page")}`;
  if (pages >= 5) return said;
  if (!free) throw new Fault(`public/commit/rules.json: found ${plural(r.rules.pages, "page")}, of which ${said}, expected 5 at least but for a rehearsal`);
  throw new Lacking(`${said}, fewer than 5: whoever made it could have chosen among many books`);
}
