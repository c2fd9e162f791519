using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;

namespace Curate.Core.Numerics.Learners;

/// <summary>A partition of rows into folds, by keyed draws.</summary>
public sealed class Folds
{
    private readonly int[] _of;

    private Folds(int[] of, int count)
    {
        _of = of;
        Count = count;
    }

    /// <summary>How many folds.</summary>
    public int Count { get; }

    /// <summary>How many rows.</summary>
    public int Rows => _of.Length;

    /// <summary>The fold of a row.</summary>
    public int Of(int row) => _of[row];

    /// <summary>Folds whose sizes differ by at most one. O(n log n).</summary>
    public static Folds Plain(int rows, int folds, SeededDraw draw)
    {
        Check(rows, folds);
        var of = new int[rows];
        int[] order = RandomOrder.Of(rows, draw);
        for (int k = 0; k < order.Length; k++)
        {
            of[order[k]] = k % folds;
        }

        return new Folds(of, folds);
    }

    /// <summary>Folds whose sizes differ by at most one, and whose numbers of each class do too. O(n log n).</summary>
    public static Folds Stratified(int[] labels, int classes, int folds, SeededDraw draw)
    {
        Check(labels.Length, folds);
        var of = new int[labels.Length];
        int[] order = RandomOrder.Of(labels.Length, draw);

        // Each class goes on dealing where the one before it stopped.
        var next = new int[classes];
        foreach (int label in labels)
        {
            next[label]++;
        }

        int start = 0;
        for (int c = 0; c < classes; c++)
        {
            (start, next[c]) = ((start + next[c]) % folds, start);
        }

        foreach (int row in order)
        {
            of[row] = next[labels[row]];
            next[labels[row]] = (next[labels[row]] + 1) % folds;
        }

        return new Folds(of, folds);
    }

    /// <summary>
    /// Whole groups in each fold: the largest group first, always to the fold with the fewest rows; equal ones by draws. O(n + groups (log + folds)).
    /// </summary>
    /// <param name="groups">The group of each row, from 0.</param>
    /// <param name="folds">How many, at most the number of groups that have rows.</param>
    /// <param name="draw">Breaks ties.</param>
    public static Folds Grouped(int[] groups, int folds, SeededDraw draw) => StratifiedGrouped(new int[groups.Length], 1, groups, folds, draw);

    /// <summary>
    /// Whole groups in each fold, with classes as evenly as that allows: groups in the order of falling size (equal ones by draws), each to the fold where
    /// the squared shortfalls of all classes then sum to least; of equal folds to the one with the fewest rows, then the first. O(n + groups (log + folds
    /// classes)).
    /// </summary>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="groups">The group of each row, from 0.</param>
    /// <param name="folds">How many, at most the number of groups that have rows.</param>
    /// <param name="draw">Breaks ties.</param>
    public static Folds StratifiedGrouped(int[] labels, int classes, int[] groups, int folds, SeededDraw draw)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(groups.Length, labels.Length);
        int count = 0;
        foreach (int group in groups)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(group, nameof(groups));
            count = Math.Max(count, group + 1);
        }

        var cells = new int[count, classes];
        var sizes = new int[count];
        var totals = new double[classes];
        for (int i = 0; i < groups.Length; i++)
        {
            cells[groups[i], labels[i]]++;
            sizes[groups[i]]++;
            totals[labels[i]]++;
        }

        var order = new List<int>();
        for (int g = 0; g < count; g++)
        {
            if (sizes[g] > 0)
            {
                order.Add(g);
            }
        }

        Check(order.Count, folds);
        order.Sort((a, b) => sizes[a] != sizes[b] ? sizes[b].CompareTo(sizes[a])
            : draw.Bits(0, a) != draw.Bits(0, b) ? draw.Bits(0, a).CompareTo(draw.Bits(0, b)) : a.CompareTo(b));
        var held = new int[folds, classes];
        var rows = new int[folds];
        var foldOf = new int[count];
        foreach (int group in order)
        {
            int best = -1;
            double least = double.PositiveInfinity;
            for (int f = 0; f < folds; f++)
            {
                // How the sum over folds of squared class shares grows when the group goes to this fold.
                double growth = 0;
                for (int c = 0; c < classes; c++)
                {
                    if (cells[group, c] > 0)
                    {
                        double more = cells[group, c] / totals[c];
                        growth += more * (more + (2 * held[f, c] / totals[c]));
                    }
                }

                if (growth < least || (growth == least && rows[f] < rows[best]))
                {
                    best = f;
                    least = growth;
                }
            }

            foldOf[group] = best;
            rows[best] += sizes[group];
            for (int c = 0; c < classes; c++)
            {
                held[best, c] += cells[group, c];
            }
        }

        return new Folds(Array.ConvertAll(groups, g => foldOf[g]), folds);
    }

    /// <summary>The rows of a fold, ascending.</summary>
    public int[] Inside(int fold) => Where(fold, inside: true);

    /// <summary>The rows of all other folds, ascending.</summary>
    public int[] Outside(int fold) => Where(fold, inside: false);

    private int[] Where(int fold, bool inside)
    {
        var rows = new List<int>();
        for (int i = 0; i < _of.Length; i++)
        {
            if ((_of[i] == fold) == inside)
            {
                rows.Add(i);
            }
        }

        return [.. rows];
    }

    private static void Check(int things, int folds)
    {
        if (folds < 2 || folds > things)
        {
            throw new ArgumentException($"From 2 to {things} folds can be made, not {folds}.", nameof(folds));
        }
    }
}
