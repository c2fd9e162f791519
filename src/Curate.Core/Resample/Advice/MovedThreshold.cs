using Curate.Core.Numerics.Linear;

namespace Curate.Core.Resample.Advice;

/// <summary>
/// Multipliers of the probabilities of classes, chosen so that the class of the largest product has the best balanced accuracy or macro F1 on given rows. With two classes this
/// is a threshold: class 1 is answered from p = 1 / (1 + m) on. An exact search along one multiplier at a time, again until none improves; it starts
/// at 1 or at the inverse shares of the classes, whichever is better.
/// </summary>
/// <remarks>O(rounds classes n (classes + log n)), at most 10 rounds; 28 bytes a row.</remarks>
internal static class MovedThreshold
{
    private const int MostRounds = 10;

    // Places so near are one that rounding took apart: there would be no multiplier between them that answers as counted.
    private const double SamePlace = 1e-12;

    /// <param name="chances">Probabilities, rows x classes.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="byF1">Macro F1 decides, else balanced accuracy.</param>
    public static double[] Choose(Matrix chances, int[] labels, bool byF1)
    {
        int classes = chances.Columns;
        var support = new long[classes];
        foreach (int label in labels)
        {
            support[label]++;
        }

        var plain = new double[classes];
        Array.Fill(plain, 1);
        if (labels.Length == 0)
        {
            return plain;
        }

        // Both classes of a pair are one degree of freedom: class 0 keeps 1.
        double anchor = classes == 2 ? Math.Max(1, support[0]) : labels.Length;
        double[] inverse = Array.ConvertAll(support, s => anchor / Math.Max(1, s));
        if (classes == 2)
        {
            inverse[0] = 1;
        }

        var state = new Answers(chances, labels, support, byF1);
        double[] best = state.Start(inverse) > state.Start(plain) ? inverse : plain;
        double score = state.Start(best);
        for (int round = 0; round < MostRounds; round++)
        {
            bool moved = false;
            for (int c = classes == 2 ? 1 : 0; c < classes; c++)
            {
                if (support[c] > 0 && state.Along(best, c, score) is var (at, reached) && reached > score + 1e-12)
                {
                    best[c] = at;
                    score = reached;
                    moved = true;
                }
            }

            if (!moved || classes == 2)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>The class of the largest product, the first of equal ones.</summary>
    public static int Answer(ReadOnlySpan<double> chances, ReadOnlySpan<double> multipliers)
    {
        int best = 0;
        for (int c = 1; c < chances.Length; c++)
        {
            best = chances[c] * multipliers[c] > chances[best] * multipliers[best] ? c : best;
        }

        return best;
    }

    private sealed class Answers(Matrix chances, int[] labels, long[] support, bool byF1)
    {
        private readonly long[] _hits = new long[support.Length];
        private readonly long[] _answered = new long[support.Length];
        private readonly int[] _rival = new int[labels.Length];
        private readonly double[] _from = new double[labels.Length];
        private readonly int[] _order = new int[labels.Length];
        private readonly int _present = support.Count(static s => s > 0);

        /// <summary>The score of some multipliers.</summary>
        public double Start(double[] multipliers)
        {
            Array.Clear(_hits);
            Array.Clear(_answered);
            for (int i = 0; i < labels.Length; i++)
            {
                Count(Answer(chances.Row(i), multipliers), i, 1);
            }

            return Score();
        }

        /// <summary>The best place of one multiplier, the nearest to where it is among equally good ones, and its score.</summary>
        public (double At, double Score) Along(double[] multipliers, int moved, double start)
        {
            Array.Clear(_hits);
            Array.Clear(_answered);
            for (int i = 0; i < labels.Length; i++)
            {
                ReadOnlySpan<double> p = chances.Row(i);
                int rival = -1;
                for (int c = 0; c < p.Length; c++)
                {
                    if (c != moved && (rival < 0 || p[c] * multipliers[c] > p[rival] * multipliers[rival]))
                    {
                        rival = c;
                    }
                }

                // From this multiplier on the row is answered with the class that moves.
                _rival[i] = rival;
                _from[i] = p[moved] > 0 ? p[rival] * multipliers[rival] / p[moved] : double.PositiveInfinity;
                _order[i] = i;
                Count(rival, i, 1);
            }

            _order.AsSpan().Sort((a, b) => _from[a] != _from[b] ? _from[a].CompareTo(_from[b]) : a.CompareTo(b));
            double sum = Score() * _present;
            (double at, double best) = (multipliers[moved], start);
            void Consider(double place, double score)
            {
                if (score > best + 1e-12 || (best > start && score > best - 1e-12 && Away(place, multipliers[moved]) < Away(at, multipliers[moved])))
                {
                    (at, best) = (place, Math.Max(best, score));
                }
            }

            // Below the first place no row is answered with the class.
            double first = _from[_order[0]];
            if (first > 0 && double.IsFinite(first))
            {
                Consider(first / 2, sum / _present);
            }

            for (int i = 0; i < _order.Length && double.IsFinite(_from[_order[i]]);)
            {
                double here = _from[_order[i]];
                for (; i < _order.Length && _from[_order[i]] <= here * (1 + SamePlace); i++)
                {
                    here = _from[_order[i]];
                    int row = _order[i];
                    int rival = _rival[row];
                    sum -= Term(rival) + Term(moved);
                    Count(rival, row, -1);
                    Count(moved, row, 1);
                    sum += Term(rival) + Term(moved);
                }

                double next = i < _order.Length ? _from[_order[i]] : double.PositiveInfinity;
                double between = !double.IsFinite(next) ? Math.Max(here * 2, double.Epsilon) : here > 0 ? Math.Sqrt(here) * Math.Sqrt(next) : next / 2;
                Consider(between, sum / _present);
            }

            return (at, best);
        }

        private static double Away(double a, double b) => a > b ? a / b : b / a;

        private void Count(int answer, int row, int by)
        {
            _answered[answer] += by;
            _hits[answer] += answer == labels[row] ? by : 0;
        }

        private double Score()
        {
            double sum = 0;
            for (int c = 0; c < support.Length; c++)
            {
                sum += Term(c);
            }

            return sum / _present;
        }

        private double Term(int c) => support[c] == 0 ? 0 : byF1 ? 2.0 * _hits[c] / (support[c] + _answered[c]) : (double)_hits[c] / support[c];
    }
}
