using System.Diagnostics.CodeAnalysis;
using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// The weights nearest to base weights, in relative entropy, under which functions of the rows have given means (Hainmueller 2012, equations 4 to 9), exactly or
/// within tolerances (box constraints are an L1 term of the dual: Dudik, Phillips and Schapire 2007, section 3), and within bounds.
/// </summary>
/// <remarks>O(n c^2) a Newton step; 16 n c bytes from the budget.</remarks>
internal static class MomentFit
{
    /// <summary>A mean is met when it is this near, in deviations of its function.</summary>
    public const double Near = 1e-8;

    private const int MostNamed = 5;
    private const int MostBoundRounds = 100;

    /// <summary>The weights.</summary>
    /// <param name="moments">Functions and targets.</param>
    /// <param name="start">Base weights with mean 1.</param>
    /// <param name="options">Bounds as multiples of the base weights.</param>
    /// <param name="run">Memory and cancellation.</param>
    /// <exception cref="CurateException">No weights have these means; those at fault are named.</exception>
    public static Fitted Run(IReadOnlyList<Moment> moments, double[] start, WeightOptions options, RunContext run)
    {
        Moment[] asked = [.. moments.Where(static m => !m.IsImplied)];
        using MemoryLease lease = run.Memory.Lease(checked(24L * start.Length * (asked.Length + 2)), "Balancing of moments");
        var state = new double[start.Length];
        Array.Fill(state, double.NaN);
        Settle(asked, start, state);
        int steps = 0;
        for (int round = 0; round < MostBoundRounds; round++)
        {
            (double[] weights, int own) = Free(asked, start, state, round > 0, options, run);
            steps += own;
            bool all = true;
            for (int i = 0; i < weights.Length && options.IsClipped; i++)
            {
                double low = options.ClipLow * start[i];
                double high = WeightScale.High(options, start[i]);
                if (double.IsNaN(state[i]) && start[i] > 0 && (weights[i] < low * (1 - 1e-12) || weights[i] > high * (1 + 1e-12)))
                {
                    // What reaches a bound is held there, and the others make up for it.
                    state[i] = weights[i] < low ? low : high;
                    all = false;
                }
            }

            if (all)
            {
                return new Fitted(weights, steps, state.LongCount(static s => s > 0));
            }
        }

        ThrowBounds([], options);
        return null!;
    }

    /// <summary>The weighted mean of a function, by exact sums.</summary>
    public static double Mean(double[] values, double[] weights)
    {
        var sum = new ExactSum();
        var all = new ExactSum();
        for (int i = 0; i < values.Length; i++)
        {
            sum.AddProduct(weights[i], values[i]);
            all.Add(weights[i]);
        }

        double total = all.ToDouble();
        return total > 0 ? sum.ToDouble() / total : 0;
    }

    /// <summary>The table <c>moments</c>.</summary>
    public static ReportTable Table(IReadOnlyList<Moment> moments, double[] start, double[] after)
    {
        var table = new ReportTable("moments", "Moments", ["moment", "before", "target", "after", "miss", "deviations"]);
        foreach (Moment moment in moments)
        {
            double before = Mean(moment.Values, start);
            double now = Mean(moment.Values, after);
            double spread = Deviation(moment.Values, start, before);
            table.Add(moment.Name, before / moment.Unit, moment.Target / moment.Unit, now / moment.Unit, (now - moment.Target) / moment.Unit, spread > 0 ? (now - moment.Target) / spread : 0);
        }

        return table;
    }

    /// <summary>Targets beyond all rows are refused; at the end of the range, rows that are not there weigh nothing.</summary>
    private static void Settle(Moment[] moments, double[] start, double[] state)
    {
        for (int i = 0; i < start.Length; i++)
        {
            state[i] = start[i] > 0 ? double.NaN : 0;
        }

        bool changed = true;
        while (changed)
        {
            changed = false;
            var faults = new List<string>();
            foreach (Moment moment in moments)
            {
                (double least, double most) = Range(moment.Values, state);
                if (moment.Target < least - moment.Tolerance - Slack(least) || moment.Target > most + moment.Tolerance + Slack(most))
                {
                    faults.Add($"{moment.Name} is to be {Shown(moment.Target / moment.Unit)}, and rows have {Shown(least / moment.Unit)}"
                        + (least == most ? "" : $" to {Shown(most / moment.Unit)}"));
                    continue;
                }

                if (moment.Tolerance > 0 || least == most || (moment.Target > least && moment.Target < most))
                {
                    continue;
                }

                for (int i = 0; i < state.Length; i++)
                {
                    if (double.IsNaN(state[i]) && moment.Values[i] != (moment.Target <= least ? least : most))
                    {
                        state[i] = 0;
                        changed = true;
                    }
                }
            }

            if (faults.Count > 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"No weights have these means: {string.Join("; ", faults.Take(MostNamed))}{More(faults.Count)}.",
                    "A weighted mean lies between the smallest and the largest value: change the target, or leave the column out.");
            }
        }
    }

    /// <summary>Fits the rows that are not held, so that all rows together have the means.</summary>
    private static (double[] Weights, int Steps) Free(Moment[] moments, double[] start, double[] state, bool bounded, WeightOptions options, RunContext run)
    {
        int[] free = [.. Enumerable.Range(0, state.Length).Where(i => double.IsNaN(state[i]))];
        int[] held = [.. Enumerable.Range(0, state.Length).Where(i => state[i] > 0)];
        double mass = start.Length - held.Sum(i => state[i]);
        if (free.Length == 0 || !(mass > 0))
        {
            ThrowBounds([], options);
        }

        double[] own = [.. free.Select(i => start[i])];
        Moment[] varying = [.. moments.Where(m => Range(m.Values, state) is var (least, most) && least < most)];
        var columns = new Matrix(free.Length, varying.Length);
        var targets = new double[varying.Length];
        var tolerances = new double[varying.Length];
        for (int p = 0; p < varying.Length; p++)
        {
            double[] values = varying[p].Values;
            targets[p] = ((varying[p].Target * start.Length) - held.Sum(i => state[i] * values[i])) / mass;
            tolerances[p] = varying[p].Tolerance * start.Length / mass;
            for (int i = 0; i < free.Length; i++)
            {
                columns[i, p] = values[free[i]];
            }
        }

        (double[] fitted, int steps) = tolerances.Any(static t => t > 0)
            ? BoxBalancing.Fit(columns, targets, tolerances, own, run.Ct)
            : Exact(columns, targets, own, run.Ct);
        string[] missed = Missed(varying, columns, targets, tolerances, own, fitted);
        if (missed.Length > 0)
        {
            if (bounded)
            {
                ThrowBounds(missed, options);
            }

            Fail.With(ErrorCodes.Infeasible, $"No weights have all these means together; the nearest miss {string.Join("; ", missed.Take(MostNamed))}{More(missed.Length)}.",
                "The targets lie outside of what mixtures of the rows reach: leave some out, use fewer --moments, or allow a --tolerance.");
        }

        var weights = new double[start.Length];
        for (int i = 0; i < free.Length; i++)
        {
            weights[free[i]] = fitted[i] * mass;
        }

        foreach (int i in held)
        {
            weights[i] = state[i];
        }

        return (weights, steps);
    }

    private static (double[] Weights, int Steps) Exact(Matrix columns, double[] targets, double[] start, CancellationToken ct)
    {
        BalancingResult result = EntropyBalancing.Fit(columns, targets, start, ct: ct);
        return (result.Weights, result.Iterations);
    }

    /// <summary>What is not met, the worst first.</summary>
    private static string[] Missed(Moment[] moments, Matrix columns, double[] targets, double[] tolerances, double[] start, double[] weights)
    {
        var missed = new List<(double By, string Text)>();
        for (int p = 0; p < moments.Length; p++)
        {
            var values = new double[start.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = columns[i, p];
            }

            double spread = Deviation(values, start, Mean(values, start));
            double now = Mean(values, weights);
            double by = (Math.Abs(now - targets[p]) - tolerances[p]) / (spread > 0 ? spread : 1);
            if (!(by <= Near))
            {
                missed.Add((by, $"{moments[p].Name}: {Shown(now / moments[p].Unit)} in place of {Shown(targets[p] / moments[p].Unit)}"));
            }
        }

        return [.. missed.OrderByDescending(static m => m.By).ThenBy(static m => m.Text, StringComparer.Ordinal).Select(static m => m.Text)];
    }

    private static double Deviation(double[] values, double[] weights, double mean)
    {
        var squares = new ExactSum();
        var all = new ExactSum();
        for (int i = 0; i < values.Length; i++)
        {
            double off = values[i] - mean;
            squares.AddProduct(weights[i], off * off);
            all.Add(weights[i]);
        }

        return Math.Sqrt(Math.Max(0, squares.ToDouble() / all.ToDouble()));
    }

    private static (double Least, double Most) Range(double[] values, double[] state)
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(state[i]))
            {
                least = Math.Min(least, values[i]);
                most = Math.Max(most, values[i]);
            }
        }

        return (least, most);
    }

    /// <summary>Rounding of a target that is computed from the same values.</summary>
    private static double Slack(double value) => 1e-13 * Math.Abs(value);

    [DoesNotReturn]
    private static void ThrowBounds(string[] missed, WeightOptions options) => Fail.With(ErrorCodes.Infeasible,
        $"No weights from {NumberText.Of(options.ClipLow)} to {NumberText.Of(options.ClipHigh)} times the base weights have these means"
        + (missed.Length == 0 ? "." : $"; the nearest miss {string.Join("; ", missed.Take(MostNamed))}{More(missed.Length)}."), "Widen --clip, or allow a --tolerance.");

    private static string More(int count) => count > MostNamed ? $"; and {NumberText.Of(count - MostNamed)} more" : "";

    private static string Shown(double value) => value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="Weights">One a row, mean 1.</param>
    /// <param name="Steps">Newton steps, over all rounds of bounds.</param>
    /// <param name="Held">Rows on a bound.</param>
    internal sealed record Fitted(double[] Weights, int Steps, long Held);
}
