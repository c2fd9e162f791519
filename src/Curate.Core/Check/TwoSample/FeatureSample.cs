using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// Rows of one or more datasets as vectors of the same numbers: a uniform sample of each (all rows where there are no more than asked for), in file order. Columns are an embedding, or else
/// numbers brought to deviation 1 over all datasets together, and texts with few values as one number a value (two rows that differ in a category are 1 apart). A missing number takes the mean
/// and is told by a number of its own where it is missing in 1% of the rows.
/// </summary>
/// <remarks>Passes: the kinds of columns, the rows where a source does not know them, and the values. 8 d bytes a sampled row and 4 bytes a text column and row.</remarks>
internal sealed class FeatureSample : IDisposable
{
    /// <summary>Values of a text column that become numbers; the others of the column count as one.</summary>
    public const int MostValues = 30;

    private readonly MemoryLease _lease;

    private FeatureSample(MemoryLease lease) => _lease = lease;

    /// <summary>What each number of a vector is: <c>age</c>, <c>species=Adelie</c>, <c>age is missing</c>, <c>embedding[3]</c>.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The rows of each dataset.</summary>
    public required IReadOnlyList<Matrix> Parts { get; init; }

    /// <summary>The row of the dataset that each sampled row is.</summary>
    public required IReadOnlyList<long[]> Rows { get; init; }

    /// <summary>Rows of each dataset, sampled or not.</summary>
    public required IReadOnlyList<long> Totals { get; init; }

    /// <summary>Vectors come from one column of vectors.</summary>
    public required bool IsEmbedding { get; init; }

    /// <summary>Code of the label of each sampled row of the first dataset; null where no label is named.</summary>
    public int[]? Labels { get; init; }

    /// <summary>Time of each sampled row of the first dataset, NaN where it has none; null where no time is named.</summary>
    public double[]? Times { get; init; }

    /// <summary>Columns that take no part, each with the reason.</summary>
    public required IReadOnlyList<(string Column, string Reason)> LeftOut { get; init; }

    /// <summary>The smallest part.</summary>
    public int LeastRows => Parts.Min(static p => p.Rows);

    /// <summary>Reads a sample of the main dataset and of those it is compared with.</summary>
    /// <param name="inputs">Datasets, roles, seed.</param>
    /// <param name="sources">The datasets; the first is the main one.</param>
    /// <param name="size">Rows of each at most.</param>
    /// <param name="reason">Why there are no vectors, as a sentence.</param>
    /// <returns>The sample, or null where no column can be used.</returns>
    public static FeatureSample? Read(CheckInputs inputs, IReadOnlyList<IRecordSource> sources, int size, out string? reason)
    {
        SampleColumns columns = SampleColumns.Of(inputs, sources);
        reason = columns.Reason;
        if (columns.Count == 0)
        {
            return null;
        }

        SeededDraw draw = inputs.Context.Draw("check-sample");
        long[] totals = [.. sources.Select(s => RowsOf(inputs.Passes, s))];
        long[][] rows = [.. sources.Select((_, s) => Picked(totals[s], size, s, draw))];
        MemoryLease lease = inputs.Context.Memory.Lease(rows.Sum(static r => r.LongLength) * ((8L * columns.Count) + 16), "A sample of rows for checks");
        try
        {
            var reader = new SampleReader(columns);
            SamplePart[] parts = [.. sources.Select((source, s) => reader.Read(inputs.Passes, source, rows[s], isMain: s == 0))];
            (List<string> names, List<Matrix> matrices, List<(string, string)> leftOut) = SampleEncoding.Of(columns, reader.Texts, parts);
            lease.Grow(matrices.Sum(static m => 8L * m.Values.Length), "A sample of rows for checks");
            reason = names.Count > 0 ? null : $"None of the columns tells rows apart: {Told([.. columns.LeftOut, .. leftOut])}. Name others with --features.";
            if (names.Count == 0)
            {
                lease.Dispose();
                return null;
            }

            return new FeatureSample(lease)
            {
                Names = names,
                Parts = matrices,
                Rows = rows,
                Totals = totals,
                IsEmbedding = columns.Embedding is not null,
                Labels = parts[0].Labels,
                Times = parts[0].Times,
                LeftOut = [.. columns.LeftOut, .. leftOut],
            };
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>The table <c>rows</c>: how many rows of each dataset were compared.</summary>
    public ReportTable RowTable(IReadOnlyList<string> names)
    {
        var table = new ReportTable("sample", "Rows compared", ["dataset", "rows", "compared"]);
        for (int s = 0; s < Parts.Count; s++)
        {
            table.Add(names[s], Totals[s], (long)Parts[s].Rows);
        }

        return table;
    }

    /// <summary>The table <c>left_out</c>, or none where every column took part.</summary>
    public IEnumerable<ReportTable> LeftOutTable()
    {
        if (LeftOut.Count > 0)
        {
            var table = new ReportTable("left_out", "Columns that took no part", ["column", "reason"]);
            foreach ((string column, string why) in LeftOut)
            {
                table.Add(column, why);
            }

            yield return table;
        }
    }

    public void Dispose() => _lease.Dispose();

    private static string Told(IReadOnlyList<(string Column, string Reason)> columns) =>
        columns.Count == 0 ? "there is none" : string.Join(", ", columns.Take(5).Select(static c => $"'{c.Column}' {c.Reason}")) + (columns.Count > 5 ? $" and {NumberText.Of(columns.Count - 5)} more" : "");

    private static long RowsOf(PassRunner passes, IRecordSource source)
    {
        if (source.RowCount is { } known)
        {
            return known;
        }

        long rows = 0;
        passes.Each(source, ReadRequest.CountOnly, "count rows", batch => rows += batch.Count);
        return rows;
    }

    private static long[] Picked(long total, int size, int source, SeededDraw draw)
    {
        if (total <= size)
        {
            return [.. Enumerable.Range(0, (int)total).Select(static r => (long)r)];
        }

        var sample = new BottomK(size);
        for (long row = 0; row < total; row++)
        {
            sample.Add(draw.Bits(source, row), new RowId(0, row));
        }

        long[] rows = [.. sample.ToSorted().Select(static r => r.Row.Row)];
        Array.Sort(rows);
        return rows;
    }
}
