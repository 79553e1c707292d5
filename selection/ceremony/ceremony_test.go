package ceremony_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/quotas"
	"github.com/evenlot/evenlot/selection"
	"github.com/evenlot/evenlot/selection/ceremony"
	"github.com/evenlot/evenlot/selection/draw"
	"github.com/evenlot/evenlot/selection/pool"
	"github.com/evenlot/evenlot/selection/record"
)

// The announced times, in seconds since 1970: mixing at noon, draw in the evening.
var (
	noon    = must(draw.ParseTime("2027-01-15T12:00:00Z"))
	evening = must(draw.ParseTime("2027-01-15T18:00:00Z"))
)

func must(at int64, err error) int64 {
	if err != nil {
		panic(err)
	}
	return at
}

const (
	mixValue  = "27182818284590452353"
	drawValue = "31415926535897932384"
)

func digits(when string) draw.Source {
	return draw.Source{Kind: draw.KindDigits, Statement: "town hall", Time: when, Digits: 20}
}

// A disk has the files of a record, as a folder would.
type disk record.Files

// booked is a record as book writes it: mixed says that a value will mix its book.
func booked(t *testing.T, mixed bool) disk {
	t.Helper()
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\n"))
	require.Empty(t, faults)
	p, faults := pool.Read("pool.csv", []byte("id,gender\na,woman\nb,woman\nc,man\nd,man\n"), table, pool.Options{})
	require.Empty(t, faults)
	req := selection.Request{Pool: p, Seats: 2, Pages: 100, Key: new([32]byte),
		Source: record.SeedSource{Source: digits("2027-01-15T18:00:00Z")}}
	if !mixed {
		made, err := selection.Prepare(context.Background(), req)
		require.NoError(t, err)
		return disk(made.Files)
	}
	req.Mix = digits("2027-01-15T12:00:00Z")
	made, err := selection.Fix(context.Background(), req)
	require.NoError(t, err)
	return disk(made.Files)
}

// open gives the state of what is on a disk.
func (d disk) open() (ceremony.State, error) {
	files := record.Files{}
	for name, data := range d {
		if strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "auditor/") {
			files[name] = data
		}
	}
	return ceremony.Open(files, nil)
}

// errNoStep: the type of the state has no such step.
var errNoStep = errors.New("no such step")

// A move is a step at some time.
type move struct {
	name string
	at   int64
}

// take takes a step from a state: the compiler knows which states have which steps, and
// errNoStep is what it says of the others.
func take(d disk, state ceremony.State, m move) (step *ceremony.Step, err error) {
	private := record.Files(d)
	switch s := state.(type) {
	case *ceremony.Fixed:
		switch m.name {
		case "mix":
			_, step, err = s.Mix(context.Background(), m.at, private, mixValue, nil)
			return step, err
		case "call off":
			return s.CallOff("no hall")
		}
	case *ceremony.Committed:
		switch m.name {
		case "draw":
			_, step, err = s.Draw(m.at, private, drawValue)
			return step, err
		case "call off":
			return s.CallOff("no hall")
		}
	}
	return nil, errNoStep
}

// moves are all steps at all times that matter.
func moves() (all []move) {
	for _, name := range []string{"mix", "draw", "call off"} {
		for _, at := range []int64{noon - 1, noon, evening - 1, evening, evening + 1} {
			all = append(all, move{name, at})
		}
	}
	return all
}

// allowed is what the table of the package says: the next state, or "" where a step is refused.
func allowed(state string, m move) string {
	switch {
	case state == "fixed" && m.name == "mix" && m.at >= noon:
		return "committed"
	case state == "committed" && m.name == "draw" && m.at >= evening:
		return "drawn"
	case (state == "fixed" || state == "committed") && m.name == "call off":
		return "called off"
	}
	return ""
}

func nameOf(s ceremony.State) string {
	return map[string]string{"*ceremony.Fixed": "fixed", "*ceremony.Committed": "committed", "*ceremony.Drawn": "drawn",
		"*ceremony.CalledOff": "called off"}[fmt.Sprintf("%T", s)]
}

// Every order of three steps, from both beginnings, at every time, is allowed or refused as
// the table says; and a refused step leaves the state as it was.
func TestEveryOrder(t *testing.T) {
	tried, refused := 0, 0
	var walk func(d disk, path []move)
	walk = func(d disk, path []move) {
		state, err := d.open()
		require.NoError(t, err)
		was := nameOf(state)
		for _, m := range moves() {
			at := fmt.Sprint(append(slices.Clone(path), m))
			tried++
			want := allowed(was, m)
			step, err := take(d, state, m)
			if want == "" {
				refused++
				require.Error(t, err, at)
				continue
			}
			require.NoError(t, err, at)
			_, err = take(d, state, m)
			require.ErrorIs(t, err, ceremony.ErrTaken, at)
			next := maps.Clone(d)
			maps.Copy(next, step.Added)
			after, err := next.open()
			require.NoError(t, err, at)
			require.Equal(t, want, nameOf(after), at)
			if len(path) < 2 {
				walk(next, append(slices.Clone(path), m))
			}
			state, err = d.open() // the one before was spent
			require.NoError(t, err)
		}
	}
	for _, mixed := range []bool{false, true} {
		walk(booked(t, mixed), nil)
	}
	t.Logf("%d steps tried, %d refused", tried, refused)
	assert.Greater(t, refused, 100)
}

// A step that was interrupted is ended in the same way only.
func TestInterrupted(t *testing.T) {
	fixed := booked(t, true)
	state, err := fixed.open()
	require.NoError(t, err)
	f := state.(*ceremony.Fixed)
	_, step, err := f.Mix(context.Background(), noon, record.Files(fixed), mixValue, nil)
	require.NoError(t, err)
	assert.Equal(t, record.MixFile, step.First)
	assert.Equal(t, record.CommitSumsFile, step.Last)
	assert.False(t, step.Again)

	half := maps.Clone(fixed)
	half[step.First] = step.Added[step.First]
	state, err = half.open()
	require.NoError(t, err)
	require.True(t, state.Interrupted())
	f = state.(*ceremony.Fixed)
	_, err = f.CallOff("no hall")
	assert.ErrorIs(t, err, ceremony.ErrOther)
	_, _, err = f.Mix(context.Background(), noon, record.Files(half), "11111111111111111111", nil)
	assert.ErrorIs(t, err, ceremony.ErrOther)
	_, again, err := f.Mix(context.Background(), noon, record.Files(half), mixValue, nil)
	require.NoError(t, err)
	assert.True(t, again.Again)
	assert.Equal(t, step.Added, again.Added)

	committed := booked(t, false)
	state, err = committed.open()
	require.NoError(t, err)
	_, drawn, err := state.(*ceremony.Committed).Draw(evening, record.Files(committed), drawValue)
	require.NoError(t, err)
	half = maps.Clone(committed)
	half[drawn.First] = drawn.Added[drawn.First]
	state, err = half.open()
	require.NoError(t, err)
	c := state.(*ceremony.Committed)
	require.True(t, c.Interrupted())
	_, err = c.CallOff("no hall")
	assert.ErrorIs(t, err, ceremony.ErrOther)
	_, again, err = c.Draw(evening, record.Files(half), drawValue)
	require.NoError(t, err)
	assert.Equal(t, drawn.Added, again.Added)
}

// A record that does not hold has no state.
func TestOpenUnsound(t *testing.T) {
	d := booked(t, false)
	d[record.BookFile] = append([]byte("x"), d[record.BookFile]...)
	_, err := d.open()
	var unsound *ceremony.Unsound
	require.ErrorAs(t, err, &unsound)
	assert.Contains(t, unsound.Error(), record.BookFile)
}

// A mixing that comes when the value of the draw is known is refused, but to end one that was
// interrupted.
func TestTooLateToMix(t *testing.T) {
	table, faults := quotas.Read("quotas.csv", []byte("feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\n"))
	require.Empty(t, faults)
	p, faults := pool.Read("pool.csv", []byte("id,gender\na,woman\nb,woman\nc,man\nd,man\n"), table, pool.Options{})
	require.Empty(t, faults)
	made, err := selection.Fix(context.Background(), selection.Request{Pool: p, Seats: 2, Pages: 100, Key: new([32]byte),
		Mix: digits("2023-08-23T12:00:00Z"), Source: record.SeedSource{Source: draw.Quick("quicknet", draw.TimeOf(42), 0)}})
	require.NoError(t, err)
	d := disk(made.Files)
	state, err := d.open()
	require.NoError(t, err)
	_, _, err = state.(*ceremony.Fixed).Mix(context.Background(), draw.TimeOf(42), record.Files(d), mixValue, nil)
	require.ErrorIs(t, err, selection.ErrLate)
	_, step, err := state.(*ceremony.Fixed).Mix(context.Background(), draw.TimeOf(42)-1, record.Files(d), mixValue, nil)
	require.NoError(t, err)
	d[step.First] = step.Added[step.First]
	state, err = d.open()
	require.NoError(t, err)
	_, _, err = state.(*ceremony.Fixed).Mix(context.Background(), draw.TimeOf(42), record.Files(d), mixValue, nil)
	assert.NoError(t, err)
}
