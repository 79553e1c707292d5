package main

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/database"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/invite/register"
)

// registerPlace is where a register is, by flags: in a file or in a table of a database.
type registerPlace struct {
	path          string
	source, table string
}

func (o *registerPlace) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(text{&o.path, "FILE"}, "register", "the register, a row for each person or address: CSV in UTF-8, also compressed by gzip, or Parquet")
	f.Var(text{&o.source, "URL"}, "source", "read it from a PostgreSQL server instead, in one transaction that only reads: postgres://user@host/database")
	f.Var(text{&o.table, "TABLE"}, "table", "the table of the register there, as it stands in a query (default register)")
}

func (o *registerPlace) given() bool { return o.path != "" || o.source != "" }

// need refuses command lines without one place.
func (o *registerPlace) need(cmd *cobra.Command) error {
	switch {
	case o.source == "" && o.table != "":
		return term.Usage("--table is for --source URL")
	case o.source == "":
		return need(cmd, "register")
	case o.path != "":
		return term.Usage("--register and --source exclude each other, expected one of them")
	case !strings.HasPrefix(o.source, "postgres://") && !strings.HasPrefix(o.source, "postgresql://"):
		return term.Usage("--source is %s, expected the address of a PostgreSQL server such as postgres://user@host/database", printable(database.Shown(o.source)))
	}
	return nil
}

// again are the flags that name the place, without a password.
func (o *registerPlace) again() string {
	switch {
	case o.source == "":
		return "--register " + shellQuote(o.path)
	case o.table == "":
		return "--source " + shellQuote(database.Shown(o.source))
	}
	return "--source " + shellQuote(database.Shown(o.source)) + " --table " + shellQuote(o.table)
}

// A registerFile is a register on the disk or in a database, read from its beginning as often as one likes.
type registerFile struct {
	path    string // for messages
	columns invite.Columns
	file    *os.File
	server  *database.Postgres // nil: a file
}

// open opens a register.
func (o *registerPlace) open(ctx context.Context, columns invite.Columns) (*registerFile, error) {
	if o.source == "" {
		return openRegister(o.path, columns)
	}
	table := o.table
	if table == "" {
		table = "register"
	}
	server, err := database.OpenPostgres(ctx, o.source, table)
	if err != nil {
		return nil, err
	}
	return &registerFile{path: server.Name(), columns: columns, server: server}, nil
}

// openRegister opens the file of a register that the user named.
func openRegister(path string, columns invite.Columns) (*registerFile, error) {
	if path == disk.StandardInput {
		return nil, term.Hint(term.Usage("a register is read twice, so not from standard input"), "save it as a file")
	}
	f, err := disk.OpenPlain(path)
	return &registerFile{path: path, columns: columns, file: f}, err
}

func (r *registerFile) close() {
	if r.file != nil {
		_ = r.file.Close()
	}
	if r.server != nil {
		_ = r.server.Close()
	}
}

func (r *registerFile) register() invite.Register {
	return invite.Register{Name: r.path, Columns: r.columns, Open: r.rows}
}

// rows begins anew.
func (r *registerFile) rows() (register.Rows, error) {
	if r.server != nil {
		return r.server.Rows()
	}
	info, err := r.file.Stat()
	if err != nil {
		return nil, err
	}
	return register.Open(r.path, r.file, info.Size())
}

// scratchFrom is the size of a file, in bytes, from which the rows are sorted on the disk: Parquet and gzip make a fifth of a register.
const scratchFrom = 8 << 20

// scratch is where what has to be sorted of a register goes: a temporary file where it is large or of unknown size.
func (r *registerFile) scratch() (scratch invite.Scratch, drop func(), err error) {
	if r.server == nil {
		info, err := r.file.Stat()
		if err != nil {
			return nil, nil, err
		}
		if info.Size() <= scratchFrom {
			return &invite.Memory{}, func() {}, nil
		}
	}
	temp, err := os.CreateTemp("", "evenlot-register-")
	if err != nil {
		return nil, nil, err
	}
	return temp, func() {
		_ = temp.Close()
		_ = os.Remove(temp.Name())
	}, nil
}

// count counts a register.
func (r *registerFile) count(cmd *cobra.Command, t *term.Terminal, key *[32]byte) (*invite.Count, error) {
	scratch, drop, err := r.scratch()
	if err != nil {
		return nil, err
	}
	defer drop()
	count, err := invite.NewCount(cmd.Context(), r.register(), key, scratch, r.progress(t, "reading the register"))
	t.Clear()
	return count, lettersFault(err)
}

// draw counts a register and draws its letters; the list is nil where it is not the register committed to.
func (r *registerFile) draw(cmd *cobra.Command, t *term.Terminal, l *invite.Lottery, key [32]byte, seed string) (*invite.Count, *invite.List, error) {
	scratch, drop, err := r.scratch()
	if err != nil {
		return nil, nil, err
	}
	defer drop()
	count, list, err := invite.Draw(cmd.Context(), r.register(), l, keyOf(l.Rules, &key), seed, scratch, r.progress(t, "drawing letters"))
	t.Clear()
	return count, list, lettersFault(err)
}

// progress tells of rows as they are read.
func (r *registerFile) progress(t *term.Terminal, phase string) invite.Progress {
	return func(rows int) {
		if rows > 0 {
			t.Progress(phase, rows, max(rows+1, 2))
		}
	}
}
