package exact

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Cells allow the law of chi-square where no expected count is below leastCell and at most a share
// of fewSmall of them below smallCell (W. G. Cochran, Biometrics 10:417, 1954).
const (
	leastCell = 1
	smallCell = 5
	fewSmall  = 0.2
)

// ChiSquare is Pearson's statistic, the sum of (observed - expected)² / expected, and its p-value by
// the chi-square law with one degree of freedom less than there are cells. Where the cells are too
// small for that, p is NaN and why says so in a sentence. It panics where the lengths differ or are
// below 2.
func ChiSquare(observed, expected []float64) (statistic, p float64, why string) {
	if why = allowed(observed, expected); why != "" {
		return math.NaN(), math.NaN(), why
	}
	statistic = stat.ChiSquare(observed, expected)
	return statistic, survival(statistic, len(observed)-1), ""
}

// GTest is the likelihood ratio statistic, G = 2 sum of observed ln(observed / expected), with the
// same law and the same conditions as [ChiSquare] (Sokal and Rohlf, Biometry, 3rd edition, 1995,
// chapter 17).
func GTest(observed, expected []float64) (statistic, p float64, why string) {
	if why = allowed(observed, expected); why != "" {
		return math.NaN(), math.NaN(), why
	}
	for i, o := range observed {
		if o > 0 {
			statistic += 2 * o * math.Log(o/expected[i])
		}
	}
	return statistic, survival(statistic, len(observed)-1), ""
}

func survival(statistic float64, df int) float64 {
	return distuv.ChiSquared{K: float64(df)}.Survival(statistic)
}

// allowed says why the cells do not allow the law of chi-square.
func allowed(observed, expected []float64) string {
	if len(observed) != len(expected) || len(observed) < 2 {
		panic("exact: a test of goodness of fit needs two cells, and an expected count for each")
	}
	small := 0
	for _, e := range expected {
		if e < leastCell {
			return fmt.Sprintf("a cell has an expected count of %.2f, below %d", e, leastCell)
		}
		if e < smallCell {
			small++
		}
	}
	if float64(small) > fewSmall*float64(len(expected)) {
		return fmt.Sprintf("%d of %d cells have an expected count below %d", small, len(expected), smallCell)
	}
	return ""
}
