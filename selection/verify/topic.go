package verify

// A Topic is what a check is about. Readers who want a few lines, not one a check, get them by
// [Questions].
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

// A Question is what readers ask of some topics together. Faces have its name, and an answer for where
// every check of the topics is ok, in the reader's language.
type Question struct {
	Key    string
	Topics []Topic
}

// Questions are all topics in reading order, a line each for a reader.
func Questions() []Question {
	return []Question{
		{"files", []Topic{TopicFiles}},
		{"draw", []Topic{TopicMixing, TopicDraw}},
		{"quotas", []Topic{TopicBook, TopicPool}},
		{"fairness", []Topic{TopicProof, TopicAlike}},
		{"changes", []Topic{TopicEvents}},
		{"again", []Topic{TopicAgain}},
		{"elsewhere", []Topic{TopicMeasures, TopicOutside}},
	}
}

// Add adds findings that were made elsewhere.
func (v *Verdict) Add(topic Topic, found ...Finding) {
	for _, f := range found {
		f.Topic = topic
		v.Checks = append(v.Checks, f)
	}
}
