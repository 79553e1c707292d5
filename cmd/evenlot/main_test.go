package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/evenlot/evenlot/cmd/evenlot/internal/term"
)

func TestMain(m *testing.M) {
	if strings.Contains(filepath.Base(os.Args[0]), ".test") { // English, wherever the tests run; scripts set their own
		for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
			_ = os.Unsetenv(name)
		}
	}
	if runtime.GOOS == "js" { // no processes there, so no scripts
		os.Exit(m.Run())
	}
	testscript.Main(m, map[string]func(){"evenlot": func() {
		setClock(os.Getenv("EVENLOT_NOW"))
		main()
	}})
}

// setClock makes the clock of a script stand still, at a time such as
// 2027-01-15T18:00:00Z.
func setClock(text string) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		now = func() time.Time { return at }
	}
}

// Scripts tell what a person sees; issue 2 lists the cases.
func TestScripts(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("scripts start processes, which this system has not")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/scripts",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			here, err := os.Getwd()
			env.Setenv("INSTANCES", here+"/../../testdata/instances")
			env.Setenv("MOMENTS", "3")
			switch os.Getenv("EVENLOT_LONG") {
			case "":
			case "all":
				env.Setenv("MOMENTS", "100")
			default:
				env.Setenv("MOMENTS", "6")
			}
			return err
		},
	})
}

// evenlot runs the program inside the test.
func evenlot(t testing.TB, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = term.ExitCode(run(context.Background(), args, strings.NewReader(""), &out, &err))
	return code, out.String(), err.String()
}
