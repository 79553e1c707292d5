"""A second checker of evenlot records, written from the page `evenlot help record` alone.

    python3 checker.py DIR ...      one verdict a record
    python3 checker.py --lines      records from standard input, one a line: a JSON object
                                    of names and base64; answers one JSON object a line

It says "refused" and why, at the first fault; or which reservations a reader is told.
It does not verify BLS signatures, and does not compute the rank of measures.json.
"""
import base64, hashlib, itertools, json, math, os, re, sys
from collections import Counter, defaultdict
from fractions import Fraction

sys.setrecursionlimit(10_000)
COMMIT, AUDITOR = "public/commit/", "auditor/"
QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
STATED = {"known in advance": "value known in advance: a rehearsal, or a trusted operator",
          "nothing is drawn": "nothing is drawn: a rule says who, and every page has the same people"}
RULES = "leximin maximin nash minimax goldilocks uniform legacy".split()
KNOWN, REHEARSAL, DIGITS, PAGE, LOTTERY, DRAND, DICE, NOTHING = KINDS = (
    "known in advance", "rehearsal", "digits", "page digits", "lottery", "drand", "dice and drand", "nothing is drawn")
MIX_FILES = ["fixed.sha256", "mix.json", "mixsource.json"]
EVENT_FILES = ["event.json", "seated.csv"]
FIXED = ["mixsource.json", "pool.root", "quotas.csv", "rules.json", "seedsource.json", "totals.csv"]
LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*", re.S)
HEX = re.compile(r"[0-9a-f]{64}")
OVER = 65536


class Refused(Exception):
    pass


def need(true, *why):
    if not true:
        raise Refused(" ".join(map(str, why)))


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


# --- texts -------------------------------------------------------------------------------

def among(*ranges):
    return re.compile("[" + "".join(chr(a) + "-" + chr(b) for a, b in ranges) + "]")


BLANKS = [(0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F),
          (0x205F, 0x205F), (0x3000, 0x3000)]
CONTROLS = [(0, 0x1F), (0x7F, 0x9F)]
BLANK = among(*BLANKS)
NOT_IN_SENTENCE = among(*CONTROLS, *BLANKS[1:], (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
                        (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),
                        (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFD), (0xE0000, 0xE0FFF))
NOT_IN_NAME = among(*CONTROLS, (0x2028, 0x2029))


def sentence(text, what, most=1000):
    need(1 <= len(text.encode()) <= most, what, "is empty or too long")
    need(text == text.strip(" ") and not NOT_IN_SENTENCE.search(text), what, "is no sentence")


def decode(data, what):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(what + ": not UTF-8")


class Long(int):
    """A number of more than nine digits, or below zero: refused where it may not be."""


def parse_json(data, what):
    def number(text):
        need(len(text.lstrip("-")) <= 4000, what, "a number too long")
        return int(text) if len(text) <= 9 and text[0] != "-" else Long(text)

    def other(text):
        raise Refused(what + ": a value that does not occur: " + text[:20])

    def fields(pairs):
        need(len({name for name, _ in pairs}) == len(pairs), what, "a field twice")
        return dict(pairs)

    try:
        value = json.loads(decode(data, what), object_pairs_hook=fields, parse_int=number,
                           parse_float=other, parse_constant=other)
        again = (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
    except (ValueError, RecursionError) as e:
        raise Refused(f"{what}: {e}")
    need(isinstance(value, dict) and again == data, what, "is spelt in another way")
    return value


def kind_of(value, kind):
    """int: at most nine digits; Long: any number; str; [kind]: an array of them."""
    if isinstance(kind, list):
        return isinstance(value, list) and all(kind_of(v, kind[0]) for v in value)
    if kind is Long:
        return isinstance(value, int) and not isinstance(value, bool)
    return type(value) is kind


def read_json(files, name, **fields):
    value = parse_json(files[name], name)
    need(list(value) == list(fields), name, "has other fields")
    for field, kind in fields.items():
        need(kind_of(value[field], kind), name, field, "is of another type")
    return value


def read_csv(files, name, header):
    data = decode(files[name], name)
    need(data.endswith("\n"), name, "the last line has no end")
    lines = data[:-1].split("\n")
    table = [split_line(line, name) for line in lines]
    need(table[0] == header if isinstance(header, list) else header(table[0]), name, "another header")
    need(all(len(cells) == len(table[0]) for cells in table), name, "a line of another length")
    for line, cells in zip(lines, table):
        need(line == ",".join(map(quote, cells)), name, "is spelt in another way")
    return table[1:]


def split_line(line, name):
    cells, rest = [], line
    while True:
        quoted = re.match(r'"((?:[^"]|"")*)"', rest)
        if quoted:
            cell, rest = quoted[1].replace('""', '"'), rest[quoted.end():]
        else:
            cell = rest.split(",", 1)[0]
            rest = rest[len(cell):]
        cells.append(cell)
        if not rest:
            return cells
        need(rest[0] == ",", name, "a quote amid a cell")
        rest = rest[1:]


def quote(cell):
    if "," in cell or '"' in cell or cell == "\\." or BLANK.match(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def whole(cell, what):
    need(re.fullmatch(r"0|[1-9][0-9]{0,8}", cell), what, "no number:", cell)
    return int(cell)


def read_sums(files, name):
    text = decode(files[name], name)
    need(text.endswith("\n"), name, "the last line has no end")
    entries = [re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)", line) for line in text[:-1].split("\n")]
    need(all(entries), name, "a line that is none")
    names = [e[2] for e in entries]
    need(names == sorted(set(names)), name, "not sorted")
    folder = name.rsplit("/", 1)[0] + "/"
    for e in entries:
        need(folder + e[2] in files, name, "names a file that is not there:", e[2])
        need(sha(files[folder + e[2]]) == e[1], name, "another hash:", e[2])
    return names


# --- files and stages --------------------------------------------------------------------

FREE = "announcement.txt measures.json report.html verify.html verify.sh".split()
CORE = "chances.csv pool.root proof.json quotas.csv rules.json seedsource.json totals.csv".split()
LIMITS = {"chances.csv": 1 << 28, "book.root": 1 << 28, "proof.json": 64 << 20, "mixture.json": 64 << 20,
          "quotas.csv": 1 << 20, "totals.csv": 1 << 20, "seated.csv": 1 << 20, "SHA256SUMS": 1 << 20}


def own(files):
    """The files of the record, without litter and what is no part of it."""
    kept = {}
    for name, data in files.items():
        parts = name.split("/")
        if LITTER.fullmatch(parts[-1]) or "__MACOSX" in parts[:-1] or parts[0] not in ("public", "auditor") or len(parts) < 2:
            continue
        if parts[0] == "auditor" and not re.fullmatch(r"auditor/(events/[1-9][0-9]*/)?(pool\.csv|book\.csv|mixture\.json)", name):
            continue
        limit = LIMITS.get(parts[-1], (1 << 31) - 1 if parts[-1] in ("book.csv", "pool.csv") else 16 << 20)
        need(len(data) <= limit, name, "is too large")
        kept[name] = data
    public = [n for n in kept if n.startswith("public/")]
    folders = {n[:i] for n in public for i, c in enumerate(n) if c == "/"} - {"public"}
    need(len(public) + len(folders) <= 1000, "too many files")
    need(sum(map(len, kept.values())) < 1 << 31, "too large")
    return kept


def split_events(files):
    """The files of a record, and by number those of its events, by the names that they have
    in a record; only where the events are records of their own."""
    if not any(re.fullmatch(r"public/events/[^/]*/commit/rules\.json", name) for name in files):
        return files, {}
    outer, events = {}, defaultdict(dict)
    for name, data in files.items():
        parts = re.fullmatch(r"(public|auditor)/events/([^/]*)/(.+)", name, re.S)
        if not parts:
            outer[name] = data
            continue
        need(re.fullmatch("[1-9][0-9]{0,3}", parts[2]), "a stray file:", name)
        events[int(parts[2])][parts[1] + "/" + parts[3]] = data
    # What stands in auditor/ alone is no part of the record.
    return outer, {n: inner for n, inner in events.items() if any(f.startswith("public/") for f in inner)}


def stage_of(files, form, event=False):
    """"fixed", "committed", "drawn" or "aborted"; refuses files that do not belong."""
    pool = ("public/" if form == "open" else AUDITOR) + "pool.csv"
    drawn, aborted = "public/draw.json" in files, "public/aborted.json" in files
    listed = COMMIT + "SHA256SUMS" in files
    need(not (drawn and aborted), "drawn and called off")
    need(("public/SHA256SUMS" in files) == (drawn or aborted), "public/SHA256SUMS")
    need(listed or not drawn, "drawn without a book")
    fixed = COMMIT + "fixed.sha256" in files
    need(listed or fixed, "no list of hashes")
    book = "book.root" if form == "sealed" else "book.csv"
    commit = CORE + [book, "SHA256SUMS"] + (MIX_FILES if fixed else []) if listed else FIXED + ["fixed.sha256"]
    must = {COMMIT + name for name in commit + EVENT_FILES * event}
    may = {"public/" + name for name in (FREE[:2] if event else FREE)}
    if form == "open":
        must.add(pool)
        if listed:
            may.add("public/mixture.json")
    must |= {"public/draw.json"} if drawn else {"public/aborted.json"} if aborted else set()
    may |= {"public/SHA256SUMS"}
    for name in files:
        if name.startswith("public/events/") and not event:
            need(drawn and re.fullmatch(r"public/events/[1-9][0-9]{0,8}/(commit/(event\.json|book\.csv|seedsource\.json"
                                        r"|SHA256SUMS)|draw\.json|aborted\.json)", name), "a stray file:", name)
        elif name.startswith("public/"):
            need(name in must or name in may, "a stray file:", name)
    auditor = {"default": ["pool.csv", "mixture.json"], "sealed": ["pool.csv", "book.csv", "mixture.json"], "open": []}[form]
    for name in ("pool.csv", "book.csv", "mixture.json"):
        need(AUDITOR + name not in files or name in (auditor if listed else auditor[:1]), "a stray file in auditor/:", name)
    for name in must:
        need(name in files, "missing:", name)
    return "aborted" if aborted else "drawn" if drawn else "committed" if listed else "fixed"


# --- what is fixed -----------------------------------------------------------------------

class Record:
    pass


def read_rules(r):
    fields = dict(format=str, algorithm=str, rule=str, people=int, seats=int, pages=int,
                  household_limit=int, budget=int, form=str, key_hash=str)
    r.v = 1 if b'"format": "evenlot-record/1",' in r.files[COMMIT + "rules.json"] else 2
    if r.v == 2:
        fields["statements"] = [str]
    rules = r.rules = read_json(r.files, COMMIT + "rules.json", **fields)
    need(rules["format"] == f"evenlot-record/{r.v}" and rules["algorithm"] in (["evenlot/1"] if r.v == 1 else ["evenlot/2", "evenlot/3"]), "format")
    need(rules["rule"] in RULES and rules["form"] in ("default", "sealed", "open"), "rule or form")
    need(HEX.fullmatch(rules["key_hash"]), "key_hash")
    for text in rules.get("statements", []):
        sentence(text, "a statement")
    r.n, r.k, r.M, r.L = rules["people"], rules["seats"], rules["pages"], rules["household_limit"]
    need(1 <= r.k <= r.n and r.M >= 1 and rules["budget"] >= 1, "seats, people, pages or budget")


def read_quotas(r, event=False):
    plain = ["feature", "value", "min", "max"]
    flex = plain + ["min_flex", "max_flex"]
    table = read_csv(r.files, COMMIT + "quotas.csv", lambda h: h == plain or not event and h == flex)
    r.quotas, r.features = [], []
    for cells in table:
        feature, value = cells[:2]
        for name in (feature, value):
            need(name and not NOT_IN_NAME.search(name), "quotas.csv: a name")
        low, high, *others = [whole(c, "quotas.csv") for c in cells[2:]]
        need(low <= high and (not others or others[0] <= low and high <= others[1]), "quotas.csv: a window")
        if not r.features or r.features[-1] != feature:
            need(feature not in r.features, "quotas.csv: a feature in two places")
            r.features.append(feature)
        r.quotas.append((feature, value, low, high))
    need(len({q[:2] for q in r.quotas}) == len(r.quotas), "quotas.csv: a value twice")
    if r.v == 2:
        keys = [(f.encode(), v.encode()) for f, v, *_ in r.quotas]
        need(keys == sorted(keys), "quotas.csv: another order")
    r.totals = read_totals(r, COMMIT + "totals.csv")
    add_up(r, r.totals, r.n, "totals.csv")


def read_totals(r, name):
    totals = read_csv(r.files, name, ["feature", "value", "people"])
    need([tuple(c[:2]) for c in totals] == [q[:2] for q in r.quotas], name, "other lines")
    return [whole(c[2], name) for c in totals]


def add_up(r, numbers, total, name):
    for feature in r.features:
        need(sum(t for t, q in zip(numbers, r.quotas) if q[0] == feature) == total, name, "not", total)


def good_id(text):
    return re.fullmatch(r"[bcdfghjkmnpqrstvwxyz][bcdfghjkmnpqrstvwxyz23456789]{0,49}", text)


def read_chances(r):
    rows = read_csv(r.files, COMMIT + "chances.csv", ["id", "pages"])
    r.ids = [row[0] for row in rows]
    r.on = [whole(row[1], "chances.csv") for row in rows]
    need(all(map(good_id, r.ids)) and len(set(map(len, r.ids))) == 1, "chances.csv: an id")
    need(r.ids == sorted(set(r.ids)) and len(r.ids) == r.n, "chances.csv: not everybody, or not sorted")
    need(sum(r.on) == r.M * r.k and max(r.on) <= r.M, "chances.csv: the sum")
    r.index = {i: n for n, i in enumerate(r.ids)}


def read_book(files, name, pages, seats, known, salts=False):
    header = ["page"] + ["salt"] * salts + [f"seat{s + 1}" for s in range(seats)]
    rows = read_csv(files, name, header)
    need(len(rows) == pages, name, "another number of pages")
    width = len(str(pages - 1))
    for number, row in enumerate(rows):
        need(row[0] == str(number).zfill(width), name, "a page number")
        ids = row[1 + salts:]
        need(ids == sorted(set(ids)) and all(i in known for i in ids), name, "page", row[0])
        need(not salts or re.fullmatch("[0-9a-f]{32}", row[1]), name, "a salt")
    return [row[1 + salts:] for row in rows], [row[1] for row in rows] if salts else None


def merkle(leaves):
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle(leaves[:left]) + merkle(leaves[left:])).digest()


def leaf(*parts):
    return hashlib.sha256(b"\0" + b"".join(parts)).digest()


def lines(*texts):
    return "".join(t + "\n" for t in texts).encode()


def seal(page, salt, ids):
    salts = [hashlib.sha256(bytes.fromhex(salt) + str(s + 1).encode()).digest()[:16] for s in range(len(ids))]
    return merkle([leaf(x, lines(page, str(s + 1), i)) for s, (x, i) in enumerate(zip(salts, ids))]).hex()


def read_pages(r):
    r.pages = None
    known = set(r.ids)
    if r.rules["form"] == "sealed":
        seals = decode(r.files[COMMIT + "book.root"], "book.root").split("\n")
        need(seals.pop() == "" and len(seals) == r.M and all(map(HEX.fullmatch, seals)), "book.root")
        r.seals = seals
        if AUDITOR + "book.csv" in r.files:
            r.pages, salts = read_book(r.files, AUDITOR + "book.csv", r.M, r.k, known, True)
            for number, (ids, salt) in enumerate(zip(r.pages, salts)):
                need(seal(str(number).zfill(len(str(r.M - 1))), salt, ids) == seals[number], "a seal", number)
    else:
        r.pages, _ = read_book(r.files, COMMIT + "book.csv", r.M, r.k, known)
    if r.pages:
        count = Counter(itertools.chain.from_iterable(r.pages))
        need(all(count[i] == on for i, on in zip(r.ids, r.on)), "chances.csv: counted otherwise")


def read_pool(r):
    root = decode(r.files[COMMIT + "pool.root"], "pool.root")
    need(root.endswith("\n") and HEX.fullmatch(root[:-1]), "pool.root")
    name = ("public/" if r.rules["form"] == "open" else AUDITOR) + "pool.csv"
    r.people = r.lines = None
    if name not in r.files:
        return
    rows = read_csv(r.files, name, ["id", "salt", "household"] + r.features)
    r.lines = {row[0]: row for row in rows}
    ids = [row[0] for row in rows]
    need(len(rows) == r.n and all(map(good_id, ids)) and ids == sorted(set(ids)), "pool.csv: ids")
    need(r.ids is None or ids == r.ids, "pool.csv: other ids")
    number = {q[:2]: i for i, q in enumerate(r.quotas)}
    homes, leaves, r.people = defaultdict(list), [], []
    for i, (who, salt, home, *values) in enumerate(rows):
        need(re.fullmatch("[0-9a-f]{32}", salt), "pool.csv: a salt")
        vector = tuple(number.get(pair, -1) for pair in zip(r.features, values))
        need(-1 not in vector, "pool.csv: a value without a quota")
        if home:
            homes[home].append(i)
        r.people.append((vector, home))
        pairs = itertools.chain.from_iterable(zip(r.features, values))
        leaves.append(leaf(bytes.fromhex(salt), lines(who, home, *pairs)))
    for home, members in homes.items():
        need(len(members) > 1, "pool.csv: a household of one")
        need(re.fullmatch("[0-9a-f]{32}", home) if r.v == 2 else home == ids[members[0]], "pool.csv: a household")
    need(merkle(leaves).hex() == root[:-1], "pool.root: another pool")
    count = Counter(itertools.chain.from_iterable(v for v, _ in r.people))
    need(all(count[i] == t for i, t in enumerate(r.totals)), "totals.csv: counted otherwise")


def check_panels(r):
    if r.people is None or not r.pages:
        return
    for page, ids in enumerate(r.pages):
        members = [r.people[r.index[i]] for i in ids]
        count = Counter(itertools.chain.from_iterable(v for v, _ in members))
        for q, (_, _, low, high) in enumerate(r.quotas):
            need(low <= count[q] <= high, "page", page, "misses a quota")
        homes = Counter(h for _, h in members if h)
        need(not r.L or not homes or max(homes.values()) <= r.L, "page", page, "has a household too often")


# --- public values -----------------------------------------------------------------------

def seconds(time):
    m = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", time, re.A)
    need(m, "a time:", time)
    year, month, day, hour, minute, second = map(int, m.groups())
    need(year >= 1970 and 1 <= month <= 12 and hour < 24 and minute < 60 and second < 60, "a time:", time)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    need(1 <= day <= days[month - 1], "a time:", time)
    y = year - 1
    before = y * 365 + y // 4 - y // 100 + y // 400 + sum(days[:month - 1]) + day - 719163
    return before * 86400 + hour * 3600 + minute * 60 + second


def read_source(r, name, pages):
    fields = dict(kind=str, statement=str, time=str, digits=int, numbers=int, extra=int)
    given = parse_json(r.files[name], name)
    if r.v == 2 and given.get("kind") == LOTTERY:
        fields["highest"] = int
        if given.get("extra"):
            fields["extra_highest"] = int
    fields.update(chain=str, round=Long, supersedes=str, reason=str)
    s = read_json(r.files, name, **fields)
    kind, digits, numbers, extra = s["kind"], s["digits"], s["numbers"], s["extra"]
    need(kind in KINDS, name, "kind")
    sentence(s["statement"], name, 2000)
    need(s["statement"] == STATED.get(kind, s["statement"]), name, "statement")
    need((s["supersedes"] == "") == (s["reason"] == ""), name, "supersedes or reason")
    if s["supersedes"]:
        need(HEX.fullmatch(s["supersedes"]), name, "supersedes")
        sentence(s["reason"], name)
    need(0 <= s["round"] < 10 ** 16, name, "round")
    beacon = kind in (DRAND, DICE)
    need(s["chain"] == (QUICKNET if beacon else "") and (s["round"] >= 1) == beacon, name, "chain or round")
    need(s["time"] or not beacon, name, "no time")
    need(not s["time"] or kind not in STATED, name, "a time")
    s["at"] = seconds(s["time"]) if s["time"] else None
    need(not beacon or s["at"] == 1692803367 + 3 * (s["round"] - 1), name, "time of the round")
    low, high = {DIGITS: (1, 100), DICE: (1, 100), PAGE: (1, 8)}.get(kind, (0, 0))
    need(low <= digits <= high, name, "digits")
    need(1 <= numbers <= 20 and extra <= 20 if kind == LOTTERY else numbers == extra == 0, name, "numbers")
    if kind == PAGE:
        need(10 ** digits == pages, name, "does not suit the book")
    if kind in (DIGITS, DICE):
        need(6 ** digits >= 10000 * pages, name, "has too few outcomes")
    if kind == LOTTERY and r.v == 1:
        need(numbers + extra >= 5, name, "has too few numbers")
    if kind == LOTTERY and r.v == 2:
        need(s["highest"] <= 9999 and s.get("extra_highest", 0) <= 9999, name, "a range")
        ways = math.comb(s["highest"], numbers) * math.comb(s.get("extra_highest", 0), extra)
        need(ways >= 10000 * pages, name, "has too few outcomes")
    return s


def check_value(r, s, value, signature, what):
    kind = s["kind"]
    need(kind in (DRAND, DICE) or signature == "", what, "a signature")
    if kind in (KNOWN, NOTHING, REHEARSAL):
        return sentence(value, what)
    if kind in (DIGITS, PAGE):
        return need(re.fullmatch("[0-9]{%d}" % s["digits"], value), what, "other digits")
    if kind == LOTTERY:
        parts = value.split("/")
        need(len(parts) == (3 if s["extra"] else 2) and parts[-1] == "", what, "other numbers")
        for text, count, top in zip(parts, (s["numbers"], s["extra"]), ("highest", "extra_highest")):
            need(re.fullmatch(r"((0|[1-9][0-9]{0,3})\.)*", text), what, "other numbers")
            drawn = [int(n) for n in text.split(".")[:-1]]
            need(len(drawn) == count and drawn == sorted(set(drawn)), what, "other numbers")
            need(top not in s or 1 <= drawn[0] and drawn[-1] <= s[top], what, "out of range")
        return
    need(re.fullmatch("[0-9a-f]{96}", signature), what, "no signature")
    randomness = sha(bytes.fromhex(signature))
    if kind == DICE:
        digits, _, value = value.partition(".")
        need(re.fullmatch("[0-9]{%d}" % s["digits"], digits), what, "other digits")
    need(value == randomness, what, "another randomness")


def check_draw(r, files, name, s, commitment, pages, seat_count):
    d = read_json(files, name, commitment=str, public_value=str, signature=str, draw_string=str, counter=int,
                  hash=str, ticket=int, page=str, page_salt=str, panel=[str], notice=str)
    need(d["commitment"] == commitment, name, "another commitment")
    check_value(r, s, d["public_value"], d["signature"], name)
    if s["kind"] == PAGE:
        page = int(d["public_value"])
        need(d["draw_string"] == d["hash"] == "" and d["counter"] == 0, name, "hashed")
    else:
        string = commitment + "." + d["public_value"]
        limit = 2 ** 256 // pages * pages
        counter = next(i for i in itertools.count(1) if int(sha(f"{string},{i}".encode()), 16) < limit)
        digest = sha(f"{string},{counter}".encode())
        need((d["draw_string"], d["counter"], d["hash"]) == (string, counter, digest), name, "hashed otherwise")
        page = int(digest, 16) % pages
    need(d["ticket"] == page + 1 and d["page"] == str(page).zfill(len(str(pages - 1))), name, "another page")
    need(d["notice"] == s["statement"], name, "notice")
    return d, page


# --- mixing, announcement, measures ------------------------------------------------------

def check_mix(r, event=False):
    """The commitment of the pool, and whether a public value mixes the book."""
    r.mix, r.values, r.mixed_by = None, [], None
    if COMMIT + "fixed.sha256" not in r.files:
        return
    need(r.v == 2, "a mixed book of version 1")
    need(read_sums(r.files, COMMIT + "fixed.sha256") == sorted(FIXED + EVENT_FILES * event), "fixed.sha256 lists other files")
    r.fixed = sha(r.files[COMMIT + "fixed.sha256"])
    s = r.mix = read_source(r, COMMIT + "mixsource.json", r.M)
    need(s["supersedes"] == "" and s["kind"] not in (KNOWN, NOTHING, PAGE), "mixsource.json: kind")
    for x in (s, r.source):
        need(x["at"] is not None or x["kind"] == REHEARSAL, "mixing without a time")
    if s["at"] is not None and r.source["at"] is not None:
        need(s["at"] < r.source["at"], "mixed after the draw")
    if s["round"] and r.source["round"]:
        need(s["round"] < r.source["round"], "mixed after the draw")
    if COMMIT + "mix.json" in r.files:
        m = read_json(r.files, COMMIT + "mix.json", commitment=str, public_value=str, signature=str, mix_string=str)
        need(m["commitment"] == r.fixed and m["mix_string"] == r.fixed + "." + m["public_value"], "mix.json")
        check_value(r, s, m["public_value"], m["signature"], "mix.json")
        r.values.append(m["public_value"])
        r.mixed_by = m["public_value"]


def check_announcement(r):
    if "public/announcement.txt" not in r.files:
        return
    text = re.sub(rb"[^0-9A-Za-z]", b"", r.files["public/announcement.txt"])
    text = re.sub(rb"[A-F]", lambda m: m[0].lower(), text)
    named = r.commitment.encode()
    need(named in text, "announcement.txt names no commitment")
    text = text.replace(named, b"|")
    for name in ("seedsource.json", "mixsource.json", "mix.json"):
        for run in re.findall(rb"[0-9a-f]{64,}", r.files.get(COMMIT + name, b"")):
            text = text.replace(run, b"|")
    need(not re.search(rb"[0-9a-f]{64}", text), "announcement.txt names another commitment")


def check_measures(r):
    if "public/measures.json" not in r.files:
        return
    m = read_json(r.files, "public/measures.json", digit=int, digit_person=str, digit_pages=int, person_pages=int,
                  rank=int, groups=int, smallest_group=int, alike=int)
    if r.pages:
        width, first = len(str(r.M - 1)), defaultdict(Counter)
        begin = Counter(str(p).zfill(width)[0] for p in range(r.M))
        for p, ids in enumerate(r.pages):
            for i in ids:
                first[i][str(p).zfill(width)[0]] += 1
        _, digit, _, who = min((-abs(r.M * first[i][d] - on * begin[d]), int(d), n, i)
                               for n, (i, on) in enumerate(zip(r.ids, r.on)) for d in begin)
        need((m["digit"], m["digit_person"]) == (digit, who), "measures.json: digit")
        need((m["digit_pages"], m["person_pages"]) == (first[who][str(digit)], r.on[r.index[who]]), "measures.json: pages")
    alike = min(Counter(v for v, _ in r.people).values()) if r.rules["form"] == "open" else 0
    need(m["alike"] == alike, "measures.json: alike")
    if not m["rank"]:
        need(m["groups"] == m["smallest_group"] == 0, "measures.json: groups")


# --- events ------------------------------------------------------------------------------

class Body:
    """Who is in, and what the events so far have used up."""

    def __init__(self, r, previous):
        self.members, self.gone, self.next, self.off = set(r.panel), set(), set(), None
        self.previous, self.sources, self.values = previous, [], []
        self.use(r)

    def use(self, r):
        """(E8) and (E9), and what was used."""
        for s in filter(None, (r.mix, r.source)):
            for before in self.sources:
                need(not s["round"] or s["round"] > before["round"], "E8: a round that is not later")
                need(s["at"] is None or before["at"] is None or s["at"] > before["at"], "E8: a time that is not later")
            self.sources.append(s)
        for value in r.values:
            need(value not in self.values, "E9: a public value again")
            self.values.append(value)


def check_whole_events(r, events):
    """Events that are records of their own; the reservations that they have."""
    need(not events or r.stage == "drawn" and r.v == 2, "E5: an event of a record that is not drawn, or of version 1")
    need(sorted(events) == list(range(1, len(events) + 1)) and len(events) <= 40, "events: a gap")
    caveats = set()
    if not events:
        return caveats
    body = Body(r, sha(r.files["public/SHA256SUMS"]))
    for number in sorted(events):
        try:
            need(body.previous, "E5: the event before has not ended")
            inner = check(events[number], event=True)
            caveats |= inner.caveats | check_change(r, inner, number, body)
        except Refused as e:
            raise Refused(f"event {number}: {e}")
    return caveats


def check_change(r, inner, number, body):
    e = read_json(inner.files, COMMIT + "event.json", format=str, event=int, kind=str, previous=str,
                  leaving=[str], unavailable=[str], statement=str)
    need(e["format"] == "evenlot-event/2" and e["event"] == number, "event.json: format or number")
    need(e["kind"] in ("replacement", "rotation", "outgoing", "alternates", "succession"), "event.json: kind")
    need(e["previous"] == body.previous, "event.json: previous")
    sentence(e["statement"], "event.json")
    leaving, unavailable = set(e["leaving"]), set(e["unavailable"])
    need(e["leaving"] == sorted(leaving) and e["unavailable"] == sorted(unavailable), "event.json: not sorted")
    need(leaving | unavailable <= set(r.ids), "event.json: unknown people")
    for field in ("format", "rule", "form", "household_limit"):
        need(inner.rules[field] == r.rules[field], "E6: another", field)
    need([q[:2] for q in inner.quotas] == [q[:2] for q in r.quotas], "E6: other features or values")
    need((inner.source["supersedes"], inner.source["reason"]) == (body.off or ("", "")), "E5: supersedes")
    body.use(inner)
    out, joins = e["kind"] == "outgoing", e["kind"] in ("replacement", "rotation", "succession")
    if inner.source["kind"] == NOTHING:
        need(e["kind"] in ("succession", "alternates"), "E10: what is drawn")
    else:
        need(e["kind"] != "succession", "E10: something is drawn")
    caveats = outgoing(inner, leaving, unavailable, body) if out else replacement(r, inner, number, leaving, unavailable, body, joins)
    if unavailable:
        caveats = caveats | {"narrowed"}
    check_lines(r, inner)
    body.off, body.previous = None, None
    if inner.stage == "drawn":
        panel = set(inner.panel)
        body.members = body.members - (panel if out else leaving) | (panel if joins else set())
        body.gone |= panel if out else leaving
        if not out and not joins:
            body.next = panel
    if inner.stage == "aborted":
        body.off = (inner.commitment, inner.reason)
    if inner.stage in ("drawn", "aborted"):
        body.previous = sha(inner.files["public/SHA256SUMS"])
    return caveats


def pool_of(inner):
    """The ids of its pool, None where they are not at hand."""
    ids = inner.ids or inner.lines
    return None if ids is None else set(ids)


def replacement(r, inner, number, leaving, unavailable, body, joins):
    """A replacement or a rotation; or, where nobody joins, a draw of alternates."""
    need(joins or not leaving, "event.json: leaving, where nobody joins")
    need(leaving <= body.members and not unavailable & body.members, "E1: leaving or unavailable")
    staying = body.members - leaving
    pool, may = pool_of(inner), set(r.ids) - body.members - body.gone - unavailable
    if r.L and r.lines:
        homes = {r.lines[i][2] for i in staying} - {""}
        may = {i for i in may if r.lines[i][2] not in homes}
    if pool is not None:
        need(pool <= may, "E2: somebody in the pool who must not be")
        if inner.source["kind"] == NOTHING and not joins:
            check_next_pages(r, inner, number, pool, unavailable, body.members)
        elif inner.source["kind"] == NOTHING:
            check_succession(r, inner, pool, may & body.next, staying)
        else:
            need(pool == may or r.L and not r.lines, "E2: somebody left out")
    seated = read_totals(inner, COMMIT + "seated.csv")
    if not joins:
        need(not any(seated), "seated.csv: somebody")
        return set()
    need(inner.k <= r.k - len(staying), "E3: too many seats")
    add_up(inner, seated, len(staying), "seated.csv")
    check_seated(r, seated, staying)
    deviates = inner.k < r.k - len(staying)
    for (_, _, low, high), (_, _, lower, higher), s in zip(r.quotas, inner.quotas, seated):
        left = (max(0, low - s), max(0, high - s))
        need(lower <= left[0] and higher >= left[1], "E4: a window that is narrower")
        deviates |= (lower, higher) != left
    return {"deviation"} if deviates else set()


def check_succession(r, inner, pool, able, staying):
    """(E10): those move up whom the rule names."""
    need(pool <= able, "E10: somebody who is not next in line")
    need(len(pool) == inner.k and not inner.mix, "E10: something is left to chance")
    if r.people is None:
        return

    def loss(people):
        count = Counter(itertools.chain.from_iterable(r.people[r.index[i]][0] for i in people))
        return sum(max(low - count[q], count[q] - high, 0) * (5354228880 // max(high, 1))
                   for q, (_, _, low, high) in enumerate(r.quotas))

    up = []
    while len(staying) + len(up) < r.k:
        here = [*staying, *up]
        trials = [(loss([*here, i]), i) for i in able - set(up)]
        if not trials or min(trials)[0] > loss(here):
            break
        up.append(min(trials)[1])
    need(pool == set(up), "E10: the rule names others")


def check_next_pages(r, inner, number, pool, unavailable, members):
    """(E11): the alternates whom the draw of the panel named."""
    promise = "the public value that draws the panel also names ([1-9][0-9]{0,8}) alternates, who are on the next pages that it leads to"
    want = max((int(m[1]) for m in (re.fullmatch(promise, s) for s in r.rules.get("statements", [])) if m), default=0)
    need(want and number == 1 and not unavailable and not inner.mix and len(pool) == inner.k, "E11: no such alternates")
    if not r.pages or r.L and not r.lines:
        return
    d = json.loads(r.files["public/draw.json"])
    text = d["commitment"] + "." + d["public_value"]
    limit, named, homes = 2 ** 256 // r.M * r.M, [], Counter(r.lines[i][2] for i in members) if r.L else None
    for j in range(1, 1001):
        numbers = (int(sha(f"{text},alternates,{j},{i}".encode()), 16) for i in itertools.count(1))
        page = next(x for x in numbers if x < limit) % r.M
        for who in sorted(r.pages[page], key=lambda i: sha(f"{text},alternate,{i}".encode())):
            home = r.lines[who][2] if r.L else ""
            if len(named) < want and who not in members and who not in named and not (home and homes[home] >= r.L):
                named.append(who)
                if home:
                    homes[home] += 1
    need(pool == set(named), "E11: the next pages name others")


def outgoing(inner, leaving, unavailable, body):
    need(not leaving, "event.json: leaving, where the draw says who leaves")
    need(unavailable <= body.members, "E1: unavailable")
    pool = pool_of(inner)
    need(pool is None or pool == body.members - unavailable, "E2: another pool")
    need(inner.k < len(body.members), "E3: too many seats")
    need(not any(read_totals(inner, COMMIT + "seated.csv")), "seated.csv: somebody")
    need(all(q[2:] == (0, inner.k) for q in inner.quotas), "E4: a window")
    return set()


def check_seated(r, seated, staying):
    if r.people is not None:
        count = Counter(itertools.chain.from_iterable(r.people[r.index[i]][0] for i in staying))
        need(all(count[q] == s for q, s in enumerate(seated)), "seated.csv: counted otherwise")


def check_lines(r, inner):
    """(E7): answers, salts and households are those of the record."""
    if r.lines is None or inner.lines is None:
        return
    homes = Counter(r.lines[i][2] for i in inner.lines if i in r.lines)
    for i, row in inner.lines.items():
        need(i in r.lines, "E7: nobody of the record:", i)
        who, salt, home, *values = r.lines[i]
        need(row == [who, salt, home if homes[home] > 1 else "", *values], "E7: another line:", i)


# Events of the plain form.

def check_events(r, panel):
    """The sources of the events."""
    numbers = sorted({int(n.split("/")[2]) for n in r.files if n.startswith("public/events/")})
    need(numbers == list(range(1, len(numbers) + 1)), "events: a gap")
    previous, gone, off = sha(r.files["public/draw.json"]), set(), None
    rounds = [s["round"] for s in (r.mix, r.source) if s]
    panel, sources = set(panel), []
    for number in numbers:
        base = f"public/events/{number}/"
        need(read_sums(r.files, base + "commit/SHA256SUMS") == ["book.csv", "event.json", "seedsource.json"]
             if base + "commit/SHA256SUMS" in r.files else False, base, "its list")
        e = read_json(r.files, base + "commit/event.json", event=int, kind=str, previous=str, seats=int, pages=int,
                      leaving=[str], statement=str)
        need(e["event"] == number and e["kind"] == "replacement" and e["previous"] == previous, base, "event.json")
        need(e["seats"] >= 1 and e["pages"] >= 1, base, "seats or pages")
        sentence(e["statement"], base)
        leaving = e["leaving"]
        need(leaving == sorted(set(leaving)) and set(leaving) <= panel, base, "leaving")
        s = read_source(r, base + "commit/seedsource.json", e["pages"])
        need(s["kind"] != NOTHING, base, "nothing is drawn")
        need((s["supersedes"], s["reason"]) == (off or ("", "")), base, "supersedes")
        sources.append(s)
        if s["round"]:
            need(s["round"] > max(rounds), base, "a spent round")
            rounds.append(s["round"])
        pages, _ = read_book(r.files, base + "commit/book.csv", e["pages"], e["seats"], set(r.ids) - panel - gone)
        commitment = sha(r.files[base + "commit/SHA256SUMS"])
        drawn, aborted = base + "draw.json" in r.files, base + "aborted.json" in r.files
        need(not (drawn and aborted), base, "drawn and called off")
        need(drawn or aborted or number == numbers[-1], base, "no end")
        off = None
        if aborted:
            a = read_json(r.files, base + "aborted.json", commitment=str, reason=str)
            sentence(a["reason"], base)
            need(a["commitment"] == commitment, base, "another commitment")
            off = (commitment, a["reason"])
            previous = sha(r.files[base + "aborted.json"])
        if drawn:
            d, page = check_draw(r, r.files, base + "draw.json", s, commitment, e["pages"], e["seats"])
            need(d["panel"] == pages[page] and d["page_salt"] == "", base, "another panel")
            panel = panel - set(leaving) | set(d["panel"])
            gone |= set(leaving)
            previous = sha(r.files[base + "draw.json"])
    return sources


# --- the proof ---------------------------------------------------------------------------

def fraction(text, what):
    need(re.fullmatch(r"(0|[1-9][0-9]{0,3999})(/[1-9][0-9]{0,3999})?", text), what, "no fraction")
    f = Fraction(text)
    need(str(f) == text and 0 <= f <= 1, what, "no fraction in lowest terms from 0 to 1")
    return f


def pairs(value, count, what):
    need(kind_of(value, [[Long]]) and all(len(p) == 2 for p in value), what, "no pairs")
    keys = [p[0] for p in value]
    need(keys == sorted(set(keys)) and all(0 <= k < count for k in keys), what, "an index")
    need(all(p[1] != 0 and type(p[0]) is int for p in value), what, "a zero")
    return value


def read_proof(r):
    name = COMMIT + "proof.json"
    p = r.proof = read_json(r.files, name, format=str, grade=str, over=int, rows=[str], cuts=[dict], steps=[dict])
    need(p["format"] == f"evenlot-proof/{r.v}" and p["over"] == OVER, "proof.json: format")
    need(p["grade"] in ("attained exactly", "attained by the book", "bounds only"), "proof.json: grade")
    for cut in p["cuts"]:
        need(list(cut) == ["weights", "bound", "tree"], "proof.json: a cut")
        pairs(cut["weights"], r.n, "weights")
        need(kind_of(cut["bound"], Long) and -2 ** 63 <= cut["bound"] < 2 ** 63, "proof.json: a bound")
        need(isinstance(cut["tree"], list) and cut["tree"], "proof.json: a tree")
        for node in cut["tree"]:
            need(isinstance(node, list) and node and node[0] in ("branch", "bound", "empty"), "proof.json: a node")
            if node[0] == "branch":
                need(len(node) == 3 and kind_of(node[1:], [int]), "proof.json: a branch")
            else:
                need(len(node) == 2, "proof.json: a leaf")
                pairs(node[1], 10 ** 9, "a leaf")
    need(p["steps"], "proof.json: no steps")
    for s in p["steps"]:
        need(list(s) == ["chance", "people", "pages", "fewest", "most", "multipliers"], "proof.json: a step")
        need(type(s["chance"]) is str and kind_of([s[f] for f in ("people", "pages", "fewest", "most")], [int]), "proof.json: a step")
        pairs(s["multipliers"], 10 ** 9, "multipliers")
        s["z"] = fraction(s["chance"], "proof.json")
        need(s["pages"] == r.M * s["z"].numerator // s["z"].denominator, "proof.json: pages")
    common, most = 1, min(26576, 2 ** 24 // len(p["steps"]))
    for s in p["steps"]:
        common = math.lcm(common, s["z"].denominator)
        need(common < 1 << most, "proof.json: a common denominator too large")
    r.first = next((s["z"] for s in p["steps"] if s["z"] > 0), None)


def read_types(r):
    """Shapes, types, members of each type, and the rows as (coefficients, low, high)."""
    homes = defaultdict(list)
    for i, (_, home) in enumerate(r.people):
        if home and r.L:
            homes[home].append(i)
    shapes = {h: (len(m), tuple(sorted(r.people[i][0] for i in m))) for h, m in homes.items() if len(m) > r.L}
    ranks = {s: n + 1 for n, s in enumerate(sorted(set(shapes.values())))}
    r.households = Counter(ranks[s] for s in shapes.values())
    keys = [(v, ranks[shapes[h]] if h in shapes else 0) for v, h in r.people]
    order = sorted(set(keys))
    place = {k: t for t, k in enumerate(order)}
    r.type = [place[k] for k in keys]
    r.shape = [k[1] for k in order]
    r.home = [h if h in shapes else None for _, h in r.people]
    r.members = [[] for _ in order]
    for i, t in enumerate(r.type):
        r.members[t].append(i)
    r.count = [len(m) for m in r.members]
    r.rows, names = [], []
    for q, (feature, value, low, high) in enumerate(r.quotas):
        r.rows.append(({t: 1 for t, k in enumerate(order) if q in k[0]}, low, high))
        names.append(f"quota {feature}: {value}")
    for g in sorted(ranks.values()):
        r.rows.append(({t: 1 for t, k in enumerate(order) if k[1] == g}, 0, r.L * r.households[g]))
        names.append(f"households of shape {g}")
    r.rows.append(({t: 1 for t in range(len(order))}, r.k, r.k))
    return names + ["seats"]


def combine(rows, multipliers, what):
    """The sum of multiples of rows: coefficients of types, and what the windows allow."""
    c, high = defaultdict(int), 0
    need(all(row < len(rows) for row, _ in multipliers), what, "a row that is none")
    for row, m in multipliers:
        coefficients, least, most = rows[row]
        need(least is not None or m > 0, what, "a cut taken from below")
        high += m * most if m > 0 else m * least
        for t, a in coefficients.items():
            c[t] += m * a
    return c, high


def check_tree(r, rows, weights, bound, tree):
    nodes = iter(tree)
    waiting, n = [({}, 0)], r.count  # boxes that differ from 0..n
    while waiting:
        boxes, depth = waiting.pop()
        node = next(nodes, None)
        need(node is not None, "a tree that ends early")
        if node[0] == "branch":
            _, t, v = node
            need(0 <= t < len(n) and depth < 100_000, "a branch")
            low, high = boxes.get(t, (0, n[t]))
            need(low <= v < high, "a branch out of its box")
            waiting.append(({**boxes, t: (v + 1, high)}, depth + 1))
            waiting.append(({**boxes, t: (low, v)}, depth + 1))
            continue
        w = weights if node[0] == "bound" else {}
        c, s = combine(rows, node[1], "a leaf")
        for t in range(len(n)):
            rest = OVER * w.get(t, 0) - c[t]
            low, high = boxes.get(t, (0, n[t]))
            s += max(rest * low, rest * high)
        need(s // OVER <= (bound if node[0] == "bound" else -1), "a leaf that does not hold")
    need(next(nodes, None) is None, "a tree that goes on")


def check_mixture(r, z):
    name = ("public/" if r.rules["form"] == "open" else AUDITOR) + "mixture.json"
    if name not in r.files:
        return False
    fields = dict(format=str, pages=[[Long]]) if r.v == 1 else dict(format=str, panels=[[[Long]]], weights=[[Long]])
    m = read_json(r.files, name, **fields)
    need(m["format"] == f"evenlot-mixture/{r.v}", name, "format")
    panels = [pairs(p, len(r.count), "a panel") for p in m.get("panels", [])]
    for p in panels:
        need(all(1 <= x <= r.count[t] for t, x in p), name, "a panel")
        x = dict(p)
        for coefficients, low, high in r.rows:
            need(low <= sum(x.get(t, 0) * a for t, a in coefficients.items()) <= high, name, "a panel outside a window")
    weights = pairs(m["pages"] if r.v == 1 else m["weights"], r.M + len(panels), name)
    need(weights and all(w > 0 for _, w in weights), name, "weights")
    if not r.pages:
        return False
    total, seats = sum(w for _, w in weights), Counter()
    for panel, w in weights:
        if panel >= r.M:
            for t, x in panels[panel - r.M]:
                seats[t] += w * x
        else:
            for i in r.pages[panel]:
                seats[r.type[r.index[i]]] += w
    need(all(seats[t] == z[t] * r.count[t] * total for t in range(len(r.count))), name, "other chances")
    return True


def follow(r, steps, cuts, equations, ordered, leftover=False):
    """The chance of every type that the steps fix, checked; q is what they have."""
    rows, bare = list(r.rows), len(r.rows)
    for cut in cuts:
        need(all(t < len(r.count) for t, _ in cut["weights"]), "a weight of no type")
        weights = dict(cut["weights"])
        check_tree(r, rows, weights, cut["bound"], cut["tree"])
        rows.append((weights, cut["bound"] if equations else None, cut["bound"]))
    types, q, z, used, last, above = range(len(r.count)), {}, {}, 0, Fraction(0), False
    for s in steps:
        others = [t for t in types if t not in q]
        c, B = combine(rows, s["multipliers"], "a step")
        y = [max(0, c[t]) for t in types]
        if not s["multipliers"]:
            y = [int(t not in q) for t in types]
        if not s["multipliers"] or s["z"] > 0 and not above:
            for coefficients, _, high in rows[:bare]:
                spent = sum(r.count[t] * a * q[t] for t, a in coefficients.items() if t in q)
                most = sum(r.count[t] * a for t, a in coefficients.items() if t not in q)
                need(high - spent >= s["z"] * most, "a step that says less than a row")
        above = above or s["z"] > 0
        B += sum(max(0, (y[t] - c[t]) * r.count[t]) for t in types)
        below = sum(r.count[t] * y[t] for t in others)
        need(below > 0, "a step that fixes nobody")
        chance = (B - sum(r.count[t] * y[t] * q[t] for t in q)) / Fraction(below)
        need(chance == s["z"], "a step of another chance")
        fixed = [t for t in others if y[t] > 0 or leftover and s is r.proof["steps"][-1]]
        pages = [r.on[i] for t in fixed for i in r.members[t]]
        need((len(pages), min(pages), max(pages)) == (s["people"], s["fewest"], s["most"]), "a step that counts otherwise")
        for t in fixed:
            z[t] = s["z"]
            q[t] = s["z"] if ordered else Fraction(sum(r.on[i] for i in r.members[t]), r.M * r.count[t])
        if ordered:
            need(s["z"] >= last, "chances that fall")
            last = s["z"]
            new = [(row - bare, m) for row, m in s["multipliers"] if row >= bare + used]
            need(not new or len(new) == 1 and new[0][0] == used and new[0][1] > 0, "a cut out of order")
            used += len(new)
    return z


def check_proof(r):
    """Whether the chances of the steps are known to be attained."""
    p = r.proof
    need(p["rows"] == read_types(r), "proof.json: other rows")
    mixture = ("public/" if r.rules["form"] == "open" else AUDITOR) + "mixture.json"
    for name in (COMMIT + "proof.json", mixture):
        need(len(r.files.get(name, b"")) * len(r.count) <= 1 << 34, name, "is too long for so many types")
    exactly, leximin = p["grade"] == "attained exactly", r.rules["rule"] == "leximin"
    need(leximin or not exactly, "attained exactly, under another rule")
    need(exactly or mixture not in r.files, mixture, "has no place beside this grade")
    ordered = exactly or r.v == 1
    leftover = r.v == 1 and (not leximin or p["grade"] == "bounds only")
    r.z = follow(r, p["steps"], p["cuts"], ordered, ordered, leftover)
    need(r.first is not None, "no chance above 0")
    before = list(itertools.takewhile(lambda s: s["z"] == 0, p["steps"]))
    if ordered:
        need(len(r.z) == len(r.count), "somebody left out")
    if exactly and check_mixture(r, r.z):
        return True
    need(leximin or sum(s["z"] > 0 for s in p["steps"]) == 1, "more steps than one, under another rule")
    if r.v == 1:
        need(p["grade"] == "bounds only" or all(s["fewest"] >= s["pages"] for s in p["steps"]), "fewer pages than a step says")
        least = p["steps"][:len(before) + 1]
        cuts = [row + 1 - len(r.rows) for s in least for row, _ in s["multipliers"]]
        follow(r, least, p["cuts"][:max([0] + cuts)], False, True, leftover)
    elif not exactly:
        gone = follow(r, before, p["cuts"], False, False)
        reach = [r.on[i] for i, t in enumerate(r.type) if t not in gone]
        least = follow(r, p["steps"][:len(before) + 1], p["cuts"], False, False)
        r.least = {t for t in least if t not in gone}
        attained = min(reach) >= r.M * r.first.numerator // r.first.denominator
        need(attained == (p["grade"] == "attained by the book"), "another grade")
    return False


# --- the dealing -------------------------------------------------------------------------

def unlikely(a, S, D, tests):
    """Whether a or more of events with the mean S/D are rarer than 1 in tests * 2^22."""
    k = a - S // D
    if k <= 0:
        return False
    return S ** k * tests << 22 < D ** k * math.perm(a, k)


def check_dealing(r, attained, caveats):
    n, M = r.count, r.M
    alone = r.rules["rule"] not in ("uniform", "legacy")
    x = [Counter(r.type[r.index[i]] for i in ids) for ids in r.pages]
    X = sum(x, Counter())
    for t, members in enumerate(r.members):
        on = [r.on[i] for i in members]
        if alone and r.shape[t] == 0:
            need(max(on) - min(on) <= 1, "D1: people alike on other numbers of pages")
        else:
            need(not unlikely(max(on), X[t], n[t], r.n), "D5: a person on too many pages")
    limited = r.v > 1 and r.rules["rule"] == "leximin" and r.proof["grade"] == "attained by the book"
    total = 0
    for t, members in enumerate(r.members if attained or alone else []):
        due = M * r.z[t] if attained else Fraction(X[t], n[t])
        most = min(math.ceil(due), math.ceil(M * r.z[t])) if limited and t in r.least else math.ceil(due)
        offs = [max(math.floor(due) - r.on[i], r.on[i] - most, 0) for i in members]
        off, total = max(offs), total + sum(offs)
        need(off <= 10 or (off - 10) ** 2 <= 4 * r.k, "D2: somebody too far from what is due")
        if off > 0:
            caveats.add("dealing")
    need(total <= 2 * (10 + r.n), "D2: all together too far from what is due")
    shapes = Counter(tuple(sorted(v.items())) for v in x)
    for ids, a in Counter(map(tuple, r.pages)).items():
        if a > 1:
            mine = Counter(r.type[r.index[i]] for i in ids)
            C = math.prod(math.comb(n[t], c) for t, c in mine.items() if r.shape[t] == 0)
            need(not unlikely(a, shapes[tuple(sorted(mine.items()))], C, len(shapes) * C), "D4: a panel too often")
    S = 0
    for shape, pages in shapes.items():
        if pages > 1:
            C = math.prod(math.comb(n[t], c) for t, c in shape if r.shape[t] == 0)
            S += (pages * (pages - 1) << 63) // C + 1
    again = M - len(set(map(tuple, r.pages)))
    need(not again or not unlikely(again, S, 1 << 64, 1), "D6: too many panels again")
    if M * r.k * r.k > 4 * 10 ** 8:
        caveats.add("company")
        return
    sums = Counter()
    for v in x:
        for s, t in itertools.combinations_with_replacement(sorted(v), 2):
            sums[s, t] += v[s] * v[t] if s != t else v[t] * (v[t] - 1)
    met = Counter()
    for ids in r.pages:
        met.update(itertools.combinations([r.index[i] for i in ids], 2))
    worst = Counter()
    for (i, j), a in met.items():
        if r.home[i] is None or r.home[i] != r.home[j]:
            key = tuple(sorted((r.type[i], r.type[j])))
            worst[key] = max(worst[key], a)
    for (s, t), a in worst.items():
        D = n[s] * n[t] if s != t else n[t] * (n[t] - 1)
        if r.shape[s] and r.shape[s] == r.shape[t]:
            D = n[s] * (n[t] - n[t] // r.households[r.shape[t]])
        need(not unlikely(a, sums[s, t], D, r.n * (r.n - 1) // 2), "D3: two people together too often")


# --- the verdict -------------------------------------------------------------------------

def of_source(s):
    caveats = {KNOWN: {"known"}, REHEARSAL: {"rehearsal"}}.get(s["kind"], set())
    return {"range"} if s["kind"] == LOTTERY and "highest" not in s else caveats


def check(files, event=False):
    """What a record, or an event by its inner names, says, with its reservations as a set of
    names; raises Refused."""
    r, caveats = Record(), {"unconfirmed"}
    r.caveats = caveats
    r.files, events = (own(files), {}) if event else split_events(own(files))
    need(COMMIT + "rules.json" in r.files, "no rules.json")
    read_rules(r)
    r.stage = stage = stage_of(r.files, r.rules["form"], event)
    read_quotas(r, event)
    r.source = read_source(r, COMMIT + "seedsource.json", r.M)
    r.ids = None
    if stage != "fixed" and COMMIT + "SHA256SUMS" in r.files:
        names = read_sums(r.files, COMMIT + "SHA256SUMS")
        book = "book.root" if r.rules["form"] == "sealed" else "book.csv"
        mixed = MIX_FILES if COMMIT + "fixed.sha256" in r.files else []
        need(names == sorted(CORE + [book] + mixed + EVENT_FILES * event), "SHA256SUMS lists other files")
        read_chances(r)
        read_pages(r)
        r.commitment = sha(r.files[COMMIT + "SHA256SUMS"])
        read_proof(r)
    read_pool(r)
    check_mix(r, event)
    if r.ids is None:
        r.commitment = r.fixed
    if "public/SHA256SUMS" in r.files:
        listed = read_sums(r.files, "public/SHA256SUMS")
        need(listed == sorted(n[7:] for n in r.files if n.startswith("public/") and n != "public/SHA256SUMS"),
             "public/SHA256SUMS lists other files")
    if "public/aborted.json" in r.files:
        a = read_json(r.files, "public/aborted.json", commitment=str, reason=str)
        sentence(a["reason"], "aborted.json")
        need(a["commitment"] == r.commitment, "aborted.json: another commitment")
        r.reason = a["reason"]
    caveats |= of_source(r.source)
    need(event or r.source["kind"] != NOTHING, "nothing is drawn, in a record")
    if r.source["kind"] != NOTHING and (not r.mix or r.mix["kind"] == REHEARSAL):
        caveats.add("unmixed")
    if r.ids is None:
        check_announcement(r)
        check_whole_events(r, events)
        return r
    check_panels(r)
    attained = exactly = r.proof["grade"] == "attained exactly"
    if r.people is not None:
        attained = check_proof(r)
        if r.pages:
            check_dealing(r, attained, caveats)
    if r.people is None or not r.pages or exactly and not attained:
        caveats.add("public")
    if r.proof["grade"] == "bounds only":
        caveats.add("bounds")
    if r.proof["grade"] == "attained by the book" or r.v == 1 and exactly and not attained:
        caveats.add("smallest")
    if r.first is not None and math.floor(r.M * r.first) < 5:
        caveats.add("short")
        need(r.v == 1 or r.source["kind"] in (KNOWN, REHEARSAL), "too few pages for the smallest chance")
    if r.rules["rule"] != "leximin":
        caveats.add("rule")
    check_announcement(r)
    check_measures(r)
    if "public/draw.json" in r.files:
        d, page = check_draw(r, r.files, "public/draw.json", r.source, r.commitment, r.M, r.k)
        panel = d["panel"]
        need(r.source["kind"] == PAGE or d["public_value"] != r.mixed_by, "draw.json: the value that mixed the book")
        need(panel == sorted(set(panel)) and len(panel) == r.k and all(i in r.index for i in panel), "draw.json: panel")
        if r.rules["form"] == "sealed":
            need(re.fullmatch("[0-9a-f]{32}", d["page_salt"]), "draw.json: page_salt")
            need(seal(d["page"], d["page_salt"], panel) == r.seals[page], "draw.json: the seal")
        else:
            need(d["page_salt"] == "" and panel == r.pages[page], "draw.json: another panel")
        r.panel = panel
        if r.source["kind"] != PAGE:
            r.values.append(d["public_value"])
        for source in [] if event else check_events(r, panel):
            caveats |= {"events"} | of_source(source)
    caveats |= check_whole_events(r, events)
    return r


def answer(files):
    try:
        return {"caveats": sorted(check(files).caveats)}
    except Refused as e:
        return {"refused": str(e)}


def from_folder(folder):
    files = {}
    for top in ("public", "auditor"):
        for at, _, names in os.walk(os.path.join(folder, top)):
            for name in names:
                path = os.path.join(at, name)
                with open(path, "rb") as f:
                    files[os.path.relpath(path, folder).replace(os.sep, "/")] = f.read()
    return files


if __name__ == "__main__":
    if sys.argv[1:] == ["--lines"]:
        for line in sys.stdin:
            files = {name: base64.b64decode(data) for name, data in json.loads(line).items()}
            print(json.dumps(answer(files)), flush=True)
    else:
        for folder in sys.argv[1:]:
            print(folder, answer(from_folder(folder)))
