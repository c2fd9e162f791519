namespace Curate.Core.Check.Simplicity;

/// <summary>
/// How many pieces a rule on one column needs: the rule answers one class on each interval. The best rule of every number of pieces is found on half of the rows by
/// dynamic programming over up to 256 intervals of equal mass, and judged on the other half; the fewest pieces within one standard error of the best are the count.
/// </summary>
/// <param name="Pieces">Intervals of the rule; 1 = the column tells nothing.</param>
/// <param name="Accuracy">Of that rule on rows that it was not fitted to.</param>
/// <param name="Best">The best accuracy of any number of pieces.</param>
internal readonly record struct PiecewiseRule(int Pieces, double Accuracy, double Best)
{
    private const int MostBins = 256;

    /// <summary>O(n log n + bins pieces).</summary>
    /// <param name="train">Values of the rows that rules are fitted to.</param>
    /// <param name="trainLabels">Their classes, 0 or 1.</param>
    /// <param name="test">Values of the rows that rules are judged on.</param>
    /// <param name="testLabels">Their classes.</param>
    /// <param name="mostPieces">Most pieces of a rule.</param>
    public static PiecewiseRule Of(ReadOnlySpan<double> train, ReadOnlySpan<int> trainLabels, ReadOnlySpan<double> test, ReadOnlySpan<int> testLabels, int mostPieces)
    {
        double[] bounds = Bounds(train);
        int bins = bounds.Length + 1;
        long[,] trainCounts = Count(bounds, train, trainLabels);
        long[,] testCounts = Count(bounds, test, testLabels);
        int most = Math.Min(mostPieces, bins);
        var accuracy = new double[most + 1];
        for (int pieces = 1; pieces <= most; pieces++)
        {
            accuracy[pieces] = Judge(trainCounts, testCounts, bins, pieces, test.Length);
        }

        double best = accuracy.Max();
        double error = Math.Sqrt(best * (1 - best) / test.Length);
        int count = 1;
        while (accuracy[count] < best - error)
        {
            count++;
        }

        return new PiecewiseRule(count, accuracy[count], best);
    }

    /// <summary>Upper ends of all bins but the last; equal values stay together.</summary>
    private static double[] Bounds(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        int bins = Math.Min(MostBins, sorted.Length);
        var bounds = new List<double>();
        for (int b = 1; b < bins; b++)
        {
            double bound = sorted[(int)((long)b * sorted.Length / bins) - 1];
            if (bound < sorted[^1] && (bounds.Count == 0 || bound > bounds[^1]))
            {
                bounds.Add(bound);
            }
        }

        return [.. bounds];
    }

    private static long[,] Count(double[] bounds, ReadOnlySpan<double> values, ReadOnlySpan<int> labels)
    {
        var counts = new long[bounds.Length + 1, 2];
        for (int i = 0; i < values.Length; i++)
        {
            int at = Array.BinarySearch(bounds, values[i]);
            counts[at < 0 ? ~at : at, labels[i]]++;
        }

        return counts;
    }

    /// <summary>The accuracy on test rows of the rule with exactly so many pieces that is right for the most training rows; of equal rules the one whose pieces end first.</summary>
    private static double Judge(long[,] train, long[,] test, int bins, int pieces, int testRows)
    {
        // best[m, c]: most right answers up to this bin with m + 1 pieces, the last of which answers c. Neighbouring pieces differ in their answer.
        var right = new long[bins, pieces, 2];
        var cut = new bool[bins, pieces, 2];
        for (int b = 0; b < bins; b++)
        {
            for (int m = 0; m < pieces; m++)
            {
                for (int c = 0; c < 2; c++)
                {
                    long stay = b == 0 ? (m == 0 ? 0 : long.MinValue / 2) : right[b - 1, m, c];
                    long change = b == 0 || m == 0 ? long.MinValue / 2 : right[b - 1, m - 1, 1 - c];
                    cut[b, m, c] = change > stay;
                    right[b, m, c] = Math.Max(stay, change) + train[b, c];
                }
            }
        }

        int answer = right[bins - 1, pieces - 1, 1] > right[bins - 1, pieces - 1, 0] ? 1 : 0;
        int piece = pieces - 1;
        long hits = 0;
        for (int b = bins - 1; b >= 0; b--)
        {
            hits += test[b, answer];
            if (cut[b, piece, answer])
            {
                piece--;
                answer = 1 - answer;
            }
        }

        return (double)hits / testRows;
    }
}
