package main

// Size: one file a command, a third of it the texts of help. What commands share is below them:
// how files are written (output.go, newfile.go), how errors end the program (exit.go, faults.go),
// and the terminal (term.go).
