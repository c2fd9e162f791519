namespace Curate.Core.Split;

/// <summary>Sizes wanted and reached, by split and stratum, while groups are placed.</summary>
internal sealed class GroupPlacement
{
    private readonly double[,] _wanted;
    private readonly long[,] _has;
    private readonly double[] _wantedRows;
    private readonly long[] _rows;

    public GroupPlacement(IReadOnlyList<double> shares, IReadOnlyList<long> strata)
    {
        double sum = shares.Sum();
        _wanted = new double[shares.Count, strata.Count];
        _has = new long[shares.Count, strata.Count];
        _wantedRows = new double[shares.Count];
        _rows = new long[shares.Count];
        long total = strata.Sum();
        for (int p = 0; p < shares.Count; p++)
        {
            _wantedRows[p] = total * (shares[p] / sum);
            for (int s = 0; s < strata.Count; s++)
            {
                _wanted[p, s] = strata[s] * (shares[p] / sum);
            }
        }
    }

    /// <summary>Largest distance, in rows, of a split from its wanted size.</summary>
    public double LargestGap => _rows.Select((n, p) => Math.Abs(n - _wantedRows[p])).DefaultIfEmpty(0).Max();

    /// <summary>
    /// Places a group: the change of the sum of squared gaps of split p when n rows join is n (n - 2 (wanted - has)), over the size and
    /// over every stratum that the group touches, each relative to what is wanted. Ties go to the earlier split.
    /// </summary>
    public int Place(Dictionary<int, long> rowsByStratum)
    {
        long rows = 0;
        foreach (long n in rowsByStratum.Values)
        {
            rows += n;
        }

        int best = 0;
        double least = double.PositiveInfinity;
        for (int p = 0; p < _rows.Length; p++)
        {
            double change = Change(rows, _rows[p], _wantedRows[p]);
            // Strata in ascending order: a sum of doubles depends on its order.
            foreach (int s in rowsByStratum.Keys.Order())
            {
                change += _has.GetLength(1) > 1 ? Change(rowsByStratum[s], _has[p, s], _wanted[p, s]) : 0;
            }

            if (change < least)
            {
                least = change;
                best = p;
            }
        }

        _rows[best] += rows;
        foreach ((int s, long n) in rowsByStratum)
        {
            _has[best, s] += n;
        }

        return best;
    }

    private static double Change(long rows, long has, double wanted) => rows * (rows - 2 * (wanted - has)) / Math.Max(1, wanted);
}
