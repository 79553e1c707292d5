// Package members says who is in: what a draw and the events after it come to, what those who
// stay leave of the quotas, who can still take a seat, and how each member stands.
//
// A [Company] is the panel at one point of its life. [Company.Vacancy] is the question that a
// replacement asks: seats, quotas and people that are left. [States] are what the organiser
// notes about members: who was invited, confirmed, declined, withdrew or was removed.
//
// # Alternates
//
// [PlanAlternates] finds, before anybody leaves, which sets of alternates would keep the panel
// near its quotas. Scenarios of who leaves are drawn by the [Rates]; in each one alternates move
// up by the rule of [MoveUp], and the loss that is left is the measure, as in "Alternates,
// Assemble!" (Assos, Baharav, Flanigan, Procaccia, EC 2025). There the one best set is taken, and
// nobody else has a chance. Here the plan widens it to quota windows and a list of who takes part,
// such that every set inside is near the best one; a lottery with a book and a proof then draws
// one of them.
//
// Losses are integers, and what is random comes from one stream: the plan is the same everywhere.
//
// Size: alternates are two thirds of it. They are a question about a company like the others, and
// share its vacancy, its quotas that are left and its people.
//
// Files in reading order: alternatesrates.go, alternatesloss.go, company.go, nextpages.go,
// alternatessearch.go, alternateswindows.go, alternatesusual.go, alternates.go, states.go,
// chances.go, successor.go, status.go, overtime.go.
package members
