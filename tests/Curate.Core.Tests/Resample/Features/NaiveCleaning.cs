namespace Curate.Core.Tests.Resample.Features;

/// <summary>The cleaners and NearMiss as their definitions say, by comparing everything with everything; the row number breaks ties.</summary>
internal sealed class NaiveCleaning(double[][] rows, int[] labels, int classes)
{
    public bool Collapse { get; init; }

    /// <summary>What a differing value weighs in the columns from <see cref="FirstCategory"/> on.</summary>
    public double CategoryWeight { get; init; }

    public int FirstCategory { get; init; } = int.MaxValue;

    public int[] Counts => [.. Enumerable.Range(0, classes).Select(c => labels.Count(l => l == c))];

    public int Smallest => Array.IndexOf(Counts, Counts.Min());

    public bool[] NotSmallest => [.. Enumerable.Range(0, classes).Select(c => c != Smallest)];

    public double Rank(int a, int b)
    {
        double sum = 0;
        int differing = 0;
        for (int p = 0; p < rows[a].Length; p++)
        {
            if (p >= FirstCategory)
            {
                differing += rows[a][p] == rows[b][p] ? 0 : 1;
            }
            else
            {
                sum += (rows[a][p] - rows[b][p]) * (rows[a][p] - rows[b][p]);
            }
        }

        return sum + (CategoryWeight * differing);
    }

    public bool Equal(int a, int b) => rows[a].SequenceEqual(rows[b]);

    public int[] Nearest(int row, IEnumerable<int> among, int k)
    {
        int[] others = [.. among.Where(o => Collapse ? !Equal(o, row) : o != row)];
        if (Collapse)
        {
            others = [.. others.Where(o => !others.Any(earlier => earlier < o && Equal(earlier, o)))];
        }

        return [.. others.OrderBy(o => Rank(row, o)).ThenBy(o => o).Take(k)];
    }

    /// <summary>The most frequent label, the smallest among equals; -1 without voters.</summary>
    public int Mode(IEnumerable<int> voters) =>
        voters.GroupBy(v => labels[v]).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault(-1);

    public HashSet<int> Edited(IReadOnlyList<int> among, bool[] targeted, int k, bool mode) =>
        [.. among.Where(row => targeted[labels[row]] && Nearest(row, among, k) is { Length: > 0 } near
            && (mode ? Mode(near) != labels[row] : near.Any(n => labels[n] != labels[row])))];

    public HashSet<int> Repeated(bool[] targeted, IEnumerable<int> rounds, bool mode, bool untilStable, bool spares)
    {
        List<int> alive = [.. Enumerable.Range(0, rows.Length)];
        foreach (int k in rounds)
        {
            HashSet<int> leaves = Edited(alive, targeted, k, mode);
            alive.RemoveAll(leaves.Contains);
            int[] left = [.. Enumerable.Range(0, classes).Select(c => alive.Count(row => labels[row] == c))];
            bool below = spares && Enumerable.Range(0, classes).Any(c => c != Smallest && left[c] < Counts[Smallest]);
            if ((untilStable && leaves.Count == 0) || below || left.Contains(0))
            {
                break;
            }
        }

        return [.. Enumerable.Range(0, rows.Length).Except(alive)];
    }

    public HashSet<int> Links(IReadOnlyList<int> among, bool[] targeted) =>
        [.. among.Where(row => targeted[labels[row]] && Nearest(row, among, 1) is [int near] && labels[near] != labels[row]
            && Nearest(near, among, 1)[0] is int back && (Collapse ? Equal(back, row) : back == row))];

    public HashSet<int> Neighbourhood(bool[] targeted, int k, double threshold)
    {
        int[] all = [.. Enumerable.Range(0, rows.Length)];
        HashSet<int> leaves = Edited(all, targeted, k, mode: true);
        foreach (int row in all.Where(row => labels[row] == Smallest))
        {
            int[] near = Nearest(row, all, k);
            if (Mode([row, .. near.Take(k - 1)]) != Smallest)
            {
                leaves.UnionWith(near.Where(n => targeted[labels[n]] && Counts[labels[n]] > threshold * Counts[Smallest]));
            }
        }

        return leaves;
    }

    /// <summary>Hart's rule by searching the whole set for every row.</summary>
    public HashSet<int> Condensed(bool[] targeted, IReadOnlyList<int> seeds)
    {
        var leaves = new HashSet<int>();
        foreach (int c in Enumerable.Range(0, classes).Where(c => targeted[c] && c != Smallest))
        {
            int[] own = [.. Enumerable.Range(0, rows.Length).Where(row => labels[row] == c)];
            HashSet<int> set = [.. Enumerable.Range(0, rows.Length).Where(row => labels[row] == Smallest), .. own.Where(seeds.Contains)];
            bool grown = true;
            while (grown)
            {
                grown = false;
                foreach (int row in own.Where(row => !set.Contains(row)))
                {
                    if (labels[NearestOf(row, set)] != c)
                    {
                        set.Add(row);
                        grown = true;
                    }
                }
            }

            leaves.UnionWith(own.Where(row => !set.Contains(row)));
        }

        return leaves;
    }

    public HashSet<int> OneSided(bool[] targeted, IReadOnlyList<int> seeds)
    {
        var leaves = new HashSet<int>();
        foreach (int c in Enumerable.Range(0, classes).Where(c => targeted[c] && c != Smallest))
        {
            int[] set = [.. Enumerable.Range(0, rows.Length).Where(row => labels[row] == Smallest || (labels[row] == c && seeds.Contains(row)))];
            leaves.UnionWith(Enumerable.Range(0, rows.Length).Where(row => labels[row] == c && !set.Contains(row) && labels[NearestOf(row, set)] == c));
        }

        leaves.UnionWith(Links([.. Enumerable.Range(0, rows.Length).Where(row => !leaves.Contains(row))], targeted));
        return leaves;
    }

    public HashSet<int> NearMiss(int version, int[] targets, int n, int nominated)
    {
        int[] smallest = [.. Enumerable.Range(0, rows.Length).Where(row => labels[row] == Smallest)];
        if (Collapse)
        {
            smallest = [.. smallest.Where(row => !smallest.Any(earlier => earlier < row && Equal(earlier, row)))];
        }

        var leaves = new HashSet<int>();
        foreach (int c in Enumerable.Range(0, classes).Where(c => targets[c] < Counts[c]))
        {
            int[] own = [.. Enumerable.Range(0, rows.Length).Where(row => labels[row] == c)];
            IEnumerable<double> Distances(int row) => smallest.Select(s => Math.Sqrt(Rank(row, s))).Order();
            double Nearest3(int row) => Distances(row).Take(n).Aggregate(0.0, (sum, d) => sum + d);
            double Farthest3(int row) => Distances(row).TakeLast(n).Aggregate(0.0, (sum, d) => sum + d);
            IEnumerable<int> stays = version switch
            {
                1 => own.OrderBy(Nearest3).ThenBy(row => row),
                2 => own.OrderBy(Farthest3).ThenBy(row => row),
                _ => smallest.SelectMany(s => own.OrderBy(row => Rank(s, row)).ThenBy(row => row).Take(nominated)).Distinct().OrderByDescending(Nearest3).ThenBy(row => row),
            };
            leaves.UnionWith(own.Except(stays.Take(targets[c])));
        }

        return leaves;
    }

    private int NearestOf(int row, IEnumerable<int> set) => set.OrderBy(other => Rank(row, other)).ThenBy(other => other).First();
}
