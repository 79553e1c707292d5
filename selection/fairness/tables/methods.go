package tables

import (
	"fmt"
	"strings"

	"github.com/evenlot/evenlot/quotas/plain"
	"github.com/evenlot/evenlot/selection/fairness/exact"
	"github.com/evenlot/evenlot/selection/fairness/study"
)

// aims says in a clause what a rule looks for, with its source.
var aims = map[string][2]string{
	"leximin":    {"the smallest chance is as large as the quotas allow, then the second smallest, and so on", flanigan2021},
	"maximin":    {"the smallest chance is as large as the quotas allow", flanigan2020},
	"nash":       {"the product of the chances is as large as the quotas allow", flanigan2021},
	"minimax":    {"the largest chance is as small as the quotas allow", "Flanigan, Liang, Procaccia, Wang: Manipulation-robust selection of citizens' assemblies. AAAI 2024."},
	"goldilocks": {"neither the smallest nor the largest chance is far from the mean", "Baharav, Flanigan: Fair, manipulation-robust, and transparent sortition. EC 2024, arXiv 2406.15009."},
	"uniform":    {"every panel that meets the quotas is as likely as any other", "de Azevedo, Gölz: Maximally random sortition. arXiv 2604.02712, 2026."},
	"legacy":     {"people are drawn greedily for the quota most in need", flanigan2021},
}

const (
	flanigan2021 = "Flanigan, Gölz, Gupta, Hennig, Procaccia: Fair algorithms for selecting citizens' assemblies. Nature 596:548, 2021."
	flanigan2020 = "Flanigan, Gölz, Gupta, Procaccia: Neutralizing self-selection bias in sampling for sortition. NeurIPS 2020."
)

// Methods is a paragraph on the methods of a study, with the sources of what was really used.
func Methods(s *study.Study) string {
	var b strings.Builder
	var sources []string
	cite := func(source string) int {
		for i, known := range sources {
			if known == source {
				return i + 1
			}
		}
		sources = append(sources, source)
		return len(sources)
	}
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+" ", args...) }
	b.WriteString("# Methods\n\n")
	say("A panel of %s was to be selected from a pool of %s.", plain.Count(s.Seats, "person", "people"), plain.Count(s.People, "person", "people"))
	if aim, known := aims[s.Rule]; known {
		say("Chances follow the rule %s: %s [%d].", s.Rule, aim[0], cite(aim[1]))
	}
	say("They were realised as a book of %s, each of them a panel that meets the quotas and as likely as the others [%d]; a person's chance is the share of the pages that name them, exactly.",
		plain.Count(s.Pages, "page", "pages"), cite("Flanigan, Kehne, Procaccia: Fair sortition made transparent. NeurIPS 2021."))
	say("The evidence for the chances is, in the words of the record, \"%s\".", s.Grade)
	say("Inequality of the chances is given by the Gini coefficient over the whole pool and the geometric mean over those who can be seated, both as in [%d], and by Kish's design effect [%d].",
		cite(flanigan2021), cite("Kish: Survey Sampling. Wiley 1965."))
	if s.Chances.Unseatable > 0 {
		say("%s cannot be seated by any panel that meets the quotas; they count in the pool and in the Gini coefficient only.", plain.Count(s.Chances.Unseatable, "person", "people"))
	}
	say("The association between over-representation in the pool (ratio product [%d]) and chance is Spearman's rho and Kendall's tau-b [%d].", cite(flanigan2021), cite("Kendall: The treatment of ties in ranking problems. Biometrika 33:239, 1945."))
	say("Distributions over the values of a feature are compared by total variation, Hellinger distance, Jensen-Shannon divergence in bits [%d] and, for ordered values, the earth mover's distance.", cite("Lin: Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37:145, 1991."))
	if len(s.Kinds) > 0 {
		followed(s, say, cite)
	}
	testsMade(s, say, cite)
	if s.Uniformity != nil {
		say("The sampler [%d] was tried with %d public values, the numbers from 1 up.", cite("Rivest: sampler.py, 2011."), s.Uniformity.Draws)
	}
	b.WriteString("\n\n")
	for _, note := range s.Notes {
		fmt.Fprintf(&b, "Left out: %s.\n", note)
	}
	b.WriteString("\n## Sources\n\n")
	for i, source := range sources {
		fmt.Fprintf(&b, "%d. %s\n", i+1, source)
	}
	return b.String()
}

// followed says how self-selection was measured, and what of it is proved.
func followed(s *study.Study, say func(string, ...any), cite func(string) int) {
	say("Self-selection is a group's share of the pool over its share of the population, an estimate of how often it answers a letter relative to everybody, if letters went out in proportion to the population; its interval is that of Jeffreys for the share of the pool [%d].",
		cite("Brown, Cai, DasGupta: Interval estimation for a binomial proportion. Statistical Science 16:101, 2001."))
	if s.Letters > 0 {
		say("%d letters went out, by what the organiser says; response rates divide by them.", s.Letters)
	}
	say("Repair is the part of the total variation distance between pool and population that is gone in the expected seats. The way from the population to a seat is a letter, an answer and a seat [%d]. Proved are the chances of a seat of those in this pool, and so the seats that each group gets for each of its heads in the population; modelled is everything on who answers. In another pool that might have come about the chances would be others, and nobody's own chance of a seat can be told without knowing whether they answer.",
		cite(flanigan2020))
}

// testsMade says which tests were made, and which were not.
func testsMade(s *study.Study, say func(string, ...any), cite func(string) int) {
	made, refused, drawn := map[string]int{}, 0, false
	for _, t := range s.Tests {
		switch {
		case t.Refused != "":
			refused++
		default:
			made[t.Family]++
			drawn = drawn || t.Drawn > 0
		}
	}
	if made["draw"] == 0 {
		say("No page was drawn yet, so nothing was tested.")
		return
	}
	say("%s of the draw %s exact: all pages were equally likely, so a p-value is the share of the pages at least as extreme as the drawn one.",
		plain.Count(made["draw"], "test", "tests"), plain.Verb(made["draw"], "is", "are"))
	if made["pool"] > 0 {
		say("%s of columns without a quota against a draw from the pool without quotas %s exact, by the hypergeometric law of one value or all values, ordered by probability [%d].",
			plain.Count(made["pool"], "test", "tests"), plain.Verb(made["pool"], "is", "are"), cite("Agresti: Categorical Data Analysis. 3rd edition, Wiley 2013."))
	}
	if made["population"] > 0 {
		say("%s against shares of the population: exact multinomial [%d]; chi-square and G only where no expected count is below 1 and at most a fifth are below 5 [%d].",
			plain.Count(made["population"], "test", "tests"), cite("Read, Cressie: Goodness-of-Fit Statistics for Discrete Multivariate Data. Springer 1988."),
			cite("Cochran: Some methods for strengthening the common chi-square tests. Biometrics 10:417, 1954."))
	}
	if drawn {
		say("Where outcomes were too many to list, %d were drawn, and p = (1 + as extreme) / (1 + drawn) [%d].", exact.Draws,
			cite("Phipson, Smyth: Permutation p-values should never be zero. Statistical Applications in Genetics and Molecular Biology 9:39, 2010."))
	}
	if refused > 0 {
		say("%s not made, with the reason in tests.csv.", plain.Count(refused, "test was", "tests were"))
	}
	say("P-values are given raw, after Holm [%d] and after Benjamini and Hochberg [%d], over all tests of one null hypothesis.",
		cite("Holm: A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6:65, 1979."),
		cite("Benjamini, Hochberg: Controlling the false discovery rate. Journal of the Royal Statistical Society B 57:289, 1995."))
}
