package mail_test

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/evenlot/evenlot/selection/mail"
	"github.com/evenlot/evenlot/selection/words/catalog"
)

var someone = mail.Person{
	Group: mail.Selected, ID: "bcdfgh", Pages: 64, Of: 1000, Chance: "64 of 1,000 pages, which is 6.4 %", Link: "https://example.org/verify.html#slip=x",
	People: 1700, Seats: 110, Page: "128", PublicValue: "1 2 3", Commitment: strings.Repeat("ab", 32),
}

// Every bundled letter says what somebody needs to check it, with a link or without.
func TestBundled(t *testing.T) {
	for _, l := range catalog.Languages() {
		for _, g := range mail.Groups() {
			template, err := mail.Parse("letter", mail.Bundled(g, l), nil)
			require.NoError(t, err)
			for _, link := range []string{"", someone.Link} {
				p := someone
				p.Link = link
				out, err := template.Fill(p)
				require.NoError(t, err)
				for _, want := range []string{p.ID, p.Chance, p.Page, p.PublicValue, p.Commitment, "110"} {
					assert.Contains(t, string(out), want, "%s %s", g, l)
				}
				assert.Equal(t, link != "", strings.Contains(string(out), "#slip="))
				assert.NotContains(t, string(out), "{{")
			}
		}
	}
	_, err := os.Stat("letters/selected.en.txt")
	assert.NoError(t, err)
}

// What is wrong with a letter is named with file and line, and with what there is instead.
func TestWrongLetters(t *testing.T) {
	header := []string{"id", "first_name"}
	for text, want := range map[string]string{
		"Dear\n{{.Nmae}}":               "own.txt:2:2: there is no {{.Nmae}}; there are {{.Chance}}",
		`{{column "first name"}}`:       `own.txt:1:2: the pool has no column "first name"; it has id and first_name`,
		"{{Chance}}":                    "own.txt:1: there is no {{Chance}}; a field begins with a full stop",
		"a\nb\n{{.Chance":               "own.txt:3: unclosed action",
		"{{if .Link}} and nothing else": "own.txt:1: unexpected EOF",
	} {
		template, err := mail.Parse("own.txt", []byte(text), header)
		if err == nil {
			_, err = template.Fill(someone)
		}
		require.Error(t, err, text)
		assert.True(t, strings.HasPrefix(err.Error(), want), "%s", err)
	}
}

// The picture is square, with a white border of four modules, and black inside.
func TestQR(t *testing.T) {
	data, err := mail.QR(someone.Link)
	require.NoError(t, err)
	picture, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	b := picture.Bounds()
	assert.Equal(t, b.Dx(), b.Dy())
	black := func(x, y int) bool { r, _, _, _ := picture.At(x, y).RGBA(); return r == 0 }
	assert.False(t, black(15, 15))
	assert.True(t, black(16, 16), "the finder pattern begins behind the border")
	assert.True(t, black(16+7*4-1, 16))
	assert.False(t, black(16+7*4, 16))
	_, err = mail.QR(strings.Repeat("x", 5000))
	assert.Error(t, err)
}

func ExampleParse() {
	letter, err := mail.Parse("letter.txt", []byte("Dear {{.ID}}, you were on {{.Chance}}.\n"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := letter.Fill(mail.Person{ID: "bcdfgh", Chance: "64 of 1,000 pages, which is 6.4 %"})
	fmt.Print(string(out), err, "\n")
	// Output:
	// Dear bcdfgh, you were on 64 of 1,000 pages, which is 6.4 %.
	// <nil>
}
