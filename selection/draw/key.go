package draw

import (
	"crypto/sha256"
	"encoding/hex"
)

// DeriveKey gives the record key for a selection whose public value is known in
// advance and for which no key was given, so that the same command repeats
// exactly: SHA-256 of "evenlot/1" LF "record key" LF, the digest of the pool (32
// raw bytes) and SHA-256(rules) (32 raw bytes). The rules are the bytes of
// rules.json with an empty key hash.
//
// Such a key hides nothing from anyone who has the pool; a ceremony takes its
// key from a random device.
func DeriveKey(poolDigest [32]byte, rules []byte) [32]byte {
	sum := sha256.Sum256(rules)
	h := sha256.New()
	h.Write([]byte("evenlot/1\nrecord key\n"))
	h.Write(poolDigest[:])
	h.Write(sum[:])
	var key [32]byte
	h.Sum(key[:0])
	return key
}

// KeyHash is what rules.json says of a record key: SHA-256 of its 32 bytes, in
// hexadecimal. It binds the operator to the key and gives nothing away.
func KeyHash(key [32]byte) string {
	sum := sha256.Sum256(key[:])
	return hex.EncodeToString(sum[:])
}
