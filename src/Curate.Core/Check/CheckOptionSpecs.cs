using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Profile;
using Spec = Curate.Core.Options.OptionSpec<Curate.Core.Check.CheckSettings>;

namespace Curate.Core.Check;

/// <summary>The options that all checks share, as data.</summary>
public static class CheckOptionSpecs
{
    private static readonly CheckSettings s_defaults = new();

    /// <summary>Which columns play a part.</summary>
    public static IReadOnlyList<Spec> Roles { get; } =
    [
        Spec.Column("label", "Column with the class.", static (o, v) => o with { Roles = o.Roles with { Label = v } }) with { Role = true },
        Spec.Columns("group", "Columns of groups that are compared or kept apart.", static (o, v) => o with { Roles = o.Roles with { Group = v } }) with { Role = true },
        Spec.Columns("text", "Columns of text.", static (o, v) => o with { Roles = o.Roles with { Text = v } }) with { Role = true },
        Spec.Columns("features", "Columns to look at.", static (o, v) => o with { Roles = o.Roles with { Features = v } }, "those that a check can use") with { Role = true },
        Spec.Column("embedding", "Column of vectors.", static (o, v) => o with { Roles = o.Roles with { Embedding = v } }) with { Role = true },
        Spec.Column("id", "Column that names a row.", static (o, v) => o with { Roles = o.Roles with { Id = v } }) with { Role = true },
        Spec.Column("time", "Column with the time of a row.", static (o, v) => o with { Roles = o.Roles with { Time = v } }) with { Role = true },
        Spec.Column("score", "Column with a model's score.", static (o, v) => o with { Roles = o.Roles with { Score = v } }) with { Role = true },
        Spec.Columns("by", "Columns whose combinations are looked at one by one.", static (o, v) => o with { Roles = o.Roles with { By = v } }) with { Role = true },
        Spec.Column("prediction", "Column with a classifier's answers.", static (o, v) => o with { Roles = o.Roles with { Prediction = v } }) with { Role = true },
        Spec.Columns("probability", "Probability of the positive class, or one column per class in the order of sorted class names.", static (o, v) => o with { Roles = o.Roles with { Probability = v } }) with { Role = true },
    ];

    /// <summary>How strictly is tested.</summary>
    public static IReadOnlyList<Spec> Tests { get; } =
    [
        Spec.Fraction("alpha", "Level at which adjusted p-values are called significant; effects decide, p-values inform.", static (o, v) => o with { Alpha = v }, s_defaults.Alpha, aboveMin: true, belowMax: true),
        Spec.Whole("permutations", "Permutations of a test; the smallest p-value is 1 / (N + 1).", static (o, v) => o with { Permutations = (int)v }, s_defaults.Permutations, 19, 1_000_000),
        Spec.Whole("min-size", "Groups, classes and samples with fewer rows are counted and not tested.", static (o, v) => o with { MinSize = v }, s_defaults.MinSize, 1, unit: "rows"),
        Spec.Fraction("tolerance", "Share of rows that may break what is asked of every row.", static (o, v) => o with { Tolerance = v }, s_defaults.Tolerance, belowMax: true),
    ];

    public static IReadOnlyList<Spec> All { get; } = [.. Roles, .. Tests];

    /// <summary>The settings with the names that their columns mean in the main dataset.</summary>
    /// <exception cref="CurateException">A column that does not exist, with the nearest name.</exception>
    public static CheckSettings Resolve(CheckSettings settings, IRecordSource main)
    {
        CheckRoles roles = settings.Roles;
        return settings with
        {
            Roles = roles with
            {
                Label = ProfileOptionSpecs.Name(roles.Label, main, "label"),
                Group = Names(roles.Group, main),
                Text = Names(roles.Text, main),
                Features = Names(roles.Features, main),
                Embedding = ProfileOptionSpecs.Name(roles.Embedding, main, "embedding"),
                Id = ProfileOptionSpecs.Name(roles.Id, main, "id"),
                Time = ProfileOptionSpecs.Name(roles.Time, main, "time"),
                Score = ProfileOptionSpecs.Name(roles.Score, main, "score"),
                By = Names(roles.By, main),
                Prediction = ProfileOptionSpecs.Name(roles.Prediction, main, "prediction"),
                Probability = Names(roles.Probability, main),
            },
        };
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<string> items, IRecordSource main) => items.Count == 0 ? [] : ColumnSelector.Parse(items).Resolve(main);
}
