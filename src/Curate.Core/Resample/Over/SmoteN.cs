using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// SMOTE-N (Chawla et al. 2002, section 6.2): each category of a made-up row is the most frequent one among the k nearest rows of the class by the value
/// difference metric over all classes, the row itself among them; of equally frequent ones the first in sorted order.
/// </summary>
/// <remarks>O(n_c^2 columns), and 8 bytes for each value of each column and class.</remarks>
internal sealed class SmoteN : IRowMaker
{
    private ValueDifference? _difference;

    public FeatureForm Form => FeatureForm.Categories;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        _difference ??= ValueDifference.Fit(input.Store, input.ClassOf, input.Classes);
        int[] members = input.Members(ofClass);
        int k = members.Length < input.Options.KNeighbors
            ? input.Clamped(ofClass, input.Options.KNeighbors, members.Length, "k")
            : input.Options.KNeighbors;
        int[] bases = BaseRows.Of(members.Length, input.Growth[ofClass], input.Options.Even, input.Draw("smote-n", ofClass));
        using VectorStore own = input.Store.Gather(members, input.Run);
        using NeighbourGraph graph = _difference.Nearest(own, k, includeSelf: true, input.Run);
        var modes = new int[members.Length][];
        int changed = 0;
        foreach (int place in bases)
        {
            modes[place] ??= Modes(input, own, graph.Neighbours(place), own[place]);
            changed += Array.Exists(modes[place], static c => c >= 0) ? 1 : 0;
            made.Add(members[place], MadeRows.None, 0, modes[place]);
        }

        if (changed < bases.Length)
        {
            input.Note(ofClass, $"{NumberText.Of(bases.Length - changed)} made-up rows equal their parent");
        }
    }

    /// <summary>The most frequent code of every column; -1 where it is that of the row itself.</summary>
    private static int[] Modes(OverInput input, VectorStore own, ReadOnlySpan<int> rows, ReadOnlySpan<float> self)
    {
        var modes = new int[own.Codes];
        for (int c = 0; c < modes.Length; c++)
        {
            int best = -1;
            int most = 0;
            foreach (int row in rows)
            {
                int code = (int)own[row][c];
                int count = 0;
                foreach (int other in rows)
                {
                    count += (int)own[other][c] == code ? 1 : 0;
                }

                if (count > most || (count == most && RankOf(input, c, code) < RankOf(input, c, best)))
                {
                    most = count;
                    best = code;
                }
            }

            modes[c] = best == (int)self[c] ? -1 : best;
        }

        return modes;
    }

    private static int RankOf(OverInput input, int column, int code) => input.CategoryRank is { } rank ? rank(column, code) : code;
}
