namespace Curate.Core.Resample.Over;

/// <summary>How many of the m nearest others of rows have another class: what borderline-smote, svm-smote and adasyn look at.</summary>
internal static class Surroundings
{
    /// <summary>For each of the rows, how many of its neighbours among all rows have another class, and how many neighbours it has.</summary>
    public static (int Foreign, int All)[] Of(OverInput input, int ofClass, int[] rows, int m)
    {
        NearestOthers near = NearestOthers.Of(input.Store, rows, null, Math.Min(m, input.Store.Count - 1), input.Rule, input.Options.Duplicates, input.Run);
        var counts = new (int Foreign, int All)[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int foreign = 0;
            foreach (int other in near[i])
            {
                foreign += input.ClassOf[other] == ofClass ? 0 : 1;
            }

            counts[i] = (foreign, near[i].Length);
        }

        return counts;
    }

    /// <summary>At least half of the neighbours, but not all, have another class (Han et al. 2005).</summary>
    public static bool IsDanger((int Foreign, int All) around) => around.Foreign * 2 >= around.All && around.Foreign < around.All;

    /// <summary>All neighbours have another class.</summary>
    public static bool IsNoise((int Foreign, int All) around) => around.Foreign == around.All;

    /// <summary>The rows for which something holds.</summary>
    public static int[] Where(int[] rows, (int Foreign, int All)[] around, Func<(int Foreign, int All), bool> holds)
    {
        var found = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (holds(around[i]))
            {
                found.Add(rows[i]);
            }
        }

        return [.. found];
    }
}
