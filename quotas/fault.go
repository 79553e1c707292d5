package quotas

import "github.com/evenlot/evenlot/quotas/sheet"

// A Fault is one thing wrong with an input file; see [sheet.Fault].
type Fault = sheet.Fault

// Faults are all the faults of one or more files; see [sheet.Faults].
type Faults = sheet.Faults

// A Place is where a fault stands; see [sheet.Place].
type Place = sheet.Place

// A Reading says how a file was read; see [sheet.Reading].
type Reading = sheet.Reading
