package invite

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"hash"
)

// Format names the rule and the form of the files of a lottery of letters. It never changes under
// that name.
const Format = "evenlot-invite/1"

// Seed is S: the text that draws every letter, 64 lower-case hexadecimal digits. It follows from
// the commitment and the public value, each on a line.
func Seed(commitment, public string) string {
	sum := sha256.Sum256([]byte(Format + "\n" + commitment + "\n" + public + "\n"))
	return hex.EncodeToString(sum[:])
}

// A Ticket is SHA-256(S ":" letter id). The smallest tickets of a stratum get the letters.
type Ticket [sha256.Size]byte

// String gives 64 lower-case hexadecimal digits, which sort as the bytes do.
func (t Ticket) String() string { return hex.EncodeToString(t[:]) }

// prefix is the first eight bytes as a number.
func (t Ticket) prefix() uint64 { return binary.BigEndian.Uint64(t[:8]) }

// TicketOf is the ticket of a letter id in the draw of a seed.
func TicketOf(seed, letterID string) Ticket {
	return sha256.Sum256([]byte(seed + ":" + letterID))
}

// A drawer gives tickets of one seed. The seed fills a block of SHA-256, so it is hashed once.
type drawer struct {
	hash  resumable
	after []byte // the state of hash after the seed and the colon
	sum   []byte
}

// A resumable hash can go back to a state that it was in, as those of crypto/sha256 can.
type resumable interface {
	hash.Hash
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

func newDrawer(seed string) *drawer {
	d := &drawer{hash: sha256.New().(resumable)}
	d.hash.Write([]byte(seed + ":"))
	var err error
	if d.after, err = d.hash.MarshalBinary(); err != nil {
		panic("invite: internal error: " + err.Error())
	}
	return d
}

func (d *drawer) ticket(letterID []byte) Ticket {
	if err := d.hash.UnmarshalBinary(d.after); err != nil {
		panic("invite: internal error: " + err.Error())
	}
	d.hash.Write(letterID)
	d.sum = d.hash.Sum(d.sum[:0])
	return Ticket(d.sum)
}

// idBytes is how much of the HMAC is a letter id: 128 bits, so that among 10^9 people two are
// alike with less than one chance in 10^20.
const idBytes = 16

// LetterID is the id by which a keyed lottery knows a person of the register: the first 32
// hexadecimal digits of HMAC-SHA256(key, "id:" + id) (RFC 2104). Whoever lacks the key cannot
// go from a name or a number to it.
func LetterID(key [32]byte, id string) string { return newNamer(&key).name([]byte(id)) }

// A namer gives letter ids without memory for each.
type namer struct {
	mac  hash.Hash // nil: the ids of the register are the letter ids
	in   []byte
	sum  []byte
	mark [idBytes]byte
	text [2 * idBytes]byte
}

// newNamer is for the letter ids of a key; nil: the ids are open.
func newNamer(key *[32]byte) *namer {
	if key == nil {
		return &namer{}
	}
	return &namer{mac: hmac.New(sha256.New, key[:])}
}

// name is the letter id as text. Its mark, for the register's root, is in n.mark then.
func (n *namer) name(id []byte) string { return string(n.bytes(id)) }

// bytes is name, valid until the next call.
func (n *namer) bytes(id []byte) []byte {
	if n.mac == nil {
		sum := sha256.Sum256(id)
		copy(n.mark[:], sum[:])
		return id
	}
	n.mac.Reset()
	n.in = append(append(n.in[:0], "id:"...), id...)
	n.mac.Write(n.in)
	n.sum = n.mac.Sum(n.sum[:0])
	copy(n.mark[:], n.sum)
	hexInto(n.text[:], n.mark[:])
	return n.text[:]
}

// hexInto is hex.Encode for sources of whole words, in a third of the time: a register of a country is 10^10 digits.
func hexInto(dst, src []byte) {
	const each = 0x0101010101010101
	for ; len(src) >= 4; dst, src = dst[8:], src[4:] {
		x := uint64(binary.BigEndian.Uint32(src)) // spread to one digit a byte
		x = (x | x<<16) & 0x0000ffff0000ffff
		x = (x | x<<8) & 0x00ff00ff00ff00ff
		x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
		letters := (x + 6*each) >> 4 & each // 1 where a digit is 10 or more
		binary.BigEndian.PutUint64(dst, x+'0'*each+letters*('a'-'0'-10))
	}
}
