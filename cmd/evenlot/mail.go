package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/mail"
	"github.com/evenlot/evenlot/selection/private"
	"github.com/evenlot/evenlot/selection/record"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

// mostLetters is how many people get a file each: more would fill a folder that nobody can look
// through. The table has everyone.
const mostLetters = 20_000

type mailOptions struct {
	dir      string
	at       string
	to       string
	template string
	show     bool
	lang     string
	force    bool
	asJSON   bool
}

func newMail(t *term.Terminal) *cobra.Command {
	var o mailOptions
	cmd := &cobra.Command{
		Use:   "mail DIR",
		Short: "Write the letters after a draw, and a table for mail merge",
		Long: `Write, in the folder private of a drawn record, mail.csv and mail.xlsx for mail merge: the
columns of the pool, and for everyone whether they are selected, an alternate or not
selected, their public id, pages and chance in words. letters has a letter for each
person, out of texts in English, German and French.

--at gives the address at which verify.html is published. Then everyone gets a link to
their own entry, and qr a picture of it. What stands behind the # of such a link stays in
the reader's browser; it tells the person's answers, as a slip does, so it is for them
alone.

--template fills in a letter of your own: {{.Chance}} is a field, {{column "first_name"}}
a column of the pool. Every field is checked before anything is written. --show prints
the letter that evenlot would fill in, to begin with. --to chooses a group.

Exit codes: 0 done, 1 a fault in a file or folder, 2 a command line that makes no sense,
4 a record that is not what was committed to.`,
		Example: `  evenlot mail record
  evenlot mail record --at https://example.org/panel/verify.html --lang de
  evenlot mail record --to selected --show
  evenlot mail record --to selected --template invitation.txt --force`,
		Args: oneFolder,
		RunE: func(_ *cobra.Command, args []string) error {
			o.dir = args[0]
			return o.run(t)
		},
	}
	f := cmd.Flags()
	f.Var(text{&o.at, "URL"}, "at", "address at which verify.html is published")
	f.Var(text{&o.to, "GROUP"}, "to", "letters for one group only: selected, alternate or not-selected")
	f.Var(text{&o.template, "FILE"}, "template", "a letter of your own to fill in")
	f.BoolVar(&o.show, "show", false, "print the letter that would be filled in, and write nothing")
	languageFlag(cmd, &o.lang)
	f.BoolVar(&o.force, "force", false, "replace what an earlier mail wrote")
	f.BoolVar(&o.asJSON, "json", false, "print the answer as one JSON document")
	completes(cmd, "to", groupNames()...)
	return cmd
}

// groupNames are the groups as a command line names them.
func groupNames() (names []string) {
	for _, g := range mail.Groups() {
		names = append(names, strings.ReplaceAll(string(g), " ", "-"))
	}
	return names
}

// groups are those that --to chooses.
func (o *mailOptions) groups() ([]mail.Group, error) {
	if o.to == "" {
		return mail.Groups(), nil
	}
	i := slices.Index(groupNames(), o.to)
	if i < 0 {
		return nil, term.Usage("--to is %q, expected one of %s", o.to, strings.Join(groupNames(), ", "))
	}
	return mail.Groups()[i : i+1], nil
}

func (o *mailOptions) run(t *term.Terminal) error {
	language, err := languageOf(o.lang)
	if err != nil {
		return err
	}
	groups, err := o.groups()
	if err != nil {
		return err
	}
	if err := o.checkAt(); err != nil {
		return err
	}
	if o.show {
		return o.print(t, groups, language)
	}
	h, err := openTurn(o.dir)
	if err != nil {
		return err
	}
	if _, err := h.drawn(); err != nil {
		return term.Hint(err, "before the draw volunteers get slips, which are in %s", h.path(private.SlipsFolder))
	}
	for _, missing := range []struct {
		gone bool
		name string
	}{{h.rec.Roster == nil, h.rec.Form().RosterFile()}, {h.rec.Pages == nil, h.rec.Form().PagesFile()}} {
		if missing.gone {
			return term.Fault("%s: is missing, and letters say what stands there", h.path(missing.name))
		}
	}
	people := mail.List(mail.Input{Record: h.rec, Roll: h.roll, Slips: selection.Slips(h.rec, language), Language: language, At: o.at})
	files, err := o.files(h, people, groups, language)
	if err != nil {
		return err
	}
	if err := h.replaceAll(files, o.force); err != nil {
		return err
	}
	return o.tell(t, h, people, files)
}

// checkAt refuses an address that leads nowhere.
func (o *mailOptions) checkAt() error {
	if o.at == "" {
		return nil
	}
	u, err := url.Parse(o.at)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Fragment != "" || strings.HasSuffix(o.at, "#") {
		return term.Usage("--at is %q, expected an address such as https://example.org/panel/verify.html", o.at)
	}
	return nil
}

// print shows the letters that would be filled in.
func (o *mailOptions) print(t *term.Terminal, groups []mail.Group, l catalog.Language) error {
	for n, g := range groups {
		if n > 0 {
			fmt.Fprint(t.Out, "\n", strings.Repeat("-", 40), "\n\n")
		}
		if _, err := t.Out.Write(mail.Bundled(g, l)); err != nil {
			return err
		}
	}
	return nil
}

// files are the table, the letters of the groups, and the pictures.
func (o *mailOptions) files(h *turn, people []mail.Person, groups []mail.Group, l catalog.Language) (record.Files, error) {
	rows := mail.Table(h.roll, people)
	book, err := sheet.Workbook(rows)
	if err != nil {
		return nil, err
	}
	files := record.Files{private.MailFile: private.Table(h.roll.Comma(), rows), private.MailBook: book}
	templates, err := o.templates(h.roll.Header(), groups, l)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		template, chosen := templates[p.Group]
		if !chosen || len(people) > mostLetters {
			continue
		}
		if files[private.LettersFolder+p.ID+".txt"], err = template.Fill(p); err != nil {
			return nil, term.Fault("%w", err)
		}
		if p.Link == "" {
			continue
		}
		if files[private.QRFolder+p.ID+".png"], err = mail.QR(p.Link); err != nil {
			return nil, term.Fault("%s: %w", p.ID, err)
		}
	}
	return files, nil
}

// templates are the letters to fill in: the organiser's, or ours.
func (o *mailOptions) templates(header []string, groups []mail.Group, l catalog.Language) (map[mail.Group]*mail.Template, error) {
	all := map[mail.Group]*mail.Template{}
	var own []byte
	if o.template != "" {
		var err error
		if own, err = disk.ReadFile(o.template); err != nil {
			return nil, err
		}
	}
	for _, g := range groups {
		name, text := o.template, own
		if own == nil {
			name, text = string(g), mail.Bundled(g, l)
		}
		t, err := mail.Parse(name, text, header)
		if err != nil {
			return nil, term.Hint(term.Fault("%w", err), "evenlot mail %s --show prints a letter to begin with", shellQuote(o.dir))
		}
		all[g] = t
	}
	return all, nil
}

// replaceAll puts private files in place, folders as one. What stands there is replaced only by
// force.
func (h *held) replaceAll(files record.Files, force bool) (err error) {
	folders := []string{strings.TrimSuffix(private.LettersFolder, "/"), strings.TrimSuffix(private.QRFolder, "/")}
	tops := append([]string{private.MailFile, private.MailBook}, folders...)
	for _, name := range tops {
		if _, err := os.Lstat(h.path(name)); err == nil && !force {
			return term.Hint(term.Fault("%s: exists already", h.path(name)), "replace what stands there with --force")
		}
	}
	temp, err := disk.Beside(filepath.Join(h.dir, disk.Ending), disk.Partial, disk.MakeFolder)
	if err != nil {
		return disk.ShownAs(err, temp, h.dir)
	}
	defer func() {
		if gone := os.RemoveAll(temp); err == nil {
			err = gone
		}
	}()
	for _, name := range files.Names() {
		if err := disk.WriteInside(temp, name, files[name]); err != nil {
			return disk.ShownAs(err, temp, h.dir)
		}
	}
	for _, name := range tops {
		if err := os.RemoveAll(h.path(name)); err != nil {
			return err
		}
		err := os.Rename(filepath.Join(temp, filepath.FromSlash(name)), h.path(name))
		if err != nil && !os.IsNotExist(err) { // no pictures without links
			return disk.ShownAs(err, temp, h.dir)
		}
	}
	return disk.SyncFolder(h.path("private"))
}

// A mailed is the answer for programs.
type mailed struct {
	Selected    int    `json:"selected"`
	Alternates  int    `json:"alternates"`
	NotSelected int    `json:"not_selected"`
	Left        int    `json:"left"`
	Letters     int    `json:"letters"`
	Pictures    int    `json:"pictures"`
	Table       string `json:"table"`
	Workbook    string `json:"workbook"`
}

// tell prints what was written.
func (o *mailOptions) tell(t *term.Terminal, h *turn, people []mail.Person, files record.Files) error {
	m := mailed{Table: h.path(private.MailFile), Workbook: h.path(private.MailBook)}
	counts := map[mail.Group]int{}
	for _, p := range people {
		counts[p.Group]++
	}
	m.Selected, m.Alternates, m.NotSelected, m.Left = counts[mail.Selected], counts[mail.Alternate], counts[mail.NotSelected], counts[mail.Left]
	for name := range files {
		if strings.HasPrefix(name, private.LettersFolder) {
			m.Letters++
		} else if strings.HasPrefix(name, private.QRFolder) {
			m.Pictures++
		}
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, m)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d selected, %s, %d not selected, %d who left\n", m.Selected, plain.Count(m.Alternates, "alternate", "alternates"), m.NotSelected, m.Left)
	fmt.Fprintf(&b, "for mail merge    %s, %s\n", m.Table, m.Workbook)
	if m.Letters > 0 {
		fmt.Fprintf(&b, "letters           %s (%d)\n", h.path(private.LettersFolder), m.Letters)
	}
	if m.Pictures > 0 {
		fmt.Fprintf(&b, "QR codes          %s (%d)\n", h.path(private.QRFolder), m.Pictures)
	}
	_, err := fmt.Fprint(t.Out, b.String())
	if o.at == "" {
		t.Advise("--at URL, the address of the published verify.html, adds links and QR codes")
	}
	if len(people) > mostLetters {
		t.Say("no letters were written for more than %d people: mail merge has everyone", mostLetters)
	}
	return err
}
