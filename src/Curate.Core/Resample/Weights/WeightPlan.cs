using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>Turns fitted weights of rows into a plan with its report.</summary>
internal static class WeightPlan
{
    /// <summary>
    /// The plan: weights scaled to what they are to sum to, or rows that follow them. Rows that are no part of it have the weight 1 (times
    /// <paramref name="restOf"/>) and stay once.
    /// </summary>
    /// <param name="run">Seed.</param>
    /// <param name="options">Form, total and limits.</param>
    /// <param name="weights">The weights with mean 1; NaN for rows that are no part of it. The plan takes them over.</param>
    /// <param name="rows">Rows that take part.</param>
    /// <param name="clipped">Of these, rows whose weight lies on a bound.</param>
    /// <param name="restOf">The weight of a row that is no part of it; null for 1.</param>
    /// <param name="secondColumn">Name of a second added column, or null.</param>
    /// <param name="second">Its values.</param>
    public static RowWeights Of(RunContext run, WeightOptions options, RowValues<double> weights, long rows, long clipped, Func<long, double>? restOf = null,
        string? secondColumn = null, RowValues<double>? second = null)
    {
        long total = options.To ?? rows;
        double unit = rows == 0 ? 1 : (double)total / rows;
        var size = new WeightSize();
        for (long row = 0; row < weights.Count; row++)
        {
            if (!double.IsNaN(weights[row]))
            {
                size.Add(weights[row] * unit);
            }
        }

        double scale = options.AsRows && rows > 0
            ? CopyShares.Scale(weights.Count, i => double.IsNaN(weights[i]) ? 0 : weights[i], static _ => 1, total, options.MaxRepeat) : unit;
        for (long row = 0; row < weights.Count; row++)
        {
            weights.Set(row, double.IsNaN(weights[row]) ? options.AsRows ? 1 : restOf?.Invoke(row) ?? 1
                : options.AsRows ? CopyShares.Of(weights[row], scale, options.MaxRepeat) : weights[row] * unit);
        }

        var plan = new RowWeights(weights, options.AsRows ? null : options.WeightColumn, run.Seed, secondColumn, second) { InputRows = weights.Count };
        plan.Tables.Add(WeightReport.Weights(size, clipped));
        if (options.AsRows)
        {
            plan.Tables.Add(WeightReport.Copies(plan.Copies().GroupBy(static c => c).Select(static g => (g.Key, g.LongCount()))));
        }

        return plan;
    }

    /// <summary>What the rows of a plan amount to: their weights, or how often each comes out.</summary>
    public static double[] Amounts(RowWeights plan, WeightOptions options, RowValues<double> weights)
    {
        if (weights.Count > Array.MaxLength)
        {
            Fail.With(ErrorCodes.Infeasible, $"{Options.NumberText.Of(weights.Count)} rows are to be weighed, and at most {Options.NumberText.Of(Array.MaxLength)} can be.", "Take a sample of the rows first.");
        }

        var amounts = new double[weights.Count];
        long row = 0;
        foreach (long copies in plan.Copies())
        {
            amounts[row] = options.AsRows ? copies : weights[row];
            row++;
        }

        return amounts;
    }

    /// <summary>Base weights with mean 1.</summary>
    /// <exception cref="CurateException">All are 0.</exception>
    public static double[] MeanOne(double[] weights)
    {
        var sum = new ExactSum();
        sum.Add(weights);
        double total = sum.ToDouble();
        if (weights.Length > 0 && (!(total > 0) || double.IsInfinity(total)))
        {
            Fail.With(ErrorCodes.Infeasible, total > 0 ? "The weights of --weight sum to more than a number can hold." : "All weights of --weight are 0.", "Check --weight.");
        }

        double unit = weights.Length / total;
        return Array.ConvertAll(weights, w => w * unit);
    }
}
