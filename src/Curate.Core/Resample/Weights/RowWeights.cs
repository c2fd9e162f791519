using Curate.Core.Data;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// A weight for every row: written to an added column, or followed by the copies of each row (<see cref="CopyLine"/>). 8 bytes a row, in scratch beyond the
/// budget, and 8 more for a second column.
/// </summary>
internal sealed class RowWeights : RowPlan
{
    private readonly RowValues<double> _weights;
    private readonly RowValues<double>? _second;
    private readonly Field[] _added;
    private readonly ulong _seed;

    /// <param name="weights">The weight of each row, or with <paramref name="weightColumn"/> null its expected copies. The plan takes it over.</param>
    /// <param name="weightColumn">The column of weights; null to repeat and remove rows.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="secondColumn">Name of a second added column, or null.</param>
    /// <param name="second">Its values; NaN is null. The plan takes it over.</param>
    public RowWeights(RowValues<double> weights, string? weightColumn, ulong seed, string? secondColumn = null, RowValues<double>? second = null)
    {
        _weights = weights;
        _second = second;
        _seed = seed;
        AsRows = weightColumn is null;
        _added = [.. new[] { weightColumn, secondColumn }.OfType<string>().Select(static name => new Field(name, ColumnKind.Number))];
        if (AsRows)
        {
            long left = 0;
            long output = 0;
            var line = new CopyLine(new SeededDraw(seed, "resample-weights"));
            for (long row = 0; row < weights.Count; row++)
            {
                long copies = line.Next(weights[row]);
                output += copies;
                left += copies == 0 ? 1 : 0;
            }

            OutputRows = output;
            Dropped.Add(WeightOptionSpecs.Reason, left);
        }
        else
        {
            OutputRows = weights.Count;
        }
    }

    public override long OutputRows { get; }

    public override IReadOnlyList<Field> Added => _added;

    private bool AsRows { get; }

    /// <summary>The copies of every row, in order; 1 for each with weights.</summary>
    public IEnumerable<long> Copies()
    {
        var line = new CopyLine(new SeededDraw(_seed, "resample-weights"));
        for (long row = 0; row < _weights.Count; row++)
        {
            yield return AsRows ? line.Next(_weights[row]) : 1;
        }
    }

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("row-weights");
        to.Write(InputRows);
        to.Write(AsRows);
        to.Write(_seed);
        to.Write(_added.Length);
        foreach (Field field in _added)
        {
            to.Write(field.Name);
        }

        to.Write(_second is not null);
        for (long row = 0; row < InputRows; row++)
        {
            to.Write(_weights[row]);
            if (_second is not null)
            {
                to.Write(_second[row]);
            }
        }
    }

    internal static RowWeights Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        bool asRows = from.ReadBoolean();
        ulong seed = from.ReadUInt64();
        var names = new List<string>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            names.Add(from.ReadString());
        }

        var weights = new RowValues<double>(null, "weights");
        RowValues<double>? second = from.ReadBoolean() ? new RowValues<double>(null, "second") : null;
        for (long row = 0; row < rows; row++)
        {
            weights.Append(from.ReadDouble());
            second?.Append(from.ReadDouble());
        }

        return new RowWeights(weights, asRows ? null : names[0], seed, second is null ? null : names[^1], second) { InputRows = rows };
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _second?.Dispose();
        base.Dispose();
    }

    private sealed class Cursor(RowWeights plan) : PlanCursor
    {
        private readonly CopyLine _line = new(new SeededDraw(plan._seed, "resample-weights"));

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                long copies = plan.AsRows ? _line.Next(plan._weights[row]) : 1;
                if (copies == 0 && into.WantDropped)
                {
                    into.Drop(i, WeightOptionSpecs.Reason);
                }

                for (; copies > 0; copies--)
                {
                    into.Keep(i);
                    if (!plan.AsRows)
                    {
                        ((NumberColumn)into.Added[0]).Append(plan._weights[row]);
                    }

                    if (plan._second is { } second)
                    {
                        Append(into.Added[^1], second[row]);
                    }
                }
            }
        }

        private static void Append(Column to, double value)
        {
            if (double.IsNaN(value))
            {
                to.AppendNull();
            }
            else
            {
                ((NumberColumn)to).Append(value);
            }
        }
    }
}
