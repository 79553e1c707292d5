package register

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/evenlot/evenlot/quotas"
)

// parquetRows reads a Parquet file, a group of rows after the other, and of that each column by pages: no more than a page a column
// is in memory.
type parquetRows struct {
	name    string
	groups  []parquet.RowGroup
	header  []string
	kinds   []string
	columns []parquetColumn // of the group that is read
	left    int64           // rows of it
	row     int
	cells   [][]byte
}

// batch is how many values of a column are decoded at once.
const batch = 1 << 10

// NewParquet reads the description of a Parquet file of so many bytes; name is for messages.
func NewParquet(name string, file io.ReaderAt, size int64) (_ Rows, err error) {
	p := &parquetRows{name: name}
	defer p.recovered(&err)
	f, err := parquet.OpenFile(file, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, p.broken(err)
	}
	p.groups = f.RowGroups()
	for _, c := range f.Root().Columns() {
		p.header = append(p.header, c.Name())
		p.kinds = append(p.kinds, kindOf(c))
	}
	p.cells = make([][]byte, len(p.header))
	return p, nil
}

// kindOf is what a column has, where that is not text: a number may have lost the noughts that it began with.
func kindOf(c *parquet.Column) string {
	if !c.Leaf() || c.MaxRepetitionLevel() > 0 {
		return nested
	}
	switch kind := c.Type().String(); kind {
	case "STRING", "ENUM", "BYTE_ARRAY": // the last is text that an older program wrote
		return ""
	default:
		return kind
	}
}

// nested is the kind of a column that has no cells.
const nested = "lists or groups"

func (p *parquetRows) broken(err error) error {
	return quotas.Fault{File: p.name, Line: p.row, Grid: true, Code: "register-cut", Found: "a Parquet file that cannot be read: " + err.Error(),
		Expected: "a whole file", Fix: "write or copy it again"}
}

// recovered makes an error of a panic: the library has some for files that were damaged.
func (p *parquetRows) recovered(err *error) {
	if r := recover(); r != nil {
		*err = p.broken(fmt.Errorf("%v", r))
	}
}

func (p *parquetRows) Header() []string { return p.header }

// Kinds says of each column what it has, where that is not text.
func (p *parquetRows) Kinds() []string { return p.kinds }

func (p *parquetRows) Next() (_ [][]byte, row int, err error) {
	defer p.recovered(&err)
	for p.left == 0 {
		if len(p.groups) == 0 {
			return nil, p.row, io.EOF
		}
		p.open(p.groups[0])
		p.groups = p.groups[1:]
	}
	p.left--
	p.row++
	for i := range p.columns {
		if p.cells[i], err = p.columns[i].next(); err != nil {
			return nil, p.row, p.broken(err)
		}
	}
	return p.cells, p.row, nil
}

// open begins a group of rows. A column that is no leaf has no cells: nobody asks for them.
func (p *parquetRows) open(g parquet.RowGroup) {
	_ = p.Close()
	p.columns, p.left = make([]parquetColumn, len(p.header)), g.NumRows()
	at := map[string]parquet.ColumnChunk{}
	for i, path := range g.Schema().Columns() {
		if len(path) == 1 {
			at[path[0]] = g.ColumnChunks()[i]
		}
	}
	for i, name := range p.header {
		if chunk := at[name]; chunk != nil && p.kinds[i] != nested {
			p.columns[i].pages = chunk.Pages()
		}
	}
}

// Close lets go of the file's pages.
func (p *parquetRows) Close() error {
	var all error
	for _, c := range p.columns {
		if c.pages != nil {
			all = errors.Join(all, c.pages.Close())
		}
	}
	p.columns = nil
	return all
}

// A parquetColumn gives the cells of one column.
type parquetColumn struct {
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	read   []parquet.Value // decoded, not given yet
	room   []parquet.Value
	text   []byte
}

// next is the next cell as text, valid until the next call; null is empty.
func (c *parquetColumn) next() ([]byte, error) {
	if c.pages == nil {
		return nil, nil
	}
	for len(c.read) == 0 {
		if err := c.fill(); err != nil {
			return nil, err
		}
	}
	v := c.read[0]
	c.read = c.read[1:]
	switch {
	case v.IsNull():
		return nil, nil
	case v.Kind() == parquet.ByteArray:
		return v.ByteArray(), nil
	}
	c.text = fmt.Append(c.text[:0], v.String())
	return c.text, nil
}

// fill decodes more values, of the page or the next one.
func (c *parquetColumn) fill() (err error) {
	if c.values == nil {
		if c.page, err = c.pages.ReadPage(); err != nil {
			return noEOF(err)
		}
		c.values = c.page.Values()
	}
	if c.room == nil {
		c.room = make([]parquet.Value, batch)
	}
	n, err := c.values.ReadValues(c.room)
	c.read = c.room[:n]
	switch {
	case errors.Is(err, io.EOF):
		c.values = nil
	case err != nil:
		return err
	}
	return nil
}

// noEOF makes an end that came too soon an error.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
