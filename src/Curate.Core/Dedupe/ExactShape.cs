using Curate.Core.Data;

namespace Curate.Core.Dedupe;

/// <summary>What exact deduplication reads of a source: the whole row or key columns, block columns, the column of the keep rule.</summary>
internal sealed class ExactShape
{
    public ExactShape(ExactOptions options, IRecordSource source)
    {
        Options = options;
        Layout = source.Layout;
        WholeRow = options.Key.Count == 0 && source.Layout is not null && source.Added.Count == 0
            && (source.Layout.IsText || options.Normalize == KeyNormalization.None);
        IReadOnlyList<string> key = options.Key;
        if (options.Key.Count == 0 && !WholeRow)
        {
            // Rows without a common verbatim form are equal when all of their columns are.
            key = [.. source.Schema.Fields.Select(static f => f.Name)];
            Options = options with { MatchNulls = true };
        }

        KeyColumns = WholeRow ? 0 : key.Count;
        HashedColumns = KeyColumns + options.Copies.Within.Count;
        List<string> columns = [.. WholeRow ? [] : key, .. options.Copies.Within];
        if (options.Copies.Keep.Column is { } ranked)
        {
            columns.Add(ranked);
        }

        Request = new ReadRequest
        {
            Columns = [.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))],
            Payload = WholeRow || (options.Copies.Keep.ReadsRow && source.Layout is not null),
        };
    }

    public ExactOptions Options { get; }

    public PayloadLayout? Layout { get; }

    /// <summary>The key is the row itself.</summary>
    public bool WholeRow { get; }

    public int KeyColumns { get; }

    /// <summary>Key columns and block columns.</summary>
    public int HashedColumns { get; }

    public ReadRequest Request { get; }

    /// <summary>Bytes of a row: of its record where there is one, else of its key columns.</summary>
    public int RowLength(RecordBatch batch, int row)
    {
        if (batch.Payload is { } payload)
        {
            return (int)Math.Min(int.MaxValue, payload.RowBytes(row));
        }

        int length = 0;
        for (int c = 0; c < KeyColumns; c++)
        {
            length += batch.Text(c)[row].Length;
        }

        return length;
    }
}
