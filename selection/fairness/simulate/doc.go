// Package simulate draws many pools from a frame and says what a rule would have given each of them: a
// pool is one of those that might have come about, and a figure of one pool says nothing of the others.
//
// # The model
//
// A [Frame] is everyone who may get a letter, with their features and any further columns. Letters go to
// all of them, or to so many drawn by chance. Whoever has a letter answers with a chance of their own,
// independently of the others: the rate, times the relative rate of each of their values, scaled so
// that the mean over the frame is the rate. This is the model of Flanigan, Gölz, Gupta and Procaccia
// ("Neutralizing self-selection bias in sampling for sortition", NeurIPS 2020), where the rates of
// values multiply, too. Columns without a quota may have relative rates: that is how to see what quotas
// on other features repair of them, and what they do not.
//
// Where the frame is itself a sample, as a survey is, each of its rows stands for many people: letters
// are then drawn with replacement ([Question].Sampled).
//
// # What is computed
//
// For each pool and rule: whether there is a panel, and the chances, by the measures of package measure
// ([Run]). Over all pools: means with intervals, and quantiles ([Measure]); and for each value how many
// of the frame, of those who answer and of the seats have it ([Value]): response, repair and the
// end-to-end chance of a kind of person. Everything follows from a seed; run i draws the same pool
// whatever the rules and however many runs there are.
//
// All of it is modelled: nothing here is evidence about one lottery.
//
// Files in reading order: frame.go, rows.go, sums.go, question.go, run.go, simulate.go.
package simulate
