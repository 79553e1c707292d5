// Package term is how the program talks: results, remarks, progress ([Terminal]), and the failures
// that end it, with exit code, hints and what is behind them ([Failure]).
package term
