using Curate.Core.Data;
using Curate.Core.Dedupe.Near;
using Curate.Core.Running;

namespace Curate.Core.Check.Leakage;

/// <summary>One of the sets of rows that must not know of each other: a file, or the rows of a file that a split column names.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Source">Its rows.</param>
internal sealed record SplitPart(string Name, IRecordSource Source) : IDisposable
{
    /// <summary>Rows of <see cref="Source"/> by their number in the file; null where they are all of it.</summary>
    public RowNumbers? Numbers { get; init; }

    /// <summary>It is the dataset that is checked, or a part of it, so that its rows can be written out.</summary>
    public bool IsMain { get; init; }

    /// <summary>Rows of a later part are to come after all rows of this one; false where nobody said which part is earlier.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>The row of the file that a row of <see cref="Source"/> is.</summary>
    public long RowOf(long row) => Numbers is null ? row : Numbers.RowOf(row);

    /// <summary>The parts of one file by a column of few values: those that learn come last, so that every other part is checked against them.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The file.</param>
    /// <param name="column">The column that names the part of each row; rows without a value belong to none.</param>
    /// <param name="train">The value of the rows that learn; null for <c>train</c> or <c>training</c>, and else the largest part.</param>
    /// <param name="unplaced">Rows without a value.</param>
    public static List<SplitPart> Of(PassRunner passes, IRecordSource source, string column, string? train, out long unplaced)
    {
        using var values = Grouping.GroupTable.Read(passes, source, [column], "read the split column", passes.Context);
        unplaced = 0;
        var order = new List<int>();
        foreach (int value in values.Sorted())
        {
            if (values.IsMissing(value))
            {
                unplaced = values.RowsOf(value);
            }
            else
            {
                order.Add(value);
            }
        }

        SplitColumn.Check(source.Name, column, train, [.. order.Select(values.Show)]);
        var bits = new BitMap[values.Count];
        for (int v = 0; v < bits.Length; v++)
        {
            bits[v] = new BitMap();
        }

        for (long row = 0; row < values.Rows; row++)
        {
            bits[values.Codes[row]].Set(row);
        }

        int learns = SplitColumn.Learns(train, order, values);
        order.Remove(learns);
        order.Add(learns);
        return
        [
            .. order.Select(value => new SplitPart(values.Show(value),
                new PlannedSource(source, new Running.Plans.KeptRows(bits[value], values.RowsOf(value), "another part") { InputRows = values.Rows }, passes.Context))
            {
                Numbers = new RowNumbers(passes.Context, bits[value], values.Rows),
                IsMain = true,
                IsEarlier = value == learns,
            }),
        ];
    }

    public void Dispose() => Numbers?.Dispose();
}
