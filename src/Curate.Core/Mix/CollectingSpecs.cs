using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Mix;

/// <summary>Options of the methods that look into rows: <c>adaptive-allocation</c>, <c>rehearsal</c>, <c>sample-quality-diversity</c>.</summary>
internal static class CollectingSpecs
{
    public static IReadOnlyList<OptionSpec<MixOptions>> Adaptive { get; } =
    [
        OptionSpec<MixOptions>.Columns("attributes", "Columns whose joint values are to be like the target.", static (o, v) => o with { Adaptive = o.Adaptive with { Attributes = v } }) with { Required = true },
        OptionSpec<MixOptions>.Path("target", "A table of the attributes and a column share: the target of each cell; cells that it lacks have none.", static (o, _) => o with { Adaptive = o.Adaptive with { HasTarget = true } }),
        OptionSpec<MixOptions>.List("target-share", "The target where there is one attribute: VALUE=W, separated by commas.", static (o, v) => o with { Adaptive = o.Adaptive with { TargetShares = NamedNumber.Parse("target-share", v) } }),
        OptionSpec<MixOptions>.Whole("step", "Rows that are collected before the next decision.", static (o, v) => o with { Adaptive = o.Adaptive with { Step = v } }, min: 1) with { Default = "a twentieth of --rows" },
        OptionSpec<MixOptions>.Choice("knowledge", "What is known of a source: the rows collected from it so far, or all of its rows.", ["collected", "all"], static (o, v) => o with { Adaptive = o.Adaptive with { KnowsAll = v == "all" } }, "collected"),
        OptionSpec<MixOptions>.Flag("explore", "Decide each step by a draw from what is believed of the sources, not by its mean.", static (o, v) => o with { Adaptive = o.Adaptive with { Explore = v } }),
    ];

    public static IReadOnlyList<OptionSpec<MixOptions>> Rehearsal { get; } =
    [
        OptionSpec<MixOptions>.List("rehearse", "Sources of old rows, separated by commas.", static (o, v) => o with { Rehearsal = o.Rehearsal with { Sources = v } }) with { Required = true },
        OptionSpec<MixOptions>.Columns("bins", "Columns whose joint values cut old rows into bins.", static (o, v) => o with { Rehearsal = o.Rehearsal with { Bins = v } }),
        OptionSpec<MixOptions>.Column("past-loss", "Column of the loss of the earlier model: bins are cut by its quantiles, too.", static (o, v) => o with { Rehearsal = o.Rehearsal with { PastLoss = v } }),
        OptionSpec<MixOptions>.Whole("loss-bins", "Quantiles of --past-loss.", static (o, v) => o with { Rehearsal = o.Rehearsal with { LossBins = (int)v } }, 10, min: 2, max: 1000),
        OptionSpec<MixOptions>.Column("old-correct", "Column that says whether the earlier model had the row right (true or 1, false or 0); without it no damage is known, and bins go by size.", static (o, v) => o with { Rehearsal = o.Rehearsal with { OldCorrect = v } }),
        OptionSpec<MixOptions>.Column("new-correct", "Column that says whether the tuned model has it right; empty where nobody looked.", static (o, v) => o with { Rehearsal = o.Rehearsal with { NewCorrect = v } }),
        OptionSpec<MixOptions>.Fraction("ratio", "Share of old rows in the mixture.", static (o, v) => o with { Rehearsal = o.Rehearsal with { Ratio = v } }, 0.2, aboveMin: true, belowMax: true),
        OptionSpec<MixOptions>.Fraction("floor", "Share of the old rows that goes to bins by their size, whatever their rate of damage.", static (o, v) => o with { Rehearsal = o.Rehearsal with { Floor = v } }, 0.1),
    ];

    public static IReadOnlyList<OptionSpec<MixOptions>> Diversity { get; } =
    [
        OptionSpec<MixOptions>.Column("quality-column", "Column of quality, higher = better; a missing value counts as the mean.", static (o, v) => o with { Diversity = o.Diversity with { Quality = v } }) with { Required = true },
        OptionSpec<MixOptions>.Column("embedding", "Column of vectors that rows are compared by.", static (o, v) => o with { Diversity = o.Diversity with { Embedding = v } }) with { Role = true },
        OptionSpec<MixOptions>.Columns("features", "Columns of numbers that rows are compared by instead, each brought to mean 0 and deviation 1.", static (o, v) => o with { Diversity = o.Diversity with { Features = v } }) with { Role = true },
        OptionSpec<MixOptions>.Column("cluster", "Column of clusters; without it k-means finds them.", static (o, v) => o with { Diversity = o.Diversity with { Cluster = v } }),
        OptionSpec<MixOptions>.Whole("k", "Clusters that k-means finds.", static (o, v) => o with { Diversity = o.Diversity with { Clusters = (int)v } }, min: 1, max: 1_000_000) with { Default = "the root of half the rows, at most 1,000" },
        OptionSpec<MixOptions>.Fraction("alpha", "Weight of diversity; quality has the rest.", static (o, v) => o with { Diversity = o.Diversity with { Alpha = v } }, 0.8),
        OptionSpec<MixOptions>.Number("temperature", "How evenly rows are taken: weights are e to the power score / temperature, scores from 0 to 1.", static (o, v) => o with { Diversity = o.Diversity with { Temperature = v } }, 0.2, min: 0.01, max: 1e6),
    ];

    public static void CheckAdaptive(MixOptions options)
    {
        MixOptionSpecs.Check(options);
        if (options.Stop != MixStop.Budget)
        {
            Fail.Usage("The rows to collect are not given.", "Pass --rows N.");
        }

        if (options.Adaptive.HasTarget == options.Adaptive.TargetShares.Count > 0)
        {
            Fail.Usage(options.Adaptive.HasTarget ? "--target and --target-share both give a target." : "No target is given.", "Pass --target TABLE or, for one attribute, --target-share VALUE=W,...");
        }
    }

    public static void CheckRehearsal(MixOptions options)
    {
        MixOptionSpecs.Check(options);
        if (options.Rehearsal.Bins.Count == 0 && options.Rehearsal.PastLoss is null)
        {
            Fail.Usage("Nothing cuts old rows into bins.", "Pass --bins COLS, --past-loss COL, or both.");
        }

        if ((options.Rehearsal.OldCorrect is null) != (options.Rehearsal.NewCorrect is null))
        {
            Fail.Usage("Damage shows in two columns: what the earlier model had right, and what the tuned one has.", "Pass --old-correct COL and --new-correct COL, or neither.");
        }
    }

    public static void CheckDiversity(MixOptions options)
    {
        MixOptionSpecs.Check(options);
        if ((options.Diversity.Embedding is not null) == options.Diversity.Features.Count > 0)
        {
            Fail.Usage(options.Diversity.Embedding is null ? "Nothing says what rows are compared by." : "--embedding and --features both say what rows are compared by.", "Pass --embedding COL or --features COLS.");
        }

        if (options.Diversity is { Cluster: not null, Clusters: not null })
        {
            Fail.Usage("--cluster names the clusters, and --k says how many to find.", "Leave one of them out.");
        }
    }

    /// <summary>The options with column lists as names of the dataset.</summary>
    public static MixOptions Bound(MixOptions options, StartRequest request)
    {
        AdaptiveOptions adaptive = options.Adaptive with { Attributes = request.Columns(options.Adaptive.Attributes) };
        if (adaptive.Attributes.Count > 1 && adaptive.TargetShares.Count > 0)
        {
            Fail.Usage("--target-share gives shares of the values of one column, and --attributes names several.", "Pass --target TABLE.");
        }

        RehearsalOptions rehearsal = options.Rehearsal;
        if (rehearsal.Sources.Count > 0)
        {
            rehearsal = rehearsal with
            {
                Bins = request.Columns(rehearsal.Bins),
                PastLoss = rehearsal.PastLoss is { } loss ? request.Column(loss) : null,
                OldCorrect = rehearsal.OldCorrect is { } before ? request.Column(before) : null,
                NewCorrect = rehearsal.NewCorrect is { } after ? request.Column(after) : null,
            };
        }

        DiversityOptions diversity = options.Diversity;
        if (diversity.Quality.Length > 0)
        {
            diversity = diversity with
            {
                Quality = request.Column(diversity.Quality),
                Embedding = diversity.Embedding is { } embedding ? request.Column(embedding) : null,
                Features = request.Columns(diversity.Features),
                Cluster = diversity.Cluster is { } cluster ? request.Column(cluster) : null,
            };
        }

        return options with { Adaptive = adaptive, Rehearsal = rehearsal, Diversity = diversity };
    }
}
