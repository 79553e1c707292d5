// Package measure has the numbers by which the literature judges lotteries and panels, each with its
// formula and source: of chances ([Gini], [GeometricMean], [Levels], [ShareBelow], [Kish],
// [Entropy]), of two distributions over the values of a feature ([TotalVariation], [Hellinger],
// [JensenShannon], [Wasserstein]), of a count against a share ([Gap], [DesignEffect]) and of two
// rankings ([Spearman], [Kendall]). [RatioProduct] says how over-represented in the pool a person's
// values are.
//
// Chances and shares lie in 0..1. Nothing here tests anything: see package exact.
//
// Files in reading order: chances.go, distance.go, rank.go.
package measure
