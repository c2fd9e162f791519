using CsvHelper;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Puts the record at hand into another layout: columns by name, missing ones empty, in the other dialect. A field keeps its bytes where
/// they mean the same there, so that quoted and unquoted stay different.
/// </summary>
internal sealed class CsvReencoder
{
    private readonly int[] _fields;
    private readonly IReadOnlyList<string> _names;
    private readonly CsvFieldEncoder _encoder;
    private readonly ByteBuffer _record = new();
    private readonly byte _delimiter;
    private readonly int _sourceQuote;
    private readonly bool _sameQuote;
    private readonly bool _quotes;

    public CsvReencoder(CsvSource file, CsvLayout target)
    {
        _fields = [.. target.Names.Select(file.Schema.IndexOf)];
        _names = target.Names;
        _encoder = new CsvFieldEncoder(target.Dialect);
        _delimiter = (byte)target.Dialect.Delimiter;
        char quote = file.CsvLayout.Dialect.Quote;
        _sourceQuote = quote == '\0' ? -1 : quote;
        _sameQuote = quote == target.Dialect.Quote;
        _quotes = target.Dialect.Quote != '\0';
    }

    /// <summary>The record without line end, valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(CsvReader csv)
    {
        _record.Clear();
        for (int i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
            {
                _record.Append(_delimiter);
            }

            if (_fields[i] >= 0)
            {
                Encode(csv, i);
            }
        }

        return _record.Written;
    }

    private void Encode(CsvReader csv, int column)
    {
        int field = _fields[column];
        ReadOnlySpan<byte> raw = csv.GetRawSpan(field);
        if (raw.IsEmpty)
        {
            return;
        }

        if (raw[0] != _sourceQuote)
        {
            _encoder.Append(_record, raw, _names[column]);
        }
        else if (_sameQuote)
        {
            _record.Append(raw);
        }
        else if (_quotes)
        {
            _encoder.AppendQuoted(_record, csv.GetSpan(field), _names[column]);
        }
        else
        {
            _encoder.Append(_record, csv.GetSpan(field), _names[column]);
        }
    }
}
