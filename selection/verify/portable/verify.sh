#!/bin/sh
# Checks the record of a draw with the tools of any Unix: the hashes of all files, the
# commitment, the page, the panel, the counts of pages, events.
#
#   sh verify.sh [FOLDER]     FOLDER is the public folder of a record, or holds it;
#                             without it, the folder of this script
#
# One line a check: ok, FAILED, or "not checkable here". Ends with 0 if nothing failed,
# 1 if something did, 2 if the folder is not there. Needs bc and sha256sum or shasum.
LC_ALL=C
export LC_ALL
failed=0

ok() { printf 'ok      %s\n' "$1"; }
bad() { printf 'FAILED  %s\n' "$1"; failed=$((failed + 1)); }
unseen() { printf 'not checkable here: %s\n' "$1"; }
die() { printf 'verify.sh: %s\n' "$1" >&2; exit 2; }

if command -v sha256sum >/dev/null 2>&1; then sha() { sha256sum; }
elif command -v shasum >/dev/null 2>&1; then sha() { shasum -a 256; }
else die 'needs sha256sum or shasum'; fi
command -v bc >/dev/null 2>&1 || die 'needs bc'
hash_of() { sha <"$1" | cut -c1-64; }
hash_text() { printf '%s' "$1" | sha | cut -c1-64; }
upper() { printf '%s' "$1" | tr a-f A-F; }
calc() { printf '%s\n' "$1" | BC_LINE_LENGTH=0 bc | tr -d '\\\n'; }

# text, number FILE NAME: the field of a JSON file, which stands on a line of its own.
text() {
  sed -n -e 's/^  "'"$2"'": "\(.*\)",\{0,1\}$/\1/' -e t1 -e d -e :1 -e 's/\\\(["\\]\)/\1/g' -e p -e q "$1"
}
number() { sed -n 's/^  "'"$2"'": \([0-9]*\),\{0,1\}$/\1/p' "$1"; }
# list FILE NAME: the elements of an array of ids, with commas.
list() { sed -n '/^  "'"$2"'": \[$/,/^  \]/s/^    "\([a-z0-9]*\)",\{0,1\}$/\1/p' "$1" | tr '\n' ',' | sed 's/,$//'; }

# counted FILE NAME: is there a number from 1 on?
counted() {
  case $(number "$1" "$2") in [1-9]*) ;; *) bad "$1: $2 is no number"; return 1 ;; esac
}

# What operating systems leave in folders; files of these names are no part of a record.
litter='-name .DS_Store -o -name Thumbs.db -o -name desktop.ini -o -name ._* -o -path */__MACOSX/*'

# sums FOLDER: every hash of FOLDER/SHA256SUMS, and no file beside them.
sums() {
  [ -f "$1/SHA256SUMS" ] || { bad "$1/SHA256SUMS is missing"; return; }
  sums_bad=$failed
  while read -r want name; do
    if [ ! -f "$1/$name" ]; then bad "$1/$name is missing"
    elif [ "$(hash_of "$1/$name")" != "$want" ]; then bad "$1/$name was changed: its hash is not $want"; fi
  done <"$1/SHA256SUMS"
  [ -z "$(tail -c 1 "$1/SHA256SUMS")" ] || bad "$1/SHA256SUMS was cut off"
  listed=$(cut -c67- "$1/SHA256SUMS" | sort)
  found=$(cd "$1" && set -f && find . -type f ! -path ./SHA256SUMS ! '(' $litter ')' | sed 's/^\.\///' | sort)
  if [ "$listed" != "$found" ]; then bad "$1/SHA256SUMS does not list exactly the files beside it"
  elif [ $sums_bad = "$failed" ]; then ok "every file of $1 is as published"; fi
}

# digits TEXT COUNT: so many digits and nothing else?
digits() { [ ${#1} = "$2" ] && case $1 in '' | *[!0-9]*) return 1 ;; esac; }

# numbers TEXT COUNT: so many different numbers, ascending, each followed by a full stop?
numbers() {
  lines=$(printf '%s' "$1" | tr . '\n')
  [ "$(printf '%s\n' "$lines" | grep -c -E '^(0|[1-9][0-9]{0,3})$')" = "$2" ] &&
    [ "$(printf '%s\n' "$lines" | sort -n -u | tr '\n' .)" = "$1" ]
}

# randomness HEX: SHA-256 of the 48 bytes of a signature.
randomness() {
  case $1 in '' | *[!0-9a-f]*) return ;; esac
  octal=$(printf 'obase=8; ibase=16; %s\n' "$(upper "$1" | sed 's/../&; /g')" | bc | sed 's/^/000/; s/.*\(...\)$/\\\1/' | tr -d '\n')
  # shellcheck disable=SC2059
  printf "$octal" | sha | cut -c1-64
}

# outcomes SOURCE PAGES: enough that nobody could choose among them?
outcomes() {
  d=$(number "$1" digits)
  case $(text "$1" kind) in
  digits | 'dice and drand') [ "$(calc "6 ^ $d >= 10000 * $2")" = 1 ] ;;
  lottery) [ $(($(number "$1" numbers) + $(number "$1" extra))) -ge 5 ] ;;
  'page digits') [ "$(calc "10 ^ $d")" = "$2" ] ;;
  esac || bad "$1: too few digits or numbers for $2 pages, or too many"
}

# value SOURCE DRAW: is the public value of the kind announced?
value() {
  kind=$(text "$1" kind) v=$(text "$2" public_value) d=$(number "$1" digits) good=no
  case $kind in
  'known in advance' | rehearsal) case $v in '' | ' '* | *' ') ;; *) good=yes ;; esac ;;
  digits | 'page digits') digits "$v" "$d" && good=yes ;;
  lottery)
    extra=$(number "$1" extra) first=${v%%/*} second=${v#*/}
    if [ "$extra" = 0 ]; then second=; else second=${second%/}; fi
    [ "$v" = "$first/${second:+$second/}" ] && numbers "$first" "$(number "$1" numbers)" &&
      { [ "$extra" = 0 ] || numbers "$second" "$extra"; } && good=yes ;;
  drand) [ -n "$v" ] && [ "$v" = "$(randomness "$(text "$2" signature)")" ] && good=yes ;;
  'dice and drand')
    digits "${v%.*}" "$d" && [ "$v" = "${v%.*}.$(randomness "$(text "$2" signature)")" ] && good=yes ;;
  esac
  if [ $good = yes ]; then ok "the public value $v is of the kind announced ($kind)"
  else bad "$2: the public value $v is not of the kind announced ($kind)"; fi
  case $kind in *drand) unseen "that drand signed round $(number "$1" round): evenlot verify does" ;; esac
}

# page COMMIT DRAW PAGES: does the page follow from commitment and public value?
page() {
  commitment=$(hash_of "$1/SHA256SUMS") v=$(text "$2" public_value)
  string=$commitment.$v i=0 h='' want=$v
  if [ "$(text "$1/seedsource.json" kind)" = 'page digits' ]; then
    string=''
    digits "$v" $((${#3} - 1)) && [ "$(calc "10 ^ ${#v}")" = "$3" ] || { bad "$2: $v does not name one of $3 pages"; return; }
  else
    M=$(printf '%X' "$3")
    while :; do # a hash of the uneven end is passed over (once in 2^246 draws)
      i=$((i + 1)) h=$(hash_text "$string,$i") H=$(upper "$h")
      [ "$(calc "ibase=16; $H >= (10 ^ 40) / $M * $M")" = 1 ] || break
    done
    last=$(($3 - 1)) want=$(printf "%0${#last}d" "$(calc "ibase=16; $H % $M")")
  fi
  before=$failed
  is() { [ "$1" = "$2" ] || bad "$4: $3 is $1, expected $2"; }
  is "$(text "$2" commitment)" "$commitment" commitment "$2"
  is "$(text "$2" draw_string)" "$string" draw_string "$2"
  is "$(number "$2" counter)" "$i" counter "$2"
  is "$(text "$2" hash)" "$h" hash "$2"
  is "$(number "$2" ticket)" "$(calc "$want + 1")" ticket "$2"
  is "$(text "$2" page)" "$want" page "$2"
  is "$(text "$2" notice)" "$(text "$1/seedsource.json" statement)" notice "$2"
  [ "$before" = "$failed" ] && ok "the commitment $commitment and the value $v lead to page $want"
}

# panel BOOK DRAW: is the panel the line of the book?
panel() {
  line=$(sed -n "s/^$(text "$2" page),//p" "$1")
  if [ -n "$line" ] && [ "$line" = "$(list "$2" panel)" ]; then ok "the panel of $2 is the one on that page"
  else bad "$2: the panel is not the one on page $(text "$2" page) of $1"; fi
}

# book BOOK PAGES SEATS: different people on each page, as often as chances.csv says.
book() {
  before=$failed
  [ "$(sed 1d "$1" | wc -l | tr -d ' ')" = "$2" ] || bad "$1 does not have $2 pages"
  wrong=$(sed 1d "$1" | awk -F, -v k="$3" 'NF != k + 1 { print $1; exit }
    { for (i = 2; i <= NF; i++) if ($i in seen && seen[$i] == NR) { print $1; exit } else seen[$i] = NR }')
  [ -z "$wrong" ] || bad "$1: page $wrong does not name $3 different people"
  found=$(sed 1d "$1" | cut -d, -f2- | tr , '\n' | sort | uniq -c | sed 's/^ *\([0-9]*\) \(.*\)$/\2,\1/')
  [ "$found" = "$(sed -e 1d -e '/,0$/d' commit/chances.csv)" ] || bad "commit/chances.csv does not count the pages of $1 right"
  [ $before = "$failed" ] && ok "$2 pages of $3 different people, counted right in commit/chances.csv"
}

# event FOLDER PREVIOUS-DRAW NUMBER: a replacement, as the draw of a smaller book.
event() {
  sums "$1/commit"
  counted "$1/commit/event.json" pages || return
  [ "$(number "$1/commit/event.json" event)" = "$3" ] || bad "$1/commit/event.json is not event $3"
  [ "$(text "$1/commit/event.json" previous)" = "$(hash_of "$2")" ] && ok "$1 follows on $2" || bad "$1/commit/event.json: previous is not the hash of $2"
  outcomes "$1/commit/seedsource.json" "$(number "$1/commit/event.json" pages)"
  [ -f "$1/aborted.json" ] && { printf '%s was called off: %s\n' "$1" "$(text "$1/aborted.json" reason)"; return; }
  [ -f "$1/draw.json" ] || { unseen "$1: not drawn yet"; return; }
  value "$1/commit/seedsource.json" "$1/draw.json"
  page "$1/commit" "$1/draw.json" "$(number "$1/commit/event.json" pages)"
  panel "$1/commit/book.csv" "$1/draw.json"
}

where=${1:-$(dirname "$0")}
[ -d "$where/public/commit" ] && where=$where/public
cd "$where" 2>/dev/null || die "there is no folder $where"
[ -f commit/SHA256SUMS ] || die "$where is not the public folder of a record: it has no commit/SHA256SUMS"

passed=$(set -f && find . -type f '(' $litter ')' | sed 's/^\.\///' | sort | tr '\n' ' ')
[ -z "$passed" ] || printf 'passed over, since the operating system puts them there: %s\n' "$passed"
sums commit
rules=commit/rules.json pages=$(number commit/rules.json pages)
counted $rules pages && counted $rules seats || exit 1
case $(text $rules form) in
sealed) unseen 'the pages, which are sealed, and the panel' ;;
*) book commit/book.csv "$pages" "$(number $rules seats)" ;;
esac
outcomes commit/seedsource.json "$pages"
[ ! -f announcement.txt ] || grep -q "$(hash_of commit/SHA256SUMS)" announcement.txt || bad 'announcement.txt does not name the commitment'
printf 'commitment, to be compared with the one published before the draw: %s\n' "$(hash_of commit/SHA256SUMS)"
if [ -f SHA256SUMS ]; then sums .; fi
if [ -f aborted.json ]; then
  [ -f draw.json ] && bad 'aborted.json stands beside draw.json'
  [ "$(text aborted.json commitment)" = "$(hash_of commit/SHA256SUMS)" ] || bad 'aborted.json names another commitment'
  printf 'called off before the draw: %s\n' "$(text aborted.json reason)"
elif [ -f draw.json ]; then
  [ -f SHA256SUMS ] || bad 'SHA256SUMS is missing, though there is a draw'
  value commit/seedsource.json draw.json
  page commit draw.json "$pages"
  [ "$(text $rules form)" = sealed ] || panel commit/book.csv draw.json
  previous=draw.json n=1
  while [ -d events/$n ]; do
    event events/$n "$previous" $n
    previous=events/$n/draw.json
    [ -f events/$n/aborted.json ] && previous=events/$n/aborted.json
    n=$((n + 1))
  done
else
  unseen 'the draw: not drawn yet'
fi
unseen 'quotas, households, the proof: they take what people answered'
[ $failed = 0 ]
