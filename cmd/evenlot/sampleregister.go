package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/sample"
)

// runSampleRegister writes a made register to a file or to standard output.
func runSampleRegister(cmd *cobra.Command, t *term.Terminal, o sampleOptions) error {
	if err := need(cmd, "seed"); err != nil {
		return err
	}
	known := map[string]bool{"seed": true, "register": true, "traps": true, "out": true, "force": true, "json": true}
	var other error
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && !known[f.Name] && other == nil {
			other = term.Usage("--%s is for a pool and quotas, not for a register", f.Name)
		}
	})
	if other != nil {
		return other
	}
	made := sample.Register{People: o.register, Seed: o.seed, Traps: o.traps}
	write := func(w io.Writer) error {
		err := made.Write(cmd.Context(), w, func(done, total int) { t.Progress("writing people", done, total) })
		t.Clear()
		return err
	}
	if o.out == "" {
		if o.asJSON {
			return term.Usage("--json needs --out FILE: else the register goes to standard output")
		}
		return write(t.Out)
	}
	file, err := disk.Create(o.out, o.force)
	if err != nil {
		return err
	}
	if err := disk.WriteFiles([]*disk.File{file}, func(out []io.Writer) error { return write(out[0]) }); err != nil {
		return err
	}
	if o.asJSON {
		return term.WriteJSON(t.Out, struct {
			Register string `json:"register"`
			People   int    `json:"people"`
			Traps    bool   `json:"traps"`
		}{o.out, o.register, o.traps})
	}
	_, err = fmt.Fprintf(t.Out, "%s: %s\n", o.out, plain.Count(o.register, "person", "people"))
	return err
}
