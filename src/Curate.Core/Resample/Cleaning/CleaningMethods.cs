using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Cleaning;

/// <summary>The cleaners, and how several become one run.</summary>
public static class CleaningMethods
{
    private const MethodTraits Traits = MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory;

    private static readonly OptionSpec<CleaningOptions> s_neighbours = OptionSpec<CleaningOptions>.Whole(
        "n-neighbors", "Neighbours of a row that vote on it, the row itself not counted.", (o, v) => o with { Neighbours = (int)v }, 3, min: 1, max: 10_000);

    private static readonly OptionSpec<CleaningOptions> s_kind = OptionSpec<CleaningOptions>.Choice(
        "kind-sel", "A row stays when all its neighbours share its label, or when the most frequent label among them (mode) is its own.", ["all", "mode"],
        (o, v) => o with { Majority = v == "mode" }, "all");

    private static readonly OptionSpec<CleaningOptions> s_seeds = OptionSpec<CleaningOptions>.Whole(
        "n-seeds", "Rows of each class that the selection begins with.", (o, v) => o with { Seeds = (int)v }, 1, min: 1, max: int.MaxValue, unit: "rows");

    /// <summary>The registry entries.</summary>
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("tomek-links", static name => Entry(name, "Removes rows that are the nearest of a row of another class, and it theirs.", [TomekLinks.Reason],
            "I. Tomek 1976", Traits)),
        new("edited-nn", static name => Entry(name, "Removes rows whose nearest neighbours have other labels.", [EditedNearestNeighbours.Reason],
            "D. L. Wilson 1972", Traits, s_neighbours, s_kind)),
        new("repeated-edited-nn", static name => Entry(name, "Removes rows whose nearest neighbours have other labels, again until none is left.",
            [RepeatedEditedNearestNeighbours.Reason], "I. Tomek 1976", Traits, s_neighbours, s_kind,
            OptionSpec<CleaningOptions>.Whole("max-iterations", "Most rounds.", (o, v) => o with { MaxIterations = (int)v }, 100, min: 1, max: int.MaxValue))),
        new("all-knn", static name => Entry(name, "Removes rows whose nearest neighbours have other labels, with 1, 2 ... k neighbours in turn.",
            [AllKNearestNeighbours.Reason], "I. Tomek 1976", Traits, s_neighbours, s_kind,
            OptionSpec<CleaningOptions>.Flag("allow-minority", "Go on when a class has fallen below the smallest.", (o, v) => o with { AllowMinority = v }))),
        new("neighbourhood-cleaning", static name => Entry(name, "Removes rows that their neighbours outvote, and neighbours that mislead about the smallest class.",
            [NeighbourhoodCleaning.Edited, NeighbourhoodCleaning.Reason], "J. Laurikkala 2001", Traits, s_neighbours,
            OptionSpec<CleaningOptions>.Number("threshold-cleaning", "Neighbours leave only from classes of more than this many times the rows of the smallest class.",
                (o, v) => o with { Threshold = v }, 0.5, min: 0, aboveMin: true))),
        new("condensed-nn", static name => Entry(name, "Keeps of each class only the rows that the nearest-neighbour rule needs.",
            [CondensedNearestNeighbour.Reason], "P. E. Hart 1968", Traits | MethodTraits.Random | MethodTraits.OrderSensitive, s_seeds)),
        new("one-sided-selection", static name => Entry(name, "Keeps of each class the rows near the smallest class, without those in Tomek links.",
            [CondensedNearestNeighbour.Reason, TomekLinks.Reason], "M. Kubat and S. Matwin 1997", Traits | MethodTraits.Random, s_seeds)),
    ];

    /// <summary>One entry for several cleaners that decide on the original rows: the union of what they remove leaves.</summary>
    private static MethodEntry Join(IReadOnlyList<MethodEntry> entries)
    {
        MethodEntry<CleaningOptions>[] typed = [.. entries.Cast<MethodEntry<CleaningOptions>>()];
        (string Name, ICleaner Cleaner)[] cleaners = [.. entries.Select(static e => (e.Name, CleanerOf(e.Name)))];
        MethodTraits traits = typed.Aggregate(Traits, static (all, e) => all | e.Traits);
        return new MethodEntry<CleaningOptions>("resample", string.Join(',', entries.Select(static e => e.Name)),
            "Removes the rows that any of several methods removes, all deciding on the original rows.", traits)
        {
            Memory = typed[0].Memory,
            Passes = typed[0].Passes,
            Source = string.Join("; ", typed.Select(static e => e.Source)),
            DropReasons = [.. typed.SelectMany(static e => e.DropReasons).Distinct(StringComparer.Ordinal)],
            Usage = typed[0].Usage,
            Defaults = typed[0].Defaults,
            Options = [.. typed.SelectMany(static e => e.Options).DistinctBy(static o => o.Name, StringComparer.Ordinal)],
            Validate = Check,
            Start = Starting(cleaners),
            Example = Example,
        };
    }

    private static ICleaner CleanerOf(string name) => name switch
    {
        "tomek-links" => new TomekLinks(),
        "edited-nn" => new EditedNearestNeighbours(),
        "repeated-edited-nn" => new RepeatedEditedNearestNeighbours(),
        "all-knn" => new AllKNearestNeighbours(),
        "neighbourhood-cleaning" => new NeighbourhoodCleaning(),
        "condensed-nn" => new CondensedNearestNeighbour(),
        "one-sided-selection" => new OneSidedSelection(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No cleaner has this name."),
    };

    private static MethodEntry<CleaningOptions> Entry(string name, string summary, string[] reasons, string source, MethodTraits traits, params OptionSpec<CleaningOptions>[] own)
    {
        ICleaner cleaner = CleanerOf(name);
        return new("resample", name, summary, traits)
        {
            Memory = "4 (features + 1) bytes a row, 24 bytes for each neighbour of a row, packed vectors once more (at most 64 MiB)",
            Passes = "3, and one more where kinds are inferred",
            Source = source,
            DropReasons = [.. reasons],
            Usage = $"curate resample wine.csv --method {name} --label class --scale standard -o cleaned.csv",
            Defaults = new CleaningOptions(),
            Options = [.. FeatureOptionSpecs.Of<CleaningOptions>(CleaningTargets.Help, duplicates: cleaner is not CondensedNearestNeighbour), .. own],
            Join = Join,
            Validate = Check,
            Start = Starting([(name, cleaner)]),
            Example = Example,
        };
    }

    private static Func<CleaningOptions, StartRequest, MethodStart> Starting((string Name, ICleaner Cleaner)[] cleaners) =>
        (options, request) => MethodStart.With(new CleaningPlanner(cleaners, FeatureOptionSpecs.Resolve(options, request), request.Context));

    private static void Check(CleaningOptions options) => CleaningTargets.Check(options.To);

    private static CleaningOptions? Example(LawCase table) =>
        table.Classes < 2 ? null : new CleaningOptions { Label = table.Label, Features = [table.Number], Missing = Numerics.Vectors.MissingValues.Mean };
}
