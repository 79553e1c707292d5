#!/bin/sh
# Checks the record of a draw with the tools of any Unix: the hashes of all files, the
# commitment, the mixing, the page, the panel, the counts of pages, events.
#
#   sh verify.sh [FOLDER]     FOLDER is the public folder of a record, or holds it;
#                             without it, the folder of this script
#
# One line a check: ok, FAILED, or "not checkable here". Ends with 0 if nothing failed,
# 1 if something did, 2 if the folder is not there. Needs sha256sum or shasum.
#
# A record may come from somebody who means harm. So nothing in it is run or printed as it
# is: links and pipes are refused, every value is held against its alphabet before it is
# used, what is printed is plain ASCII, programs (awk, grep) are constants that read values
# as data, and a value that is not of its kind ends the check.
LC_ALL=C
export LC_ALL
set -f -u
done=0 failed=0 reservations='' nl='
'
place='' inner=no whole=no # "event 1: " and yes while an event is looked at; yes if events are records of their own

ok() { done=$((done + 1)); printf 'ok      %s\n' "$place$1"; }
bad() { failed=$((failed + 1)); show "FAILED  $place$1"; }
stop() { bad "$1"; finish; exit 1; }
unseen() { show "not checkable here: $place$1"; }
reserve() { reservations=$reservations"reservation: $place$1$nl"; }
die() { show "verify.sh: $1" >&2; exit 2; }
# show prints a line, or the beginning of a long one; what is no printable ASCII becomes a
# question mark.
show() { printf '%s' "$1" | tr -c ' -~' '?' | cut -c1-2500; }
finish() {
  printf '%s' "$reservations"
  if [ $failed = 0 ]; then echo "verified: $done checks ok (amber: see the reservations above)"
  else echo "NOT VERIFIED: $failed checks failed (red)"; fi
}

if command -v sha256sum >/dev/null 2>&1; then sha() { sha256sum; }
elif command -v shasum >/dev/null 2>&1; then sha() { shasum -a 256; }
else die 'needs sha256sum or shasum'; fi
hash_of() { sha <"$1" | cut -c1-64; }
hash_text() { printf '%s' "$1" | sha | cut -c1-64; }

# Alphabets. digits TEXT COUNT, hex TEXT COUNT: so many, and nothing else? number: a whole
# number of at most nine digits without leading zeros?
digits() { [ ${#1} = "$2" ] && case $1 in '' | *[!0-9]*) return 1 ;; esac; }
hex() { [ ${#1} = "$2" ] && case $1 in '' | *[!0-9a-f]*) return 1 ;; esac; }
number() { [ ${#1} -le 9 ] && case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac; }

# json FILE NAMES: a file of the spelling that JSON has in a record, of 16 MiB at most, with
# these fields?
json() {
  [ -f "$1" ] || stop "$1 is missing"
  [ "$(wc -c <"$1")" -le 16777216 ] || stop "$1 is too large"
  [ "$(tr -d '\n -~\200-\377' <"$1" | wc -c)" -eq 0 ] || stop "$1 has characters that no such file has"
  ! grep -q -v -E '^(\{|\}|  "[a-z_]+": ("([^"\\]|\\["\\])*"|[0-9]+|\[\]?),?|    ("([^"\\]|\\["\\])*"|[0-9]+),?|  \],?)$' "$1" ||
    stop "$1 is not spelt as such a file is"
  awk '
    NR == 1 { wrong = $0 != "{"; opened = 1; next }
    { closes = $0 ~ /^(  \]|\})/
      if (closes && (comma || opened) || !closes && !opened && !comma) wrong = 1 # commas between, none behind
      if (!closes && ($0 ~ /^    /) != (inside + 0) || /^  \]/ && !inside || /^\}/ && inside) wrong = 1
      opened = /: \[$/; comma = /,$/; inside = opened || inside && !closes; last = $0 }
    END { exit wrong || last != "}" }' "$1" || stop "$1 is not spelt as such a file is"
  [ "$(awk '/^  "[a-z_]+": / { gsub(/^  "|": .*/, ""); printf "%s%s", blank, $0; blank = " " }' "$1")" = "$2" ] ||
    stop "$1 has other fields than such a file"
}

# field FILE NAME KIND: sets got to a field, which is of that kind.
field() {
  got=$(name=$2 kind=$3 awk '
    BEGIN { begin = "  \"" ENVIRON["name"] "\": " }
    index($0, begin) == 1 { n++; v = substr($0, length(begin) + 1) }
    END {
      sub(/,$/, "", v)
      text = substr(v, 1, 1) == "\""
      if (n != 1 || text == (ENVIRON["kind"] == "number" || ENVIRON["kind"] == "round")) exit 1
      if (text) v = substr(v, 2, length(v) - 2)
      while (text && (i = index(v, "\\"))) { out = out substr(v, 1, i - 1) substr(v, i + 1, 1); v = substr(v, i + 2) }
      print out v
    }' "$1") || stop "$1: $2 is missing, or stands there twice, or is of another kind"
  case $3 in
  number) number "$got" ;;
  round) digits "$got" ${#got} && [ ${#got} -le 16 ] ;;
  hash) hex "$got" 64 ;;
  hash?) [ -z "$got" ] || hex "$got" 64 ;;
  salt?) [ -z "$got" ] || hex "$got" 32 ;;
  signature) [ -z "$got" ] || hex "$got" 96 ;;
  page) digits "$got" ${#got} && [ ${#got} -le 9 ] ;;
  word) [ ${#got} -le 40 ] && case $got in '' | *[!a-z0-9/\ -]*) false ;; esac ;;
  time) case $got in '' | ????-??-??T??:??:??Z) ;; *) false ;; esac && case $got in *[!0-9TZ:-]*) false ;; esac ;;
  line) [ ${#got} -le 2000 ] ;; # any text: it is compared, hashed and shown, no more
  sentence) [ ${#got} -le 2000 ] && case $got in '' | ' '* | *' ') false ;; esac ;;
  *) false ;;
  esac || stop "$1: $2 is not what such a field is"
}

# array FILE NAME: is the field an array? Only readers look at what is in it.
array() { name=$2 awk '$0 ~ "^  \"" ENVIRON["name"] "\": \\[(\\],?)?$" { n++ } END { exit n != 1 }' "$1" || stop "$1: $2 is no array"; }

# ids FILE NAME [empty]: sets got to an array of ids, with commas; it may be empty only if that is said.
ids() {
  got=$(name=$2 empty=${3:-} awk '
    ENVIRON["empty"] != "" && $0 ~ "^  \"" ENVIRON["name"] "\": \\[\\],?$" { n++; next }
    $0 == "  \"" ENVIRON["name"] "\": [" { n++; inside = 1; next }
    /^  \]/ { inside = 0 }
    inside { gsub(/[ ",]/, ""); if ($0 !~ /^[a-z0-9]+$/) wrong = 1; printf "%s%s", comma, $0; comma = "," }
    END { exit wrong || n != 1 }' "$1") || stop "$1: $2 is no array of ids"
}

# What operating systems leave in folders; files of these names are no part of a record.
litter='-name .DS_Store -o -name Thumbs.db -o -name desktop.ini -o -name ._* -o -path */__MACOSX/*'
files() { (cd "$1" && find . -type f ! '(' $litter ')' | cut -c3- | sort); }

# folder: plain files and folders only, not too many, none too large.
folder() {
  [ -z "$(find . ! -type f ! -type d | head -n 1)" ] || die 'this folder holds links, pipes or devices: no record does'
  [ "$(find . | wc -l)" -le 1000 ] || die 'this folder holds more than 1000 files'
  [ -z "$(find . -type f -size +32768 ! -name book.csv ! -name pool.csv ! -name chances.csv ! -name book.root ! -name proof.json ! -name mixture.json | head -n 1)" ] &&
    [ -z "$(find . -type f -size +4194303 | head -n 1)" ] || die 'a file of this folder is too large'
  passed=$(find . -type f '(' $litter ')' | cut -c3- | sort | tr '\n' ' ')
  [ -z "$passed" ] || show "passed over, since the operating system puts them there: $passed"
}

# What git, editors and mail programs do to text files: undo FILE takes a byte order mark and
# carriage returns away, and gives the last line its end.
undo() { awk 'NR == 1 { sub(/^\357\273\277/, "") } { sub(/\r$/, ""); print }' "$1"; }
damaged() {
  [ -s "$1" ] && { [ -n "$(tail -c 1 "$1")" ] || ! awk '/\r$/ || NR == 1 && /^\357\273\277/ { hurt = 1; exit } END { exit hurt }' "$1"; }
}

# transport: were files changed on their way, and does undoing it make every hash fit?
transport() {
  hurt=$(files . | grep -v -E '(\.html|\.sh|(^|/)announcement\.txt)$' | while read -r name; do ! damaged "./$name" || echo "$name"; done)
  [ -n "$hurt" ] || return 0
  why='files were changed on their way, such as by git, an editor or a mail program (carriage returns, a byte order mark, no last line end)'
  wrong=$(files . | grep -E '(^|/)(SHA256SUMS|fixed\.sha256)$' | while read -r list; do
    undo "./$list" | while read -r want name; do
      name=./$(dirname "$list")/$name
      [ -f "$name" ] && { [ "$(hash_of "$name")" = "$want" ] || [ "$(undo "$name" | sha | cut -c1-64)" = "$want" ]; } || echo "$name"
    done
  done | head -n 1)
  [ -n "$wrong" ] || stop "$why; undoing it makes every hash fit: fetch them again as they were published, in a .zip"
  bad "$why; undoing it does not make every hash fit: something else was changed, too"
}

# sums FOLDER LIST NAMES: every hash of a list, and these names in it; without NAMES those of
# all files beside it.
sums() {
  [ -f "$1/$2" ] || stop "$1/$2 is missing"
  [ "$(wc -c <"$1/$2")" -le 1048576 ] && [ -z "$(tail -c 1 "$1/$2")" ] &&
    ! grep -q -v -E '^[0-9a-f]{64}  ([a-z0-9][a-z0-9._-]*/)*(SHA256SUMS|[a-z0-9][a-z0-9._-]*)$' "$1/$2" || stop "$1/$2 is no list of hashes"
  sums_bad=$failed
  while read -r want name; do
    if [ ! -f "$1/$name" ]; then bad "$1/$name is missing"
    elif [ "$(hash_of "$1/$name")" != "$want" ]; then bad "$1/$name was changed: its hash is not $want"; fi
  done <"$1/$2"
  listed=$(cut -c67- "$1/$2")
  [ "$listed" = "${3:-$(beside "$1" "$2")}" ] || bad "$1/$2 does not list exactly the files that it should"
  [ $sums_bad = "$failed" ] || { finish; exit 1; }
  ok "the files of $1/$2 are as published"
}

# beside FOLDER LIST: all files of a folder but the list, and events that are records of their own.
beside() {
  files "$1" | grep -v -x -F "$2" | if [ $whole = yes ]; then grep -v '^events/'; else cat; fi
}

# known: no file but those of a record; an event has some of them.
known() {
  others=$(beside . '' | if [ $inner = yes ]; then cat; else grep -v -E '^(verify\.(html|sh)|report\.html|events/[0-9]+/((draw|aborted)\.json|commit/(event\.json|book\.csv|seedsource\.json|SHA256SUMS)))$'; fi |
    grep -v -E '^(SHA256SUMS|(draw|aborted|measures|mixture)\.json|announcement\.txt|pool\.csv|commit/[a-z0-9A-Z.]+)$')
  [ -z "$others" ] || stop "no record has these files: $others"
  if [ "$form" != open ] && { [ -f pool.csv ] || [ -f mixture.json ]; }; then stop 'pool.csv and mixture.json are for auditors in this form'; fi
  [ "$(files commit)" = "$1" ] || stop 'commit does not hold exactly the files of this form and stage'
}

# fits SOURCE PAGES: could so many pages be drawn about evenly? Also reads the source.
fits() {
  more=
  ! grep -q '^  "highest": ' "$1" || more=' highest'
  ! grep -q '^  "extra_highest": ' "$1" || more="$more extra_highest"
  json "$1" "kind statement time digits numbers extra$more chain round supersedes reason"
  field "$1" kind word; kind=$got
  field "$1" statement sentence; statement=$got
  field "$1" time time; time=$got
  field "$1" digits number; count=$got
  field "$1" numbers number; main=$got
  field "$1" extra number; extra=$got
  field "$1" round round; round=$got
  field "$1" chain hash?
  field "$1" reason line; reason=$got
  field "$1" supersedes hash?; supersedes=$got
  [ "${reason:+x}" = "${supersedes:+x}" ] || stop "$1: supersedes and reason are not there together"
  highest=0 extra_highest=0
  if [ "$kind" = lottery ] && [ $version = 2 ]; then
    field "$1" highest number; highest=$got
    [ "$extra" = 0 ] || { field "$1" extra_highest number; extra_highest=$got; }
  elif [ -n "$more" ]; then stop "$1 has other fields than such a file"; fi
  echo "$version $count $main $extra $highest $extra_highest $2 $kind" | awk '
    function gcd(a, b) { return b ? gcd(b, a % b) : a }
    # ways to draw n numbers of h, up to what is enough
    function ways(h, n,    c, i, g) {
      if (n > h) return 0
      for (c = i = 1; i <= n && c < 1e13; i++) { g = gcd(c, i); c = c / g * ((h - n + i) / (i / g)) }
      return c
    }
    {
      pages = $7; kind = $8 " " $9 " " $10
      if (kind ~ /^page/) { for (p = 1; $2-- > 0 && p < 1e10;) p *= 10; exit p != pages }
      if (kind ~ /^(digits|dice)/) { for (p = 1; $2-- > 0 && p < 1e14;) p *= 6; exit p < 10000 * pages }
      if (kind ~ /^lottery/) exit $1 == 1 ? $3 + $4 < 5 : ways($5, $3) * ways($6, $4) < 10000 * pages
      exit !(kind ~ /^(drand|rehearsal|known|nothing)/)
    }' || bad "$1: too few digits or numbers for $2 pages, or too many"
}

# numbers TEXT COUNT HIGHEST: different numbers, ascending, each followed by a full stop?
numbers() {
  printf '%s\n' "$1" | count=$2 highest=$3 awk -F. '
    BEGIN { last = -1 }
    { for (i = 1; i < NF; i++) { if ($i !~ /^(0|[1-9][0-9]?[0-9]?[0-9]?)$/ || $i + 0 <= last) wrong = 1; last = $i + 0 }
      if ($NF != "" || NF - 1 != ENVIRON["count"] + 0 || ENVIRON["highest"] + 0 && last > ENVIRON["highest"] + 0) wrong = 1 }
    END { exit wrong || NR != 1 }'
}

# randomness HEX: SHA-256 of the 48 bytes of a signature.
randomness() {
  hex "$1" 96 || return
  printf '%b' "$(echo "$1" | awk '{ for (i = 1; i < 96; i += 2)
    printf "\\0%03o", 16 * (index("0123456789abcdef", substr($0, i, 1)) - 1) + index("0123456789abcdef", substr($0, i + 1, 1)) - 1 }')" | sha | cut -c1-64
}

# value FILE: is the public value of the kind that fits has read? Sets v.
value() {
  field "$1" public_value sentence; v=$got
  field "$1" signature signature
  good=no random=$(randomness "$got")
  case $kind in
  'known in advance' | 'nothing is drawn' | rehearsal) case $v in '' | ' '* | *' ') ;; *) good=yes ;; esac ;;
  digits | 'page digits') digits "$v" "$count" && good=yes ;;
  lottery)
    first=${v%%/*} second=${v#*/}
    if [ "$extra" = 0 ]; then second=; else second=${second%/}; fi
    [ "$v" = "$first/${second:+$second/}" ] && numbers "$first" "$main" "$highest" &&
      { [ "$extra" = 0 ] || numbers "$second" "$extra" "$extra_highest"; } && good=yes ;;
  drand) [ -n "$random" ] && [ "$v" = "$random" ] && good=yes ;;
  'dice and drand') [ -n "$random" ] && digits "${v%.*}" "$count" && [ "$v" = "${v%.*}.$random" ] && good=yes ;;
  esac
  [ $good = yes ] || stop "$1: the public value $v is not of the kind announced ($kind)"
  ok "the public value $(show "$v") is of the kind announced ($kind)"
  case $kind in *drand) unseen "that drand signed round $round, and when: evenlot verify does" ;; esac
}

# mixing: was the value that mixed the book announced first, and is it that one?
mixing() {
  sums commit fixed.sha256 "$fixed"
  [ $version = 2 ] || stop 'commit/mixsource.json: books of version 1 are not mixed'
  fits commit/seedsource.json "$pages"; draw_kind=$kind draw_time=$time draw_round=$round
  fits commit/mixsource.json "$pages"
  [ -z "$supersedes" ] || bad 'commit/mixsource.json supersedes something'
  case $kind in 'known in advance' | 'page digits' | 'nothing is drawn') bad "commit/mixsource.json: a value of kind $kind mixes no book" ;;
  rehearsal) rehearsed=yes ;;
  *) [ "$draw_kind" = rehearsal ] || echo "$time,$draw_time,$round,$draw_round" | awk -F, '{
      exit $1 == "" || $2 == "" || $1 "" >= $2 "" || $3 + 0 > 0 && $4 + 0 > 0 && $3 + 0 >= $4 + 0 }' || bad 'the mixing is not announced for a time before the draw' ;;
  esac
  mix_time=$time mix_round=$round
  pool=$(hash_of commit/fixed.sha256)
  echo "$place""commitment to the pool, to be compared with the one published before the mixing: $pool"
  [ $unmixed = no ] || return
  json commit/mix.json 'commitment public_value signature mix_string'
  value commit/mix.json; mixed_by=$v
  mix_value=$v
  field commit/mix.json commitment hash; is "$got" "$pool" commitment commit/mix.json
  field commit/mix.json mix_string line; is "$got" "$pool.$v" mix_string commit/mix.json
  ok 'the book was mixed with that value'
}

is() { [ "$1" = "$2" ] || stop "$4: $3 is $1, expected $2"; }

# rest_of HASH PAGES: the remainder; nothing in the uneven end.
rest_of() {
  echo "$1 $2" | awk '
    function rest(hash, pages,    i, r) {
      for (i = 1; i <= 64; i++) r = (16 * r + index("0123456789abcdef", substr(hash, i, 1)) - 1) % pages
      return r
    }
    { all = sprintf("%64s", ""); gsub(/ /, "f", all)
      uneven = (rest(all, $2) + 1) % $2 # 2^256 mod pages
      for (i = 57; i <= 64; i++) low = 16 * low + index("0123456789abcdef", substr($1, i, 1)) - 1
      if (substr($1, 1, 56) != substr(all, 1, 56) || low < 4294967296 - uneven) printf "%d", rest($1, $2) }'
}

# page LIST DRAW PAGES SALT: does the page follow from commitment and public value? fits has read
# the source.
page() {
  json "$2" 'commitment public_value signature draw_string counter hash ticket page page_salt panel notice'
  commitment=$(hash_of "$1")
  value "$2"
  string=$commitment.$v i=0 h='' last=$(($3 - 1))
  if [ "$kind" = 'page digits' ]; then
    string='' want=$v
    [ ${#v} = ${#last} ] || stop "$2: $v does not name one of $3 pages"
    ticket=$(echo "$v" | awk '{ printf "%d", $0 + 1 }')
  else
    while :; do # a hash of the uneven end is passed over (once in 2^226 draws, or less)
      i=$((i + 1)) h=$(hash_text "$string,$i")
      want=$(rest_of "$h" "$3")
      [ -z "$want" ] || break
    done
    ticket=$((want + 1))
    want=$(echo "$want ${#last}" | awk '{ printf "%0" $2 "d", $1 }')
  fi
  field "$2" commitment hash; is "$got" "$commitment" commitment "$2"
  field "$2" draw_string line; is "$got" "$string" draw_string "$2"
  field "$2" counter number; is "$got" "$i" counter "$2"
  field "$2" hash hash?; is "$got" "$h" hash "$2"
  field "$2" ticket number; is "$got" "$ticket" ticket "$2"
  field "$2" page page; is "$got" "$want" page "$2"
  field "$2" notice line; is "$got" "$statement" notice "$2"
  field "$2" page_salt salt?; is "${got:+given}" "$4" page_salt "$2"
  ids "$2" panel
  ok "the commitment $commitment and that value lead to page $want"
}

# panel BOOK DRAW: is the panel the line of the book?
panel() {
  line=$(page=$want awk -F, '$1 "" == ENVIRON["page"] "" { sub(/^[0-9]*,/, ""); print }' "$1")
  [ -n "$line" ] && [ "$line" = "$got" ] || stop "$2: the panel is not the one on page $want of $1"
  ok "the panel of $2 is the one on that page"
}

# book BOOK PAGES SEATS: pages in order, each of different people, sorted.
book() {
  [ "$(tr -d 'a-z0-9,\n' <"$1" | wc -c)" -eq 0 ] || stop "$1 has characters that no book has"
  wrong=$(pages=$2 seats=$3 awk -F, '
    BEGIN { k = ENVIRON["seats"] + 0; m = ENVIRON["pages"] + 0; wide = length(m - 1) }
    NR == 1 { next }
    NF != k + 1 || $1 "" != sprintf("%0" wide "d", NR - 2) { print NR; exit }
    { for (i = 2; i <= NF; i++) if ($i == "" || i > 2 && $i "" <= $(i - 1) "") { print NR; exit } }
    END { if (NR != m + 1) print NR + 1 }' "$1" | head -n 1)
  [ -z "$wrong" ] || stop "$1: line $wrong is not the next page of $2, with $3 different people in order"
  ok "$1 has $2 pages of $3 different people"
}

# counts: does chances.csv count the pages of the book?
counts() {
  found=$(tail -n +2 commit/book.csv | cut -d, -f2- | tr , '\n' | sort | uniq -c | awk '{ print $2 "," $1 }')
  [ "$found" = "$(tail -n +2 commit/chances.csv | grep -v ',0$')" ] || stop 'commit/chances.csv does not count the pages of commit/book.csv right'
  ok 'commit/chances.csv counts them right'
}

chances() { ! grep -q -v -E '^[a-z0-9]+,(0|[1-9][0-9]*|pages)$' commit/chances.csv || stop 'commit/chances.csv is not spelt as such a file is'; }

# announcement LIST: does announcement.txt name the commitment, and no other?
announcement() {
  [ -f announcement.txt ] || return 0
  for f in seedsource mixsource mix; do [ ! -f commit/$f.json ] || cat commit/$f.json; done |
    { tr -cd 'A-Za-z0-9' <announcement.txt | tr A-Z a-z; echo; cat; } | commitment=$(hash_of "$1") awk '
      # longest gives the first 64 or more hexadecimal digits in a row, "" where there are none
      function longest(text) { return match(text, run) ? substr(text, RSTART, RLENGTH) : "" }
      function without(text, part,    i, out) {
        while (i = index(text, part)) { out = out substr(text, 1, i - 1) " "; text = substr(text, i + length(part)) }
        return out text
      }
      BEGIN { for (i = 0; i < 64; i++) run = run "[0-9a-f]"; run = run "[0-9a-f]*" }
      NR == 1 { text = $0; named = index(text, ENVIRON["commitment"]); text = without(text, ENVIRON["commitment"]); next }
      { while (h = longest($0)) { text = without(text, h); $0 = substr($0, RSTART + RLENGTH) } }
      END { exit !named || longest(text) != "" }' || stop 'announcement.txt does not name the commitment, or another one too'
  ok 'announcement.txt names the commitment, and no other'
}

# called_off FILE COMMITMENT
called_off() {
  json "$1" 'commitment reason'
  field "$1" commitment hash; is "$got" "$2" commitment "$1"
  field "$1" reason sentence; show "$place""called off: $got"
}

# event FOLDER PREVIOUS-DRAW NUMBER: a replacement of the plain form, as the draw of a smaller book.
event() {
  [ -f "$2" ] || stop "$2 is missing"
  sums "$1/commit" SHA256SUMS "book.csv${nl}event.json${nl}seedsource.json"
  e=$1/commit/event.json
  json "$e" 'event kind previous seats pages leaving statement'
  field "$e" kind word; is "$got" replacement kind "$e"
  array "$e" leaving
  field "$e" event number; is "$got" "$3" event "$e"
  field "$e" previous hash; is "$got" "$(hash_of "$2")" previous "$e"
  field "$e" pages number; event_pages=$got
  field "$e" seats number; event_seats=$got
  [ "$event_pages" -gt 0 ] && [ "$event_seats" -gt 0 ] || stop "$e: no pages or no seats"
  field "$e" statement sentence; show "event $3: $got"
  book "$1/commit/book.csv" "$event_pages" "$event_seats"
  fits "$1/commit/seedsource.json" "$event_pages"
  [ "$kind" != 'nothing is drawn' ] || stop "$1: nothing is drawn, where a value is to be"
  if [ -f "$1/aborted.json" ]; then called_off "$1/aborted.json" "$(hash_of "$1/commit/SHA256SUMS")"
  elif [ -f "$1/draw.json" ]; then
    page "$1/commit/SHA256SUMS" "$1/draw.json" "$event_pages" ''
    panel "$1/commit/book.csv" "$1/draw.json"
  else unseen "$1: not drawn yet"; fi
}

# begin reads rules.json, and settles which files there must be.
begin() {
  [ -f commit/rules.json ] || stop 'commit/rules.json is missing'
  fields='format algorithm rule people seats pages household_limit budget form key_hash'
  ! grep -q '^  "format": "evenlot-record/2",$' commit/rules.json || fields="$fields statements"
  json commit/rules.json "$fields"
  field commit/rules.json format word
  case $got in evenlot-record/1) version=1 ;; evenlot-record/2) version=2 ;; *) stop "commit/rules.json: the format $got is not known" ;; esac
  [ $version = 1 ] || array commit/rules.json statements
  field commit/rules.json algorithm word
  case $version,$got in 1,evenlot/1 | 2,evenlot/2 | 2,evenlot/3) ;; *) stop "commit/rules.json: the algorithm $got is not known" ;; esac
  field commit/rules.json rule word; rule=$got
  case $got in leximin | maximin | nash | minimax | goldilocks | uniform | legacy) ;; *) stop 'commit/rules.json: the rule is not known' ;; esac
  field commit/rules.json key_hash hash
  for name in people budget household_limit; do field commit/rules.json $name number; done
  limit=$got
  field commit/rules.json pages number; pages=$got
  field commit/rules.json seats number; seats=$got
  [ "$pages" -gt 0 ] && [ "$seats" -gt 0 ] || stop 'commit/rules.json: no pages or no seats'
  field commit/rules.json form word; form=$got
  case $form in default | open) sheet=book.csv ;; sealed) sheet=book.root ;; *) stop 'commit/rules.json: the form is not known' ;; esac
  own=''
  [ $inner = no ] || own='event.json seated.csv'
  fixed=$(printf '%s\n' $own mixsource.json pool.root quotas.csv rules.json seedsource.json totals.csv | sort)
  committed=$(printf '%s\n' $own chances.csv pool.root proof.json quotas.csv rules.json seedsource.json totals.csv | sort)
  mix_time='' mix_round=0 mix_value='' drawn_value=''
  mixes=no unmixed=no rehearsed=no mixed_by= list=SHA256SUMS
  if [ -f commit/mixsource.json ] || [ -f commit/fixed.sha256 ]; then
    mixes=yes
    committed=$(printf '%s\n' $own chances.csv fixed.sha256 mix.json mixsource.json pool.root proof.json quotas.csv rules.json seedsource.json totals.csv | sort)
    [ -f commit/SHA256SUMS ] || [ -f commit/mix.json ] || unmixed=yes list=fixed.sha256 committed=$fixed
  fi
  [ $unmixed = yes ] || committed=$sheet$nl$committed
  known "$(printf '%s\n' "$list" "$committed" | sort)"
}

# ending checks how the ceremony ended: called off, drawn, or not yet.
ending() {
  stage=open
  commitment=$(hash_of commit/$list)
  [ ! -f SHA256SUMS ] || sums . SHA256SUMS
  [ -f SHA256SUMS ] || ! { [ -f draw.json ] || [ -f aborted.json ]; } || stop 'SHA256SUMS is missing'
  if [ -f aborted.json ]; then
    [ ! -f draw.json ] || stop 'aborted.json stands beside draw.json'
    called_off aborted.json "$commitment"
    stage='called off'
  elif [ -f draw.json ]; then
    stage=drawn
    [ $unmixed = no ] || stop 'draw.json is there, but the book is not mixed'
    if [ "$form" = sealed ]; then
      page commit/SHA256SUMS draw.json "$pages" given
      unseen 'the panel: the pages are sealed'
    else
      page commit/SHA256SUMS draw.json "$pages" ''
      panel commit/book.csv draw.json
    fi
    drawn_value=$v panel=$got
    [ -z "$mixed_by" ] || [ "$kind" = 'page digits' ] || [ "$v" != "$mixed_by" ] || stop 'draw.json: the public value is the one that mixed the book'
    [ $whole$inner = nono ] || return 0
    previous=draw.json n=1
    while [ -d events/$n ]; do
      event events/$n "$previous" $n
      previous=events/$n/draw.json
      [ ! -f events/$n/aborted.json ] || previous=events/$n/aborted.json
      n=$((n + 1))
    done
    [ "$(files . | grep -c '^events/[0-9]*/commit/event.json$')" = $((n - 1)) ] || stop 'the events are not numbered from 1 without gaps'
  else
    [ ! -f SHA256SUMS ] || stop 'SHA256SUMS is there, but neither draw.json nor aborted.json'
    [ $unmixed = no ] && unseen 'the draw: not drawn yet' || unseen 'the book: not mixed yet'
  fi
}

# record: the checks of a record, or of an event, in its folder.
record() {
  begin
  [ $mixes = no ] || mixing
  [ $unmixed = yes ] || sums commit SHA256SUMS "$committed"
  if [ $unmixed = yes ]; then :
  else
    chances
    if [ "$form" = sealed ]; then unseen 'the pages: they are sealed'
    else
      book commit/book.csv "$pages" "$seats"
      counts
    fi
  fi
  fits commit/seedsource.json "$pages"
  first_kind=$kind source_time=$time source_round=$round
  [ $inner = yes ] || [ "$kind" != 'nothing is drawn' ] || stop 'nothing is drawn, and the record says by which rule for events only'
  announcement commit/$list
  echo "$place""commitment, to be compared with the one published before the draw: $(hash_of commit/$list)"
  ending
}

# chain: events that are records of their own (E1 to E11), each in its folder.
chain() {
  numbers=$(files . | grep '^events/' | cut -d/ -f2 | sort -u | sort -n) want='' n=0
  for name in $numbers; do n=$((n + 1)) want=$want${want:+$nl}$n; done
  [ "$numbers" = "$want" ] || stop 'the events are not numbered from 1 without gaps'
  [ $n -le 40 ] || stop 'there are more than 40 events'
  [ "$stage" = drawn ] && [ $version = 2 ] || stop 'events: they follow a draw of version 2'
  events=$n n=0
  record_rules="$version $rule $form $limit" record_seats=$seats record_limit=$limit record_pages=$pages record_string=$(hash_of commit/SHA256SUMS).$drawn_value
  members=$(one_a_line "$panel") gone='' next='' values='' last_time='' last_round=0 off=' ' previous=$(hash_of SHA256SUMS)
  use_up
  inner=yes whole=no
  while [ $n -lt "$events" ]; do
    n=$((n + 1))
    [ -n "$previous" ] || stop "event $n follows an event that has not ended"
    cd "events/$n" || stop "events/$n is no folder"
    place="event $n: "
    record
    follows $n
    remarks
    cd ../..
    place=''
  done
  inner=no
}

one_a_line() { printf '%s\n' "$1" | tr , '\n'; }

# use_up notes the times and rounds of sources, and the public values; those of an event are later
# and new (E8, E9).
use_up() {
  for from in "$mix_time $mix_round" "$source_time $source_round"; do
    round=${from##* } time=${from% *}
    [ $inner = no ] || [ "$round" = 0 ] || [ "$round" -gt "$last_round" ] || stop "the drand round $round is not later than $last_round"
    later=$(echo "$time,$last_time" | awk -F, '{ print (($1 "" > $2 "") ? "yes" : "no") }')
    [ $inner = no ] || [ -z "$time" ] || [ $later = yes ] || stop "the time $time is not later than $last_time"
    [ "$round" -le "$last_round" ] || last_round=$round
    [ $later = no ] || last_time=$time
  done
  [ "$first_kind" != 'page digits' ] || drawn_value=''
  for value in "$mix_value" "$drawn_value"; do
    case $nl$values$nl in *"$nl$value$nl"*) [ -z "$value" ] || stop "the public value $value drew or mixed before" ;; esac
    values=$values$nl$value
  done
}

# follows NUMBER: does the event follow from what was before? Then moves on.
follows() {
  e=commit/event.json
  json $e 'format event kind previous leaving unavailable statement'
  field $e format word; is "$got" evenlot-event/2 format $e
  field $e event number; is "$got" "$1" event $e
  field $e previous hash; is "$got" "$previous" previous $e
  field $e kind word; what=$got
  case $what in replacement | rotation | outgoing | alternates | succession) ;; *) stop "$e: the kind is not known" ;; esac
  field $e statement sentence; show "event $1, $what: $got"
  is "$version $rule $form $limit" "$record_rules" 'version, rule, form and household_limit' commit/rules.json
  is "$supersedes $reason" "$off" 'supersedes and reason' commit/seedsource.json
  use_up
  case $what,$first_kind in
  'succession,nothing is drawn' | 'alternates,nothing is drawn') [ $mixes = no ] || stop 'a value mixed the book, where nothing is drawn' ;;
  succession,* | *,'nothing is drawn') stop "something is drawn in a succession, or nothing in a $what" ;;
  esac
  settled=no
  [ "$first_kind" != 'nothing is drawn' ] || settled=yes
  ids $e leaving empty; leaving=$(one_a_line "$got")
  ids $e unavailable empty; unavailable=$(one_a_line "$got")
  people
  stay=$({ tagged - "$leaving"; tagged + "$members"; } | awk '$1 == "-" { out[$2] = 1; next } !($2 in out) { print $2 }')
  left_over
  off=' ' previous=''
  [ "$stage" = open ] || previous=$(hash_of SHA256SUMS)
  if [ "$stage" = 'called off' ]; then
    field aborted.json reason sentence
    off="$commitment $got"
  elif [ "$stage" = drawn ]; then
    panel=$(one_a_line "$panel")
    case $what in
    outgoing) gone=$gone$nl$panel members=$({ tagged - "$panel"; tagged + "$members"; } | awk '$1 == "-" { out[$2] = 1; next } !($2 in out) { print $2 }') ;;
    alternates)
      next=$panel
      show "event $1: next in line are $(printf '%s\n' "$panel" | tr '\n' ' ')"
      ;;
    *) gone=$gone$nl$leaving members=$stay$nl$panel ;;
    esac
    show "event $1: the panel is now $(printf '%s\n' "$members" | sort | tr '\n' ' ')"
  fi
}

# tagged TAG IDS: the ids, one a line, each behind a tag.
tagged() { printf '%s\n' "$2" | tag=$1 awk 'NF { print ENVIRON["tag"], $1 }'; }

# people: who leaves, who is unavailable, and who can be drawn (E1, E2).
people() {
  wrong=$({
    tagged M "$members"
    tagged G "$gone"
    tagged N "$next"
    tail -n +2 ../../commit/chances.csv | tag=A awk -F, '{ print ENVIRON["tag"], $1 }'
    tagged L "$leaving"
    tagged U "$unavailable"
    [ $unmixed = yes ] || tail -n +2 commit/chances.csv | tag=P awk -F, '{ print ENVIRON["tag"], $1 }'
  } | what=$what limit=$record_limit settled=$settled awk '
    function may(id) {
      if (out) return id in member && !(id in barred)
      return id in known && !(id in member) && !(id in gone) && !(id in barred)
    }
    function say(text) { if (wrong == "") wrong = text }
    BEGIN { out = ENVIRON["what"] == "outgoing"; rule = ENVIRON["what"] == "succession"; named = ENVIRON["settled"] == "yes" }
    $1 != tag { tag = $1; last = "" }
    tag == "M" { member[$2] = 1 }
    tag == "G" { gone[$2] = 1 }
    tag == "A" { known[$2] = 1 }
    tag ~ /[LU]/ { if ($2 "" <= last "") say("the ids in event.json are not sorted"); last = $2 }
    tag == "L" { if (ENVIRON["what"] ~ /^(outgoing|alternates)/ || !($2 in member)) say($2 " leaves, and is no member who can") }
    tag == "U" { if (($2 in member) != out || !($2 in known)) say($2 " is unavailable, and would take no part in any case"); barred[$2] = 1 }
    tag == "N" { next_in_line[$2] = 1 }
    tag == "P" { pool[$2] = 1; some = 1; if (rule && !($2 in next_in_line)) say($2 " moves up, and is not next in line"); if (!may($2)) say($2 " is in the pool, and cannot be drawn") }
    END {
      if (some && !named && (out || ENVIRON["limit"] == "0")) for (id in known) if (may(id) && !(id in pool)) say(id " can be drawn, and is not in the pool")
      print wrong
    }')
  [ -z "$wrong" ] || stop "$wrong"
  [ -z "$unavailable" ] || reserve 'some people take no part in the draw because the organiser says so: event.json names them'
  if [ $settled = yes ]; then
    is "$(grep -c '' commit/chances.csv)" $((seats + 1)) 'lines, one more than seats,' commit/chances.csv
    if [ $what = succession ]; then unseen 'whether those move up whom the rule names: it takes what people answered'
    else next_pages; fi
  elif [ $unmixed = yes ]; then unseen 'who is in the pool: the book is not mixed yet'
  elif [ "$record_limit" != 0 ] && [ $what != outgoing ]; then unseen 'whether somebody was left out of the pool: it takes the households'
  else ok 'the pool is everybody who can be drawn'; fi
}

# next_pages: are the alternates those whom the draw of the panel named (E11)?
next_pages() {
  most=$(awk '
    /^    "the public value that draws the panel also names [1-9][0-9]* alternates, who are on the next pages that it leads to",?$/ { if ($10 > most + 0) most = $10 + 0 }
    END { if (most) print most }' ../../commit/rules.json)
  [ -n "$most" ] && [ $n = 1 ] && [ -z "$unavailable" ] || stop 'there are alternates without a draw, and the rules do not say so'
  if [ "$form" = sealed ]; then unseen 'whether the draw of the panel named the alternates: the pages are sealed'; return; fi
  if [ "$record_limit" != 0 ]; then unseen 'whether the draw of the panel named the alternates: it takes the households'; return; fi
  named='' j=0 have=0
  while [ $have -lt "$most" ] && [ $j -lt 1000 ]; do
    j=$((j + 1)) i=0 at=''
    while [ -z "$at" ]; do i=$((i + 1)); at=$(rest_of "$(hash_text "$record_string,alternates,$j,$i")" "$record_pages"); done
    line=$(tail -n +$((at + 2)) ../../commit/book.csv | head -n 1)
    for id in $(one_a_line "${line#*,}" | while read -r id; do echo "$(hash_text "$record_string,alternate,$id") $id"; done | sort | cut -d' ' -f2); do
      case "$nl$members$nl$named$nl" in *"$nl$id$nl"*) continue ;; esac
      [ $have -ge "$most" ] || { named=$named${named:+$nl}$id have=$((have + 1)); }
    done
  done
  [ "$(printf '%s\n' "$named" | sort)" = "$(tail -n +2 commit/chances.csv | cut -d, -f1)" ] || stop 'the next pages that the draw leads to name other alternates'
  ok 'the alternates are those whom the draw of the panel named'
}

# left_over: seats and quotas are what those who stay leave (E3, E4, E6).
left_over() {
  for f in ../../commit/quotas.csv commit/quotas.csv commit/seated.csv; do
    [ "$(tr -d '\n -~\200-\377' <$f | wc -c)" -eq 0 ] && ! tail -n +2 $f | grep -q -v -E '^..*,(0|[1-9][0-9]{0,8})$' || stop "$f is not spelt as such a file is"
  done
  is "$(head -n 1 commit/quotas.csv)" feature,value,min,max header commit/quotas.csv
  is "$(head -n 1 commit/seated.csv)" feature,value,people header commit/seated.csv
  wrong=$(seats=$seats all=$record_seats members=$(printf '%s\n' "$members" | grep -c '.') stay=$(printf '%s\n' "$stay" | grep -c '.') what=$what awk '
    # cut takes the last number of a line off, and gives it
    function cut(    i) { match($0, /,[0-9]+$/); i = substr($0, RSTART + 1); $0 = substr($0, 1, RSTART - 1); return i + 0 }
    function first() { return match($0, /^"([^"]|"")*"/) ? substr($0, 1, RLENGTH) : substr($0, 1, index($0, ",") - 1) }
    function say(text) { if (wrong == "") wrong = text }
    FNR == 1 { file++; flex = /min_flex/; next }
    file == 1 { if (flex) { cut(); cut() } max[FNR] = cut(); min[FNR] = cut(); name[FNR] = $0; lines = FNR }
    file == 2 { high[FNR] = cut(); low[FNR] = cut(); if ($0 "" != name[FNR] "") say("quotas.csv has other features or values than that of the record"); n2 = FNR }
    file == 3 { seated[FNR] = cut(); if ($0 "" != name[FNR] "") say("seated.csv has other lines than quotas.csv"); sum[first()] += seated[FNR]; n3 = FNR }
    function most(a) { return a > 0 ? a : 0 }
    END {
      out = ENVIRON["what"] == "outgoing"; next_in_line = ENVIRON["what"] == "alternates"
      seats = ENVIRON["seats"] + 0; stay = out || next_in_line ? 0 : ENVIRON["stay"] + 0
      if (n2 != lines || n3 != lines) say("quotas.csv or seated.csv has another number of lines than that of the record")
      if (next_in_line) { for (i in seated) if (seated[i]) say("seated.csv counts people, where nobody joins"); print wrong; exit }
      if (out ? seats >= ENVIRON["members"] + 0 : seats > ENVIRON["all"] - stay) say("there are more seats than can be filled")
      for (f in sum) if (sum[f] != stay) say("seated.csv does not add up to " stay)
      for (i = 2; i <= lines; i++) {
        a = out ? 0 : most(min[i] - seated[i]); b = out ? seats : most(max[i] - seated[i])
        if (low[i] > a || high[i] < b || out && high[i] > b) say("line " i " of quotas.csv is narrower than what is left")
        if (low[i] < a || high[i] > b) wider = 1
      }
      if (wrong == "" && !out && (wider || seats < ENVIRON["all"] - stay)) wrong = "deviation"
      print wrong
    }' ../../commit/quotas.csv commit/quotas.csv commit/seated.csv)
  [ "$wrong" != deviation ] || { reserve 'the quotas as first published cannot be met any more: the windows are wider, or seats stay empty'; wrong=''; }
  [ -z "$wrong" ] || stop "$wrong"
  ok 'seats and quotas are what those who stay leave'
}

# remarks: what a record that holds, or an event, does not show.
remarks() {
  case $first_kind in
  'known in advance') reserve 'the public value was known in advance: whoever ran the selection could have tried several values, or several books' ;;
  rehearsal) reserve 'it is a rehearsal: the draw binds nobody' ;;
  lottery) [ $version = 2 ] || reserve 'the range of the lottery was not announced: how many outcomes it has is not known' ;;
  esac
  if [ "$first_kind" != 'nothing is drawn' ] && { [ $mixes = no ] || [ $rehearsed = yes ]; }; then
    reserve 'no public value mixed the book: whoever made it could have made many, and kept the one in which certain people sit together, or on certain pages, more often'
  fi
  [ $unmixed = yes ] || ! grep -q ',[1-4]$' commit/chances.csv || reserve 'the book has few pages: somebody is on fewer than 5'
  [ $inner = no ] || return 0
  [ ! -d events ] || [ $whole = yes ] || reserve 'no proof stands behind the draws after the panel: their pages may name whom their maker liked'
}

where=${1:-$(dirname "$0")}
[ ! -d "$where/public/commit" ] || where=$where/public
cd -- "$where" 2>/dev/null || die "there is no folder $where"
folder
[ -f commit/SHA256SUMS ] || [ -f commit/fixed.sha256 ] || die "$where is not the public folder of a record: it has no commit/SHA256SUMS"

! files . | grep -q '^events/[^/]*/commit/rules\.json$' || whole=yes
transport
record
remarks
[ $whole = no ] || chain
unseen 'quotas, households, the proof, and who sits with whom: they take what people answered'
reserve 'not everything was looked at: quotas, households, the proof, and who sits with whom, take what people answered'
reserve 'the commitment and the public value, and those of events, were not compared with what was published and drawn'
finish
[ $failed = 0 ]
