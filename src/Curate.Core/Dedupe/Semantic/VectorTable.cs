using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// The vectors of a dataset, each with its rank for the keep rule and its block, and which of them are equal. Equal vectors of one block are one
/// candidate; rows without a vector, and vectors of zeros, which have no direction, are none.
/// </summary>
/// <remarks>4 d + 24 bytes a row with a vector, 4 more with blocks, 8 more where rows lack a vector.</remarks>
internal sealed class VectorTable : IDisposable
{
    private const int NoCandidate = -1;
    private readonly FeatureFill _fill;
    private readonly MemoryLease _lease;

    private VectorTable(FeatureFill fill, FeatureSummary summary, MemoryLease lease, ulong[] ranks, int[]? blocks, RunContext run)
    {
        _fill = fill;
        _lease = lease;
        Ranks = ranks;
        Blocks = blocks;
        Rows = summary.Rows;
        EqualRows equal = EqualRows.Of(Store, blocks, run);
        CandidateOf = equal.PlaceOf;
        Drop(equal.FirstRow);
    }

    /// <summary>One row for each row that has a vector.</summary>
    public VectorStore Store => _fill.Store;

    /// <summary>Rows of the dataset.</summary>
    public long Rows { get; }

    /// <summary>Vectors of zeros.</summary>
    public long Zeros { get; private set; }

    /// <summary>Ranks of vectors for the keep rule; lower stays.</summary>
    public ulong[] Ranks { get; }

    /// <summary>A number for the values of the block columns of each vector; null without blocks.</summary>
    public int[]? Blocks { get; }

    /// <summary>The candidate of each vector, or -1.</summary>
    public int[] CandidateOf { get; }

    /// <summary>For each candidate, the first vector with its values; ascending.</summary>
    public int[] FirstOf { get; private set; } = [];

    public int Candidates => FirstOf.Length;

    /// <summary>Reads a dataset.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="options">Column names are those of the dataset.</param>
    /// <param name="blocks">Numbers of block values, shared by datasets that are compared.</param>
    /// <param name="ranked">Ranks are wanted.</param>
    /// <param name="run">Memory and workers.</param>
    /// <exception cref="Errors.CurateException">An embedding that cannot be used: text, values that are not finite, vectors of several lengths.</exception>
    public static VectorTable Read(PassRunner passes, IRecordSource source, SemanticOptions options, Dictionary<Hash128, int> blocks, bool ranked, RunContext run)
    {
        EmbeddingColumns columns = EmbeddingColumns.Resolve(passes, source, options.Embedding);
        CopyOptions copies = options.Copies;
        bool ranks = ranked && options.Order == VectorOrder.ByRule && !copies.Keep.IsFirst;
        FeatureSummary summary = passes.Summarise(source, ReadRequest.Of([.. columns.Requests]), "check vectors",
            () => new FeatureSummary(columns.Layout, options.Embedding, MissingValues.Drop, FeatureScaling.None));
        MemoryLease lease = run.Memory.Lease(summary.KeptRows * (copies.Within.Count > 0 ? 20 : 16), "Vectors to compare");
        FeatureFill? fill = null;
        try
        {
            fill = new FeatureFill(summary, FeatureScaling.None, run);
            var rankOf = new ulong[ranks ? fill.Store.Count : 0];
            int[]? blockOf = copies.Within.Count > 0 ? new int[fill.Store.Count] : null;
            List<ColumnRequest> wanted = [.. columns.Requests, .. copies.Within.Select(static c => new ColumnRequest(c, ColumnKind.Text))];
            if (ranks && copies.Keep.Column is { } column)
            {
                wanted.Add(new ColumnRequest(column, ColumnKind.Text));
            }

            int first = columns.Fields.Count;
            int filled = 0;
            var request = new ReadRequest { Columns = wanted, Payload = ranks && copies.Keep.ReadsRow && source.Layout is not null };
            fill.Read(passes, source, request, "read vectors", batch =>
            {
                for (int end = fill.Add(batch); filled < end; filled++)
                {
                    int row = (int)(fill.RowOf(filled) - batch.FirstRow);
                    if (blockOf is not null)
                    {
                        blockOf[filled] = Block(batch, row, first, copies.Within.Count, blocks);
                    }

                    if (ranks)
                    {
                        rankOf[filled] = Rank(copies.Keep, batch, row, first + copies.Within.Count);
                    }
                }
            });
            fill.Complete();
            return new VectorTable(fill, summary, lease, rankOf, blockOf, run);
        }
        catch
        {
            fill?.Dispose();
            lease.Dispose();
            throw;
        }
    }

    /// <summary>The row of the dataset that a vector belongs to.</summary>
    public long RowOf(int vector) => _fill.RowOf(vector);

    /// <summary>The values of a candidate.</summary>
    public ReadOnlySpan<float> this[int candidate] => Store[FirstOf[candidate]];

    /// <summary>Candidates may be alike: there are no blocks, or they are of one.</summary>
    public bool Meets(int candidate, VectorTable other, int otherCandidate) =>
        Blocks is null || Blocks[FirstOf[candidate]] == other.Blocks![other.FirstOf[otherCandidate]];

    public void Dispose()
    {
        _fill.Dispose();
        _lease.Dispose();
    }

    private static int Block(RecordBatch batch, int row, int first, int columns, Dictionary<Hash128, int> blocks)
    {
        Hash128 key = default;
        for (int c = first; c < first + columns; c++)
        {
            key = key.Then(Hash128.Of(batch.Text(c)[row], batch[c].IsNull(row) ? 1UL : 0));
        }

        if (!blocks.TryGetValue(key, out int block))
        {
            block = blocks.Count;
            blocks.Add(key, block);
        }

        return block;
    }

    private static ulong Rank(KeepRule keep, RecordBatch batch, int row, int column) => keep.Column is null
        ? keep.Rank(batch.FirstRow + row, batch.Payload is { } payload ? (int)Math.Min(int.MaxValue, payload.RowBytes(row)) : 0, default, false)
        : keep.Rank(batch.FirstRow + row, 0, batch.Text(column)[row], batch[column].IsNull(row));

    /// <summary>Takes vectors of zeros out of the candidates.</summary>
    private void Drop(int[] firstOf)
    {
        var numbers = new int[firstOf.Length];
        var left = new List<int>(firstOf.Length);
        for (int c = 0; c < firstOf.Length; c++)
        {
            bool zero = PairSums.Norm(Store[firstOf[c]]) == 0;
            numbers[c] = zero ? NoCandidate : left.Count;
            if (!zero)
            {
                left.Add(firstOf[c]);
            }
        }

        FirstOf = [.. left];
        for (int v = 0; v < CandidateOf.Length; v++)
        {
            CandidateOf[v] = numbers[CandidateOf[v]];
            Zeros += CandidateOf[v] == NoCandidate ? 1 : 0;
        }
    }
}
