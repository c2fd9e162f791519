using Curate.Core.Numerics;

namespace Curate.Core.Dependencies;

/// <summary>Looks at the values of a column inside the groups of a partition. One object a thread: it has a number per value of the largest column.</summary>
internal sealed class PartitionScan(int mostValues)
{
    /// <summary>A number per value, all zero between calls.</summary>
    public int[] Counts { get; } = new int[Math.Max(1, mostValues)];

    /// <summary>Rows looked at since the object was made.</summary>
    public long Visits { get; set; }

    /// <summary>Rows without the most frequent value of their group; it stops as soon as there are more than <paramref name="most"/>, and what it gives is then only more than that.</summary>
    public long Violations(Partition partition, ReadOnlySpan<int> codes, long most)
    {
        long violations = 0;
        for (int g = 0; g < partition.Groups; g++)
        {
            ReadOnlySpan<int> group = partition[g];
            int first = codes[group[0]];
            int same = 1;
            while (same < group.Length && codes[group[same]] == first)
            {
                same++;
            }

            Visits += same;
            if (same == group.Length)
            {
                continue;
            }

            // With no violation allowed the first is enough.
            if (violations >= most)
            {
                return most + 1;
            }

            int largest = 0;
            foreach (int row in group)
            {
                largest = Math.Max(largest, ++Counts[codes[row]]);
            }

            foreach (int row in group)
            {
                Counts[codes[row]] = 0;
            }

            Visits += 2L * group.Length;
            violations += group.Length - largest;
            if (violations > most)
            {
                return violations;
            }
        }

        return violations;
    }

    /// <summary>All measures. Sums are exact, so they do not depend on the order of groups.</summary>
    /// <param name="partition">Groups of the left side.</param>
    /// <param name="codes">Values of the right side.</param>
    /// <param name="rightPdep">Σ (|y|/n)² of the right side.</param>
    public DependencyMeasures Measures(Partition partition, ReadOnlySpan<int> codes, double rightPdep)
    {
        int rows = codes.Length;
        long violations = 0;
        Int128 pairs = 0;
        var sum = new ExactSum();
        sum.Add(rows - partition.Rows);
        for (int g = 0; g < partition.Groups; g++)
        {
            ReadOnlySpan<int> group = partition[g];
            long size = group.Length;
            int largest = 0;
            foreach (int row in group)
            {
                largest = Math.Max(largest, ++Counts[codes[row]]);
            }

            Int128 squares = 0;
            foreach (int row in group)
            {
                ref int count = ref Counts[codes[row]];
                if (count > 0)
                {
                    squares += (Int128)count * count;
                    sum.Add((double)count * count / size);
                    count = 0;
                }
            }

            violations += size - largest;
            pairs += (Int128)size * size - squares;
        }

        Visits += 2L * partition.Rows;
        return new DependencyMeasures
        {
            Rows = rows,
            Groups = rows - partition.Rows + partition.Groups,
            Support = partition.Rows,
            Violations = violations,
            Pairs = pairs,
            Pdep = rows == 0 ? 1 : sum.ToDouble() / rows,
            PdepOfRight = rightPdep,
        };
    }
}
