// Package members says who is in: what a draw and the events after it come to, what those who
// stay leave of the quotas, who can still take a seat, and how each member stands.
//
// A [Company] is the panel at one point of its life. [Company.Vacancy] is the question that a
// replacement asks: seats, quotas and people that are left. [States] are what the organiser
// notes about members: who was invited, confirmed, declined, withdrew or was removed.
package members
