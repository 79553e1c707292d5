"""Runs a query on a register (CSV) in one engine: run.py ENGINE QUERY CSV [TRAP]. Prints the rows, cells parted by tabs.

TRAP switches on what would give other letters: "guess" lets types be guessed, "danish" is a database that sorts as Danish does.
Servers are those of EVENLOT_POSTGRES, an address, and EVENLOT_MARIADB, a socket.
"""
import csv
import hashlib
import hmac
import os
import sqlite3
import subprocess
import sys


def show(rows):
    for row in rows:
        print("\t".join("" if cell is None else str(cell) for cell in row))


def of_sqlite(query, path, trap):
    con = sqlite3.connect(":memory:")
    con.create_function("evenlot_sha256", 1, lambda t: None if t is None else hashlib.sha256(t.encode()).hexdigest())
    con.create_function("evenlot_hmac", 2, lambda k, t: None if t is None else hmac.new(bytes.fromhex(k), t.encode(), "sha256").hexdigest())

    class Of:
        def __init__(self):
            self.all = []

        def step(self, key, text):
            self.all.append((key, text))

        def finalize(self):
            return hashlib.sha256("".join(t for _, t in sorted(self.all)).encode()).hexdigest()

    con.create_aggregate("evenlot_sha256_of", 2, Of)
    with open(path, newline="", encoding="utf-8") as f:
        rows = csv.reader(f)
        header = next(rows)
        kind = "NUMERIC" if trap else "TEXT"
        con.execute("CREATE TABLE register (%s)" % ", ".join('"%s" %s' % (h, kind) for h in header))
        con.executemany("INSERT INTO register VALUES (%s)" % ", ".join("?" * len(header)), rows)
    show(con.execute(query))


def of_duckdb(query, path, trap):
    import duckdb
    duckdb.sql("SET threads = 1")
    duckdb.sql("CREATE TABLE register AS SELECT * FROM read_csv('%s', header = true%s)" % (path, "" if trap else ", all_varchar = true"))
    show(duckdb.sql(query).fetchall())


def of_clickhouse(query, path, trap):
    from chdb import session
    with open(path, newline="", encoding="utf-8") as f:
        header = next(csv.reader(f))
    types = ", ".join("`%s` String" % h for h in header)
    s = session.Session()
    s.query("CREATE TABLE register (%s) ENGINE = Memory" % types)
    s.query("INSERT INTO register SELECT * FROM file('%s', 'CSVWithNames'%s)" % (path, "" if trap else ", '%s'" % types))
    print(s.query(query, "TSVRaw"), end="")


def of_datafusion(query, path, trap):
    import datafusion
    import pyarrow
    with open(path, newline="", encoding="utf-8") as f:
        header = next(csv.reader(f))
    schema = None if trap else pyarrow.schema([(h, pyarrow.string()) for h in header])
    ctx = datafusion.SessionContext()
    ctx.register_csv("register", path, schema=schema, has_header=True)
    for batch in ctx.sql(query).collect():
        show(zip(*[c.to_pylist() for c in batch.columns]))


def of_spark(query, path, trap):
    from pyspark.sql import SparkSession
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.read.csv(path, header=True, inferSchema=bool(trap), nullValue="\x00", emptyValue="").createOrReplaceTempView("register")
    show(spark.sql(query).collect())
    spark.stop()


def client(command, text):
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, PGOPTIONS="-c client_min_messages=warning"))
    if done.returncode:
        sys.exit(done.stderr.decode())
    return done.stdout.decode()


def header_of(path):
    with open(path, newline="", encoding="utf-8") as f:
        return next(csv.reader(f))


def of_postgres(query, path, trap):
    server = os.environ["EVENLOT_POSTGRES"]
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-A", "-t", "-F", "\t"]
    name = "evenlot_%d" % os.getpid()
    locale = " LOCALE_PROVIDER icu ICU_LOCALE 'da-DK'" if trap == "danish" else ""
    client(psql + [server], "CREATE DATABASE %s TEMPLATE template0%s" % (name, locale))
    try:
        kind = "char(12)" if trap == "char" else "text"
        load = "CREATE TABLE register (%s);\n\\copy register from '%s' csv header\n" % (", ".join('"%s" %s' % (h, kind) for h in header_of(path)), path)
        if trap == "null":
            load += "UPDATE register SET id = NULL WHERE id = (SELECT min(id) FROM register);\n"
        print(client(psql + [server.replace("/postgres?", "/%s?" % name)], load + query), end="")
    finally:
        client(psql + [server], "DROP DATABASE %s" % name)


def of_mariadb(query, path, trap):
    mariadb = ["mariadb", "--no-defaults", "--user=root", "--socket=" + os.environ["EVENLOT_MARIADB"], "--default-character-set=utf8mb4",
               "--local-infile=1", "--batch", "--raw", "--skip-column-names"]
    name = "evenlot_%d" % os.getpid()
    client(mariadb, "CREATE DATABASE %s" % name)  # in the server's character set, which is latin1 in some releases
    try:
        columns = ", ".join("`%s` VARCHAR(200) CHARACTER SET %s" % (h, trap or "utf8mb4") for h in header_of(path))
        load = ("CREATE TABLE register (%s);\nLOAD DATA LOCAL INFILE '%s' INTO TABLE register CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' "
                "OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' LINES TERMINATED BY '\\n' IGNORE 1 LINES;\n" % (columns, path))
        print(client(mariadb + [name], load + query), end="")
    finally:
        client(mariadb, "DROP DATABASE %s" % name)


globals()["of_" + sys.argv[1]](open(sys.argv[2], encoding="utf-8").read(), sys.argv[3], " ".join(sys.argv[4:]))
