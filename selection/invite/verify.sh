#!/bin/sh
# Checks a lottery of letters with sha256sum alone, inside the folder public:
#
#   sh verify.sh                   that no file was changed, and that the seed follows
#   sh verify.sh LETTERID          in which wave a letter was due, in each stratum
#   sh verify.sh LETTERID STRATUM  in that stratum
#
# LETTERID stands on the letter; whoever got none asks the holder of the register for it.
# Whoever published this folder could have changed this file too: compare it with one from
# elsewhere, or do by hand what it does.
set -u
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")" || exit 1
fail() { echo "FAILED: $*"; exit 4; }

(cd commit && sha256sum -c SHA256SUMS >/dev/null 2>&1) || fail "a file in commit is not the one that was committed to"
commitment=$(sha256sum commit/SHA256SUMS | cut -c 1-64)
echo "compare: commitment $commitment"
if [ ! -f draw.json ]; then
	echo "not drawn yet: what is fixed is as it was committed to"
	exit 0
fi
sha256sum -c SHA256SUMS >/dev/null 2>&1 || fail "a file is not the one that was published"
field() { sed -n "s/^  \"$1\": \"\\(.*\\)\",*\$/\\1/p" draw.json | sed 's/\\\(.\)/\1/g'; }
value=$(field public_value)
seed=$(field seed)
[ "$(field commitment)" = "$commitment" ] || fail "draw.json is of another lottery"
again=$(printf 'evenlot-invite/1\n%s\n%s\n' "$commitment" "$value" | sha256sum | cut -c 1-64)
[ "$again" = "$seed" ] || fail "the seed does not follow from the commitment and the public value"
echo "compare: public value $value"
echo "ok: the seed is $seed"
[ $# -gt 0 ] || exit 0

ticket=$(printf '%s:%s' "$seed" "$1" | sha256sum | cut -c 1-64)
echo "ticket: $ticket"
# The last three cells of a line hold no separator; what stands before is the stratum.
sed 1d cutoffs.csv | while IFS= read -r line; do
	cutoff=${line##*,}
	rest=${line%,*}
	rest=${rest%,*}
	wave=${rest##*,}
	stratum=${rest%,*}
	case $stratum in '"'*) stratum=$(printf '%s' "$stratum" | sed 's/^"//; s/"$//; s/""/"/g') ;; esac
	[ $# -lt 2 ] || [ "$stratum" = "$2" ] || continue
	if [ -n "$cutoff" ] && ! expr "x$ticket" '>' "x$cutoff" >/dev/null; then
		echo "$stratum, wave $wave: due (cut-off $cutoff)"
	else
		echo "$stratum, wave $wave: not due (cut-off ${cutoff:-none})"
	fi
done
