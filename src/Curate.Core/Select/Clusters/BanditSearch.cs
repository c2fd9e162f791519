using Curate.Core.Randomness;

namespace Curate.Core.Select.Clusters;

/// <summary>
/// The draws of a bandit whose arms are clusters. A first round draws once from every cluster, in a random order where the budget does not reach all; then each round draws from the
/// clusters of the largest bounds. A round ends the search where one of its rows has no score.
/// </summary>
/// <param name="order">The rows of each cluster as they would be drawn.</param>
/// <param name="score">The score of a row; not a number where it is not known.</param>
/// <param name="options">Batch, arms and exploration.</param>
/// <param name="draw">Draws of the first round.</param>
internal sealed class BanditSearch(long[][] order, Func<long, double> score, ClusterPickOptions options, SeededDraw draw)
{
    private readonly int[] _next = new int[order.Length];
    private readonly long[] _draws = new long[order.Length];
    private readonly double[] _means = new double[order.Length];
    private readonly List<long> _scored = [];
    private readonly List<long> _unscored = [];
    private double _mean;
    private double _squares;
    private long _total;

    /// <summary>Draws until so many rows were drawn, or scores are missing.</summary>
    public Outcome Run(long evaluations)
    {
        int[] start = [.. Enumerable.Range(0, order.Length).Where(c => order[c].Length > 0).OrderBy(c => draw.Bits(0, c)).ThenBy(static c => c)];
        Round(start, evaluations);
        while (_unscored.Count == 0 && _scored.Count < evaluations)
        {
            double deviation = _scored.Count > 1 ? Math.Sqrt(_squares / (_scored.Count - 1)) : 0;
            double rate = options.Explore * deviation * Math.Sqrt(2 * Numerics.PortableMath.Log(Math.Max(1, _total)));
            int[] arms = [.. Enumerable.Range(0, order.Length).Where(c => _next[c] < order[c].Length)
                .OrderByDescending(c => _means[c] + (rate / Math.Sqrt(_draws[c]))).ThenBy(static c => c).Take(options.Arms)];
            Round(arms, evaluations);
        }

        return new Outcome(_scored, _unscored, [.. Enumerable.Range(0, order.Length).Select(c => (_draws[c], (long)_next[c], _means[c]))]);
    }

    private void Round(int[] arms, long evaluations)
    {
        foreach (int c in arms)
        {
            int end = (int)Math.Min(order[c].Length, Math.Min(_next[c] + (long)options.Batch, _next[c] + evaluations - _scored.Count - _unscored.Count));
            if (end == _next[c])
            {
                continue;
            }

            _draws[c]++;
            _total++;
            for (; _next[c] < end; _next[c]++)
            {
                long row = order[c][_next[c]];
                double value = score(row);
                if (double.IsNaN(value))
                {
                    _unscored.Add(row);
                    continue;
                }

                _scored.Add(row);
                double apart = value - _mean;
                _mean += apart / _scored.Count;
                _squares += apart * (value - _mean);
                _means[c] += (value - _means[c]) / (_next[c] + 1);
            }
        }
    }

    /// <summary>Rows that were drawn and have a score, those that have none, and for each cluster its draws, rows drawn and their mean score.</summary>
    public sealed record Outcome(List<long> Scored, List<long> Unscored, (long Draws, long Rows, double Mean)[] Arms);
}
