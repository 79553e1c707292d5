// The dealing (D1 to D6): pages give seats to types, and chance gives them to people. A
// book that was dealt by lot breaks one of these bounds less than once in a million books.

const alarm = 22n; // 2^-22 for each of the bounds
const mostCompany = 4e8; // people times people on pages, beyond which company is left out

// dealt gathers what the bounds need: types, pages of each person, seats of types on pages.
function dealt(r) {
  return r.once("the dealing", "pages and pool do not go together, see above", () => {
    const { people } = r.book, { types, shapes } = typesOf(r), typeOf = new Int32Array(r.pool.people.length);
    types.forEach((type, t) => type.people.forEach((i) => { typeOf[i] = t; }));
    const on = r.pool.people.map(() => []);
    const seats = people.map((page, j) => {
      const of = new Map();
      for (const i of page) {
        on[i].push(j);
        of.set(typeOf[i], (of.get(typeOf[i]) || 0) + 1);
      }
      return [...of].sort((a, b) => a[0] - b[0]);
    });
    const shapeOf = types.map((type) => type.vector[type.vector.length - 1]), home = new Int32Array(typeOf.length).fill(-1);
    r.pool.homes.forEach((members, h) => { for (const i of members) if (shapeOf[typeOf[i]]) home[i] = h; });
    const where = types.map(() => []); // of each type: the pages that seat it, and its place in their seats
    seats.forEach((of, j) => of.forEach(([t], at) => where[t].push([j, at])));
    return { types, shapes, typeOf, shapeOf, home, on, seats, where };
  });
}

// isByLot: the pages of some rules are drawn one by one; no deck keeps counts even.
const isByLot = (r) => ["uniform", "legacy"].includes(r.rules.rule);

const byHand = "a book dealt by lot has this less than once in a million times";

// checkEven (D1, D5): people of a type are on as many pages, give or take one; where rules draw
// page by page, and in households, no more than dealing gives.
function checkEven(r) {
  const d = dealt(r), byLot = isByLot(r), people = big(d.on.length);
  let worst = 0;
  d.types.forEach((type, t) => {
    let [few, many, sum] = [type.people[0], type.people[0], 0];
    for (const i of type.people) {
      if (d.on[i].length < d.on[few].length) few = i;
      if (d.on[i].length > d.on[many].length) many = i;
      sum += d.on[i].length;
    }
    const least = d.on[few].length, most = d.on[many].length, ids = r.chances.ids;
    if (!d.shapeOf[t] && !byLot) {
      worst = Math.max(worst, most - least);
      if (most - least > 1) throw new Fault(`${r.bookPath}: found ${ids[many]} on ${most} pages and ${ids[few]}, who is alike, on ${least}, expected 1 apart at most`);
    } else if (unlikely(most, sum, type.people.length, people)) {
      throw new Fault(`${r.bookPath}: found ${ids[many]} on ${most} pages, where people alike are on ${oneDigit(sum / type.people.length)}; ${byHand}`);
    }
  });
  return byLot ? "nobody is on more pages than drawing by lot gives" : `${plural(worst, "page")} apart at most`;
}

const oneDigit = (x) => x.toLocaleString("en-GB", { maximumFractionDigits: 1 });

// checkCompany (D3): of all pairs of people of two types, the one most often together is so by
// chance.
function checkCompany(r) {
  const { seats: k, pages } = r.rules;
  if (!r.hasPool) throw new Unseen("who sits with whom: not checkable here, it takes what people answered" + mostTogether(r));
  const d = dealt(r), n = big(d.on.length), pairs = n * (n - 1n) / 2n;
  if (pages * k * k > mostCompany) throw new Unseen("who sits with whom was not looked at: the book is too large for this check");
  const together = new Int32Array(d.on.length), meetings = new Array(d.types.length).fill(0);
  d.types.forEach((type, s) => {
    addMeetings(d, s, meetings);
    const most = new Map(); // other type -> [pages, person, other person]
    for (const i of type.people) {
      const later = (other) => d.typeOf[other] > s || d.typeOf[other] === s && other > i;
      for (const other of companions(r, d, i, together, later)) {
        const a = together[other], t = d.typeOf[other];
        together[other] = 0;
        if (a > (most.get(t)?.[0] || 0) && !(d.home[i] >= 0 && d.home[i] === d.home[other])) most.set(t, [a, i, other]);
      }
    }
    for (const [t, [a, i, other]] of most) {
      const ways = waysToPair(d, s, t);
      if (unlikely(a, meetings[t], ways, pairs))
        throw new Fault(`${r.bookPath}: found ${r.chances.ids[i]} and ${r.chances.ids[other]} together on ${plural(a, "page")}, where dealing gives about ${oneDigit(meetings[t] / ways)}; ${byHand}`);
    }
    meetings.fill(0);
  });
  return "no two people are together more often than dealing gives";
}

// addMeetings adds up S of (D3) for a type and each type from it on, over all pages.
function addMeetings(d, s, meetings) {
  for (const [j, at] of d.where[s]) {
    const seats = d.seats[j], own = seats[at][1];
    meetings[s] += own * (own - 1);
    for (let j = at + 1; j < seats.length; j++) meetings[seats[j][0]] += own * seats[j][1];
  }
}

// companions counts in together the pages that a person shares with others, those wanted,
// and lists them.
function companions(r, d, i, together, wanted) {
  const met = [], { people } = r.book;
  for (const j of d.on[i])
    for (const other of people[j]) if (wanted(other) && ++together[other] === 1) met.push(other);
  return met;
}

// waysToPair is D of (D3).
function waysToPair(d, s, t) {
  const n = d.types[s].people.length, m = d.types[t].people.length;
  if (d.shapeOf[s] && d.shapeOf[s] === d.shapeOf[t]) return n * (m - m / d.shapes[d.shapeOf[s] - 1].homes);
  return s === t ? n * (n - 1) : n * m;
}

// mostTogether says, to readers without features, who shares most pages.
function mostTogether(r) {
  const { seats: k, pages } = r.rules;
  if (!r.hasBook || pages * k * k > mostCompany) return "";
  const d = { on: r.chances.ids.map(() => []) }, together = new Int32Array(d.on.length);
  r.book.people.forEach((page, j) => { for (const i of page) d.on[i].push(j); });
  let best = [0];
  d.on.forEach((_, i) => {
    for (const other of companions(r, d, i, together, (x) => x > i)) {
      if (together[other] > best[0]) best = [together[other], i, other];
      together[other] = 0;
    }
  });
  if (!best[0]) return "";
  const [a, i, j] = best, { ids } = r.chances;
  return `. Most often together are ${ids[i]} and ${ids[j]}: on ${a} of their ${d.on[i].length} and ${d.on[j].length} pages`;
}

// checkFar (D2): nobody is further from what is due than rounding explains.
function checkFar(r) {
  dealt(r);
  const worst = furthest(r), most = 10;
  if (worst && worst.off > most && (worst.off - most) ** 2 > 4 * r.rules.seats)
    throw new Fault(`${r.bookPath}: found ${worst.id} on ${worst.pages} of ${plural(r.rules.pages, "page")}, ${worst.off} off what ${worst.gives}; rounding chances to whole pages explains less`);
  if (worst && worst.all > 2 * (most + r.rules.people))
    throw new Fault(`${r.bookPath}: found all people together ${plural(worst.all, "page")} off what is due to them; rounding chances to whole pages explains less`);
  return worst ? `${plural(worst.off, "page")} at most` : "nobody is off what is due";
}

// checkRepeats (D4, D6): the same panel stands on several pages only where few panels are like
// it, and panels that had been there before come as seldom as by lot.
function checkRepeats(r) {
  const d = dealt(r), panels = new Map(), kinds = new Map();
  const kindOf = (j) => d.seats[j].join(";");
  r.book.people.forEach((page, j) => {
    const key = page.join(), kind = kindOf(j);
    panels.has(key) ? panels.get(key).push(j) : panels.set(key, [j]);
    kinds.has(kind) ? kinds.get(kind).pages++ : kinds.set(kind, { j, pages: 1 });
  });
  let sum = 0n;
  for (const kind of kinds.values()) if (kind.pages > 1) {
    kind.ways = d.seats[kind.j].reduce((ways, [t, x]) => d.shapeOf[t] ? ways : ways * choose(d.types[t].people.length, x), 1n);
    sum += (big(kind.pages) * big(kind.pages - 1) << 63n) / kind.ways + 1n;
  }
  for (const same of panels.values()) if (same.length > 1) {
    const [j] = same, { pages, ways } = kinds.get(kindOf(j));
    if (unlikely(same.length, pages, ways, ways * big(kinds.size)))
      throw new Fault(`${r.bookPath}: found the panel of page ${spellPage(j, r.rules.pages)} on ${plural(same.length, "page")}; ${byHand}`);
  }
  const found = `${plural(panels.size, "different panel")} on ${plural(r.rules.pages, "page")}`;
  if (unlikely(r.rules.pages - panels.size, sum, 1n << 64n, 1n)) throw new Fault(`${r.bookPath}: found ${found}; ${byHand}`);
  return found;
}

// unlikely says whether a or more events, of which sum/ways are expected, are so rare that
// cases of them would show up in less than one book of 2^22. With k factors S/(D*a),
// S/(D*(a-1)), ... the bound is S^k / (D^k * a*(a-1)*...).
function unlikely(a, sum, ways, cases) {
  if (sum <= 0 || ways <= 0) return false;
  const small = typeof ways === "number" && a * ways < 2 ** 53; // then these divisions are exact
  const k = a - (small ? Math.floor(sum / ways) : Number(big(sum) / big(ways)));
  if (k <= 0) return false;
  // Every factor is at least S/(D*a): a glance at its size spares most of the arithmetic.
  const ratio = small ? Math.floor(a * ways / sum) : big(a) * big(ways) / big(sum);
  const size = ratio < 2 ** 31 ? 32 - Math.clz32(Number(ratio)) : ratio.toString(2).length;
  if (size * k <= Number(alarm) + cases.toString(2).length - 1) return false;
  return big(sum) ** big(k) * cases << alarm < big(ways) ** big(k) * product(a - k + 1, a);
}

// product multiplies the whole numbers from one to another.
function product(from, to) {
  if (to - from < 8) {
    let all = 1n;
    for (let i = from; i <= to; i++) all *= big(i);
    return all;
  }
  const middle = Math.floor((from + to) / 2);
  return product(from, middle) * product(middle + 1, to);
}
