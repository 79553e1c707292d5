package main

// Size: one file a command, a third of it the texts of help. What commands share is below them, in
// internal/disk (files) and internal/term (the terminal, and how errors end the program).
