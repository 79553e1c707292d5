// A book that nobody could choose: pool, rules and quotas are fixed and published first, then
// a public value mixes the book.

// checkFixed compares what was fixed before the mixing, and names the commitment to it.
async function checkFixed(r) {
  if (r.version === 1) throw new Fault("public/commit/mixsource.json: found in a record of version 1, whose books are not mixed");
  await compareList(r, "public/commit/", "public/commit/fixed.sha256", r.fixedFiles);
  const commitment = await r.hash("public/commit/fixed.sha256");
  if (r.unmixed) await checkAnnouncement(r);
  return "as long as this is the commitment that was published before the mixing: " + commitment;
}

// checkMixSource: the value that mixes is a public one, and comes before the draw.
function checkMixSource(r) {
  const name = "public/commit/mixsource.json", mix = r.mixSource, draw = r.source;
  const fail = (found, want) => { throw new Fault(`${name}: found ${found}, expected ${want}`); };
  if (["known in advance", "page digits", "nothing is drawn"].includes(mix.kind)) fail(`the kind “${mix.kind}”`, "a value that nobody knows, and that is hashed");
  if (mix.supersedes) fail("that it replaces a record", "that only seedsource.json says so");
  checkSuits(name, mix, r.rules.pages);
  if ([mix.kind, draw.kind].includes("rehearsal")) return;
  if (!mix.time || !draw.time) fail("no time of the mixing or of the draw", "that both are announced");
  if (mix.time >= draw.time || mix.round && draw.round && mix.round >= draw.round)
    fail(`the mixing at ${mix.time}, the draw at ${draw.time}`, "that the mixing comes first");
}

async function checkMixing(r) {
  const name = "public/commit/mix.json";
  checkMixSource(r);
  if (r.unmixed) throw new Unseen(r.calledOff ? "called off before the mixing: " + r.aborted.reason : `not mixed yet; announced: ${describeSource(r.mixSource)}`);
  const { mixing } = r, commitment = await r.hash("public/commit/fixed.sha256");
  if (mixing.commitment !== commitment) throw new Fault(`${name}: found the commitment ${mixing.commitment}, expected ${commitment}`);
  checkValue(name, r.mixSource, mixing);
  const text = `${commitment}.${mixing.public_value}`;
  if (mixing.mix_string !== text) throw new Fault(`${name}: found ${quoted(mixing.mix_string)}, expected ${quoted(text)}`);
  return `announced: ${describeSource(r.mixSource)}; drawn: ${mixing.public_value}. Compare it with what was drawn`;
}
