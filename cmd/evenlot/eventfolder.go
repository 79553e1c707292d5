package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/record"
)

// create puts the files of a new event in place. The folder in public/ comes last and as a
// whole: without it there is no event, and what a killed run left in the others is replaced.
func (h *held) create(ctx context.Context, files record.Files) (err error) {
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
	if err := disk.SyncFolders(temp); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var back []func() error // brings back what another run, which was faster, put there
	for _, tier := range []string{"private", "research", "auditor", "public"} {
		from, to := filepath.Join(temp, tier), filepath.Clean(h.path(tier+"/"))
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if tier != "public" {
			old := from + "-before"
			if err := os.Rename(to, old); err == nil {
				back = append(back, func() error { return errors.Join(os.Rename(to, from), os.Rename(old, to)) })
			}
		}
		folders, _ := disk.Modes(tier + "/")
		err := os.MkdirAll(filepath.Dir(to), folders)
		if err == nil {
			err = os.Rename(from, to)
		}
		if err != nil {
			for _, undo := range back {
				err = errors.Join(err, undo())
			}
			return term.Hint(term.Fault("%s: could not be put there: %w", to, err), "evenlot status %s shows what is", shellQuote(h.dir))
		}
		if err := disk.SyncFolder(filepath.Dir(to)); err != nil {
			return err
		}
	}
	return nil
}
