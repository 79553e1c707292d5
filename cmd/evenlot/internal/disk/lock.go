package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const (
	// patience is how long a program waits for another one at the same record; staleAfter is
	// when it takes the other one for killed. Work under a lock takes well under a second.
	patience   = 10 * time.Second
	staleAfter = 3 * time.Second
)

// ErrBusy is the error of a record that another program is changing.
var ErrBusy = errors.New("another evenlot is changing this record: try again")

// Locked does work on a record while no other program does such work.
func Locked(dir string, work func() error) error {
	lock := filepath.Join(dir, "."+Ending+Partial+"lock")
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		err := os.Mkdir(lock, 0o700)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return work() // the work says what is wrong with the folder
		}
		if info, gone := os.Stat(lock); gone == nil && time.Since(info.ModTime()) > staleAfter {
			_ = os.Remove(lock) // of a program that was killed
		}
		if time.Since(began) > patience {
			return ErrBusy
		}
	}
	defer os.Remove(lock)
	return work()
}
