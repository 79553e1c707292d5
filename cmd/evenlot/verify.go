package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/verify"
	"github.com/evenlot/evenlot/selection/verify/portable"
)

func newVerify(t *term.Terminal) *cobra.Command {
	var o verifyOptions
	cmd := &cobra.Command{
		Use:   "verify DIR|ZIP",
		Short: "Check a record",
		Long: `Check the record in a folder, or in a .zip of one: the hashes, the draw, the book. The
folder public alone will do, too. A few lines say how it went, and what failed stands at
the end; --all prints a line for every check, --quiet the verdict alone. What needs more
than the files at hand, such as the features of the people in the folder auditor, is not
checkable, and said to be so.

Where the folder auditor is there, the chances and the book are computed again from
its pool, if that takes seconds, and every file of public and auditor must come out the
same byte for byte. --recompute does so however long it takes, and looks for the groups
of measures.json again; --no-recompute leaves it out. Only this shows that nobody wrote
the book by hand.

A record may hold and still show less than one thinks: a value known in advance, a proof
of the smallest chance only, a book that the operator could have chosen. Such
reservations are printed before the last line, which then says amber. With --commitment
and --value (for a mixed book also --pool-commitment and --mix-value) give what you saw
published and drawn: without them a reservation stays.

With --audit-sample N the public ids of N people are listed whom an auditor should
contact, to see that they exist: they are drawn by the public value, so that nobody
could know them when the pool was fixed.

evenlot help record explains every file.

` + guide("verify") + `

Exit codes: 0 nothing failed, 1 the record cannot be read, 4 a check failed.`,
		Example: `  evenlot verify record
  evenlot verify record --all
  evenlot verify record --recompute
  evenlot verify record --commitment 3f2a...9c --value 31415926535897932384
  evenlot verify record --audit-sample 10`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return term.Hint(term.Usage("verify needs one folder or .zip, not %d", len(args)), "evenlot verify --help shows an example")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), t, args[0]) },
	}
	f := cmd.Flags()
	f.BoolVar(&o.recompute, "recompute", false, "compute everything again and compare, however long it takes")
	f.BoolVar(&o.noRecompute, "no-recompute", false, "do not compute anything again")
	f.Var(texts{&o.commitments, "HEX"}, "commitment", "the commitment as it was published before the draw; again for each event, in order, also of one that was called off")
	f.Var(texts{&o.pools, "HEX"}, "pool-commitment", "the commitment to the pool as it was published before the mixing; likewise")
	f.Var(texts{&o.mixings, "TEXT"}, "mix-value", "the public value that mixed the book, as it was drawn; likewise")
	f.Var(texts{&o.values, "TEXT"}, "value", "the public value that opened the book, as it was drawn; likewise")
	f.Var(count{to: &o.sample, min: 1}, "audit-sample", "list so many people for an auditor to contact")
	f.BoolVar(&o.all, "all", false, "print a line for every check, not one for every topic")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	languageFlag(cmd, &o.lang)
	return cmd
}

type verifyOptions struct {
	recompute, noRecompute, asJSON, all bool
	sample                              int
	lang                                string
	// What was published and drawn: of the record, then of each event.
	commitments, pools, mixings, values []string
}

// seen is what was published and drawn.
func (o *verifyOptions) seen() []verify.Seen {
	all := make([]verify.Seen, max(len(o.commitments), len(o.pools), len(o.mixings), len(o.values)))
	at := func(list []string, n int) string {
		if n < len(list) {
			return list[n]
		}
		return ""
	}
	for n := range all {
		all[n] = verify.Seen{Commitment: at(o.commitments, n), Pool: at(o.pools, n), Mixing: at(o.mixings, n), Value: at(o.values, n)}
	}
	return all
}

func (o *verifyOptions) run(ctx context.Context, t *term.Terminal, path string) error {
	if o.recompute && o.noRecompute {
		return term.Usage("--recompute and --no-recompute exclude each other")
	}
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	files, passed, faults, err := loadRecord(path)
	if err != nil {
		return err
	}
	v := verify.CheckFiles(files, faults)
	v.PassOver(passed)
	portables(files, v)
	v.Confirm(o.seen()...)
	if err := o.again(ctx, t, files, v); err != nil {
		return err
	}
	var sample []string
	if o.sample > 0 {
		if sample, err = auditSample(files, v, o.sample); err != nil {
			return err
		}
	}
	return telling{o.asJSON, o.all, t.Quiet, sample, language}.tell(t.Out, v)
}

// portables says of the checkers that came with a record whether they are those of this
// program: an operator who lies would have them lie too.
func portables(files record.Files, v *verify.Verdict) {
	ours := portable.Files()
	for _, name := range []string{record.CheckerFile, record.ScriptFile} {
		got, there := files[name]
		switch {
		case !there:
		case bytes.Equal(got, ours[name]):
			v.Add(verify.TopicFiles, verify.Finding{Name: name + " as this evenlot writes it", Expected: "the same", Got: "the same", Status: verify.OK})
		default:
			v.Add(verify.TopicFiles, verify.Finding{Name: name + " as this evenlot writes it",
				Why: "it is another one, of another version or made to lie: use one that you got elsewhere"})
		}
	}
}

// loadRecord reads a record out of a folder or an archive. passed are files that belong
// to no record: see [record.IsLitter].
func loadRecord(path string) (files record.Files, passed []string, faults quotas.Faults, err error) {
	path = recordOf(path)
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		folder, err := openPublished(path)
		if err != nil {
			return nil, nil, nil, err
		}
		files, faults := record.Load(folder)
		if len(files) == 0 && len(faults) > 0 { // each file missing would be a failed check
			for i := range faults {
				faults[i].File = filepath.Join(path, filepath.FromSlash(faults[i].File))
			}
			return nil, nil, nil, term.FaultError(faults)
		}
		return files, record.PassedOver(folder, "public"), faults, nil
	}
	f, err := disk.OpenPlain(path)
	if err != nil {
		return nil, nil, nil, err
	}
	defer f.Close()
	head := make([]byte, 4)
	if _, err := f.ReadAt(head, 0); err != nil || string(head) != "PK\x03\x04" {
		return nil, nil, nil, term.Hint(term.Fault("%s: is neither a folder nor a .zip", path), "name the folder that holds public, or a .zip of it")
	}
	archive, _ := zip.NewReader(f, info.Size()) // what is wrong with it, LoadZip says
	if archive != nil {
		if err := otherLottery(archive, path); err != nil {
			return nil, nil, nil, err
		}
	}
	files, faults = record.LoadZip(f, info.Size())
	if len(files) == 0 && len(faults) > 0 {
		for i := range faults {
			faults[i].File = path
		}
		return nil, nil, nil, term.FaultError(faults)
	}
	if archive != nil {
		passed = record.PassedOver(archive, ".")
	}
	return files, passed, faults, nil
}

// recordOf is the folder of a record, where a reader named the folder public in it.
func recordOf(path string) string {
	full, err := filepath.Abs(path)
	if err != nil || filepath.Base(full) != "public" {
		return path
	}
	if _, err := os.Stat(filepath.Join(full, "commit")); err != nil {
		return path
	}
	if _, err := os.Stat(filepath.Join(full, "public")); err == nil {
		return path
	}
	return filepath.Join(path, "..")
}

// openPublished opens a record, or the folder public of one under any name.
func openPublished(dir string) (fs.FS, error) {
	_, outer := os.Stat(filepath.Join(dir, "public"))
	_, rules := os.Stat(filepath.Join(dir, "commit", "rules.json"))
	if errors.Is(outer, fs.ErrNotExist) && rules == nil {
		return disk.PublicFolder(dir), nil
	}
	return openPanel(dir)
}

// openPanel opens the record of a panel, or says of which lottery it is.
func openPanel(dir string) (fs.FS, error) {
	folder, err := openRecord(dir)
	if err == nil {
		err = otherLottery(folder, dir)
	}
	if err != nil {
		return nil, err
	}
	return folder, nil
}

// otherLottery is the error for a lottery of letters; nil for anything else.
func otherLottery(files fs.FS, path string) error {
	_, rules := fs.Stat(files, record.RulesFile)
	if _, letters := fs.Stat(files, invite.RulesFile); letters != nil || rules == nil {
		return nil
	}
	err := term.Fault("%s: is a lottery of letters, not the record of a panel", path)
	if strings.HasSuffix(path, ".zip") {
		return term.Hint(err, "unpack it: evenlot invite verify DIR checks the folder")
	}
	return term.Hint(err, "evenlot invite verify %s checks it", shellQuote(path))
}

// openRecord opens a folder that has at least the outline of a record.
func openRecord(dir string) (fs.FS, error) {
	for _, path := range []string{dir, filepath.Join(dir, "public")} {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && path != dir:
			if _, err := os.Stat(filepath.Join(dir, "commit")); err == nil {
				hint := "call it public, and name the folder that holds it"
				if full, err := filepath.Abs(dir); err == nil && filepath.Base(full) == "public" {
					hint = "name the folder that holds it"
				}
				return nil, term.Hint(term.Fault("%s: is the folder public of a record, not the record", dir), "%s", hint)
			}
			return nil, term.Hint(term.Fault("%s: has no folder public", dir), "name the folder that holds public")
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, term.Fault("%s: is not a folder", path)
		}
	}
	return disk.RecordFolder(dir), nil
}

// auditSample draws public ids for an auditor. Only of a drawn record that holds.
func auditSample(files record.Files, v *verify.Verdict, count int) ([]string, error) {
	rec, _ := record.Parse(files)
	switch {
	case !v.OK():
		return nil, nil // the verdict says why
	case rec.Drawing == nil:
		return nil, term.Hint(term.Fault("--audit-sample draws by the public value, and the record is %s", v.Stage), "wait for the draw")
	}
	d, err := rec.Draw()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, person := range d.Sample(len(rec.IDs), count) {
		ids = append(ids, rec.IDs[person-1])
	}
	return ids, nil
}

// holds is nil for a record that passes every check.
func holds(folder fs.FS) error { return sound(verify.Check(folder)) }

// sound is nil where nothing failed in a record that was just made.
func sound(v *verify.Verdict) error {
	failed := v.Failed()
	if len(failed) == 0 {
		return nil
	}
	return unsoundMade(failed[0])
}

// unsoundMade is the error of a record that was just made and does not hold: a defect of evenlot.
func unsoundMade(c verify.Finding) error {
	return term.Fault("internal error: the record just made does not hold, so nothing was kept: %s: expected %s, got %s; "+
		"please report it with the command line", c.Name, c.Expected, c.Got)
}
