package selection

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/evenlot/evenlot/selection/pool/pooltest"
	"github.com/evenlot/evenlot/selection/record"
)

// Whatever a caller gets wrong is an error that says so, never a panic.
func TestRequestsThatMakeNoSense(t *testing.T) {
	p := pooltest.Parse(t, "gender,woman,1,1\ngender,man,1,1\n", "id,gender", "a,woman", "b,woman", "c,man", "d,man")
	for want, change := range map[string]func(r *Request){
		"no pool to select from: one that cannot be read gives faults in its place":                       func(r *Request) { r.Pool = nil },
		"0 seats, expected at least 1":                                                                    func(r *Request) { r.Seats = 0 },
		"-1 seats, expected at least 1":                                                                   func(r *Request) { r.Seats = -1 },
		"5 seats for a pool of 4 people, expected no more seats than people":                              func(r *Request) { r.Seats = 5 },
		"-3 pages, expected a number that is not negative":                                                func(r *Request) { r.Pages = -3 },
		`rule is "Leximin", expected one of leximin, maximin, nash, minimax, goldilocks, uniform, legacy`: func(r *Request) { r.Rule = "Leximin" },
	} {
		req := Request{Pool: p, Seats: 2, PublicValue: "5", Source: record.KnownSource()}
		change(&req)
		for name, call := range map[string]func() error{
			"Run":     func() error { _, err := Run(context.Background(), req); return err },
			"Prepare": func() error { _, err := Prepare(context.Background(), req); return err },
		} {
			assert.NotPanics(t, func() { assert.EqualError(t, call(), want, name) }, name)
		}
	}
}
