using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// The nondecreasing function of least weighted squared error, by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955; Barlow et al.
/// 1972). Equal scores are averaged first; between scores it is linear, beyond them constant. O(n log n), 32 n bytes.
/// </summary>
public sealed class IsotonicRegression
{
    private readonly double[] _scores;
    private readonly double[] _values;

    private IsotonicRegression(double[] scores, double[] values)
    {
        _scores = scores;
        _values = values;
    }

    /// <summary>Distinct scores, ascending; only those where the line bends.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>The value at each of them, never falling.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <param name="scores">Finite scores, at least one with weight.</param>
    /// <param name="targets">What the function is fitted to.</param>
    /// <param name="weights">A weight of 0 or more each; empty for ones.</param>
    public static IsotonicRegression Fit(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Length, scores.Length);
        ColumnMoments.CheckWeights(weights, scores.Length);
        double[] given = scores.ToArray();
        var order = new int[given.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => given[a] != given[b] ? given[a].CompareTo(given[b]) : a.CompareTo(b));

        var x = new double[given.Length];
        var sum = new double[given.Length];
        var weight = new double[given.Length];
        int count = 0;
        foreach (int i in order)
        {
            double w = weights.IsEmpty ? 1 : weights[i];
            if (!double.IsFinite(scores[i]) || !double.IsFinite(targets[i]))
            {
                throw new ArgumentException("Scores and targets are finite.", nameof(scores));
            }

            if (w == 0)
            {
                continue;
            }

            if (count == 0 || x[count - 1] != scores[i])
            {
                x[count++] = scores[i];
            }

            sum[count - 1] += w * targets[i];
            weight[count - 1] += w;
        }

        if (count == 0)
        {
            throw new ArgumentException("Some weight has to be above 0.", nameof(weights));
        }

        // Blocks [first, next first) of one mean each; a block below its forerunner joins it.
        var first = new int[count];
        int blocks = 0;
        for (int i = 0; i < count; i++)
        {
            int blockFirst = i;
            double blockSum = sum[i];
            double blockWeight = weight[i];
            while (blocks > 0 && sum[blocks - 1] / weight[blocks - 1] >= blockSum / blockWeight)
            {
                blocks--;
                blockFirst = first[blocks];
                blockSum += sum[blocks];
                blockWeight += weight[blocks];
            }

            first[blocks] = blockFirst;
            sum[blocks] = blockSum;
            weight[blocks] = blockWeight;
            blocks++;
        }

        var bends = new List<double>();
        var values = new List<double>();
        for (int b = 0; b < blocks; b++)
        {
            double value = sum[b] / weight[b];
            int last = (b + 1 < blocks ? first[b + 1] : count) - 1;
            bends.Add(x[first[b]]);
            values.Add(value);
            if (last > first[b])
            {
                bends.Add(x[last]);
                values.Add(value);
            }
        }

        return new IsotonicRegression([.. bends], [.. values]);
    }

    /// <summary>The value at a score. O(log n).</summary>
    public double Value(double score)
    {
        int at = Array.BinarySearch(_scores, score);
        if (at >= 0)
        {
            return _values[at];
        }

        int above = ~at;
        if (above == 0)
        {
            return _values[0];
        }

        if (above == _scores.Length)
        {
            return _values[^1];
        }

        double share = (score - _scores[above - 1]) / (_scores[above] - _scores[above - 1]);
        return _values[above - 1] + (share * (_values[above] - _values[above - 1]));
    }
}
