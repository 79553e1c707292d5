package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/invite"
	"github.com/evenlot/evenlot/selection/verify"
)

type inviteVerifyOptions struct {
	registerFlags
	dir              string
	key              string
	commitment       string
	value            string
	asJSON           bool
	columnsFromNotes bool
}

func newInviteVerify(t *term.Terminal) *cobra.Command {
	var o inviteVerifyOptions
	cmd := &cobra.Command{
		Use:   "verify DIR [--register FILE]",
		Short: "Check a lottery of letters, with the register or without",
		Long: `Check everything that the folder shows: every hash, the letters of each stratum, the
public value, the seed, the cut-offs. With the register, and the key where ids are
keyed, the count, the register's root and the whole list are made anew and compared.

Exit codes: 0 verified, 1 a fault in a file or folder, 2 a command line that makes no
sense, 4 a check failed.`,
		Example: `  evenlot invite verify letters
  evenlot invite verify letters --commitment 4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a
  evenlot invite verify letters --register register.csv
  evenlot invite verify letters --register register.csv --key letters.key --id id --household household --strata place,area`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.dir = args[0]
			o.columnsFromNotes = !cmd.Flags().Changed("id") && !cmd.Flags().Changed("household") && !cmd.Flags().Changed("strata")
			return runInviteVerify(cmd, t, o)
		},
	}
	o.registerFlags.flags(cmd)
	f := cmd.Flags()
	f.Var(text{&o.key, "FILE"}, "key", "the key of the lottery (default: the one in private)")
	f.Var(text{&o.commitment, "HEX"}, "commitment", "the commitment that was published before the draw")
	f.Var(text{&o.value, "TEXT"}, "value", "the public value that was drawn, as the record spells it")
	f.BoolVar(&o.asJSON, "json", false, "print one JSON document")
	return cmd
}

func runInviteVerify(cmd *cobra.Command, t *term.Terminal, o inviteVerifyOptions) error {
	files, faults, err := readLottery(o.dir)
	if err != nil {
		return err
	}
	found := invite.CheckFiles(files, faults)
	l, _ := invite.Parse(files)
	found = append(found, o.confirmed(l)...)
	if o.given() {
		if err := o.need(cmd); err != nil {
			return err
		}
		if len(invite.Failed(found)) > 0 {
			t.Say("the register was not read: the public files do not hold")
		} else if found, err = o.withRegister(cmd, t, l, found); err != nil {
			return err
		}
	}
	if err := tellLetters(t, found, o.asJSON); err != nil || o.path != "" {
		return err
	}
	t.Advise("evenlot invite verify %s --register FILE checks the cut-offs and the list too", shellQuote(o.dir))
	return nil
}

// confirmed compares what people saw with what the folder says.
func (o *inviteVerifyOptions) confirmed(l *invite.Lottery) (found []verify.Finding) {
	compare := func(name, want, got string) {
		f := verify.Finding{Topic: verify.TopicOutside, Name: name, Expected: want, Got: got, Status: verify.OK}
		if want != got {
			f.Status, f.Why = verify.Failed, "it is not what was published"
		}
		found = append(found, f)
	}
	if o.commitment != "" && len(l.Files) > 0 {
		got := "none"
		if l.Rules != nil && l.Strata != nil && l.Source != nil {
			got = l.Commitment()
		}
		compare("commitment that was published", strings.ToLower(o.commitment), got)
	}
	if o.value != "" {
		got := "none"
		if l.Drawing != nil {
			got = l.Drawing.PublicValue
		}
		compare("public value that was drawn", o.value, got)
	}
	return found
}

// withRegister does everything again. What cannot be checked without the register, can now.
func (o *inviteVerifyOptions) withRegister(cmd *cobra.Command, t *term.Terminal, l *invite.Lottery, found []verify.Finding) ([]verify.Finding, error) {
	columns := o.columns()
	if o.columnsFromNotes {
		noted, err := readRegisterNotes(o.dir)
		switch {
		case err == nil:
			columns = noted
		case errors.Is(err, fs.ErrNotExist):
			columns.Strata = l.Rules.Strata
		default:
			return nil, err
		}
	}
	key, err := lettersKey(o.dir, o.key, l)
	if err != nil {
		return nil, err
	}
	register, err := o.registerPlace.open(cmd.Context(), columns)
	if err != nil {
		return nil, err
	}
	defer register.close()
	again, err := o.again(cmd, t, register, l, key)
	if err != nil {
		return nil, err
	}
	var all []verify.Finding
	for _, f := range found {
		if f.Name != "cut-offs and list" {
			all = append(all, f)
		}
	}
	return append(all, again...), nil
}

// again counts the register anew and, where letters are drawn, draws them anew.
func (o *inviteVerifyOptions) again(cmd *cobra.Command, t *term.Terminal, register *registerFile, l *invite.Lottery, key [32]byte) ([]verify.Finding, error) {
	if l.Drawing == nil {
		count, err := register.count(cmd, t, keyOf(l.Rules, &key))
		if err != nil {
			return nil, err
		}
		return invite.CheckRegister(l, count, nil, nil, key), nil
	}
	count, list, err := register.draw(cmd, t, l, key, l.Drawing.Seed)
	if err != nil {
		return nil, err
	}
	kept, err := disk.ReadFile(filepath.Join(o.dir, filepath.FromSlash(invite.LettersFile)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return invite.CheckRegister(l, count, list, kept, key), nil
}

// tellLetters prints findings, and turns them into an exit code.
func tellLetters(t *term.Terminal, found []verify.Finding, asJSON bool) error {
	failed, open := invite.Failed(found), 0
	for _, f := range found {
		if f.Status == verify.NotCheckable {
			open++
		}
	}
	var err error
	if asJSON {
		err = term.WriteJSON(t.Out, struct {
			OK     bool             `json:"ok"`
			Checks []verify.Finding `json:"checks"`
		}{len(failed) == 0, found})
	} else {
		var b strings.Builder
		if !t.Quiet {
			for _, f := range found {
				b.WriteString(checkLine(f))
			}
		}
		if len(failed) > 0 {
			fmt.Fprintf(&b, "NOT VERIFIED: %d of %d checks failed\n", len(failed), len(found))
		} else {
			fmt.Fprintf(&b, "verified: %s ok, %d not checkable here\n", plain.Count(len(found)-open, "check", "checks"), open)
		}
		_, err = t.Out.Write([]byte(b.String()))
	}
	if err == nil && len(failed) > 0 {
		err = &term.Failure{Code: term.ExitUnverified, Err: errors.New("a check failed"), Said: true}
	}
	return err
}
