package sheet

// Parse reads a file: see [Read].
func Parse(name string, data []byte) (*Sheet, Faults) { return Read(name, data, Options{}) }

// Read reads a table from a workbook (XLSX) or a delimited text file (RFC 4180 with comma,
// semicolon or tab, the one the header line has most of; see delimiter). It returns every
// fault it finds; the sheet then holds the header and the rows that are sound, or is nil
// if the header cannot be read. Rows without any text are left out.
func Read(name string, data []byte, opt Options) (*Sheet, Faults) {
	return read(name, data, opt, caps())
}

// ParseCanonical reads a file that evenlot wrote: UTF-8 with commas, every cell as it stands. It
// does not check the header, so that columns may share a name; the caller does.
func ParseCanonical(name string, data []byte) (*Sheet, Faults) {
	s := &Sheet{Name: name, Comma: ',', data: data, first: 1}
	if fault := tooLarge(name, data, caps()); fault != nil {
		return nil, Faults{*fault}
	}
	if fault := s.checkUTF8(data); fault != nil {
		return nil, Faults{*fault}
	}
	if s.checkControls(); len(s.faults.order) > 0 {
		return nil, s.faults.Faults(s)
	}
	return s.readText(0, caps(), true)
}

func read(name string, data []byte, opt Options, lim limits) (*Sheet, Faults) {
	if fault := tooLarge(name, data, lim); fault != nil {
		return nil, Faults{*fault}
	}
	kind, fault := recognise(name, data)
	if fault != nil {
		return nil, Faults{*fault}
	}
	var s *Sheet
	var faults Faults
	if kind == formatXLSX {
		s, faults = readWorkbook(name, data, opt, lim)
	} else {
		s, faults = readDelimited(name, data, opt, lim)
	}
	if s == nil {
		return nil, faults
	}
	s.checkHeader()
	s.Reading.File, s.Reading.Format, s.Reading.Rows = name, kind, s.Rows()
	return s, append(s.faults.Faults(s), faults...)
}
