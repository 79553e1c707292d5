package mail

import (
	"fmt"

	"rsc.io/qr"
)

// dots is how many dots wide and high a module of a picture is: a code of 100 modules is 3.4 cm wide
// on a printer of 300 dots an inch.
const dots = 4

// QR is a picture (PNG) of a text, with error correction of level M (15 % of it may be dirty), and a
// border of four modules, as ISO/IEC 18004 asks.
func QR(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("the link of %d characters does not fit a QR code: %w", len(text), err)
	}
	code.Scale = dots
	return code.PNG(), nil
}
