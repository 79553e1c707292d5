package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/disk"
	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
	"github.com/evenlot/evenlot/selection/private"
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
	return disk.Locked(h.dir, func() error { return h.settle(temp) })
}

// settle moves the folders of a new event from temp into their places.
func (h *held) settle(temp string) error {
	if _, err := os.Lstat(h.path("public/")); err == nil {
		return term.Hint(term.Fault("%s: was put there while this command ran, so this one changed nothing", filepath.Clean(h.path("public/"))),
			"evenlot status %s shows what is", shellQuote(h.dir))
	}
	if _, err := os.Stat(filepath.Join(h.dir, "private")); err != nil {
		return term.Fault("%s: its folder private went while this command ran, so nothing was added", h.dir)
	}
	if _, err := os.Lstat(h.path(private.SelectedFile)); err == nil && !h.halfSettled() {
		return term.Hint(term.Fault("%s: is of an event that was drawn, and whose public part is missing", h.path(private.SelectedFile)),
			"put back %s from a copy", filepath.Clean(h.path("public/")))
	}
	if err := disk.DropPack(h.dir); err != nil {
		return err
	}
	for _, tier := range []string{"private", "research", "auditor", "public"} {
		from, to := filepath.Join(temp, tier), filepath.Clean(h.path(tier+"/"))
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if err := os.RemoveAll(to); err != nil { // without public/ it is of a run that was killed
			return err
		}
		folders, _ := disk.Modes(tier + "/")
		if err := os.MkdirAll(filepath.Dir(to), folders); err != nil {
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
		if err := disk.SyncFolder(filepath.Dir(to)); err != nil {
			return err
		}
	}
	return nil
}

// halfSettled reports whether a run was killed while it settled an event in one go: it holds the
// public part of an event whose private part stands. Nobody has seen that event.
func (h *held) halfSettled() bool {
	left, err := disk.Unfinished(h.dir)
	return err == nil && slices.ContainsFunc(left, func(folder string) bool {
		_, held := os.Lstat(filepath.Join(folder, "public"))
		_, kept := os.Lstat(filepath.Join(folder, "private"))
		return held == nil && errors.Is(kept, fs.ErrNotExist)
	})
}
