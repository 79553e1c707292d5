// Package oracle finds the best allowed panel for given weights, and proves it.
//
//	maximise    w·x
//	subject to  x is a panel of the instance (integer), lower <= x <= upper
//
// It is a branch and bound over package simplex. Weights are integers, so a leaf
// whose bound is below the best value + 1 is closed. Every bound that closes a leaf
// is evaluated in integers from rounded multipliers: all variables are boxed, so
// any multipliers give a valid bound, and rounding them can only loosen it. A leaf
// is called infeasible only when its Farkas row, rounded in the same way, still
// shows it. The floating point of the simplex therefore decides how fast an answer
// comes, never whether it is right.
//
// A caller who knows a panel already asks for better panels only ([Query].Beat). Every leaf
// below its value is then closed from the start, and no node is spent on finding it again.
//
// Files in reading order: exact.go, focus.go, oracle.go, conflict.go, repair.go.
package oracle
