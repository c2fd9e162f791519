using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.JsonLines;

/// <summary>One pass over a JSON Lines file: the rows as they stand, and columns found by key or path.</summary>
/// <remarks>Memory: the read buffer (256 KiB or the longest line), the keys of the file, and the batch.</remarks>
internal sealed class JsonLinesReader : IRecordReader
{
    private readonly RowScanner _rows;
    private readonly ReadRequest _request;
    private readonly PayloadLayout? _layout;
    private readonly ValueSlot[] _columns;
    private readonly bool _rewrite;
    private readonly string _name;
    private readonly bool _mustSee;

    /// <param name="rows">The rows with the values of <paramref name="columns"/> converted; owned.</param>
    /// <param name="request">What to deliver.</param>
    /// <param name="columns">One slot for each requested column, in order.</param>
    /// <param name="layout">Layout of the payload.</param>
    /// <param name="name">Name of the source.</param>
    /// <param name="rewrite">Payload rows are the rewritten ones.</param>
    /// <param name="mustSee">Columns are not checked against the source yet: one that no row has is an error at the end.</param>
    public JsonLinesReader(RowScanner rows, ReadRequest request, ValueSlot[] columns, PayloadLayout? layout, string name, bool rewrite, bool mustSee)
    {
        _rows = rows;
        _request = request;
        _columns = columns;
        _layout = layout;
        _name = name;
        _rewrite = rewrite;
        _mustSee = mustSee;
    }

    public long BytesRead => _rows.BytesRead;

    /// <inheritdoc/>
    public bool Read(RecordBatch batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        batch.Begin(_request, _layout);
        batch.Source = 0;
        AdoptDimensions(batch);
        var payload = (RecordBytes?)batch.Payload;
        long held = 0;
        while (batch.Count < batch.Capacity && held < RecordBatch.TargetBytes && _rows.Ordinal + 1 < _request.ToRow)
        {
            if (!_rows.Next(out ReadOnlySpan<byte> row, ct))
            {
                CheckSeen();
                break;
            }

            if (_rows.Ordinal < _request.FromRow)
            {
                continue;
            }

            if (batch.Count == 0)
            {
                batch.FirstRow = _rows.Ordinal;
            }

            long values = 0;
            for (int i = 0; i < _columns.Length; i++)
            {
                values += _columns[i].AppendTo(batch[i], row);
            }

            if (payload is not null)
            {
                payload.Append(_rewrite ? _rows.Rewritten : row);
            }

            held += payload is null ? values : Math.Max(values, row.Length);
            batch.Count++;
        }

        return batch.Count > 0;
    }

    public void Dispose() => _rows.Dispose();

    // A pooled batch keeps the dimension of its vectors over passes and files.
    private void AdoptDimensions(RecordBatch batch)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            if (batch[i] is VectorColumn { Dimension: > 0 } vectors)
            {
                ValueSlot slot = _columns[i];
                if (slot.Dimension != 0 && slot.Dimension != vectors.Dimension)
                {
                    Fail.With(
                        ErrorCodes.SchemaConflict,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{_name}: column {Fail.Show(slot.Request.Name)} holds vectors of {slot.Dimension} values, earlier rows of the dataset have {vectors.Dimension}."));
                }

                slot.Dimension = vectors.Dimension;
            }
        }
    }

    private void CheckSeen()
    {
        foreach (ValueSlot slot in _columns)
        {
            if (_mustSee && !slot.Seen && _rows.Ordinal >= 0)
            {
                JsonLinesSource.ThrowUnknown(_name, slot.Request.Name, []);
            }
        }
    }
}
