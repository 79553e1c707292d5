package draw

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/cloudflare/circl/sign/bls"
)

// quicknetKey is the public key of the chain: a point of G2 of BLS12-381, compressed.
// With the other parameters it makes the chain hash; a test computes it.
const quicknetKey = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c" +
	"8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb" +
	"5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"

// signatureDigits of a point of G1, compressed, in hexadecimal.
const signatureDigits = 96

// readRound reads the announced round, JSON or the signature alone, and gives its
// signature in lower case once it has been verified.
func readRound(input string, round int64) (string, error) {
	text := strings.TrimSpace(input)
	if text == "" {
		return "", fmt.Errorf("public value has no round of drand: give what %s shows", RoundURL(round))
	}
	signature := text
	if strings.HasPrefix(text, "{") {
		var err error
		if signature, err = readRelay(text, round); err != nil {
			return "", err
		}
	}
	signature = strings.ToLower(signature)
	if err := checkSpelling(signature); err != nil {
		return "", err
	}
	return signature, checkSignature(signature, round)
}

// relayed has the fields that relays print: version 1 of their interface has the
// randomness, version 2 has not, and chains other than quicknet have a previous signature.
type relayed struct {
	Round      *int64  `json:"round"`
	Randomness *string `json:"randomness"`
	Signature  *string `json:"signature"`
	Previous   string  `json:"previous_signature"`
}

// readRelay takes the signature out of the JSON of a relay. Whatever else it says
// must be true too: a file that contradicts itself was not printed by a relay.
func readRelay(text string, round int64) (string, error) {
	var r relayed
	dec := json.NewDecoder(strings.NewReader(text))
	if err := dec.Decode(&r); err != nil {
		return "", fmt.Errorf("the JSON of the round cannot be read (%w): save once more what %s shows", err, RoundURL(round))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return "", errors.New("there is more after the JSON of the round: give one round only")
	}
	switch {
	case r.Round == nil:
		return "", errors.New("the JSON has no round, expected the fields round and signature")
	case r.Signature == nil:
		return "", errors.New("the JSON has no signature, expected the fields round and signature")
	case *r.Round != round:
		return "", fmt.Errorf("this is round %d, announced was round %d (due at %s): no other round is drawn from; see %s",
			*r.Round, round, FormatTime(TimeOf(round)), RoundURL(round))
	case r.Previous != "":
		return "", fmt.Errorf("the round has a previous signature, quicknet has none: it is of another chain of drand; see %s", RoundURL(round))
	case r.Randomness != nil && !strings.EqualFold(*r.Randomness, randomness(strings.ToLower(*r.Signature))):
		return "", errors.New("the randomness is not the SHA-256 of the signature: one of them was altered")
	}
	return *r.Signature, nil
}

// checkSpelling wants 96 lower-case hexadecimal digits.
func checkSpelling(signature string) error {
	b, err := hex.DecodeString(signature)
	switch {
	case err == nil && len(signature) == signatureDigits && hex.EncodeToString(b) == signature:
		return nil
	case err == nil && len(signature) == 64:
		return errors.New("64 hexadecimal digits are the randomness of a round: give its signature (96 digits), which proves it")
	case err == nil && len(signature) == 2*signatureDigits:
		return errors.New("192 hexadecimal digits are a signature of another chain of drand: those of quicknet have 96")
	}
	return fmt.Errorf("signature is %s, expected 96 hexadecimal digits in lower case", excerpt(signature))
}

// checkSignature verifies the signature of a round of quicknet, spelt as checkSpelling
// wants it: scheme bls-unchained-g1-rfc9380 of drand, a BLS signature on G1 of
// SHA-256(round as 8 bytes, big-endian).
//
// A round has one signature only, and it has one spelling only (compressed, its
// coordinate below the field prime, in the right subgroup; the library insists on all
// of it). Otherwise, since the value is a hash of these bytes, there would be values
// to choose from.
func checkSignature(signature string, round int64) error {
	sig, err := hex.DecodeString(signature)
	if err != nil {
		panic("draw: internal error: signature not checked for its spelling")
	}
	message := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(round)))
	if !bls.Verify(publicKey(), message[:], sig) {
		return fmt.Errorf("this is not the signature of round %d of quicknet: it was altered, or it is of another round or chain; see %s",
			round, RoundURL(round))
	}
	return nil
}

func publicKey() *bls.PublicKey[bls.KeyG2SigG1] {
	raw, err := hex.DecodeString(quicknetKey)
	key := new(bls.PublicKey[bls.KeyG2SigG1])
	if err != nil || key.UnmarshalBinary(raw) != nil {
		panic("draw: internal error: the key of quicknet cannot be read")
	}
	return key
}

// randomness is what drand derives from a signature: SHA-256 of its bytes. Text that
// is no hexadecimal has none.
func randomness(signature string) string {
	b, err := hex.DecodeString(signature)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// splitDice parts the digits from the round that follows them: JSON from its brace on,
// a signature as the last word.
func splitDice(input string) (dice, beacon string, err error) {
	text := strings.TrimSpace(input)
	at := strings.IndexByte(text, '{')
	if at < 0 {
		at = 1 + strings.LastIndexAny(text, diceEnd)
	}
	dice, beacon = strings.TrimRight(text[:at], diceEnd), text[at:]
	switch {
	case len(beacon) < 64:
		return "", "", errors.New("public value has no round of drand after the digits: give the digits, a blank, and the round")
	case dice == "":
		return "", "", errors.New("public value has no digits before the round of drand: give the digits, a blank, and the round")
	}
	return dice, beacon, nil
}

// diceEnd may stand between the digits and the round.
const diceEnd = " \t\r\n.+"
