using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;
using Curate.Core.Running;

namespace Curate.Core.Select.Clusters;

/// <summary>Some rows, in order, with their cluster and a weight in added columns where these are named. n / 8 bytes, 1 to 4 a row for clusters, 8 a row for weights.</summary>
internal sealed class PickedRows : RowPlan
{
    private readonly BitMap _picked;
    private readonly RowCodes? _clusters;
    private readonly RowValues<double>? _weights;
    private readonly Field[] _added;
    private readonly bool _numbered;

    /// <param name="picked">A set bit for each row that stays.</param>
    /// <param name="rows">How many bits are set.</param>
    /// <param name="clusterColumn">Name of the column of clusters; null for none.</param>
    /// <param name="clusters">One more than the cluster of each row, 0 for none. The plan takes it over.</param>
    /// <param name="weightColumn">Name of the column of weights; null for none.</param>
    /// <param name="weights">The weight of each row, what rows that leave have counts for nothing. The plan takes it over.</param>
    public PickedRows(BitMap picked, long rows, string? clusterColumn, RowCodes? clusters, string? weightColumn = null, RowValues<double>? weights = null)
    {
        _picked = picked;
        _clusters = clusters;
        _weights = weights;
        _numbered = clusterColumn is not null;
        OutputRows = rows;
        _added =
        [
            .. clusterColumn is null ? Array.Empty<Field>() : [new Field(clusterColumn, ColumnKind.Whole)],
            .. weightColumn is null ? Array.Empty<Field>() : [new Field(weightColumn, ColumnKind.Number)],
        ];
    }

    public override long OutputRows { get; }

    public override IReadOnlyList<Field> Added => _added;

    public override string? Explain(long row) => _clusters is null ? null
        : _clusters[row] == 0 ? "It is in no cluster: a feature, or the number of its cluster, is missing." : $"It is in cluster {NumberText.Of(_clusters[row] - 1)}.";

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("picked");
        to.Write(InputRows);
        to.Write(OutputRows);
        _picked.Save(to);
        to.Write(_numbered);
        to.Write(_weights is not null);
        foreach (Field field in _added)
        {
            to.Write(field.Name);
        }

        to.Write(_clusters is not null);
        _clusters?.Save(to);
        for (long row = 0; row < InputRows && _weights is not null; row++)
        {
            to.Write(_weights[row]);
        }
    }

    public override void Dispose()
    {
        _clusters?.Dispose();
        _weights?.Dispose();
        base.Dispose();
    }

    internal static PickedRows Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        long output = from.ReadInt64();
        BitMap picked = BitMap.Load(from);
        bool numbered = from.ReadBoolean();
        bool weighted = from.ReadBoolean();
        string? clusterColumn = numbered ? from.ReadString() : null;
        string? weightColumn = weighted ? from.ReadString() : null;
        RowCodes? clusters = null;
        if (from.ReadBoolean())
        {
            clusters = new RowCodes();
            for (long n = from.ReadInt64(); n > 0; n--)
            {
                clusters.Append(from.Read7BitEncodedInt());
            }
        }

        RowValues<double>? weights = weighted ? new RowValues<double>(null, "weights") : null;
        for (long row = 0; row < rows && weights is not null; row++)
        {
            weights.Append(from.ReadDouble());
        }

        var plan = new PickedRows(picked, output, clusterColumn, clusters, weightColumn, weights) { InputRows = rows };
        plan.Dropped.Add(CellPlan.Reason, rows - output);
        return plan;
    }

    private sealed class Cursor(PickedRows plan) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                if (!plan._picked[row])
                {
                    if (into.WantDropped)
                    {
                        into.Drop(i, CellPlan.Reason);
                    }

                    continue;
                }

                into.Keep(i);
                if (plan._numbered)
                {
                    ((WholeColumn)into.Added[0]).Append(plan._clusters![row] - 1);
                }

                if (plan._weights is { } weights)
                {
                    ((NumberColumn)into.Added[^1]).Append(weights[row]);
                }
            }
        }
    }
}
