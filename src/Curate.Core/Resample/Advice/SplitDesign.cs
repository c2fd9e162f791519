using Curate.Core.Numerics.Learners;
using Curate.Core.Randomness;

namespace Curate.Core.Resample.Advice;

/// <summary>How rows are divided: stratified by class, by whole groups, or forward in time.</summary>
/// <param name="classOf">The class of each row.</param>
/// <param name="classes">How many.</param>
/// <param name="groups">The group of each row, or null.</param>
/// <param name="times">The time of each row, or null; goes before groups.</param>
internal sealed class SplitDesign(int[] classOf, int classes, int[]? groups, double[]? times)
{
    public bool IsForward => times is not null;

    public bool IsGrouped => groups is not null && times is null;

    /// <summary>How many folds some rows can be divided into.</summary>
    public int MostFolds(int[] rows)
    {
        if (times is not null)
        {
            return rows.Select(r => times[r]).Distinct().Count() - 1;
        }

        return groups is null ? rows.Length : rows.Select(r => groups[r]).Distinct().Count();
    }

    /// <summary>
    /// The splits of some rows. With groups a repetition that divides the rows as one before it is left out; in time there is one, and fewer steps where
    /// equal times leave no room for more.
    /// </summary>
    public List<TrialSplit> Of(int[] rows, int folds, int repeats, SeededDraw draw)
    {
        if (times is not null)
        {
            return Forward(rows, folds, times);
        }

        int[] labels = Array.ConvertAll(rows, r => classOf[r]);
        int[]? own = groups is null ? null : Array.ConvertAll(rows, r => groups[r]);
        var splits = new List<TrialSplit>();
        var seen = new List<int[]>();
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            SeededDraw drawn = draw.For((ulong)repeat);
            Folds made = own is null ? Folds.Stratified(labels, classes, folds, drawn) : Folds.StratifiedGrouped(labels, classes, own, folds, drawn);
            int[] partition = Canonical(made);
            if (seen.Exists(s => s.AsSpan().SequenceEqual(partition)))
            {
                continue;
            }

            seen.Add(partition);
            for (int fold = 0; fold < folds; fold++)
            {
                splits.Add(new TrialSplit(Array.ConvertAll(made.Outside(fold), i => rows[i]), Array.ConvertAll(made.Inside(fold), i => rows[i])));
            }
        }

        return splits;
    }

    /// <summary>Folds numbered by their first row, so that equal partitions are equal arrays.</summary>
    private static int[] Canonical(Folds folds)
    {
        var number = new int[folds.Count];
        Array.Fill(number, -1);
        int next = 0;
        var of = new int[folds.Rows];
        for (int i = 0; i < of.Length; i++)
        {
            ref int own = ref number[folds.Of(i)];
            own = own < 0 ? next++ : own;
            of[i] = own;
        }

        return of;
    }

    /// <summary>Blocks of about equal size in the order of time, equal times in one block; each but the first is tested by a model of all before it.</summary>
    private static List<TrialSplit> Forward(int[] rows, int folds, double[] times)
    {
        int[] order = [.. rows];
        order.AsSpan().Sort((a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        var ends = new List<int>();
        for (int block = 1; block <= folds + 1; block++)
        {
            int end = (int)((long)order.Length * block / (folds + 1));
            while (end > 0 && end < order.Length && times[order[end]] == times[order[end - 1]])
            {
                end++;
            }

            if (end > 0 && (ends.Count == 0 || end > ends[^1]))
            {
                ends.Add(end);
            }
        }

        var splits = new List<TrialSplit>();
        for (int e = 1; e < ends.Count; e++)
        {
            int[] train = order[..ends[e - 1]];
            int[] test = order[ends[e - 1]..ends[e]];
            Array.Sort(train);
            Array.Sort(test);
            splits.Add(new TrialSplit(train, test));
        }

        return splits;
    }
}
