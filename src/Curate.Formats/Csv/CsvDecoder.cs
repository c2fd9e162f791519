using System.Runtime.CompilerServices;
using CsvHelper;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Csv;

/// <summary>
/// Turns fields into values: first it checks the declared columns of every record, so that a record is left out in all passes or in none,
/// then it appends what the pass asked for. No allocation per row.
/// </summary>
internal sealed class CsvDecoder
{
    private const int Missing = -1;

    /// <summary>Enough digits after the point for any decimal that fits; only the shape is checked.</summary>
    private const int AnyScale = 36;

    private readonly int[] _textFields;
    private readonly int[] _textColumns;
    private readonly TextColumn[] _texts;
    private readonly int[] _typedFields;
    private readonly int[] _typedColumns;
    private readonly Column[] _typed;
    private readonly int[] _dimensions;
    private readonly int[] _checkedFields;
    private readonly Column[] _checks;
    private readonly byte[][] _nullTexts;
    private readonly int _quote;
    private readonly CsvFaults _faults;

    /// <summary>Binds a request to the fields of a file; names are looked up in <paramref name="schema"/>. Where the pass <paramref name="selects"/>, it does not decode every row.</summary>
    /// <exception cref="CurateException">The request names a column that the schema lacks.</exception>
    public CsvDecoder(CsvSource file, TableSchema schema, ReadRequest request, bool selects = false)
    {
        TextReadOptions options = file.Options;
        var texts = new List<(int Field, int Column)>();
        var typed = new List<(int Field, int Column)>();
        for (int i = 0; i < request.Columns.Count; i++)
        {
            ColumnRequest column = request.Columns[i];
            if (!schema.Contains(column.Name))
            {
                UnknownColumn.Fail(file.Name, column.Name, schema.Fields.Select(static f => f.Name));
            }

            int field = file.Schema.IndexOf(column.Name);
            (column.Kind is ColumnKind.Text or ColumnKind.Json ? texts : typed).Add((field, i));
        }

        _textFields = [.. texts.Select(t => t.Field)];
        _textColumns = [.. texts.Select(t => t.Column)];
        _texts = new TextColumn[texts.Count];
        _typedFields = [.. typed.Select(t => t.Field)];
        _typedColumns = [.. typed.Select(t => t.Column)];
        _typed = new Column[typed.Count];
        _dimensions = new int[typed.Count];

        // Where the first bad value ends the run anyway, a column that is decoded as declared, in every row, needs no check of its own.
        bool decodingChecks = !selects && options.BadRows.Policy == BadRowPolicy.Fail && request.FromRow == 0;
        var checkedFields = new List<int>();
        for (int i = 0; i < file.Schema.Count; i++)
        {
            Field field = file.Schema[i];
            if (field.Kind is { } kind and not (ColumnKind.Text or ColumnKind.Json)
                && !(decodingChecks && request.Columns.Any(c => c.Name == field.Name && c.Kind == kind)))
            {
                checkedFields.Add(i);
            }
        }

        _checkedFields = [.. checkedFields];
        _checks = [.. checkedFields.Select(i => Column.Create(file.Schema[i].Kind!.Value, AnyScale))];
        _nullTexts = [.. options.NullTexts.Where(t => t.Length > 0).Select(System.Text.Encoding.UTF8.GetBytes)];
        _quote = file.CsvLayout.Dialect.Quote == '\0' ? -1 : file.CsvLayout.Dialect.Quote;
        _faults = new CsvFaults(file.Input, file.CsvLayout.Dialect, options, file.Header.Names);
        if (texts.Count + typed.Count >= CsvFraming.FewestColumns && texts.Select(static t => t.Field).Distinct().Count() == texts.Count
            && !typed.Any(t => request.Columns[t.Column].Kind == ColumnKind.Vector))
        {
            // Vectors wait for no other thread: which dimension is the right one is for the first of all rows to say.
            Framing = new CsvFraming(file.Schema.Count, (byte)file.CsvLayout.Dialect.Delimiter, _quote, [.. texts], [.. typed], _nullTexts, _faults);
        }
    }

    /// <summary>How other threads can decode what the pass asked for, or null where that must happen while the parser holds a record.</summary>
    public CsvFraming? Framing { get; }

    public CsvFaults Faults => _faults;

    /// <summary>Whether a record can be sound and still have a value that <see cref="Check"/> does not let pass.</summary>
    public bool ChecksValues => _checks.Length > 0;

    /// <summary>Takes the columns of a batch that <see cref="RecordBatch.Begin"/> shaped.</summary>
    public void Bind(RecordBatch batch)
    {
        for (int i = 0; i < _texts.Length; i++)
        {
            _texts[i] = batch.Text(_textColumns[i]);
        }

        for (int i = 0; i < _typed.Length; i++)
        {
            _typed[i] = batch[_typedColumns[i]];
        }
    }

    /// <summary>True when every declared column of the record has its kind; reports the record otherwise.</summary>
    public bool Check(CsvCursor cursor)
    {
        for (int i = 0; i < _checks.Length; i++)
        {
            if (TryValue(cursor.Record, _checkedFields[i], out ReadOnlySpan<byte> value) && !ValueText.TryAppend(_checks[i], value))
            {
                _faults.ReportValue(cursor.Record, cursor.Place, _checkedFields[i], value, _checks[i].Kind);
                return false;
            }

            _checks[i].Clear();
        }

        return true;
    }

    /// <summary>Appends the values that the pass asked for; returns about how many bytes they take.</summary>
    public long Append(CsvCursor cursor)
    {
        CsvReader csv = cursor.Record;
        long bytes = 0;
        for (int i = 0; i < _texts.Length; i++)
        {
            if (TryValue(csv, _textFields[i], out ReadOnlySpan<byte> value))
            {
                _texts[i].Append(value);
                bytes += value.Length;
            }
            else
            {
                _texts[i].AppendNull();
            }
        }

        for (int i = 0; i < _typed.Length; i++)
        {
            Column column = _typed[i];
            if (!TryValue(csv, _typedFields[i], out ReadOnlySpan<byte> value))
            {
                column.AppendNull();
                continue;
            }

            if (!ValueText.TryAppend(column, value) || (column is VectorColumn vector && !HasDimension(i, vector.Dimension)))
            {
                _faults.FailOnValue(csv, cursor.Place, _typedFields[i], value, column.Kind);
            }

            bytes += 8 + (column.Kind is ColumnKind.Vector or ColumnKind.Bytes ? value.Length : 0);
        }

        return bytes;
    }

    /// <summary>The unescaped value of a field, or false where it is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryValue(CsvReader csv, int field, out ReadOnlySpan<byte> value)
    {
        if (field == Missing)
        {
            value = default;
            return false;
        }

        value = CsvFieldValue.Of(csv, field, _quote, out bool inQuotes);
        return inQuotes || (value.Length > 0 && (_nullTexts.Length == 0 || !IsNullText(value)));
    }

    private bool IsNullText(ReadOnlySpan<byte> value)
    {
        foreach (byte[] text in _nullTexts)
        {
            if (value.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All vectors of a pass have one dimension, also those in different batches.</summary>
    private bool HasDimension(int typed, int dimension)
    {
        _dimensions[typed] = _dimensions[typed] == 0 ? dimension : _dimensions[typed];
        return _dimensions[typed] == dimension;
    }
}
