// What a verdict says: a colour, and what a record that holds does not show.

// The caveats: when each is true of a record that holds, and the sentence that says what was
// not shown. A sentence may be made of the record.
const caveats = [
  ["known", (r) => sources(r).some(({ kind }) => kind === "known in advance"),
    () => "The public value was known in advance: whoever ran the selection could have tried several values, or several books."],
  ["rehearsal", (r) => sources(r).some(({ kind }) => kind === "rehearsal"), () => "This is a rehearsal: the draw binds nobody."],
  ["public", (r) => !r.unmixed && missing(r).length > 0, (r) => missing(r).join(" ")],
  ["company", (r) => r.hasPool && r.hasBook && r.rules.pages * r.rules.seats ** 2 > mostCompany,
    () => "Who sits with whom was not looked at: the book is too large for this check."],
  ["bounds", (r) => !r.unmixed && r.proof.grade === "bounds only",
    (r) => "The proof gives bounds only: it does not show that no book does better, nor that no lottery is fairer" + gapOf(r) + "."],
  ["smallest", (r) => !r.unmixed && (r.proof.grade === "attained by the book" || r.version === 1 && r.hasPool && weightless(r)),
    () => "The proof shows that nobody can raise the smallest chance. Of all other chances it shows only how far they can go beside this book’s own pages."],
  ["dealing", (r) => !r.unmixed && furthest(r) !== null,
    (r) => { const f = furthest(r); return `The book does not give everybody their chance to the page: ${f.id} is on ${f.pages} of ${plural(r.rules.pages, "page")}, ${f.off} off what ${f.gives}.`; }],
  ["events", (r) => r.under("public/events/").length > 0,
    () => "No proof stands behind the draws after the panel: their pages may name whom their maker liked."],
  ["narrowed", (r) => r.narrows,
    () => "Some people take no part in the draw because the organiser says so: event.json names them."],
  ["deviation", (r) => r.deviates,
    () => "The quotas as first published cannot be met any more: the windows are wider, or seats stay empty."],
  ["unmixed", (r) => !r.mixes || r.mixSource.kind === "rehearsal",
    () => "No public value mixed the book: whoever made it could have made many, and kept the one in which certain people sit together, or stand on certain pages, more often."],
  ["short", (r) => !r.unmixed && firstPages(r) < 5,
    () => "The book has too few pages: the smallest chance gives fewer than 5, so that it could have been chosen among many."],
  ["range", (r) => sources(r).some(({ kind, highest }) => kind === "lottery" && highest === undefined),
    () => "The range of the lottery was not announced: how many outcomes it has is not known."],
  ["rule", (r) => r.rules.rule !== "leximin",
    (r) => `That the chances are those of the rule ${r.rules.rule} was not shown: only the computation again shows it (evenlot verify does it).`],
  ["unconfirmed", (r, seen) => !r.drawn || r.parts.some((part) => !part.drawn && !part.calledOff) || asked(r).some(({ key }) => seen[key] !== "same"),
    (r) => "Nobody here has compared " + list(asked(r).map(({ what }) => what)) + " with what was published" + (r.drawn ? " and drawn." : ".")],
];

// sources are those of the draw and of what was drawn after it.
const sources = (r) => [r.source, ...r.under("public/events/").filter((path) => path.endsWith("/seedsource.json")).map((path) => r.sourceAt(path))];

// notesOf says, in every colour, what this page cannot look at.
function notesOf(r) {
  const notes = [];
  if (r.unmixed) return notes;
  notes.push("The computation was not done again here (evenlot verify does it): the book could have been written by hand.");
  if ([r, ...r.parts].some((part) => part.mixes && part.mixSource.chain || part.source.chain)) notes.push("The signature of the drand network was not checked here (evenlot verify does it).");
  return notes;
}

const list = (words) => words.length < 2 ? words.join("") : words.slice(0, -1).join(", ") + " and " + words[words.length - 1];
const weightless = (r) => r.proof.grade === "attained exactly" && !r.has(r.mixturePath);

// missing says which files are not at hand, and what was therefore not looked at.
function missing(r) {
  const out = [];
  if (!r.hasPool) out.push("What people answered is not here (auditor/pool.csv): quotas, households, the proof and who sits with whom were not looked at.");
  if (!r.hasBook) out.push("The pages are sealed and not here (auditor/book.csv): only the drawn page was looked at.");
  if (r.hasPool && weightless(r)) out.push(`The weights of panels are not here (${r.mixturePath}): the proof was not looked at to its end.`);
  return out;
}

// gapOf says how far the smallest chance of the book is from the bound.
function gapOf(r) {
  const { steps } = r.proof, first = steps.findIndex(({ chance }) => chance !== "0");
  const out = steps.slice(0, Math.max(first, 0)).reduce((n, { people }) => n + people, 0); // whom no panel can hold
  const fewest = [...r.chances.pages].sort((a, b) => a - b)[out];
  return first < 0 || fewest === undefined ? "" : `: somebody is on ${fewest} of ${plural(r.rules.pages, "page")}, and ${steps[first].pages} for everybody are not ruled out`;
}

// furthest (D2) is the person whose pages are furthest from what is due; null: nobody is off.
function furthest(r) {
  if (!r.hasPool || !r.hasBook) return null;
  let chanceOf = null, limitOf;
  try {
    ({ chanceOf, limitOf } = proved(r));
  } catch (error) {
    if (!(error instanceof Unseen)) throw error;
  }
  return chanceOf || !isByLot(r) ? furthestOff(r, typesOf(r).types, chanceOf, limitOf) : null;
}

// asked lists what the reader compares with what was published and drawn, for the events too.
const asked = (r) => [...askedOf(r), ...r.parts.flatMap((part, i) => askedOf(part).map((a) =>
  ({ ...a, key: `${a.key}-${i + 1}`, what: `${a.what} of event ${i + 1}`, label: `Event ${i + 1}: ${a.label}` })))];

function askedOf(r) {
  const out = [{ key: "commitment", what: "the commitment", label: r.unmixed ? "Commitment published before the mixing" : "Commitment published before the draw", want: () => r.hash(r.commitmentPath) }];
  if (r.mixes && !r.unmixed) out.push({ key: "pool", what: "the commitment to the pool", label: "Commitment to the pool, published before the mixing", want: () => r.hash("public/commit/fixed.sha256") });
  if (r.mixes && !r.unmixed) out.push({ key: "mixing", what: "the value that mixed the book", label: "Public value that mixed the book, as it was drawn", want: async () => r.mixing.public_value });
  if (r.drawn) out.push({ key: "value", what: "the public value", label: "Public value, as it was drawn", want: async () => r.draw.public_value });
  return out.map((a) => ({ ...a, of: r }));
}

// isValue tells a public value from a commitment.
const isValue = (key) => /^(value|mixing)\b/.test(key);

// compare holds what a reader gives against what the record says: "same", "other", "" where it
// is nothing yet. A commitment may come with the text that announced it.
async function compare(r, key, text) {
  if (!text.trim()) return "";
  const { of, want: ask } = asked(r).find((a) => a.key === key), want = await ask();
  if (isValue(key)) return sameValue(/^value/.test(key) ? of.source : of.mixSource, text.trim(), want) ? "same" : "other";
  if (text.replace(/\s+/g, "").toLowerCase() === want) return "same";
  const known = [want, ...fixedHashes(of)];
  for (const { key, want } of askedOf(of)) if (!isValue(key)) known.push(await want());
  if (otherHash(text, known)) return "other";
  return joined(text).includes(want) ? "same" : "";
}

// sameValue lets blanks between digits pass, and commas or blanks between lottery numbers.
function sameValue(source, text, want) {
  if (text === want) return true;
  if (["known in advance", "rehearsal"].includes(source.kind)) return false;
  if (source.kind !== "lottery") return text.replace(/\s+/g, "").toLowerCase() === want;
  const numbers = (spelt) => {
    const all = (spelt.match(/[0-9]+/g) || []).map(Number), sort = (part) => part.sort((a, b) => a - b);
    return [...sort(all.slice(0, source.numbers)), "and", ...sort(all.slice(source.numbers))].join();
  };
  return /^[0-9\s.,;+\/&-]+$/.test(text) && numbers(text) === numbers(want);
}

// judge weighs the lines and what the reader has compared: the colour, the title, and the
// caveats with their sentences.
function judge(r, lines, seen = {}) {
  const count = (state) => lines.filter((line) => line.state === state).length, failed = count("failed");
  const tally = `${plural(count("ok"), "check")} ok, ${failed} failed, ${count("not shown")} not shown, ${count("not checkable here")} not checkable here.`;
  const remarks = failed ? [] : remarksOf(r, seen), notes = failed ? [] : notesOf(r);
  const other = asked(r).filter(({ key }) => seen[key] === "other");
  const colour = failed || other.length ? "red" : remarks.length ? "amber" : "green";
  return { colour, title: titleOf(r, colour, failed, remarks.map(({ code }) => code)), tally, remarks, notes };
}

// remarksOf are the caveats of the record, then those of its events by name; what the reader has
// still to compare comes last.
function remarksOf(r, seen) {
  const say = (of, last) => caveats.filter(([code, when]) => (code === "unconfirmed") === last && when(of, seen))
    .map(([code, , text]) => ({ code, text: text(of) }));
  const ofEvents = new Map(); // by what is said, the numbers of events
  r.parts.forEach((part, i) => say(part, false).forEach(({ code, text }) => {
    if (!ofEvents.has(text)) ofEvents.set(text, { code, text, events: [] });
    ofEvents.get(text).events.push(i + 1);
  }));
  const named = ({ code, text, events }) => ({ code, text: `${events.length > 1 ? "Events" : "Event"} ${list(events)}: ${text}` });
  return [...say(r, false), ...[...ofEvents.values()].map(named), ...say(r, true)];
}

function titleOf(r, colour, failed, codes) {
  if (failed) return "This record does not hold";
  if (colour === "red") return "This is not what you saw published or drawn";
  if (colour === "green") return "This record holds";
  if (r.calledOff) return r.unmixed ? "Called off before the book was mixed" : "Called off before the draw";
  if (r.unmixed) return "Nothing wrong so far; the book is still to be mixed";
  if (!r.drawn) return "Nothing wrong so far; not drawn yet";
  const first = { rehearsal: "A rehearsal, which binds nobody", known: "Nothing wrong, but the value was known in advance",
    public: "Nothing wrong in what is here, but not everything is here", bounds: "Nothing wrong, but only bounds are shown" };
  const code = Object.keys(first).find((key) => codes.includes(key));
  if (code) return first[code];
  const n = asked(r).length;
  if (codes.join() === "unconfirmed") return `Holds so far: confirm ${{ 2: "two", 4: "four" }[n] || n} things`;
  return `Nothing wrong, but with ${plural(codes.filter((c) => c !== "unconfirmed").length, "reservation")}`;
}
