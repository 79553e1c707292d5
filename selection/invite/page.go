package invite

import (
	"bytes"
	_ "embed"
	"encoding/json"

	"github.com/evenlot/evenlot/selection/record"
)

//go:embed page.html
var page []byte

// PageFile is a page that says, in a browser and without a network, whether a letter was due to a letter id.
const PageFile = record.CheckerFile

// largestPage is how many bytes of cut-offs a page holds: those of some 10,000 strata. There is no page for more.
const largestPage = 1 << 20

// Page is the page of a drawn lottery: its cut-offs are in it, so that a resident needs no other file. nil: they are too many.
func (l *Lottery) Page() []byte {
	csv := l.Files[CutoffsFile]
	if len(csv) > largestPage {
		return nil
	}
	data, err := json.Marshal(struct { // in it < is \u003c, so that no stratum ends the script
		Commitment  string `json:"commitment"`
		PublicValue string `json:"public_value"`
		Seed        string `json:"seed"`
		IDs         string `json:"ids"`
		Household   int    `json:"household"`
		CSV         string `json:"csv"`
	}{l.Drawing.Commitment, l.Drawing.PublicValue, l.Drawing.Seed, l.Rules.IDs, l.Rules.Household, string(csv)})
	if err != nil {
		panic("invite: internal error: " + err.Error())
	}
	return bytes.Replace(page, []byte("const lottery = {};"), append([]byte("const lottery = "), append(data, ';')...), 1)
}
