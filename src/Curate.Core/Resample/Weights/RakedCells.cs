using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>The cells of a contingency table in their order, with their rows and base weights.</summary>
internal sealed class RakedCells
{
    private RakedCells(int[] order, long[] rows, double[] weights, double baseUnit)
    {
        Order = order;
        Rows = rows;
        Weights = weights;
        BaseUnit = baseUnit;
    }

    /// <summary>Cells as numbers of the table, in the order of reports.</summary>
    public int[] Order { get; }

    /// <summary>Rows of each cell.</summary>
    public long[] Rows { get; }

    /// <summary>The base weight of each cell; they sum to the rows.</summary>
    public double[] Weights { get; }

    /// <summary>What a base weight of the input is multiplied by for a mean of 1.</summary>
    public double BaseUnit { get; }

    /// <param name="groups">The table, with the cell of every row where there are base weights.</param>
    /// <param name="baseWeights">One a row, or null for ones.</param>
    /// <exception cref="CurateException">All weights are 0.</exception>
    public static RakedCells Of(GroupTable groups, RowValues<double>? baseWeights)
    {
        int[] order = groups.Sorted();
        long[] rows = Array.ConvertAll(order, groups.RowsOf);
        if (baseWeights is null)
        {
            return new RakedCells(order, rows, Array.ConvertAll(rows, static n => (double)n), 1);
        }

        // Sums run in row order on one thread, and rest of each rounding is carried (Kahan 1965).
        var sums = new double[order.Length];
        var lost = new double[order.Length];
        for (long row = 0; row < groups.Rows; row++)
        {
            int cell = groups.Codes[row];
            double step = baseWeights[row] - lost[cell];
            double next = sums[cell] + step;
            lost[cell] = next - sums[cell] - step;
            sums[cell] = next;
        }

        var all = new ExactSum();
        all.Add(sums);
        double total = all.ToDouble();
        if (!(total > 0) || double.IsInfinity(total))
        {
            Fail.With(ErrorCodes.Infeasible, total > 0 ? "The weights of --weight sum to more than a number can hold." : "All weights of --weight are 0.", "Check --weight.");
        }

        double unit = groups.Rows / total;
        return new RakedCells(order, rows, Array.ConvertAll(order, g => sums[g] * unit), unit);
    }

    /// <summary>The place of each cell of the table.</summary>
    public int[] Places()
    {
        var places = new int[Order.Length];
        for (int i = 0; i < Order.Length; i++)
        {
            places[Order[i]] = i;
        }

        return places;
    }

    /// <summary>What the base weights of each cell's rows are multiplied by.</summary>
    public double[] Factors(double[] weights) => [.. weights.Select((w, i) => Weights[i] > 0 ? w / Weights[i] : 0)];

    /// <summary>Rows whose factor lies on a bound.</summary>
    public long OnBound(double[] factors, WeightOptions options)
    {
        long rows = 0;
        for (int i = 0; i < factors.Length; i++)
        {
            bool low = options.ClipLow > 0 && factors[i] <= options.ClipLow * (1 + 1e-12);
            rows += low || factors[i] >= options.ClipHigh * (1 - 1e-12) ? Rows[i] : 0;
        }

        return rows;
    }
}
