using Curate.Core.Numerics;

namespace Curate.Core.Check.Calibration;

/// <summary>How well probabilities of an event agree with how often it happens. Sums run in row order. O(n).</summary>
internal sealed class CalibrationMeasures
{
    // A probability of 0 or 1 would make one wrong row weigh more than all others together.
    private const double Least = 1e-15;

    private CalibrationMeasures(int bins)
    {
        Count = new long[bins];
        Chance = new double[bins];
        Hits = new long[bins];
    }

    public int Rows { get; private set; }

    /// <summary>Share of rows where the event happened.</summary>
    public double Share { get; private set; }

    /// <summary>Mean probability.</summary>
    public double MeanChance { get; private set; }

    /// <summary>Mean squared difference of probability and event (Brier 1950).</summary>
    public double Brier { get; private set; }

    /// <summary>Sum over bins of the squared difference of mean probability and share, by rows (Murphy 1973): 0 for calibrated ones.</summary>
    public double Reliability { get; private set; }

    /// <summary>Sum over bins of the squared difference of the bin's share and that of all rows.</summary>
    public double Resolution { get; private set; }

    /// <summary>Variance of the event.</summary>
    public double Uncertainty => Share * (1 - Share);

    /// <summary>What differing probabilities within a bin add: Brier - reliability + resolution - uncertainty.</summary>
    public double WithinBins => Brier - Reliability + Resolution - Uncertainty;

    public double LogLoss { get; private set; }

    /// <summary>Sum over bins of the absolute difference of mean probability and share, by rows.</summary>
    public double Error { get; private set; }

    /// <summary>Sum of (y - p)(1 - 2p) over the root of its variance if probabilities are right: standard normal then (Spiegelhalter 1986). NaN where all are 0, 1/2 or 1.</summary>
    public double SpiegelhalterZ { get; private set; }

    /// <summary>Rows of each bin.</summary>
    public long[] Count { get; }

    /// <summary>Mean probability of each bin; NaN for an empty one.</summary>
    public double[] Chance { get; }

    /// <summary>Events of each bin.</summary>
    public long[] Hits { get; }

    /// <param name="chances">Probabilities from 0 to 1.</param>
    /// <param name="events">Whether it happened.</param>
    /// <param name="bins">The bin of each row.</param>
    /// <param name="binCount">How many bins there are.</param>
    public static CalibrationMeasures Of(ReadOnlySpan<double> chances, ReadOnlySpan<bool> events, ReadOnlySpan<int> bins, int binCount)
    {
        var measures = new CalibrationMeasures(binCount) { Rows = chances.Length };
        double squares = 0;
        double logs = 0;
        double sum = 0;
        double above = 0;
        double variance = 0;
        long hits = 0;
        for (int i = 0; i < chances.Length; i++)
        {
            double p = chances[i];
            double y = events[i] ? 1 : 0;
            sum += p;
            hits += events[i] ? 1 : 0;
            squares += (p - y) * (p - y);
            logs -= PortableMath.Log(Math.Max(Least, events[i] ? p : 1 - p));
            above += (y - p) * (1 - (2 * p));
            variance += (1 - (2 * p)) * (1 - (2 * p)) * p * (1 - p);
            measures.Count[bins[i]]++;
            measures.Chance[bins[i]] += p;
            measures.Hits[bins[i]] += events[i] ? 1 : 0;
        }

        double n = chances.Length;
        measures.Share = hits / n;
        measures.MeanChance = sum / n;
        measures.Brier = squares / n;
        measures.LogLoss = logs / n;
        measures.SpiegelhalterZ = variance > 0 ? above / Math.Sqrt(variance) : double.NaN;
        for (int b = 0; b < binCount; b++)
        {
            double rows = measures.Count[b];
            if (rows == 0)
            {
                measures.Chance[b] = double.NaN;
                continue;
            }

            measures.Chance[b] /= rows;
            double gap = measures.Chance[b] - (measures.Hits[b] / rows);
            double over = (measures.Hits[b] / rows) - measures.Share;
            measures.Error += rows / n * Math.Abs(gap);
            measures.Reliability += rows / n * gap * gap;
            measures.Resolution += rows / n * over * over;
        }

        return measures;
    }

    /// <summary>
    /// The balance score of a probability of one of two classes ("Rethinking evaluation metric for probability estimation models using esports data", 2023): accuracy of the answer at 1/2 less the mean probability of that answer, so that over- and
    /// under-confidence cancel. From -1 to 0.5.
    /// </summary>
    public static double Balance(ReadOnlySpan<double> chances, ReadOnlySpan<bool> events)
    {
        double sum = 0;
        for (int i = 0; i < chances.Length; i++)
        {
            bool answer = chances[i] >= 0.5;
            sum += (answer == events[i] ? 1 : 0) - (answer ? chances[i] : 1 - chances[i]);
        }

        return sum / chances.Length;
    }
}
