using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Calibration;

/// <summary>
/// The calibration error that probabilities would show if they were right: events are drawn from them, again and again (consistency resampling: Broecker and
/// Smith 2007, "Increasing the reliability of reliability diagrams"). A binned error is never 0 on a finite file; this is what it is compared with.
/// </summary>
/// <param name="Mean">The mean error of drawn events.</param>
/// <param name="PValue">(1 + draws with an error at least as large) / (1 + draws).</param>
internal readonly record struct CalibrationNull(double Mean, double PValue)
{
    /// <summary>O(draws x n).</summary>
    public static CalibrationNull Of(double[] chances, int[] bins, int binCount, double error, int draws, SeededDraw draw, RunContext run)
    {
        var errors = new double[draws];
        Workers.ForBlocks(run.Workers, draws, r =>
        {
            run.Ct.ThrowIfCancellationRequested();
            SeededDraw own = draw.For((ulong)r);
            var gaps = new double[binCount];
            for (int i = 0; i < chances.Length; i++)
            {
                gaps[bins[i]] += (own.Unit(0, i) < chances[i] ? 1 : 0) - chances[i];
            }

            foreach (double gap in gaps)
            {
                errors[r] += Math.Abs(gap) / chances.Length;
            }
        }, run.Ct);
        double sum = 0;
        int atLeast = 0;
        foreach (double drawn in errors)
        {
            sum += drawn;
            atLeast += drawn >= error ? 1 : 0;
        }

        return new CalibrationNull(sum / draws, (1.0 + atLeast) / (1.0 + draws));
    }

    /// <summary>
    /// A 95% interval of the error from resampled rows: twice the error less the quantiles of the resampled ones, as resampling raises a binned error once more.
    /// Within a cell of a bin and an outcome the mean probability is held, so that a replicate costs as much as there are cells.
    /// </summary>
    public static Interval Interval(CalibrationMeasures measures, double[] hitChance, double[] missChance, SeededDraw draw)
    {
        int bins = measures.Count.Length;
        var cells = new long[2 * bins];
        for (int b = 0; b < bins; b++)
        {
            cells[2 * b] = measures.Hits[b];
            cells[(2 * b) + 1] = measures.Count[b] - measures.Hits[b];
        }

        Interval drawn = Bootstrap.OfCounts(cells, 1, (table, values) =>
        {
            double total = 0;
            double error = 0;
            for (int b = 0; b < bins; b++)
            {
                double chance = (table[2 * b] > 0 ? table[2 * b] * hitChance[b] : 0) + (table[(2 * b) + 1] > 0 ? table[(2 * b) + 1] * missChance[b] : 0);
                error += Math.Abs(chance - table[2 * b]);
                total += table[2 * b] + table[(2 * b) + 1];
            }

            values[0] = error / total;
        }, draw)[0];
        double value = measures.Error;
        return new Interval(value, Math.Clamp((2 * value) - drawn.High, 0, 1), Math.Clamp((2 * value) - drawn.Low, 0, 1));
    }
}
