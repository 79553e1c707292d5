package quotas

import "github.com/evenlot/evenlot/quotas/sheet"

// Fold gives the key under which names and values match; see [sheet.Fold].
func Fold(s string) string { return sheet.Fold(s) }
