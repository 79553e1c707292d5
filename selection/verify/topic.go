package verify

// A Topic is what a check is about. Readers who want one line a topic, not one a check, get it by
// topics.
type Topic string

// The topics, in reading order.
const (
	TopicFiles    Topic = "files"
	TopicMixing   Topic = "mixing"
	TopicDraw     Topic = "draw"
	TopicBook     Topic = "book"
	TopicPool     Topic = "pool"
	TopicProof    Topic = "proof"
	TopicAlike    Topic = "people alike"
	TopicEvents   Topic = "replacements"
	TopicMeasures Topic = "measures"
	TopicAgain    Topic = "computed again"
	TopicOutside  Topic = "elsewhere"
)

// claims say what holds where every check of a topic is ok.
var claims = map[Topic]string{
	TopicFiles:    "every file is the one that was listed, and is spelt as it should be",
	TopicMixing:   "the book was mixed by the value announced, before the draw",
	TopicDraw:     "the public value opens this page, and its people are the panel",
	TopicBook:     "every page is whole, and everybody's pages are counted right",
	TopicPool:     "the pool is the one committed to, and every page meets the quotas",
	TopicProof:    "the proof holds, as far as its grade says",
	TopicAlike:    "their seats were dealt as if by lot",
	TopicEvents:   "whoever joined or left did so by the rules",
	TopicMeasures: "what the book gives away is as measured",
	TopicAgain:    "the computation gives the same files, byte for byte",
	TopicOutside:  "what was published and drawn is what the record says",
}

// Topics are all topics in reading order.
func Topics() []Topic {
	return []Topic{TopicFiles, TopicMixing, TopicDraw, TopicBook, TopicPool, TopicProof, TopicAlike, TopicEvents,
		TopicMeasures, TopicAgain, TopicOutside}
}

// Claim says what holds where every check of the topic is ok: a clause, without a full stop.
func (t Topic) Claim() string { return claims[t] }

// Add adds findings that were made elsewhere.
func (v *Verdict) Add(topic Topic, found ...Finding) {
	for _, f := range found {
		f.Topic = topic
		v.Checks = append(v.Checks, f)
	}
}
