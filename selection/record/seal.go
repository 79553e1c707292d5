package record

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// A Salt is 16 random bytes that keep a hash from being guessed.
type Salt = [16]byte

// PageSalts derives the salts of the pages of a sealed book from the record key: the
// first 16 bytes of HMAC-SHA256(key, "page-salt," + page number in decimal).
func PageSalts(key [32]byte, pages int) []Salt {
	salts := make([]Salt, pages)
	mac := hmac.New(sha256.New, key[:])
	for j := range salts {
		mac.Reset()
		mac.Write(strconv.AppendInt([]byte("page-salt,"), int64(j), 10))
		salts[j] = Salt(mac.Sum(nil)[:len(Salt{})])
	}
	return salts
}

// SeatSalt is the salt of a seat, numbered from 1, of a page with the given salt: the
// first 16 bytes of SHA-256(page salt | seat in decimal).
func SeatSalt(page Salt, seat int) Salt {
	sum := sha256.Sum256(strconv.AppendInt(page[:], int64(seat), 10))
	return Salt(sum[:len(Salt{})])
}

// SeatHash is the leaf of a seat in the tree of its page: the data is the salt of the
// seat, then the page as book.csv spells it, the seat, from 1, and the id, a line each.
func SeatHash(salt Salt, page string, seat int, id string) [sha256.Size]byte {
	return LeafHash(salt[:], []byte(page+"\n"+strconv.Itoa(seat)+"\n"+id+"\n"))
}

// SealTree is the tree over the seats of a page, whose root is the seal of the page.
// The ids stand in the order of the book; leaf s is seat s+1.
func SealTree(salt Salt, page string, ids []string) *Tree {
	leaves := make([][sha256.Size]byte, len(ids))
	for s, id := range ids {
		leaves[s] = SeatHash(SeatSalt(salt, s+1), page, s+1, id)
	}
	return NewTree(leaves)
}

// sealsOf are the seals of all pages.
func sealsOf(ids []string, pages [][]int32, salts []Salt) [][32]byte {
	seals := make([][32]byte, len(pages))
	for j, page := range pages {
		names := make([]string, len(page))
		for s, i := range page {
			names[s] = ids[i]
		}
		seals[j] = SealTree(salts[j], PageName(j, len(pages)), names).Root()
	}
	return seals
}

// writeSeals is book.root: a line for each page, in order, with its seal.
func writeSeals(seals [][32]byte) []byte {
	var b bytes.Buffer
	for _, seal := range seals {
		b.WriteString(hex.EncodeToString(seal[:]) + "\n")
	}
	return b.Bytes()
}

// ReadSeals reads book.root: the seal of each page.
func ReadSeals(name string, data []byte) ([][32]byte, error) {
	if len(data) == 0 {
		return nil, faultAt(name, data, 0, "no page", "at least one")
	}
	seals := make([][32]byte, 0, len(data)/(2*sha256.Size+1))
	at := 0
	for line := range bytes.Lines(data) {
		text, ok := bytes.CutSuffix(line, []byte("\n"))
		if !ok || !isHash(string(text)) {
			return nil, faultAt(name, data, at, excerpt(data, at), "64 hexadecimal digits and a line feed")
		}
		var seal [32]byte
		_, _ = hex.Decode(seal[:], text)
		seals = append(seals, seal)
		at += len(line)
	}
	return seals, nil
}

// ReadSalt reads a salt as files spell it, 32 hexadecimal digits.
func ReadSalt(text string) (salt Salt, ok bool) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(salt) || hex.EncodeToString(b) != text {
		return salt, false
	}
	return Salt(b), true
}
