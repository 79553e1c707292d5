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

// A Question is what readers ask of some topics together, with the answer that verify.html gives, too,
// where every check of them is ok.
type Question struct {
	Name   string
	Answer string // a clause, without a full stop
	Topics []Topic
}

// Questions are all topics in reading order, a line each for a reader.
func Questions() []Question {
	return []Question{
		{"files", "all are here, and none was changed after it was published", []Topic{TopicFiles}},
		{"draw", "what was drawn leads to this panel", []Topic{TopicMixing, TopicDraw}},
		{"quotas", "every possible panel meets every quota, and everybody's chance is counted right", []Topic{TopicBook, TopicPool}},
		{"fairness", "the proof holds as far as it goes, and people alike have the same chance", []Topic{TopicProof, TopicAlike}},
		{"changes", "whoever joined or left did so by the rules", []Topic{TopicEvents}},
		{"computed again", "the same files come out, byte for byte", []Topic{TopicAgain}},
		{"elsewhere", "what was published and drawn is what the record says", []Topic{TopicMeasures, TopicOutside}},
	}
}

// Add adds findings that were made elsewhere.
func (v *Verdict) Add(topic Topic, found ...Finding) {
	for _, f := range found {
		f.Topic = topic
		v.Checks = append(v.Checks, f)
	}
}
