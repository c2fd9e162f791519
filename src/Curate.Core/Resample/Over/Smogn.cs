using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// SMOGN (Branco, Torgo and Ribeiro 2017): as SMOTER where the neighbour that was drawn is nearer than half of the median distance from the row to all others of
/// its class; else the row itself with normal noise in numbers and target, of standard deviation min(that half, perturbation) x that of the values in the
/// class, and each category drawn as it is frequent in the class.
/// </summary>
/// <remarks>As SMOTE, and O(b n_c (d + log n_c)) for the medians of b first parents in a class of n_c rows; 8 n_c bytes a worker.</remarks>
internal sealed class Smogn : IRowMaker
{
    private const int SeedBlock = 16;
    private const int FrequencyDraw = 1 << 20;

    public FeatureForm Form => FeatureForm.Any;

    public LabelForm Label => LabelForm.Number;

    string? IRowMaker.Warning => null;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        int[] members = input.Members(ofClass);
        var draw = input.Draw("smogn", ofClass);
        int[] bases = BaseRows.Of(members.Length, input.Growth[ofClass], input.Options.Even, draw);
        NearestOthers? near = Segments.NeighboursInClass(input, ofClass, members, bases, out int[] placeOf);
        double[] safe = near is null ? [] : SafeDistances(input, members, bases);
        input.Spreads[ofClass] = [.. RowSpread.Of(input.Store, members), RowSpread.Of(input.Targets, members)];
        var codes = new int[input.Store.Codes];
        long noisy = 0;
        for (int g = 0; g < bases.Length; g++)
        {
            int row = members[bases[g]];
            ReadOnlySpan<int> around = near is null ? [] : near[placeOf[bases[g]]];
            if (around.Length == 0)
            {
                made.Add(row, MadeRows.None, 0);
                continue;
            }

            int second = Segments.Pick(around, draw, g);
            if (Distance(input, row, second) < safe[bases[g]])
            {
                BetweenParents.Add(input, row, second, draw, g, codes, made);
                continue;
            }

            for (int c = 0; c < codes.Length; c++)
            {
                int like = members[(int)Math.BigMul(draw.Bits(FrequencyDraw + c, g), (ulong)members.Length, out _)];
                codes[c] = (int)input.Store[like][input.Store.Numeric + c];
            }

            made.Add(row, MadeRows.None, Math.Min(safe[bases[g]], input.Options.Perturbation), codes);
            noisy++;
        }

        if (noisy > 0)
        {
            input.Note(ofClass, $"{NumberText.Of(noisy)} rows by noise");
        }
    }

    /// <summary>Half of the median distance to the others of the class, of each place that is a first parent; 0 for all others.</summary>
    private static double[] SafeDistances(OverInput input, int[] members, int[] bases)
    {
        var isUsed = new bool[members.Length];
        foreach (int place in bases)
        {
            isUsed[place] = true;
        }

        var safe = new double[members.Length];
        int blocks = (members.Length + SeedBlock - 1) / SeedBlock;
        Workers.ForBlocks(input.Run.Workers, blocks, block =>
        {
            double[]? distances = null;
            for (int place = block * SeedBlock; place < Math.Min(members.Length, (block + 1) * SeedBlock); place++)
            {
                if (isUsed[place])
                {
                    distances ??= new double[members.Length - 1];
                    safe[place] = MedianDistance(input, members, place, distances) / 2;
                }
            }
        }, input.Run.Ct);
        return safe;
    }

    private static double MedianDistance(OverInput input, int[] members, int place, double[] distances)
    {
        int next = 0;
        for (int other = 0; other < members.Length; other++)
        {
            if (other != place)
            {
                distances[next++] = Distance(input, members[place], members[other]);
            }
        }

        Array.Sort(distances);
        return (distances[(next - 1) / 2] + distances[next / 2]) / 2;
    }

    private static double Distance(OverInput input, int a, int b) => Math.Sqrt(input.Rule.Rank(input.Store[a], input.Store[b], input.Store.Numeric));
}
