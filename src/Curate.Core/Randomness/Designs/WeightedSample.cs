using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Numerics;

namespace Curate.Core.Randomness.Designs;

/// <summary>
/// k rows without replacement, one after the other in proportion to weights: the k smallest of -ln(u) / w, with u keyed by row (Efraimidis and Spirakis
/// 2006, algorithm A-ES in the logarithm). It does not depend on order, threads or shards, and every smaller k gives a subset.
/// </summary>
/// <remarks>
/// As <see cref="BottomK"/>: 24 bytes a kept row. Rows of weight 0 never enter. Keys are rounded to a double: equal ones fall to the lower row.
/// </remarks>
public sealed class WeightedSample(int count, SeededDraw draw) : IMergeable<WeightedSample>
{
    private readonly BottomK _kept = new(count);

    /// <summary>Rows kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Takes the row in if its key is among the k smallest so far.</summary>
    public bool Add(RowId row, double weight)
    {
        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), "A weight is finite and not negative.");
        }

        // Doubles that are not negative sort as their bits do.
        return weight > 0 && _kept.Add(BitConverter.DoubleToUInt64Bits(Key(row, weight)), row);
    }

    /// <inheritdoc/>
    public void Merge(WeightedSample later) => _kept.Merge(later._kept);

    /// <summary>The rows kept, in the order they would be drawn in.</summary>
    public RowId[] ToSorted() => Array.ConvertAll(_kept.ToSorted(), static ranked => ranked.Row);

    private double Key(RowId row, double weight) => Math.Max(0, -PortableMath.Log(draw.UnitPositive(row.Source, row.Row)) / weight);
}
