package invite

import (
	"crypto/hmac"
	"crypto/sha256"
	"math/big"
	"strings"
)

// CodeLetters are what a letter code is made of: no 0, 1, I, L or O, which look alike. There are 31, a
// prime, for the check digit.
const CodeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// codeLength is how many of them a code has, with the check digit: 31^11 codes, so that a million
// letters share one with less than one chance in 10,000, and guessing one of them takes 10^10 tries.
const codeLength = 12

// Code is the code printed on a letter, such as "7KQM-2XWD-H4PA": HMAC-SHA256(key, "code:" + id), read as a number,
// modulo 31^11, in digits of 31, and a check digit. Answers to letters name it.
func Code(key [32]byte, id string) string {
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte("code:" + id))
	n := new(big.Int).SetBytes(mac.Sum(nil))
	base, digit := big.NewInt(int64(len(CodeLetters))), new(big.Int)
	var digits [codeLength]int
	for i := codeLength - 2; i >= 0; i-- {
		n.DivMod(n, base, digit)
		digits[i] = int(digit.Int64())
	}
	digits[codeLength-1] = checkDigit(digits[:codeLength-1])
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(CodeLetters[d])
	}
	return b.String()
}

// checkDigit makes the sum of all digits, each times its place, a multiple of 31. Weights 1 to 12 differ
// modulo 31 and none is 0, so that every single slip and every exchange of two digits shows.
func checkDigit(digits []int) int {
	sum := 0
	for i, d := range digits {
		sum += (i + 1) * d
	}
	n := len(CodeLetters)
	for c := range n {
		if (sum+codeLength*c)%n == 0 {
			return c
		}
	}
	panic("invite: no check digit")
}

// ReadCode gives a code as [Code] writes it, from what a person typed: letters of either case, with blanks and
// dashes anywhere. ok is false where it is no code: a slip, most of the time.
func ReadCode(typed string) (code string, ok bool) {
	sum, n := 0, 0
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		if r == ' ' || r == '-' {
			continue
		}
		d := strings.IndexRune(CodeLetters, r)
		if d < 0 || n == codeLength {
			return "", false
		}
		if n > 0 && n%4 == 0 {
			b.WriteByte('-')
		}
		n++
		sum += n * d
		b.WriteRune(r)
	}
	return b.String(), n == codeLength && sum%len(CodeLetters) == 0
}
