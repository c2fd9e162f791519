using System.Text;
using Curate.Core.Data;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// Centroids as a table, with all that is needed to give other rows their cluster: a row <c>fit</c> that says how they were made, a row <c>centroid</c> for each
/// cluster of each level, and a row <c>feature</c> for each number of a vector, with what was done to it. <see cref="SavedCentroids"/> reads it back.
/// </summary>
/// <remarks>4 k (numbers + 1) bytes, taken from the budget.</remarks>
internal sealed class CentroidTable : IRecordSource
{
    /// <summary>The columns.</summary>
    public static readonly TableSchema Fields = new(
    [
        new Field("role", ColumnKind.Text), new Field("name", ColumnKind.Text), new Field("kind", ColumnKind.Text), new Field("level", ColumnKind.Whole), new Field("cluster", ColumnKind.Whole),
        new Field("parent", ColumnKind.Whole), new Field("rows", ColumnKind.Whole), new Field("bias", ColumnKind.Number), new Field("shift", ColumnKind.Number), new Field("factor", ColumnKind.Number),
        new Field("late_shift", ColumnKind.Number), new Field("late_spread", ColumnKind.Number), new Field("filled", ColumnKind.Number), new Field("vector", ColumnKind.Vector),
    ]);

    private readonly Column[] _columns = [.. Fields.Fields.Select(static f => Column.Create(f.Kind!.Value))];
    private readonly MemoryLease? _lease;

    private CentroidTable(MemoryLease? lease) => _lease = lease;

    public string Name => "the centroids";

    public TableSchema Schema => Fields;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => _columns[0].Count;

    public long? SizeBytes => null;

    public bool CanReopen => true;

    public PayloadLayout? Layout => null;

    public ColumnKind RawKind => ColumnKind.Text;

    /// <summary>The table of a fit, its clusters in their final order; clusters without a row are left out.</summary>
    public static CentroidTable Of(ClusterFit fit, PlacedClusters placed, VectorRecipe recipe, RunContext run)
    {
        long vectors = Enumerable.Range(0, placed.Levels).Sum(level => (long)placed.LabelsOf(level).Count);
        var table = new CentroidTable(run.Memory.Lease(4 * vectors * (recipe.Dimension + 1), "The table of centroids"));
        string space = recipe.IsText ? "text" : recipe.IsEmbedding ? "embedding" : "numbers";
        string metric = fit.Cosine ? "cosine" : "euclidean";
        table.Append("fit", $"{space},{metric},{(recipe.LeavesOut ? "drop" : "error")},{(recipe.Numbers is { IsLate: true } ? "late" : "early")}");
        for (int level = 0; level < placed.Levels; level++)
        {
            IReadOnlyList<int> labels = placed.LabelsOf(level);
            long[] rows = new long[labels.Count];
            int[] nodes = placed.NodesAt(level);
            int[]? above = level + 1 < placed.Levels ? placed.NodesAt(level + 1) : null;
            var parents = new long?[labels.Count];
            for (int c = 0; c < nodes.Length; c++)
            {
                rows[nodes[c]] += placed.Sizes[c];
                parents[nodes[c]] = above?[c];
            }

            VectorStore centroids = level == 0 ? fit.Centroids : fit.Upper[level - 1];
            for (int node = 0; node < labels.Count; node++)
            {
                table.Append("centroid", null, null, level + 1, node, parents[node], rows[node], level == 0 ? fit.Bias?[labels[node]] : null, null, null, null, null, null, centroids[labels[node]]);
            }
        }

        for (int p = 0; p < recipe.Dimension; p++)
        {
            ColumnRequest column = recipe.Request.Count == 1 ? recipe.Request[0] : recipe.Request[p];
            string kind = column.Kind.ToString().ToLowerInvariant();
            if (recipe.Words is { } words)
            {
                table.Append("feature", column.Name, kind, factor: words[p]);
                continue;
            }

            FeatureTransform t = recipe.Numbers!;
            table.Append("feature", column.Name, kind, null, null, null, null, null, t.Shift[p], t.Factor[p], t.LateShift[p], t.LateSpread[p], double.IsNaN(t.Filled[p]) ? null : t.Filled[p]);
        }

        return table;
    }

    /// <summary>Centroids of one column of numbers; rows without a number are in no cluster.</summary>
    public static CentroidTable Of(string column, params ReadOnlySpan<float> centroids)
    {
        var table = new CentroidTable(null);
        table.Append("fit", "numbers,euclidean,drop,early");
        for (int c = 0; c < centroids.Length; c++)
        {
            table.Append("centroid", null, null, 1, c, null, 0, vector: centroids.Slice(c, 1));
        }

        table.Append("feature", column, "number", shift: 0, factor: 1, lateShift: 0, lateSpread: 1);
        return table;
    }

    public bool HasColumn(string column) => Fields.Contains(column);

    public IRecordReader Open(ReadRequest request) => new Reader(_columns, request);

    public void Dispose() => _lease?.Dispose();

    private void Append(string role, string? name, string? kind = null, long? level = null, long? cluster = null, long? parent = null, long? rows = null, double? bias = null, double? shift = null,
        double? factor = null, double? lateShift = null, double? lateSpread = null, double? filled = null, ReadOnlySpan<float> vector = default)
    {
        string?[] texts = [role, name, kind];
        long?[] wholes = [level, cluster, parent, rows];
        double?[] numbers = [bias, shift, factor, lateShift, lateSpread, filled];
        for (int i = 0; i < texts.Length; i++)
        {
            CellValues.Append(_columns[i], texts[i] is { } text ? CellValue.OfText(text) : CellValue.Null(_columns[0].Kind));
        }

        for (int i = 0; i < wholes.Length; i++)
        {
            CellValues.Append(_columns[3 + i], wholes[i] is { } whole ? CellValue.OfWhole(whole) : CellValue.Null(_columns[0].Kind));
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            CellValues.Append(_columns[7 + i], numbers[i] is { } number ? CellValue.OfNumber(number) : CellValue.Null(_columns[0].Kind));
        }

        if (vector.IsEmpty)
        {
            _columns[^1].AppendNull();
        }
        else
        {
            ((VectorColumn)_columns[^1]).Append(vector);
        }
    }

    private sealed class Reader(Column[] columns, ReadRequest request) : HeldRowsReader(request, columns[0].Count)
    {
        private readonly Column[] _from = [.. request.Columns.Select(c => columns[Fields.IndexOf(c.Name)])];

        protected override void Append(RecordBatch batch, int first, int count)
        {
            for (int c = 0; c < _from.Length; c++)
            {
                for (int row = first; row < first + count; row++)
                {
                    Append(batch[c], _from[c], row);
                }
            }
        }

        /// <summary>Vectors become JSON arrays where a format writes text.</summary>
        private static void Append(Column to, Column from, int row)
        {
            if (from is VectorColumn vectors && to is TextColumn texts && !from.IsNull(row))
            {
                texts.Append(Encoding.ASCII.GetBytes("[" + string.Join(',', vectors[row].ToArray().Select(static v => ShortestNumber.Text(v))) + "]"));
                return;
            }

            CellValues.AppendConverted(to, from, row);
        }
    }
}
