package sheet

import (
	"archive/zip"
	"bytes"
	"strings"
)

const (
	saveAsTable = "open it in a spreadsheet and save it as .xlsx or .csv"
	expectTable = "a spreadsheet (.xlsx) or a text file (.csv)"
)

// recognise tells a workbook from a text file, and refuses everything else that people
// take for one of them.
func recognise(name string, data []byte) (format string, fault *Fault) {
	refuse := func(found, fix string) (string, *Fault) {
		return "", &Fault{Code: "format-unknown", File: name, Found: found, Expected: expectTable, Fix: fix}
	}
	starts := func(magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
	switch {
	case starts("PK\x03\x04"), starts("PK\x05\x06"):
		found, fix := archive(data)
		if found == "" {
			return formatXLSX, nil
		}
		return refuse(found, fix)
	case starts("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return refuse(compound(data))
	case starts("\xff\xfe\x00\x00"), starts("\x00\x00\xfe\xff"):
		return refuse("the file is UTF-32", saveAsUTF8)
	case starts("%PDF-"):
		return refuse("the file is a PDF document", "ask for the table that it was made from")
	case starts("\x1f\x8b"), starts("7z\xbc\xaf"), starts("Rar!"):
		return refuse("the file is packed", "unpack it first")
	case starts("PAR1"):
		return refuse("the file is Parquet", "export it as CSV")
	case starts("SQLite format 3\x00"):
		return refuse("the file is a database", "export the table as CSV")
	case starts("{\\rtf"):
		return refuse("the file is a text document", "copy the table into a spreadsheet and save it as .xlsx or .csv")
	}
	head := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\ufeff")))))
	switch {
	case strings.HasPrefix(head, "<!doctype html"), strings.HasPrefix(head, "<html"), strings.HasPrefix(head, "<head"), strings.HasPrefix(head, "<table"):
		return refuse("the file is a web page, perhaps one that asks to sign in, or a table that an old program called a spreadsheet",
			"look at it in a browser; then export it again, or "+saveAsTable)
	case strings.HasPrefix(head, "<?xml") && strings.Contains(head, "office:spreadsheet"):
		return refuse("the file is a spreadsheet in an old XML format", saveAsTable)
	case strings.HasPrefix(head, "<?xml"):
		return refuse("the file is XML", "export the table as CSV")
	case strings.HasPrefix(head, "[{"), strings.HasPrefix(head, `{"`):
		return refuse("the file is JSON", "export the table as CSV")
	}
	return formatCSV, nil
}

// archive says what a ZIP archive is, unless it is a workbook that can be read.
func archive(data []byte) (found, fix string) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "the file is a ZIP archive, perhaps a spreadsheet, that is damaged or cut off", "fetch or save it again"
	}
	has := func(names ...string) bool {
		for _, f := range z.File {
			for _, name := range names {
				if strings.EqualFold(strings.ReplaceAll(f.Name, "\\", "/"), name) {
					return true
				}
			}
		}
		return false
	}
	switch {
	case has("xl/workbook.xml"):
		return "", ""
	case has("xl/workbook.bin"):
		return "the file is a binary spreadsheet (.xlsb)", saveAsTable
	case has("Index/Document.iwa", "Index.zip"):
		return "the file is a Numbers document (.numbers)", "export it from Numbers as .xlsx or .csv"
	case has("content.xml"):
		return "the file is an OpenDocument file (.ods)", saveAsTable
	case has("word/document.xml"):
		return "the file is a text document (.docx)", "copy the table into a spreadsheet and save it as .xlsx or .csv"
	}
	return "the file is a ZIP archive", "unpack it first"
}

// compound says what an OLE compound file is: an old spreadsheet, or a new one behind a
// password. Names of streams are UTF-16.
func compound(data []byte) (found, fix string) {
	named := func(name string) bool {
		var wide []byte
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(data, wide)
	}
	switch {
	case named("EncryptedPackage"):
		return "the spreadsheet is protected by a password", "open it, take the password away and save it as .xlsx or .csv"
	case named("Workbook"), named("Book"):
		return "the file is an old spreadsheet (.xls)", saveAsTable
	case named("WordDocument"):
		return "the file is an old text document (.doc)", "copy the table into a spreadsheet and save it as .xlsx or .csv"
	}
	return "the file is an old document", saveAsTable
}
