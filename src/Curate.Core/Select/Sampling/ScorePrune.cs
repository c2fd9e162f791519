using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness.Designs;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Keeps a share by a score of difficulty: the hardest rows, the easiest, those around the median, or draws in proportion to the score; the very top can be left out first, as
/// probable noise. Paul, Ganguli and Dziugaite 2021 keep the hardest; Anshul Tripathi and others found influence scores to depend on noise and imbalance, so the form is a choice.
/// </summary>
/// <remarks>O(n log n).</remarks>
internal static class ScorePrune
{
    /// <summary>Below this share the hardest rows often train worse than random ones.</summary>
    public const double DoubtfulShare = 0.3;

    public static MethodEntry Entry { get; } = SampleSpecs.Entry("score-prune", "Keeps the hardest rows by a score, the easiest, the middle, or draws in proportion to it.",
        new SampleOptions { Kind = "hard", AtLeastOne = true }, Draw,
        [
            SampleSpecs.Score("Column of difficulty; the larger, the harder."),
            OptionSpec<SampleOptions>.Choice("keep", "The largest scores, the smallest, those around the median, or rows drawn with chances in proportion to the score (0 or more).",
                ["hard", "easy", "middle", "proportional"], (o, v) => o with { Kind = v }, "hard"),
            OptionSpec<SampleOptions>.Fraction("drop-top", "Share of the rows with the largest scores that leave first: they may be noise.", (o, v) => o with { DropTop = v }, 0),
        ],
        MethodTraits.Subset, 100, "M. Paul, S. Ganguli and G. K. Dziugaite 2021",
        "curate select wine.csv --method score-prune --score proline --keep middle --per class --fraction 50% -o middle.csv", Validate, sized: true);

    private static void Validate(SampleOptions options)
    {
        if (options.Kind == "proportional" && options.Budget.IsSized)
        {
            Fail.Usage($"--keep proportional draws with chances for a number of rows, and --{RowSizer.UnitOf(options.Budget.Kind)} does not say it.", "Pass --rows or --fraction, or keep hard, easy or middle rows.");
        }
    }

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        int n = stratum.Rows.Length;
        int[] ascending = [.. Enumerable.Range(0, n).OrderBy(i => stratum.Scores[i]).ThenByDescending(static i => i)];
        int cut = (int)(options.DropTop * n);
        int[] open = [.. ascending[..(n - cut)].Where(i => !stratum.Must[i])];
        int[] must = [.. Enumerable.Range(0, n).Where(i => stratum.Must[i])];
        int left = (int)stratum.Count - must.Length;
        if (left > open.Length)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(left)} rows are to be taken{(stratum.Name == "all" ? "" : $" of group {stratum.Name}")}, and --drop-top leaves {NumberText.Of(open.Length)}.", "Ask for fewer, or lower --drop-top.");
        }

        int[] picked = options.Kind switch
        {
            "hard" => open[(open.Length - left)..],
            "easy" => Easiest(open, stratum.Scores, left),
            "middle" => open.AsSpan((open.Length - left) / 2, left).ToArray(),
            _ => Proportional(stratum, options, open, left),
        };
        bool doubtful = options.Kind == "hard" && n > 0 && stratum.Count < DoubtfulShare * n;
        return new Sampled
        {
            Rows = [.. must, .. picked],
            Figures =
            [
                ("left_out_at_the_top", (long)cut),
                ("least_score", picked.Length == 0 ? null : picked.Min(i => stratum.Scores[i])),
                ("most_score", picked.Length == 0 ? null : picked.Max(i => stratum.Scores[i])),
                ("note", doubtful ? "the hardest rows at so small a share often train worse than random ones; try --keep middle, --drop-top, or random-subset" : null),
            ],
        };
    }

    /// <summary>The smallest scores, of equal ones the first rows.</summary>
    private static int[] Easiest(int[] open, double[] scores, int count) => [.. open.OrderBy(i => scores[i]).ThenBy(static i => i).Take(count)];

    private static int[] Proportional(Stratum stratum, SampleOptions options, int[] open, int count)
    {
        Sizes.Check(stratum, options, least: 0, most: double.MaxValue);
        int[] rows = [.. open.Order()];
        var part = new Stratum
        {
            Rows = Array.ConvertAll(rows, i => stratum.Rows[i]),
            Count = count,
            Must = new bool[rows.Length],
            Scores = Array.ConvertAll(rows, i => stratum.Scores[i]),
            Name = stratum.Name,
            Draw = stratum.Draw,
            Run = stratum.Run,
        };
        return Array.ConvertAll(new PivotalDesign(FixedSize.Inclusion(part, part.Scores), randomOrder: true).Sample(stratum.Draw), i => rows[i]);
    }
}
