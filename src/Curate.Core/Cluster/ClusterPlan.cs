using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Cluster;

/// <summary>
/// Every row once, with its cluster, its distance from the centroid, the clusters above in a tree and, where asked for, the rows of its cluster, in added
/// columns. Rows in no cluster have null there.
/// </summary>
/// <remarks>9 to 12 bytes a row, in scratch beyond the budget.</remarks>
internal sealed class ClusterPlan : RowPlan
{
    private readonly RowCodes _codes;
    private readonly RowValues<double> _distances;
    private readonly int[][] _levels;
    private readonly long[]? _sizes;
    private readonly Field[] _added;

    private ClusterPlan(RowCodes codes, RowValues<double> distances, int[][] levels, long[]? sizes, string column)
    {
        _codes = codes;
        _distances = distances;
        _levels = levels;
        _sizes = sizes;
        _added =
        [
            new Field(column, ColumnKind.Whole),
            new Field(column + "_distance", ColumnKind.Number),
            .. Enumerable.Range(2, levels.Length).Select(level => new Field(column + "_level_" + NumberText.Of(level), ColumnKind.Whole)),
            .. sizes is null ? Array.Empty<Field>() : [new Field(column + "_size", ColumnKind.Whole)],
        ];
    }

    public override long OutputRows => InputRows;

    public override IReadOnlyList<Field> Added => _added;

    /// <inheritdoc/>
    public override IRecordSource? Companion => Centroids;

    /// <summary>The centroids as a table; not part of a saved plan.</summary>
    public CentroidTable? Centroids { get; init; }

    /// <summary>The plan of placed rows; it takes over their codes and distances.</summary>
    /// <param name="placed">The cluster of every row.</param>
    /// <param name="column">The name of the column of clusters.</param>
    /// <param name="withSize">The size of a row's cluster is a column, too.</param>
    /// <param name="centroids">The centroids as a table.</param>
    public static ClusterPlan Of(PlacedClusters placed, string column, bool withSize, CentroidTable? centroids)
    {
        int[][] levels = [.. Enumerable.Range(1, placed.Levels - 1).Select(placed.NodesAt)];
        return new ClusterPlan(placed.Codes, placed.Distances, levels, withSize ? [.. placed.Sizes] : null, column) { InputRows = placed.Rows, Centroids = centroids };
    }

    public override string? Explain(long row)
    {
        int code = _codes[row];
        return code == 0 ? "It is in no cluster: it lacks a feature." : $"It is in cluster {NumberText.Of(code - 1)}, at the distance {NumberText.Of(_distances[row])} from the centroid.";
    }

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("clusters");
        to.Write(InputRows);
        to.Write(_added[0].Name);
        _codes.Save(to);
        for (long row = 0; row < InputRows; row++)
        {
            to.Write(_distances[row]);
        }

        to.Write(_levels.Length);
        foreach (int[] nodes in _levels)
        {
            Write(to, Array.ConvertAll(nodes, static n => (long)n));
        }

        to.Write(_sizes is not null);
        Write(to, _sizes ?? []);
    }

    public override void Dispose()
    {
        _codes.Dispose();
        _distances.Dispose();
        Centroids?.Dispose();
        base.Dispose();
    }

    internal static ClusterPlan Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string column = from.ReadString();
        var codes = new RowCodes();
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            codes.Append(from.Read7BitEncodedInt());
        }

        var distances = new RowValues<double>(null, "distances");
        for (long row = 0; row < rows; row++)
        {
            distances.Append(from.ReadDouble());
        }

        var levels = new int[from.ReadInt32()][];
        for (int level = 0; level < levels.Length; level++)
        {
            levels[level] = Array.ConvertAll(Read(from), static n => checked((int)n));
        }

        bool sized = from.ReadBoolean();
        long[] sizes = Read(from);
        return new ClusterPlan(codes, distances, levels, sized ? sizes : null, column) { InputRows = rows };
    }

    private static void Write(BinaryWriter to, long[] values)
    {
        to.Write(values.Length);
        foreach (long value in values)
        {
            to.Write(value);
        }
    }

    private static long[] Read(BinaryReader from) => PlanArrays.Read<long>(from, from.ReadInt32());

    private sealed class Cursor(ClusterPlan plan) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                into.Keep(i);
                long row = batch.FirstRow + i;
                int cluster = plan._codes[row] - 1;
                if (cluster < 0)
                {
                    foreach (Column column in into.Added)
                    {
                        column.AppendNull();
                    }

                    continue;
                }

                ((WholeColumn)into.Added[0]).Append(cluster);
                ((NumberColumn)into.Added[1]).Append(plan._distances[row]);
                for (int level = 0; level < plan._levels.Length; level++)
                {
                    ((WholeColumn)into.Added[2 + level]).Append(plan._levels[level][cluster]);
                }

                if (plan._sizes is { } sizes)
                {
                    ((WholeColumn)into.Added[^1]).Append(sizes[cluster]);
                }
            }
        }
    }
}
