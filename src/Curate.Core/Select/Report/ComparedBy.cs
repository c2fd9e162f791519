using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;

namespace Curate.Core.Select.Report;

/// <summary>What the report sets a selection beside random subsets by, where the method itself looks at no features; nothing where nothing is named.</summary>
public sealed record ComparedBy : FeatureOptions
{
    public ComparedBy() => Missing = MissingValues.Drop;

    public override bool TakesCategories => false;

    /// <summary>The one column of vectors that rows are compared by.</summary>
    public string? Embedding { get; init; }

    /// <summary>Features are named.</summary>
    internal bool HasFeatures => Embedding is not null || Features.Count > 0;

    /// <summary>There is anything to compare by; else no row is read for it.</summary>
    internal bool IsNamed => HasFeatures || Label.Length > 0;

    /// <summary>The options, as a part of a method's.</summary>
    /// <param name="part">The part.</param>
    /// <param name="with">A record with another part.</param>
    internal static IEnumerable<OptionSpec<T>> Specs<T>(Func<T, ComparedBy> part, Func<T, ComparedBy, T> with)
    {
        IReadOnlyList<OptionSpec<ComparedBy>> features = FeatureOptionSpecs.Of<ComparedBy>("", duplicates: false, categorical: false);
        OptionSpec<ComparedBy>[] own =
        [
            features.Single(static o => o.Name == "features") with { Help = "Columns by which the report sets the selection beside random subsets; rows are picked without them." },
            OptionSpec<ComparedBy>.Column("embedding", "Column of vectors by which the report compares, in place of --features.", static (o, v) => o with { Embedding = v }) with { Role = true },
            OptionSpec<ComparedBy>.Column("label", "Column of classes that the report looks at; rows are picked without it.", static (o, v) => o with { Label = v }) with { Role = true },
            features.Single(static o => o.Name == "scale") with { Help = "How the report brings --features to one scale." },
            features.Single(static o => o.Name == "missing") with { Help = "What stands for a missing number in the report; drop leaves the row out of the comparison.", Default = "drop" },
        ];
        return own.Select(o => o.In(part, with));
    }

    /// <summary>Checks what one option alone cannot.</summary>
    /// <exception cref="CurateException">Two say the same, or one says nothing.</exception>
    internal void Check()
    {
        if (Embedding is not null && Features.Count > 0)
        {
            Fail.Usage("--embedding and --features both say what the report compares by.", "Pass one of them.");
        }

        if (!HasFeatures && (Scale != FeatureScaling.None || Missing != MissingValues.Drop))
        {
            Fail.Usage("--scale and --missing say how --features are compared, and none are named.", "Pass --features COLS, or leave them out.");
        }
    }

    /// <summary>The same with columns as names of the dataset.</summary>
    internal ComparedBy Resolve(StartRequest request) => this with
    {
        Label = Label.Length == 0 ? "" : request.Column(Label),
        Embedding = Embedding is { } embedding ? request.Column(embedding) : null,
        Features = Embedding is { } vectors ? [request.Column(vectors)] : request.Columns(Features),
    };
}
