package draw

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/cloudflare/circl/sign/bls"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Rounds of quicknet as relays printed them: 42 is the example of drand's own
// documentation, 657413 that of the Python package drand-verify.
var rounds = map[int64]struct{ signature, randomness string }{
	42: {
		"95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a",
		"8ada64bae5c6c0f5540a6a13af56e663240edfbd2c76ac6a8f27671eb7259ce3",
	},
	123: {
		"b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92",
		"fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc",
	},
	1000: {
		"b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
		"fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
	},
	657413: {
		"b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b", "",
	},
}

func TestRoundsOfQuicknet(t *testing.T) {
	for round, r := range rounds {
		signature, err := readRound(r.signature, round)
		require.NoError(t, err)
		assert.Equal(t, r.signature, signature)
		if r.randomness != "" {
			assert.Equal(t, r.randomness, randomness(r.signature))
		}
	}
	assert.True(t, strings.HasPrefix(randomness(rounds[657413].signature), "fc1873a13f3545aeade8401532ef55199"))
	_, err := readRound(rounds[42].signature, 43)
	assert.ErrorContains(t, err, "this is not the signature of round 43 of quicknet")
}

// The chain hash binds the constants of this package to each other: SHA-256 of the
// period (4 bytes), the genesis time (8 bytes), the key, the group hash and the name.
func TestChainHash(t *testing.T) {
	key, err := hex.DecodeString(quicknetKey)
	require.NoError(t, err)
	group, err := hex.DecodeString("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e")
	require.NoError(t, err)
	b := binary.BigEndian.AppendUint32(nil, QuicknetPeriod)
	b = binary.BigEndian.AppendUint64(b, QuicknetGenesis)
	b = append(append(append(b, key...), group...), "quicknet"...)
	assert.Equal(t, Quicknet, fmt.Sprintf("%x", sha256.Sum256(b)))
}

func round42() Source { return Quick(statement, TimeOf(42), 0) }

func TestDrand(t *testing.T) {
	s, r := round42(), rounds[42]
	want := Public{Value: r.randomness, Signature: r.signature}
	check := func(input string) {
		t.Helper()
		p, err := s.Value(input, 1000)
		require.NoError(t, err)
		assert.Equal(t, want, p)
	}
	v1 := fmt.Sprintf(`{"round":42,"randomness":"%s","signature":"%s"}`, r.randomness, r.signature)
	check(v1)
	check(strings.Replace(v1, "}", `,"previous_signature":""}`, 1) + "\n")
	check(fmt.Sprintf("{\n  \"round\": 42,\n  \"signature\": %q\n}\r\n", r.signature))
	check(" " + r.signature + "\n")
	check(strings.ToUpper(r.signature))
	assert.NoError(t, s.Verify(r.randomness, r.signature))

	d, err := want.Open(strings.Repeat("0a", 32), 1000)
	require.NoError(t, err)
	assert.Equal(t, r.signature, d.Signature)
	assert.Equal(t, strings.Repeat("0a", 32)+"."+r.randomness, d.Text)

	refused := func(input, why string) {
		t.Helper()
		p, err := s.Value(input, 1000)
		assert.ErrorContains(t, err, why)
		assert.Empty(t, p)
	}
	at := func(old, new string) string { return strings.Replace(v1, old, new, 1) }
	refused("", "give what https://api.drand.sh/v2/beacons/quicknet/rounds/42 shows")
	refused(at("42", "43"), "this is round 43, announced was round 42 (due at 2023-08-23T15:11:30Z)")
	refused(at("42", "42.5"), "the JSON of the round cannot be read")
	refused(at(`"round":42,`, ""), "the JSON has no round")
	refused(at(`"round":42`, `"round":null`), "the JSON has no round")
	refused(fmt.Sprintf(`{"round":42,"randomness":%q}`, r.randomness), "the JSON has no signature")
	refused(at(r.randomness, strings.Repeat("0", 64)), "the randomness is not the SHA-256 of the signature")
	refused(strings.Replace(v1, "}", `,"previous_signature":"00"}`, 1), "another chain of drand")
	refused(v1+v1, "there is more after the JSON")
	refused(v1[:80], "cannot be read")
	refused("[1]", "expected 96 hexadecimal digits")
	refused(r.randomness, "64 hexadecimal digits are the randomness of a round: give its signature")
	refused(strings.Repeat(r.signature, 2), "a signature of another chain")
	refused(r.signature[1:], "expected 96 hexadecimal digits")
	refused(rounds[123].signature, "not the signature of round 42")
	refused(strings.Repeat("x", maxInput+1), "expected at most")
	other := fmt.Sprintf(`{"round":42,"randomness":%q,"signature":%q}`, rounds[123].randomness, rounds[123].signature)
	refused(other, "not the signature of round 42")

	verify := func(value, signature, why string) {
		t.Helper()
		assert.ErrorContains(t, s.Verify(value, signature), why)
	}
	verify(r.randomness, "", "expected 96 hexadecimal digits")
	verify(r.randomness, strings.ToUpper(r.signature), "in lower case")
	verify(strings.ToUpper(r.randomness), r.signature, "expected \""+r.randomness)
	verify(rounds[123].randomness, r.signature, "expected \""+r.randomness)
	verify(rounds[123].randomness, rounds[123].signature, "not the signature of round 42")
}

func TestDiceAndDrand(t *testing.T) {
	s, r := Quick(statement, TimeOf(42), 9), rounds[42]
	want := Public{Value: "314159265." + r.randomness, Signature: r.signature}
	check := func(input string) {
		t.Helper()
		p, err := s.Value(input, 1000)
		require.NoError(t, err)
		assert.Equal(t, want, p)
	}
	check("314159265 " + r.signature)
	check("3 1 4 1 5 9 2 6 5\n" + r.signature + "\n")
	check("314159265." + r.signature)
	check("314-159-265 + " + r.signature)
	check("314159265\n" + fmt.Sprintf(`{ "round": 42, "signature": "%s" }`, r.signature))
	assert.NoError(t, s.Verify(want.Value, want.Signature))

	refused := func(input, why string) {
		t.Helper()
		_, err := s.Value(input, 1000)
		assert.ErrorContains(t, err, why)
	}
	refused(r.signature, "no digits before the round")
	refused("314159265", "no round of drand after the digits")
	refused("3 1 4 1 5 9 2 6 5", "no round of drand after the digits")
	refused("", "no round of drand")
	refused("31415926 "+r.signature, "8 digits, announced were 9")
	refused("314159265 "+rounds[123].signature, "not the signature of round 42")

	verify := func(value, signature, why string) {
		t.Helper()
		assert.ErrorContains(t, s.Verify(value, signature), why)
	}
	verify(r.randomness, r.signature, "expected the digits 0 to 9 only")
	verify("314159265"+r.randomness, r.signature, "expected the digits 0 to 9 only")
	verify("314159265."+rounds[123].randomness, r.signature, "expected \"314159265."+r.randomness)
	verify("314159265. "+r.randomness, r.signature, "expected \"314159265.")
	verify("314-159-265."+r.randomness, r.signature, "expected \"314159265.")
	verify(want.Value, "", "expected 96")
}

// A flip of any bit of a signature is noticed.
func TestSignatureBits(t *testing.T) {
	good, err := hex.DecodeString(rounds[42].signature)
	require.NoError(t, err)
	step := 1
	if testing.Short() {
		step = 17
	}
	for bit := 0; bit < 8*len(good); bit += step {
		bad := bytes.Clone(good)
		bad[bit/8] ^= 1 << (bit % 8)
		assert.Error(t, checkSignature(hex.EncodeToString(bad), 42), "bit %d", bit)
	}
}

// The public value is a hash of the bytes of a signature: if the library took a
// signature in a second spelling, whoever brings it could choose between two values.
func TestSignatureHasOneSpelling(t *testing.T) {
	field, _ := new(big.Int).SetString("1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f624"+
		"1eabfffeb153ffffb9feffffffffaaab", 16) // p of BLS12-381
	room := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 381), field)
	key, err := bls.KeyGen[bls.KeyG2SigG1](bytes.Repeat([]byte{7}, 32), nil, nil)
	require.NoError(t, err)
	for i := byte(0); ; i++ {
		message := []byte{i}
		sig := bls.Sign(key, message)
		require.True(t, bls.Verify(key.PublicKey(), message, sig))
		flags := sig[0] & 0xe0
		x := new(big.Int).SetBytes(append([]byte{sig[0] & 0x1f}, sig[1:]...))
		if x.Cmp(room) >= 0 {
			continue // x + p does not fit into 381 bits; it does for 23 in 100
		}
		second := make([]byte, 48)
		x.Add(x, field).FillBytes(second)
		second[0] |= flags
		assert.False(t, bls.Verify(key.PublicKey(), message, second), "coordinate above the field prime")
		assert.False(t, bls.Verify(key.PublicKey(), message, append(sig, 0)), "more bytes")
		break
	}
	infinity := "c0" + strings.Repeat("00", 47)
	assert.Error(t, checkSignature(infinity, 42))
	for x := range 20 { // points of the curve out of the right subgroup, and no points
		assert.Error(t, checkSignature(fmt.Sprintf("80%094x", x), 42))
		assert.Error(t, checkSignature(fmt.Sprintf("a0%094x", x), 42))
	}
}

// Whatever is typed for a round, one public value comes of it, or none.
func FuzzDrand(f *testing.F) {
	s, r := round42(), rounds[42]
	f.Add(r.signature)
	f.Add(fmt.Sprintf(`{"round":42,"randomness":"%s","signature":"%s"}`, r.randomness, r.signature))
	f.Add(fmt.Sprintf(`{"round":42,"signature":"%s","previous_signature":""}`, strings.ToUpper(r.signature)))
	f.Add(rounds[123].signature)
	f.Add(`{"round":42,"signature":null}`)
	f.Add(`{"round":1e1,"Signature":"\u0000"}`)
	f.Fuzz(func(t *testing.T, input string) {
		p, err := s.Value(input, 1000)
		if err != nil {
			assert.Empty(t, p)
			return
		}
		assert.Equal(t, Public{Value: r.randomness, Signature: r.signature}, p)
	})
}

func FuzzDiceAndDrand(f *testing.F) {
	s, r := Quick(statement, TimeOf(42), 9), rounds[42]
	f.Add("314159265 " + r.signature)
	f.Add("3 1 4 1 5 9 2 6 5\n{\"round\":42,\"signature\":\"" + r.signature + "\"}")
	f.Add("1.{")
	f.Add("+ . +")
	f.Fuzz(func(t *testing.T, input string) {
		p, err := s.Value(input, 1000)
		if err != nil {
			assert.Empty(t, p)
			return
		}
		assert.Equal(t, r.signature, p.Signature)
		assert.Regexp(t, `^[0-9]{9}\.`+r.randomness+`$`, p.Value)
		assert.NoError(t, s.Verify(p.Value, p.Signature))
	})
}

func BenchmarkCheckSignature(b *testing.B) {
	for b.Loop() {
		if err := checkSignature(rounds[42].signature, 42); err != nil {
			b.Fatal(err)
		}
	}
}
