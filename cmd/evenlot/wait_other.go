//go:build !unix

package main

// doNotWait is nothing where no pipe stands in a folder.
const doNotWait = 0
