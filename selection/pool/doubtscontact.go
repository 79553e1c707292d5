package pool

import (
	"slices"
	"strings"

	"github.com/evenlot/evenlot/quotas/sheet"
	"github.com/evenlot/evenlot/selection/pool/address"
)

// contacts are the columns that tell people apart, found by their headers.
type contacts struct {
	names, emails, phones, births, addresses, stamps []int
	orders                                           []dayOrder // of each column of births
}

// contactColumns looks at every column that is no feature and no id.
func (p *Pool) contactColumns() *contacts {
	c := &contacts{addresses: p.households}
	for column, header := range p.Header {
		if column == p.IDColumn || p.isFeature(column) || slices.Contains(p.households, column) {
			continue
		}
		words := " " + strings.Join(address.Words(header), " ") + " "
		switch {
		case holds(words, mailWords):
			c.emails = append(c.emails, column)
		case holds(words, phoneWords):
			c.phones = append(c.phones, column)
		case holds(words, birthWords):
			if o := order(p.column(column)); p.mostlyDates(column) {
				c.births, c.orders = append(c.births, column), append(c.orders, o)
			}
		case holds(words, stampWords):
			c.stamps = append(c.stamps, column)
		case holds(words, placeWords):
			if len(p.households) == 0 {
				c.addresses = append(c.addresses, column)
			}
		case holds(words, nameWords) && !holds(words, otherNames):
			c.names = append(c.names, column)
		}
	}
	return c
}

// isFeature reports whether a column holds the values of a feature, and not something that one is
// made of.
func (p *Pool) isFeature(column int) bool {
	for f, c := range p.features {
		if c == column && p.made[f] == nil {
			return true
		}
	}
	return false
}

// The words by which headers are known, each between blanks or the beginning of one; a
// form asks "What is your e-mail address?", so they are looked for in this order.
var (
	mailWords  = strings.Split(" e mail| email| mail |courriel|correo| emailaddress", "|")
	phoneWords = strings.Split(" phone| telephone| mobile| cell |telefon| tel | handy| mobil|portable|telefono|cellulare|komork|telefoon| contact number", "|")
	birthWords = strings.Split(" birth| dob | date of birth| birthday| born |geburt| geb |naissance|nacimiento|nascita|urodz|geboorte|fodsels|fodelse", "|")
	stampWords = strings.Split(" timestamp| time stamp| submitted| submission| submit date| start time| completion time| date submitted| zeitstempel| eingang|horodat|marca temporal| created| response id| startdate| enddate| recordeddate| start date| end date| submitdate| datestamp| received", "|")
	placeWords = strings.Split(" address| street| postcode| post code| zip| postal|adresse|anschrift|strasse| plz | code postal| rue |direccion| calle |indirizzo| adres| ulica|kod pocztowy", "|")
	nameWords  = strings.Split(" name | names | firstname| lastname| forename| surname| fullname| given name|vorname|nachname|familienname| prenom| nom | nombre| apellido| nome | cognome| imie | nazwisko|voornaam|achternaam| fornavn| etternavn|fornamn|efternamn", "|")
	otherNames = strings.Split(" company| employer| organi| school| user| file| street| emergency| kin | pet | mother| father| maiden| party", "|")
)

func holds(words string, any []string) bool {
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(words, w) })
}

// column goes over the cells of a column.
func (p *Pool) column(column int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := range p.People {
			if !yield(p.Cell(i, column)) {
				return
			}
		}
	}
}

// mostlyDates reports whether most filled cells of a column are full dates: a year of
// birth, which a column of that name may hold, tells nobody apart.
func (p *Pool) mostlyDates(column int) bool {
	filled, dates := 0, 0
	for cell := range p.column(column) {
		if sheet.Clean(cell) == "" {
			continue
		}
		filled++
		if spellDate(cell).Year > 0 {
			dates++
		}
	}
	return 2*dates > filled
}

// A contact is what a person says of themselves, in the form that matches.
type contact struct {
	name    personName
	email   string
	phone   string
	birth   Date
	address string
}

func (p *Pool) contact(c *contacts, person int) contact {
	return contact{
		name:    nameOf(p.joined(person, c.names)),
		email:   emailKey(p.first(person, c.emails)),
		phone:   phoneKey(p.first(person, c.phones)),
		birth:   p.birth(c, person),
		address: p.addressOf(person, c.addresses),
	}
}

func (p *Pool) joined(person int, columns []int) string {
	var cells []string
	for _, column := range columns {
		cells = append(cells, p.Cell(person, column))
	}
	return strings.Join(cells, " ")
}

// first is the first cell that says something.
func (p *Pool) first(person int, columns []int) string {
	for _, column := range columns {
		if cell := sheet.Clean(p.Cell(person, column)); cell != "" && !address.SaysNothing(cell) {
			return cell
		}
	}
	return ""
}

func (p *Pool) birth(c *contacts, person int) Date {
	for i, column := range c.births {
		if d, ok := dateIn(p.Cell(person, column), c.orders[i]); ok {
			return d
		}
	}
	return Date{}
}

// addressOf joins the address as far as it is one: with a number, and a word.
func (p *Pool) addressOf(person int, columns []int) string {
	if len(p.households) > 0 {
		return p.homes.key[person]
	}
	key := address.Key(p.joined(person, columns))
	if !strings.ContainsAny(key, "0123456789") || !strings.ContainsRune(key, ' ') || len(columns) == 1 && address.IsPostcode(key) {
		return ""
	}
	return key
}

// emailKey is an address without case, tag, and the dots that Google passes over.
func emailKey(cell string) string {
	name, host, ok := strings.Cut(strings.ToLower(cell), "@")
	if !ok || name == "" || !strings.Contains(host, ".") {
		return ""
	}
	name, _, _ = strings.Cut(name, "+")
	if host == "gmail.com" || host == "googlemail.com" {
		name, host = strings.ReplaceAll(name, ".", ""), "gmail.com"
	}
	return name + "@" + host
}

// phoneKey is the end of a number, which has neither country nor zero in front.
func phoneKey(cell string) string {
	digits := strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, cell)
	if len(digits) < 7 || strings.Trim(digits, digits[:1]) == "" {
		return ""
	}
	return digits[max(0, len(digits)-8):]
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
