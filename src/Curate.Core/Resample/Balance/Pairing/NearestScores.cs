namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>
/// Greedy matching by one number: each treated row, in the order given, takes the control with the nearest score that is left; of equally near ones the first by row. With several
/// matches a row all take their first before any takes its second.
/// </summary>
/// <remarks>O((t + c) log c): the controls are sorted, and those that are taken are skipped by sets that grow together. 20 bytes a control.</remarks>
internal sealed class NearestScores
{
    private readonly double[] _score;
    private readonly int[] _sorted;
    private readonly int[] _right;
    private readonly int[] _left;

    /// <param name="score">Scores of all rows.</param>
    /// <param name="controls">Rows to choose from.</param>
    public NearestScores(double[] score, IReadOnlyList<int> controls)
    {
        _score = score;
        _sorted = [.. controls];
        Array.Sort(_sorted, (a, b) => score[a] != score[b] ? score[a].CompareTo(score[b]) : a.CompareTo(b));
        _right = [.. Enumerable.Range(0, _sorted.Length + 1)];
        _left = [.. Enumerable.Range(0, _sorted.Length + 1)];
    }

    /// <summary>Matches without replacement.</summary>
    public void Match(IReadOnlyList<int> treated, int each, double farthest, List<MatchedPair> into)
    {
        for (int round = 0; round < each; round++)
        {
            foreach (int row in treated)
            {
                int place = Nearest(row);
                if (place >= 0 && Distance(row, place) <= farthest)
                {
                    into.Add(new MatchedPair(row, _sorted[place], Distance(row, place)));
                    _right[place] = place + 1;
                    _left[place + 1] = place;
                }
            }
        }
    }

    /// <summary>Matches with replacement: the nearest of each row, whoever else took them.</summary>
    public void MatchAll(IReadOnlyList<int> treated, int each, double farthest, List<MatchedPair> into)
    {
        var near = new List<(double Distance, int Row)>();
        foreach (int row in treated)
        {
            // Enough on both sides to hold the nearest, and all that tie with the last of them.
            near.Clear();
            int middle = LowerBound(_score[row]);
            Gather(row, middle, 1, each, near);
            Gather(row, middle - 1, -1, each, near);
            near.Sort();
            foreach ((double distance, int control) in near.Take(each).TakeWhile(n => n.Distance <= farthest))
            {
                into.Add(new MatchedPair(row, control, distance));
            }
        }
    }

    private void Gather(int row, int from, int step, int each, List<(double Distance, int Row)> near)
    {
        double last = double.NaN;
        int taken = 0;
        for (int place = from; place >= 0 && place < _sorted.Length; place += step)
        {
            double distance = Distance(row, place);
            if (taken >= each && distance > last)
            {
                break;
            }

            near.Add((distance, _sorted[place]));
            last = distance;
            taken++;
        }
    }

    private double Distance(int row, int place) => Math.Abs(_score[row] - _score[_sorted[place]]);

    private int Nearest(int row)
    {
        int middle = LowerBound(_score[row]);
        int right = Find(_right, middle);
        int left = Find(_left, middle) - 1;
        if (left < 0)
        {
            return right < _sorted.Length ? right : -1;
        }

        // Of the controls with the score to the left, the first that is left.
        left = Find(_right, LowerBound(_score[_sorted[left]]));
        if (right == _sorted.Length)
        {
            return left;
        }

        double toLeft = Distance(row, left);
        double toRight = Distance(row, right);
        return toLeft < toRight || (toLeft == toRight && _sorted[left] < _sorted[right]) ? left : right;
    }

    private int LowerBound(double score)
    {
        int low = 0;
        int high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_score[_sorted[middle]] < score)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The end of a chain, which is cut short on the way.</summary>
    private static int Find(int[] next, int place)
    {
        while (next[place] != place)
        {
            next[place] = next[next[place]];
            place = next[place];
        }

        return place;
    }
}
