package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words"
)

// registerNotes are private/register.json: what a draw needs to know of the register again.
type registerNotes struct {
	ID        string   `json:"id"`
	Household string   `json:"household"`
	Strata    []string `json:"strata"`
}

const registerNotesFile = "private/register.json"

// registerFlags say which register, and which column is what.
type registerFlags struct {
	registerPlace
	id        string
	household string
	strata    []string
}

func (o *registerFlags) flags(cmd *cobra.Command) {
	o.registerPlace.flags(cmd)
	f := cmd.Flags()
	f.Var(text{&o.id, "COLUMN"}, "id", "the column with the id (default id)")
	f.Var(text{&o.household, "COLUMN"}, "household", "one letter a household: the column that tells who lives together")
	f.Var(names{&o.strata}, "strata", "columns whose values part the register into strata, which get letters in proportion to their people")
}

func (o *registerFlags) columns() invite.Columns {
	if o.id == "" {
		o.id = "id"
	}
	return invite.Columns{ID: o.id, Household: o.household, Strata: o.strata}
}

type inviteCommitOptions struct {
	registerFlags
	draw              sourceFlags
	letters           []string
	extra, statements []string
	spare             int
	allocation        string
	addresses, open   bool
	key               string
	places            placed
	supersedes        string
	out               string
	asJSON            bool
}

func newInviteCommit(t *term.Terminal) *cobra.Command {
	var o inviteCommitOptions
	cmd := &cobra.Command{
		Use:   "commit --register FILE --letters N --draw KIND --where TEXT --when TIME --out DIR",
		Short: "Fix the rules, the letters of each stratum and the register, before a public draw",
		Long: `Read the register, share the letters among the strata, and write all that is fixed up to
one hash, the commitment. Print the text to publish. The draw comes later, with
evenlot invite draw.

A register has a row for each person, or for each address (--addresses), with an id that
no other row has. Letters are shared in proportion to the rows of each stratum
(Sainte-Laguë; --allocation hamilton for largest remainders). --extra 20%:area=deprived
gives a share of all letters to the people with one value, beside their share of the
rest. --letters 4000,1500,1500 are waves down one order. --spare 10 holds letters in
reserve, a tenth of each stratum, for those that come back.

With --household a household gets one letter at most, to its member with the smallest
ticket: so everyone's chance is almost the same, however many live together.

Letters know people by a letter id, made of the id of the register with a secret key, so that the
published cut-offs tell nobody whether a neighbour was invited. --open-ids leaves that
out, for ids that nobody can guess.

--places names the lottery of places that drew the place whose register this is: the
letters must be those that it is due, and the rules name its commitment.

--draw says where the public value will come from, as for evenlot book, but for page.

With --source the register is read from a PostgreSQL server, in one transaction that only
reads: nothing else of evenlot uses a network. Passwords are taken from PGPASSWORD or ~/.pgpass.

Exit codes: 0 done, 1 a fault in a file or folder, or a draw too soon, 2 a command
line that makes no sense.`,
		Example: `  evenlot invite commit --register register.csv --letters 4000 --draw digits=20 --where "town hall, ten-sided dice under cups, opened together" --when 2099-01-15T18:00:00Z --out letters
  evenlot invite commit --register register.csv --household household --strata place,area --extra 20%:area=deprived --letters 4000,1500,1500 --spare 10 --draw drand=2099-01-15T18:00:00Z --where "drand, as published at api.drand.sh" --out letters
  evenlot invite commit --register addresses.csv --addresses --id uprn --letters 10000 --draw rehearsal --out letters`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.source == "" {
				if err := need(cmd, "register", "letters", "draw", "out"); err != nil {
					return err
				}
			} else if err := need(cmd, "letters", "draw", "out"); err != nil {
				return err
			}
			if err := o.need(cmd); err != nil {
				return err
			}
			return runInviteCommit(cmd, t, o)
		},
	}
	o.registerFlags.flags(cmd)
	f := cmd.Flags()
	f.Var(names{&o.letters}, "letters", "letters to draw; of several waves 4000,1500,1500")
	f.Var(texts{&o.extra, "P%:COLUMN=VALUE"}, "extra", "a share of the letters for one value of a stratum, in addition")
	f.Var(count{&o.spare, 0, 100}, "spare", "letters in reserve, per cent of each stratum's")
	f.Var(text{&o.allocation, "RULE"}, "allocation", "how letters are shared: sainte-lague (default) or hamilton")
	f.BoolVar(&o.addresses, "addresses", false, "a row is an address: every address has the same chance, not every person")
	f.BoolVar(&o.open, "open-ids", false, "draw by the ids of the register, not by keyed ones")
	f.Var(texts{&o.statements, "TEXT"}, "state", "what was decided before, for everyone to read: when the waves end, who is left out")
	o.places.flags(cmd)
	f.Var(text{&o.key, "FILE"}, "key", "a file with the key to use again (default: 32 random bytes)")
	f.Var(text{&o.draw.kind, "KIND"}, "draw", "where the public value comes from")
	f.Var(text{&o.draw.where, "TEXT"}, "where", "where, by whom and how it is drawn, for everyone to read")
	f.Var(text{&o.draw.when, "TIME"}, "when", "when it is drawn")
	f.Var(text{&o.supersedes, "DIR"}, "supersedes", "the lottery of letters that was called off and that this one replaces")
	f.Var(text{&o.out, "DIR"}, "out", "the folder to write to")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

// rules reads the flags, apart from the key.
func (o *inviteCommitOptions) rules() (*invite.Rules, error) {
	r := &invite.Rules{Format: invite.Format, Unit: invite.People, IDs: invite.Keyed, Strata: append([]string{}, o.strata...),
		Allocation: o.allocation, SparePercent: o.spare, Extra: []invite.Extra{}, Statements: append([]string{}, o.statements...)}
	if o.household != "" {
		r.Household = 1
	}
	if r.Allocation == "" {
		r.Allocation = invite.SainteLague
	}
	if o.addresses {
		r.Unit = invite.Addresses
	}
	if o.open {
		r.IDs = invite.Open
	}
	for _, n := range o.letters {
		letters, err := number("a wave", n)
		if err != nil {
			return nil, term.Usage("--letters: %w", err)
		}
		r.Waves = append(r.Waves, letters)
	}
	for _, text := range o.extra {
		percent, rest, _ := strings.Cut(text, "%:")
		column, value, ok := strings.Cut(rest, "=")
		n, err := strconv.Atoi(percent)
		if err != nil || !ok {
			return nil, term.Usage("--extra %s: expected a share and where it goes, such as 20%%:area=deprived", text)
		}
		r.Extra = append(r.Extra, invite.Extra{Percent: n, Column: column, Value: value})
	}
	r.KeyHash = strings.Repeat("0", 64) // the key comes when all else is right
	if err := r.Check(); err != nil {
		return nil, term.Usage("%w", err)
	}
	return r, nil
}

// lettersSource reads where the public value comes from.
func lettersSource(o sourceFlags, supersedes string) (source record.SeedSource, err error) {
	if source.Source, err = o.source(0); err != nil {
		return source, err
	}
	if err := invite.CheckSource(source.Source); err != nil {
		return source, term.Usage("--draw %s: %w", o.kind, err)
	}
	if supersedes == "" {
		return source, nil
	}
	state, err := openLetters(supersedes)
	if err != nil {
		return source, err
	}
	off, ok := state.(*ceremony.LettersCalledOff)
	if !ok {
		return source, term.Hint(term.Fault("--supersedes %s: it was not called off", supersedes), `evenlot invite draw %s --abort "why" does that before a draw`, shellQuote(supersedes))
	}
	source.Supersedes, source.Reason = off.Lottery().Aborted.Commitment, off.Lottery().Aborted.Reason
	return source, nil
}

// newLettersFolder finds out, before any work, that a folder can be written.
func newLettersFolder(path string, inputs ...string) (*disk.Folder, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, term.Hint(term.Fault("%s: exists already", path), "name another folder with --out: what was committed to is never replaced")
	}
	return disk.NewFolder(path, false, inputs...)
}

func runInviteCommit(cmd *cobra.Command, t *term.Terminal, o inviteCommitOptions) error {
	rules, err := o.rules()
	if err != nil {
		return err
	}
	said, listed, err := o.places.statement(rules.Total())
	if err != nil {
		return err
	}
	if said != "" {
		rules.Statements = append(rules.Statements, said)
	}
	source, err := lettersSource(o.draw, o.supersedes)
	if err != nil {
		return err
	}
	key := new([32]byte)
	if o.key != "" {
		if key, err = readKey(o.key); err != nil {
			return err
		}
	} else if _, err := rand.Read(key[:]); err != nil {
		return err
	}
	rules.KeyHash = draw.KeyHash(*key)
	var inputs []string
	if o.source == "" {
		inputs = append(inputs, o.path)
	}
	out, err := newLettersFolder(o.out, inputs...)
	if err != nil {
		return err
	}
	disk.TellLeftovers(t, o.out)
	register, err := o.registerPlace.open(cmd.Context(), o.columns())
	if err != nil {
		return err
	}
	defer register.close()
	count, err := register.count(cmd, t, keyOf(rules, key))
	if err != nil {
		return err
	}
	if n := count.DecomposedCount; n > 0 {
		t.Say("%s: %s not in the composed form of Unicode (first in line %d): an id with the same letters in another form is another id",
			register.path, plain.Count(n, "id is", "ids are"), count.Decomposed[0])
	}
	if listed > 0 && listed != count.Rows {
		t.Say("%s has %s, and the list of places says %d: everybody's chance of a letter there differs from that of other places by as much",
			o.path, plain.Count(count.Rows, "row", "rows"), listed)
	}
	lottery, err := invite.Commit(rules, count, source)
	if errors.Is(err, invite.ErrTooMany) {
		return term.Fault("%s: %w", register.path, err)
	} else if err != nil {
		return term.Usage("%w", err)
	}
	return o.finish(cmd, t, lottery, out, *key)
}

// finish writes a lottery and tells of it.
func (o *inviteCommitOptions) finish(cmd *cobra.Command, t *term.Terminal, l *invite.Lottery, out *disk.Folder, key [32]byte) error {
	announcement := lettersWords(l).Announcement()
	files := map[string][]byte{
		record.AnnouncementFile: []byte(announcement),
		record.ScriptFile:       invite.Script(),
		invite.KeyFile:          []byte(hex.EncodeToString(key[:]) + "\n"),
		registerNotesFile:       record.Spell(registerNotes{o.id, o.household, append([]string{}, o.strata...)}),
	}
	for name, data := range l.Files {
		files[name] = data
	}
	if err := out.Write(cmd.Context(), files, lettersHold); err != nil {
		return err
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Commitment   string            `json:"commitment"`
			Rules        *invite.Rules     `json:"rules"`
			Strata       []invite.Stratum  `json:"strata"`
			Root         string            `json:"register_root"`
			Source       record.SeedSource `json:"source"`
			Announcement string            `json:"announcement"`
			Out          string            `json:"out"`
		}{l.Commitment(), l.Rules, l.Strata, l.Root, *l.Source, announcement, o.out})
	}
	table := lettersTable(l, "chance", func(s int) string {
		letters := l.Strata[s].Letters() - l.Strata[s].Waves[len(l.Rules.Waves)]
		return fmt.Sprintf("%d in %d", letters, l.Strata[s].People)
	})
	_, err := fmt.Fprintf(t.Out, `%s%s
%s%s
this text         %s
to publish now    %s
keep to yourself  %s
register root     %s
commitment        %s
to draw           evenlot invite draw %s %s VALUE
`, table, frame, announcement, frame, filepath.Join(o.out, "public", "announcement.txt"), filepath.Join(o.out, "public"), filepath.Join(o.out, "private"),
		l.Root, l.Commitment(), shellQuote(o.out), o.again())
	if err != nil {
		return term.Hint(err, "the folder is complete: %s", o.out)
	}
	return nil
}

// keyOf is the key of the letter ids; nil where they are open.
func keyOf(r *invite.Rules, key *[32]byte) *[32]byte {
	if r.IDs == invite.Open {
		return nil
	}
	return key
}

// lettersWords are the facts of an announcement.
func lettersWords(l *invite.Lottery) *words.Letters {
	w := &words.Letters{Source: *l.Source, Commitment: l.Commitment(), Waves: l.Rules.Waves, Spare: spareOf(l), People: l.Rules.People,
		Addresses: l.Rules.Unit == invite.Addresses, Household: l.Rules.Household > 0, Keyed: l.Rules.IDs == invite.Keyed,
		Strata: l.Rules.Strata, Count: len(l.Strata), Statements: l.Rules.Statements}
	w.Least, w.Most = chanceOf(l)
	return w
}
