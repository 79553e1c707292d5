// say gives a sentence in the reader's language, with its slots filled. The checks themselves
// report in English, as all checkers do.
let language = "en";
const locales = { en: "en-GB", de: "de", fr: "fr" };

const say = (key, slots) => sayIn(language, key, slots);

function sayIn(language, key, slots = {}) {
  let text = sentences[language][key] ?? sentences.en[key];
  if (text === undefined) throw new Error("no sentence " + key);
  if (typeof text !== "string") text = text[new Intl.PluralRules(language).select(slots.n)] ?? text.other;
  return text.replace(/\{([a-z]+)\}/g, (_, name) => typeof slots[name] === "number" ? number(slots[name]) : slots[name]);
}

const number = (n) => n.toLocaleString(locales[language]);
const perCent = (part, all) => (100 * part / all).toLocaleString(locales[language], { maximumFractionDigits: 2 }) + "\u00a0%";
const listed = (things) => things.length < 2 ? things.join("") : things.slice(0, -1).join(", ") + ` ${say("and")} ` + things[things.length - 1];

// moment spells a time of the record for people, in UTC as it was announced.
const moment = (time) => new Date(time).toLocaleString(locales[language], { dateStyle: "full", timeStyle: "short", timeZone: "UTC" }) + " UTC";

// when says when and where a public value is drawn.
const when = (source) => source.time ? say("when.source", { time: moment(source.time), statement: place(source) }) : place(source);
const place = ({ statement }) => statement.replace(/\.$/, "");
