// What the commitment covers, and what is fixed before a public value mixes the book.
const commitFiles = ["book.csv", "chances.csv", "pool.root", "proof.json", "quotas.csv", "rules.json", "seedsource.json", "totals.csv"];
const fixedFiles = ["mixsource.json", "pool.root", "quotas.csv", "rules.json", "seedsource.json", "totals.csv"];
const eventFiles = ["event.json", "seated.csv"]; // of a record that is an event of another one
const mixFiles = ["fixed.sha256", "mix.json", "mixsource.json"];
// What operating systems leave behind; files of these names are no part of a record.
const litter = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|__MACOSX\/.*)$/;

// private/ and research/ are nobody's business here: they are not even opened. Inside public/ they
// would be files that a record does not have.
const wanted = (path) => !/^\/?((?!public\/)[^/]+\/)*(private|research)\//.test(path);

// A record as picked: its files by path (public/…, auditor/…), whatever folder they lie
// in. public/ may also have been picked alone, under another name even. event tells that it is an
// event of another record.
class RecordFiles {
  constructor(files, event = false) {
    this.isEvent = event;
    this.given = files;
    this.passed = [...files.keys()].filter((path) => litter.test(path));
    const paths = [...files.keys()].filter((path) => wanted(path) && !litter.test(path));
    const found = paths.filter((path) => /(^|\/)commit\/rules\.json$/.test(path))
      .map((path) => path.slice(0, -"commit/rules.json".length));
    if (found.length === 0) throw new Fault("There is no record here: no folder that holds commit/rules.json.");
    const root = found.reduce((a, b) => (b.length < a.length ? b : a));
    if (found.some((other) => !other.startsWith(root)))
      throw new Fault("There is more than one record here: choose the folder of one.");
    const above = root.replace(/public\/$/, "");
    this.files = new Map();
    for (const path of paths) {
      if (path.startsWith(root)) this.files.set("public/" + path.slice(root.length), files.get(path));
      else if (root !== above && path.startsWith(above + "auditor/")) this.files.set(path.slice(above.length), files.get(path));
    }
    this.events = this.splitEvents();
    this.parts = []; // records of the events, as they are read
    this.made = new Map();
    this.hashes = new Map();
  }

  // splitEvents takes out the files of events that are records of their own: by number, under
  // the names that they have in a record.
  splitEvents() {
    const events = new Map();
    if (![...this.files.keys()].some((path) => /^public\/events\/[^/]+\/commit\/rules\.json$/.test(path))) return events;
    for (const [path, data] of [...this.files]) {
      const [, tier, number, file] = /^(public|auditor)\/events\/([^/]+)\/(.+)$/s.exec(path) || [];
      if (!tier) continue;
      this.files.delete(path);
      if (!events.has(number)) events.set(number, new Map());
      events.get(number).set(`${tier}/${file}`, data);
    }
    for (const [number, inner] of events) // what stands in auditor/ alone is no part of the record
      if (![...inner.keys()].some((path) => path.startsWith("public/"))) events.delete(number);
    return events;
  }

  has(path) { return this.files.has(path); }

  under(folder) { return [...this.files.keys()].filter((path) => path.startsWith(folder)).sort(); }

  bytes(path) {
    if (!this.has(path)) throw new Fault(`${path}: is missing`);
    return this.files.get(path);
  }

  async hash(path) {
    if (!this.hashes.has(path)) this.hashes.set(path, await hashOf(this.bytes(path)));
    return this.hashes.get(path);
  }

  // read parses a file once. What the first reader reports as a fault, the others only
  // name as what stopped them.
  read(path, parse) {
    return this.once(path, `${path} cannot be read, see above`, () => parse(path, this.bytes(path)));
  }

  // once does something that several checks need. Where it fails, the first of them says
  // why, the others only that.
  once(key, that, make) {
    if (!this.made.has(key)) {
      try {
        this.made.set(key, { value: make() });
      } catch (error) {
        this.made.set(key, { error });
        throw error;
      }
    }
    const { value, error } = this.made.get(key);
    if (error) throw error instanceof Unseen ? error : new Unseen(that);
    return value;
  }

  get rules() { return this.read("public/commit/rules.json", readRules); }
  get version() { return this.rules.format === "evenlot-record/1" ? 1 : 2; }
  get quotas() { return this.read("public/commit/quotas.csv", (n, b) => readQuotas(n, b, this.version)); }
  get totals() { return this.read("public/commit/totals.csv", (n, b) => readTotals(n, b, this.quotas)); }
  get chances() { return this.read("public/commit/chances.csv", readChances); }
  get source() { return this.sourceAt("public/commit/seedsource.json"); }
  get mixSource() { return this.sourceAt("public/commit/mixsource.json"); }
  get mixing() { return this.read("public/commit/mix.json", readMixing); }
  get proof() { return this.read("public/commit/proof.json", (n, b) => readProof(n, b, this.version)); }
  get draw() { return this.read("public/draw.json", readDraw); }
  get aborted() { return this.read("public/aborted.json", readAborted); }
  get event() { return this.read(eventPath, readEvent); }
  get seated() { return this.read(seatedPath, (n, b) => readTotals(n, b, this.quotas)); }
  get poolRoot() { return this.read("public/commit/pool.root", (n, b) => readHashes(n, b, 1)[0]); }
  get seals() { return this.read("public/commit/book.root", (n, b) => readHashes(n, b, this.rules.pages)); }
  sourceAt(path) { return this.read(path, (n, b) => readSource(n, readJSON(n, b), this.version)); }

  // settled: a rule says who, and every page has them. Of a file at fault others say so.
  get settled() {
    try {
      return this.source.kind === "nothing is drawn";
    } catch {
      return false;
    }
  }
  get drawn() { return this.has("public/draw.json"); }
  get calledOff() { return this.has("public/aborted.json"); }
  get mixes() { return this.has("public/commit/mixsource.json") || this.has("public/commit/fixed.sha256"); }
  // unmixed: the value that mixes the book is still to come, so there is no book.
  get unmixed() { return this.mixes && !this.has("public/commit/mix.json") && !this.has("public/commit/SHA256SUMS"); }
  get sealed() { return this.rules.form === "sealed"; }

  // commitmentPath is the list whose hash is the commitment.
  get commitmentPath() { return this.unmixed ? "public/commit/fixed.sha256" : "public/commit/SHA256SUMS"; }
  get commitFiles() {
    const book = commitFiles.map((file) => this.sealed && file === "book.csv" ? "book.root" : file);
    return [...book, ...(this.mixes ? mixFiles : []), ...(this.isEvent ? eventFiles : [])];
  }
  get fixedFiles() { return this.isEvent ? [...fixedFiles, ...eventFiles] : fixedFiles; }

  get bookPath() { return this.sealed ? "auditor/book.csv" : "public/commit/book.csv"; }
  get hasBook() { return !this.unmixed && (!this.sealed || this.has(this.bookPath)); }
  get book() {
    if (this.sealed && !this.has(this.bookPath))
      throw new Unseen("the pages are sealed; an auditor has them (auditor/book.csv)");
    return this.read(this.bookPath, (n, b) => readBook(n, b, this.rules.pages, this.rules.seats, this.sealed, this.chances));
  }

  get poolPath() { return this.rules.form === "open" ? "public/pool.csv" : "auditor/pool.csv"; }
  get mixturePath() { return this.rules.form === "open" ? "public/mixture.json" : "auditor/mixture.json"; }
  get mixture() { return this.read(this.mixturePath, (n, b) => readMixture(n, b, this.version)); }
  get hasPool() { return this.rules.form === "open" || this.has(this.poolPath); }
  get pool() {
    if (!this.hasPool) throw new Unseen("it takes what people answered, which an auditor has (auditor/pool.csv)");
    return this.read(this.poolPath, (n, b) => readPool(n, b, this.quotas, this.version, this.unmixed ? null : this.chances.ids));
  }
}
