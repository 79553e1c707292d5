//go:build !unix

package disk

// doNotWait is nothing where no pipe stands in a folder.
const doNotWait = 0
