package quotas

import "github.com/evenlot/evenlot/quotas/sheet"

// A Fault is one thing wrong with an input file; see [sheet.Fault].
type Fault = sheet.Fault

// Faults are all the faults of one or more files; see [sheet.Faults].
type Faults = sheet.Faults
