using Curate.Core.Numerics;

namespace Curate.Core.Mix;

/// <summary>Whole rows of each source within what may be spent, so that the weighted mean of their errors, or the worst error, is as low as the curves promise.</summary>
/// <remarks>
/// The mean is a separable convex problem: rows where the gain per cost is equal (bisection on that gain), and then single rows
/// by the best gain per cost while they can be paid. The worst: bisection on the error that all sources reach. O(200 n) each.
/// </remarks>
internal sealed class CurveAllocation(LearningCurve[] curves, double[] costs, double[] limits, double[] weights)
{
    public double[] Mean(double spend)
    {
        // The gain of the last row per cost, w a b n^-(b+1) / c, is the same for all sources that are not at a limit.
        double low = -200;
        double high = 200;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Spent(RowsAt(PortableMath.Exp(middle))) > spend ? (middle, high) : (low, middle);
        }

        return Filled(RowsAt(PortableMath.Exp(high)), spend, (g, n) => weights[g] * (curves[g].At(n) - curves[g].At(n + 1)) / costs[g]);
    }

    public double[] Worst(double spend)
    {
        double low = 0;
        double high = 0;
        for (int g = 0; g < curves.Length; g++)
        {
            high = Math.Max(high, limits[g] > 0 ? curves[g].At(1) : 0);
            low = Math.Max(low, limits[g] > 0 ? curves[g].C : 0);
        }

        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Spent(RowsFor(middle)) > spend ? (middle, high) : (low, middle);
        }

        return Filled(RowsFor(high), spend, (g, n) => curves[g].At(n) - curves[g].At(n + 1) > 0 ? curves[g].At(Math.Max(n, 0.5)) : 0);
    }

    /// <summary>Shares of the money as given, each source up to its limit.</summary>
    public double[] ByShares(double spend, double[] shares)
    {
        double all = shares.Sum();
        return [.. shares.Select((s, g) => Math.Min(limits[g], Math.Floor(spend * s / all / costs[g])))];
    }

    public double MeanError(double[] rows)
    {
        double sum = 0;
        double all = 0;
        for (int g = 0; g < rows.Length; g++)
        {
            sum += weights[g] > 0 ? weights[g] * curves[g].At(rows[g]) : 0;
            all += weights[g];
        }

        return sum / all;
    }

    public double WorstError(double[] rows)
    {
        double worst = 0;
        for (int g = 0; g < rows.Length; g++)
        {
            worst = limits[g] > 0 ? Math.Max(worst, curves[g].At(rows[g])) : worst;
        }

        return worst;
    }

    public double Spent(double[] rows)
    {
        double sum = 0;
        for (int g = 0; g < rows.Length; g++)
        {
            sum += rows[g] * costs[g];
        }

        return sum;
    }

    private double[] RowsAt(double gain)
    {
        var rows = new double[curves.Length];
        for (int g = 0; g < rows.Length; g++)
        {
            (double a, double b, _) = curves[g];
            double most = a * b * weights[g] / (gain * costs[g]);
            rows[g] = Math.Min(limits[g], most > 0 ? PortableMath.Pow(most, 1 / (b + 1)) : 0);
        }

        return rows;
    }

    private double[] RowsFor(double error)
    {
        var rows = new double[curves.Length];
        for (int g = 0; g < rows.Length; g++)
        {
            (double a, double b, double c) = curves[g];
            rows[g] = limits[g] == 0 ? 0 : error <= c ? limits[g] : Math.Min(limits[g], a > 0 ? PortableMath.Pow(a / (error - c), 1 / b) : 0);
        }

        return rows;
    }

    /// <summary>Whole rows, and what is left spent row by row on the source that needs it most.</summary>
    private double[] Filled(double[] rows, double spend, Func<int, double, double> need)
    {
        for (int g = 0; g < rows.Length; g++)
        {
            rows[g] = Math.Floor(rows[g]);
        }

        double left = spend - Spent(rows);
        while (true)
        {
            int best = -1;
            double most = 0;
            for (int g = 0; g < rows.Length; g++)
            {
                double own = rows[g] < limits[g] && costs[g] <= left * (1 + 1e-12) ? rows[g] == 0 && weights[g] > 0 ? double.MaxValue : need(g, rows[g]) : 0;
                if (own > most)
                {
                    (most, best) = (own, g);
                }
            }

            if (best < 0)
            {
                return rows;
            }

            rows[best]++;
            left -= costs[best];
        }
    }
}
