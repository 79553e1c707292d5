package main

import (
	"bytes"
	"io"
	"os"
)

// maxInput is the size of the largest file read: 2 GiB.
const maxInput int64 = 2 << 30

// readInput reads a whole file that the user named.
func readInput(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	switch {
	case info.IsDir():
		return nil, fault("%s: this is a folder, expected a file", path)
	case info.Size() > maxInput:
		return nil, fault("%s: more than 2 GiB, expected a smaller file", path)
	}
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead)
	if _, err := data.ReadFrom(io.LimitReader(f, maxInput+1)); err != nil {
		return nil, err
	}
	if int64(data.Len()) > maxInput { // a pipe tells no size
		return nil, fault("%s: more than 2 GiB, expected a smaller file", path)
	}
	return data.Bytes(), nil
}
