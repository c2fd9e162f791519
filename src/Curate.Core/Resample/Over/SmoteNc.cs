using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// SMOTE-NC (Chawla et al. 2002, section 6.1): numbers as in SMOTE; each category is the most frequent one among the k neighbours of the first
/// parent, drawn among equally frequent ones. In the squared distance a differing category counts as the squared median of the standard deviations
/// of the numbers in the class.
/// </summary>
/// <remarks>As SMOTE; categories are compared as codes, so their number costs nothing.</remarks>
internal sealed class SmoteNc : IRowMaker
{
    private const int TieDraw = 4;

    public FeatureForm Form => FeatureForm.Mixed;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        int[] members = input.Members(ofClass);
        double median = RowSpread.Median(RowSpread.Of(input.Store, members));
        var own = new OverInput(input.Store, input.ClassOf, input.Names, input.Growth, new DistanceRule(Metric.Euclidean, median * median), input.Options, input.Run);
        SeededDraw draw = input.Draw("smote-nc", ofClass);
        int[] bases = BaseRows.Of(members.Length, input.Growth[ofClass], input.Options.Even, draw);
        if (median == 0)
        {
            input.Note(ofClass, "most numbers are constant, so categories do not count in distances");
        }

        int k = members.Length == 1 ? 0 : input.Clamped(ofClass, input.Options.KNeighbors, members.Length - 1, "k");
        if (k == 0)
        {
            input.Note(ofClass, "one row only, copied as it is");
        }

        NearestOthers? near = null;
        int[] placeOf = [];
        if (k > 0)
        {
            near = Segments.Neighbours(own, members, bases, members, k, out placeOf);
        }

        var codes = new int[input.Store.Codes];
        for (int g = 0; g < bases.Length; g++)
        {
            int row = members[bases[g]];
            ReadOnlySpan<int> around = near is null ? [] : near[placeOf[bases[g]]];
            if (around.Length == 0)
            {
                made.Add(row, MadeRows.None, 0);
                continue;
            }

            for (int c = 0; c < codes.Length; c++)
            {
                codes[c] = MostFrequent(input.Store, around, input.Store.Numeric + c, draw.Bits(TieDraw + c, g));
            }

            made.Add(row, Segments.Pick(around, draw, g), Segments.Step(draw, g), codes);
        }
    }

    /// <summary>The most frequent code among rows; <paramref name="bits"/> choose among equals, which are counted in the order of the rows.</summary>
    public static int MostFrequent(VectorStore store, ReadOnlySpan<int> rows, int column, ulong bits)
    {
        int most = 0;
        int tied = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int count = CountFrom(store, rows, column, i);
            tied = count > most ? 1 : count == most ? tied + 1 : tied;
            most = Math.Max(most, count);
        }

        int wanted = (int)Math.BigMul(bits, (ulong)tied, out _);
        for (int i = 0; ; i++)
        {
            if (CountFrom(store, rows, column, i) == most && wanted-- == 0)
            {
                return (int)store[rows[i]][column];
            }
        }
    }

    /// <summary>How often the code of the i-th row occurs from there on; less than its full count where an earlier row has it too.</summary>
    private static int CountFrom(VectorStore store, ReadOnlySpan<int> rows, int column, int i)
    {
        float code = store[rows[i]][column];
        int count = 0;
        for (int j = i; j < rows.Length; j++)
        {
            count += store[rows[j]][column] == code ? 1 : 0;
        }

        return count;
    }
}
