package catalog

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

// A Language is one that evenlot speaks, by its ISO 639 code: "en".
type Language string

// The languages.
const (
	English Language = "en"
	German  Language = "de"
	French  Language = "fr"
)

// Languages lists all languages. The first one is taken where nobody asks for another.
func Languages() []Language { return []Language{English, German, French} }

// Parse finds the language that somebody asks for: "de", "de-AT", or as an environment names it,
// "de_DE.UTF-8". ok is false for one that evenlot does not speak.
func Parse(text string) (l Language, ok bool) {
	text, _, _ = strings.Cut(text, ".")
	text, _, _ = strings.Cut(text, "@")
	tag, err := language.Parse(text)
	if err != nil {
		return English, false
	}
	base, _ := tag.Base()
	l = Language(base.String())
	return l, slices.Contains(Languages(), l)
}

// A Speaker says sentences in one language.
type Speaker struct {
	Language
	all     map[string]string
	printer *message.Printer
}

//go:embed *.toml
var files embed.FS

// speakers reads the files once.
var speakers = sync.OnceValue(func() map[Language]*Speaker {
	all := map[Language]*Speaker{}
	for _, l := range Languages() {
		s, err := newSpeaker(l)
		if err != nil {
			panic("catalog: internal error: " + err.Error())
		}
		all[l] = s
	}
	return all
})

// In gives the speaker of a language of [Languages]; of any other, the English one.
func In(l Language) *Speaker {
	if s, ok := speakers()[l]; ok {
		return s
	}
	return speakers()[English]
}

func newSpeaker(l Language) (*Speaker, error) {
	name := string(l) + ".toml"
	data, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	sections := map[string]map[string]string{}
	if err := toml.Unmarshal(data, &sections); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := &Speaker{Language: l, all: map[string]string{}}
	tag := language.Make(string(l))
	messages := catalog.NewBuilder(catalog.Fallback(tag))
	for section, sentences := range sections {
		for key, text := range sentences {
			key = section + "." + key
			parts, err := compile(text)
			if err == nil {
				err = messages.Set(tag, key, parts...)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", name, key, err)
			}
			s.all[key] = text
		}
	}
	s.printer = message.NewPrinter(tag, message.Catalog(messages))
	return s, nil
}

// Keys are the names of all sentences, sorted.
func (s *Speaker) Keys() []string { return slices.Sorted(maps.Keys(s.all)) }

// Has reports whether there is a sentence of this name.
func (s *Speaker) Has(key string) bool {
	_, ok := s.all[key]
	return ok
}

// Say gives a sentence. It panics where there is none of this name: a test looks for such names.
func (s *Speaker) Say(key string, args ...any) string {
	if !s.Has(key) {
		panic("catalog: internal error: no sentence " + key)
	}
	return s.printer.Sprintf(message.Key(key, ""), args...)
}
