// What a verdict says: a colour, and what a record that holds does not show.

// The caveats: when each is true of a record that holds, and what its sentence is made of; the
// sentence is that of its name, or of the name that is given.
const caveats = [
  ["known", (r) => sources(r).some(({ kind }) => kind === "known in advance")],
  ["rehearsal", (r) => sources(r).some(({ kind }) => kind === "rehearsal")],
  ["public", (r) => !r.unmixed && missing(r).length > 0, (r) => missing(r).join(" ")],
  ["company", (r) => r.hasPool && r.hasBook && r.rules.pages * r.rules.seats ** 2 > mostCompany],
  ["bounds", (r) => !r.unmixed && r.proof.grade === "bounds only", boundsOf],
  ["smallest", (r) => !r.unmixed && (r.proof.grade === "attained by the book" || r.version === 1 && r.hasPool && weightless(r))],
  ["dealing", (r) => !r.unmixed && furthest(r) !== null,
    (r) => { const f = furthest(r); return say("caveat.dealing", { id: f.id, on: f.pages, pages: pagesOf(r), off: f.off, gives: f.gives }); }],
  ["events", (r) => r.under("public/events/").length > 0],
  ["narrowed", (r) => r.narrows],
  ["deviation", (r) => r.deviates],
  ["unmixed", (r) => !r.settled && (!r.mixes || r.mixSource.kind === "rehearsal")],
  ["short", (r) => !r.unmixed && firstPages(r) < 5],
  ["range", (r) => sources(r).some(({ kind, highest }) => kind === "lottery" && highest === undefined)],
  ["rule", (r) => r.rules.rule !== "leximin", (r) => say("caveat.rule", { rule: r.rules.rule })],
  ["unconfirmed", (r, seen) => !r.drawn || r.parts.some((part) => !part.drawn && !part.calledOff) || asked(r).some(({ key }) => seen[key] !== "same"),
    (r) => say(r.drawn ? "caveat.unconfirmed" : "caveat.unconfirmed.open", { things: listed(asked(r).map(({ what }) => what)) })],
];

const pagesOf = (r) => say("pages.of", { n: r.rules.pages });

// sources are those of the draw and of what was drawn after it.
const sources = (r) => [r.source, ...r.under("public/events/").filter((path) => path.endsWith("/seedsource.json")).map((path) => r.sourceAt(path))];

// notesOf says, in every colour, what this page cannot look at.
function notesOf(r) {
  const notes = [];
  if (r.unmixed) return notes;
  notes.push(say("note.again"));
  if ([r, ...r.parts].some((part) => part.mixes && part.mixSource.chain || part.source.chain)) notes.push(say("note.drand"));
  return notes;
}

const weightless = (r) => r.proof.grade === "attained exactly" && !r.has(r.mixturePath);

// missing says which files are not at hand, and what was therefore not looked at.
function missing(r) {
  const out = [];
  if (!r.hasPool) out.push(say("caveat.public.pool"));
  if (!r.hasBook) out.push(say("caveat.public.book"));
  if (r.hasPool && weightless(r)) out.push(say("caveat.public.mixture", { path: r.mixturePath }));
  return out;
}

// boundsOf says how far the smallest chance of the book is from the bound.
function boundsOf(r) {
  const { steps } = r.proof, first = steps.findIndex(({ chance }) => chance !== "0");
  const out = steps.slice(0, Math.max(first, 0)).reduce((n, { people }) => n + people, 0); // whom no panel can hold
  const fewest = [...r.chances.pages].sort((a, b) => a - b)[out];
  if (first < 0 || fewest === undefined) return say("caveat.bounds");
  return say("caveat.bounds.gap", { fewest, pages: pagesOf(r), possible: steps[first].pages });
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
  ({ ...a, key: `${a.key}-${i + 1}`, what: say("thing.event", { thing: a.what, n: i + 1 }), label: say("seen.event", { n: i + 1, label: a.label }) })))];

function askedOf(r) {
  const out = [["commitment", () => r.hash(r.commitmentPath), r.unmixed ? "seen.commitment.mixing" : "seen.commitment"]];
  if (r.mixes && !r.unmixed) out.push(["pool", () => r.hash("public/commit/fixed.sha256")], ["mixing", async () => r.mixing.public_value]);
  if (r.drawn && !r.settled) out.push(["value", async () => r.draw.public_value]);
  return out.map(([key, want, label = "seen." + key]) => ({ key, want, what: say("thing." + key), label: say(label), of: r }));
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
  const tally = say("tally", { checks: say("checks.of", { n: count("ok") }), failed, shown: count("not shown"), open: count("not checkable here") });
  const remarks = failed ? [] : remarksOf(r, seen), notes = failed ? [] : notesOf(r);
  const other = asked(r).filter(({ key }) => seen[key] === "other");
  const colour = failed || other.length ? "red" : remarks.length ? "amber" : "green";
  return { colour, title: titleOf(r, colour, failed, remarks.map(({ code }) => code)), tally, remarks, notes };
}

// remarksOf are the caveats of the record, then those of its events by name; what the reader has
// still to compare comes last.
function remarksOf(r, seen) {
  const sentence = (of, last) => caveats.filter(([code, when]) => (code === "unconfirmed") === last && when(of, seen))
    .map(([code, , text = () => say("caveat." + code)]) => ({ code, text: text(of) }));
  const ofEvents = new Map(); // by what is said, the numbers of events
  r.parts.forEach((part, i) => sentence(part, false).forEach(({ code, text }) => {
    if (!ofEvents.has(text)) ofEvents.set(text, { code, text, events: [] });
    ofEvents.get(text).events.push(i + 1);
  }));
  const named = ({ code, text, events }) => ({ code, text: say("caveat.event", { n: events.length, events: listed(events), text }) });
  return [...sentence(r, false), ...[...ofEvents.values()].map(named), ...sentence(r, true)];
}

function titleOf(r, colour, failed, codes) {
  if (failed) return say(r.damage && r.damage.only ? "verdict.damaged" : "verdict.bad");
  if (colour === "red") return say("verdict.other");
  if (colour === "green") return say("verdict.green");
  if (r.calledOff) return say(r.unmixed ? "verdict.off.unmixed" : "verdict.off");
  if (r.unmixed) return say("verdict.unmixed");
  if (!r.drawn) return say("verdict.undrawn");
  const code = ["rehearsal", "known", "public", "bounds"].find((key) => codes.includes(key));
  if (code) return say("verdict." + code);
  if (codes.join() === "unconfirmed") return say("verdict.confirm", { n: asked(r).length });
  return say("verdict.reservations", { n: codes.filter((c) => c !== "unconfirmed").length });
}
