// Package disk reads and writes files: inputs within limits ([ReadInput]), new files ([Create]) and
// whole folders of a record ([NewFolder]), each under a temporary name until it is complete.
package disk
