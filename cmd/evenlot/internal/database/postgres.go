// Package database reads registers straight from databases: it is what talks to a network, and only to the server
// that the user named.
package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/evenlot/evenlot/selection/invite/register"
)

// A Postgres is a table of a PostgreSQL server within one transaction that only reads: however often its rows are read, they are the
// same ones, whatever others write meanwhile.
type Postgres struct {
	ctx   context.Context // of the command
	conn  *pgx.Conn
	name  string
	table string
}

// OpenPostgres connects to the server of a URL such as postgres://user@host/database. The table stands in the query as it is given. Passwords
// come from the URL, PGPASSWORD or a password file.
func OpenPostgres(ctx context.Context, source, table string) (*Postgres, error) {
	p := &Postgres{ctx: ctx, name: Shown(source) + " " + table, table: table}
	config, err := pgx.ParseConfig(source)
	if err != nil {
		return nil, fmt.Errorf("%s: is no address of a server, expected such as postgres://user@host/database", Shown(source))
	}
	for name, value := range map[string]string{"application_name": "evenlot", "client_encoding": "UTF8", "DateStyle": "ISO", "TimeZone": "UTC",
		"extra_float_digits": "3", "default_transaction_read_only": "on", "statement_timeout": "0", "cursor_tuple_fraction": "1"} {
		config.RuntimeParams[name] = value
	}
	if p.conn, err = pgx.ConnectConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("%s: no connection: %w", Shown(source), because(err))
	}
	if err := p.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); err != nil {
		_ = p.Close()
		return nil, err
	}
	return p, nil
}

// Shown is a source without its password.
func Shown(source string) string {
	u, err := url.Parse(source)
	if err != nil {
		return "the source"
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	q.Del("password")
	u.RawQuery = strings.ReplaceAll(q.Encode(), "%2F", "/")
	return u.String()
}

// because leaves out of an error what it says of the address, which may hold a password.
func because(err error) error {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return errors.New(server.Message)
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err
}

// Name is for messages.
func (p *Postgres) Name() string { return p.name }

// Close ends the transaction and the connection.
func (p *Postgres) Close() error { return p.conn.Close(context.WithoutCancel(p.ctx)) }

func (p *Postgres) run(sql string) error {
	if _, err := p.conn.PgConn().Exec(p.ctx, sql).ReadAll(); err != nil {
		return p.failed(err)
	}
	return nil
}

func (p *Postgres) failed(err error) error {
	if p.ctx.Err() != nil {
		return p.ctx.Err()
	}
	return fmt.Errorf("%s: %w", p.name, because(err))
}

// Rows begins at the first row.
func (p *Postgres) Rows() (register.Rows, error) {
	_ = p.run("CLOSE ALL")
	head := p.conn.PgConn().ExecParams(p.ctx, "SELECT * FROM "+p.table+" LIMIT 0", nil, nil, nil, nil)
	fields := append([]pgconn.FieldDescription(nil), head.FieldDescriptions()...)
	if _, err := head.Close(); err != nil {
		return nil, p.failed(err)
	}
	r := &postgresRows{from: p}
	var cells []string
	for _, f := range fields {
		kind, err := p.kind(f.DataTypeOID)
		if err != nil {
			return nil, err
		}
		r.header, r.kinds = append(r.header, f.Name), append(r.kinds, kind)
		cells = append(cells, pgx.Identifier{f.Name}.Sanitize()+"::text")
	}
	return r, p.run("DECLARE evenlot NO SCROLL CURSOR FOR SELECT " + strings.Join(cells, ", ") + " FROM " + p.table)
}

// kind is the name of a type whose texts may differ between servers or sessions; empty for text, whole and decimal numbers, uuid,
// enumerations and truth values.
func (p *Postgres) kind(oid uint32) (kind string, err error) {
	const ask = `SELECT CASE WHEN typcategory IN ('S', 'E', 'B') OR oid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype, 'uuid'::regtype)
		THEN '' ELSE format_type(oid, NULL) END FROM pg_type WHERE oid = $1`
	if err := p.conn.QueryRow(p.ctx, ask, oid).Scan(&kind); err != nil {
		return "", p.failed(err)
	}
	return kind, nil
}

// fetched is how many rows are asked for in one go.
const fetched = 10_000

type postgresRows struct {
	from          *Postgres
	header, kinds []string
	some          *pgconn.ResultReader // rows that were asked for; nil: none
	got           int                  // of them
	row           int
}

func (r *postgresRows) Header() []string { return r.header }
func (r *postgresRows) Kinds() []string  { return r.kinds }

// Next gives a row; NULL is an empty cell.
func (r *postgresRows) Next() ([][]byte, int, error) {
	for {
		if r.some == nil {
			r.some, r.got = r.from.conn.PgConn().ExecParams(r.from.ctx, fmt.Sprintf("FETCH FORWARD %d FROM evenlot", fetched), nil, nil, nil, nil), 0
		}
		if r.some.NextRow() {
			r.got++
			r.row++
			return r.some.Values(), r.row, nil
		}
		_, err := r.some.Close()
		r.some = nil
		switch {
		case err != nil:
			return nil, r.row, r.from.failed(err)
		case r.got < fetched:
			return nil, r.row, io.EOF
		}
	}
}

// Close lets go of rows that were asked for and not read.
func (r *postgresRows) Close() error {
	if r.some == nil {
		return nil
	}
	_, err := r.some.Close()
	r.some = nil
	return err
}
