using Curate.Core.Data;
using Curate.Core.Dependencies;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Statistics;
using Spec = Curate.Core.Options.OptionSpec<Curate.Core.Profile.ProfileOptions>;

namespace Curate.Core.Profile;

/// <summary>
/// The options of <c>curate profile</c> as data. A threshold is named <c>--max-FIGURE</c> after the member of <see cref="AlertThresholds"/> that
/// it sets: an alert is raised where the figure is above it. Column lists are bound as they are written; <see cref="Resolve"/> turns them
/// into names.
/// </summary>
public static class ProfileOptionSpecs
{
    private static readonly ProfileOptions s_defaults = new();

    /// <summary>Which columns play a part.</summary>
    public static IReadOnlyList<Spec> Roles { get; } =
    [
        Spec.Columns("label", "Columns to report class balance of.", static (o, v) => o with { Labels = v }) with { Role = true },
        Spec.Columns("group", "Columns whose groups are counted, alone and by label.", static (o, v) => o with { Groups = v }) with { Role = true },
        Spec.Text("label-separator", "What stands between the labels of one value, for columns with several labels a row.", static (o, v) => o with { LabelSeparator = Separator(v) }),
        Spec.Column("prediction", "Column with a classifier's answers, to measure against the first --label.", static (o, v) => o with { Prediction = v }) with { Role = true },
        Spec.Columns("probability", "Probability of the positive class, or one column per class in the order of sorted class names.", static (o, v) => o with { Probabilities = v }) with { Role = true },
        Spec.Text("positive", "The class that counts as positive where there are two.", static (o, v) => o with { Positive = v }, "the rarer one"),
        Spec.List("assume-missed", "Measures again, as if these shares of the positives had been labelled negative.", static (o, v) => o with { AssumeMissed = Shares(v) }),
        Spec.Column("embedding", "Column of vectors, for separability of classes and --diversity.", static (o, v) => o with { Embedding = v }) with { Role = true },
        Spec.Columns("features", "Columns of the association matrix; numbers that --diversity compares rows by.", static (o, v) => o with { Associations = v }, "the first that are neither text nor identifier") with { Role = true },
    ];

    /// <summary>How much is looked at and shown.</summary>
    public static IReadOnlyList<Spec> Sizes { get; } =
    [
        Spec.Whole("sample", "Rows of the random sample that sampled figures come from.", static (o, v) => o with { Sample = (int)v }, s_defaults.Sample, 1, 1_000_000, "rows"),
        Spec.Whole("top", "Most frequent values per column.", static (o, v) => o with { Top = (int)v }, s_defaults.Top, 0, 1000),
        Spec.Whole("association-columns", "Columns that the association matrix takes by itself.", static (o, v) => o with { MostAssociations = (int)v }, s_defaults.MostAssociations, 0, 1000),
        Spec.Whole("usable-minimum", "Rows that a class needs to be learned and measured.", static (o, v) => o with { UsableMinimum = v }, s_defaults.UsableMinimum, 0, unit: "rows"),
        Spec.Whole("small-group", "Groups with fewer rows are reported as small.", static (o, v) => o with { SmallGroup = v }, s_defaults.SmallGroup, 0, unit: "rows"),
        Spec.Flag("no-duplicates", "Do not look for repeated rows and keys; faster for wide tables.", static (o, v) => o with { Duplicates = !v }),
    ];

    /// <summary>The search for dependencies.</summary>
    public static IReadOnlyList<Spec> Dependencies { get; } =
    [
        Spec.Flag("dependencies", "Search for functional dependencies, keys, inclusions, and values that break them.", static (o, v) => o with { FindDependencies = v }),
        Limit("columns", "Columns that are searched, the first of the table or of --columns.", static (d, v) => d with { Columns = (int)v }, s_defaults.Dependencies.Columns, 1, DependencyOptions.MostColumns),
        Limit("left", "Most columns of a left side; 0 = any number.", static (d, v) => d with { LeftSide = (int)v }, s_defaults.Dependencies.LeftSide, 0, DependencyOptions.MostColumns),
        Spec.Fraction("dependency-error", "Largest share of rows (g3) or values that break one that almost holds.", static (o, v) => o with { Dependencies = o.Dependencies with { Error = v } }, s_defaults.Dependencies.Error, belowMax: true),
        Spec.Fraction("dependency-strength", "Least mu+ of a functional dependency that almost holds: 0 is chance, 1 holds.", static (o, v) => o with { Dependencies = o.Dependencies with { Strength = v } }, s_defaults.Dependencies.Strength),
        Limit("support", "Rows that share their left side with another row, for a dependency to be listed.", static (d, v) => d with { Support = v }, s_defaults.Dependencies.Support, 0, unit: "rows"),
        Limit("work", "Visits of rows after which the search ends.", static (d, v) => d with { Work = v }, s_defaults.Dependencies.Work, 1),
        Limit("list", "Entries of each list of dependencies, keys, inclusions and typos.", static (d, v) => d with { List = (int)v }, s_defaults.Dependencies.List, 1, 100_000),
    ];

    /// <summary>The report on quality, diversity and complexity.</summary>
    public static IReadOnlyList<Spec> Diversity { get; } =
    [
        Spec.Flag("diversity", "Report quality, diversity (Vendi scores of --embedding or --features) and complexity of rows.", static (o, v) => o with { FindDiversity = v }),
        Spec.Column("text", "Column of texts, for lengths, different runs of tokens, compression and token entropy.", static (o, v) => o with { Diversity = o.Diversity with { Text = v } }) with { Role = true },
        Spec.Column("score", "Column of numbers that say how good rows are.", static (o, v) => o with { Diversity = o.Diversity with { Score = v } }) with { Role = true },
        Spec.Column("loss", "Column of losses of a model that did not learn from the rows.", static (o, v) => o with { Diversity = o.Diversity with { Loss = v } }),
        Spec.Column("weight", "Column of how much each row counts in Vendi scores, 0 or more; 2 counts as two equal rows.", static (o, v) => o with { Diversity = o.Diversity with { Weight = v } }) with { Role = true },
        Spec.Column("source", "Column of sources or generations, reported one by one (at most 1,000).", static (o, v) => o with { Diversity = o.Diversity with { Source = v } }) with { Role = true },
        Spec.List("vendi-orders", "Orders of the Vendi score, above 0, or inf: low ones count rare rows as much as common ones, high ones listen to repeats.",
            static (o, v) => o with { Diversity = o.Diversity with { Orders = Orders(v) } }, "0.1,1,2,inf"),
        Spec.Choice("similarity", "What two rows have in common: the cosine, or a Gaussian of the distance.", ["cosine", "rbf"], static (o, v) => o with { Diversity = o.Diversity with { Gaussian = v == "rbf" } }, "cosine"),
        Spec.Number("bandwidth", "Width h of rbf, exp(-distance^2 / (2 h^2)); without it the median distance of sampled rows.", static (o, v) => o with { Diversity = o.Diversity with { Bandwidth = v } }, min: 0, aboveMin: true),
        Spec.Choice("scale", "How numbers are brought to one scale before --diversity compares rows; a pass more.", ["none", "standard", "minmax"],
            static (o, v) => o with { Diversity = o.Diversity with { Scale = v switch { "standard" => FeatureScaling.Standard, "minmax" => FeatureScaling.MinMax, _ => FeatureScaling.None } } }, "none"),
        Spec.Whole("diversity-sample", "Rows of the samples, of the whole and of each source, that pairs and texts are measured on.", static (o, v) => o with { Diversity = o.Diversity with { Sample = (int)v } }, s_defaults.Diversity.Sample, 2, 10_000, "rows"),
    ];

    /// <summary>From which figure on an alert is raised.</summary>
    public static IReadOnlyList<Spec> Thresholds { get; } =
    [
        Share("missing", "Share of missing values.", static (t, v) => t with { Missing = v }, s_defaults.Thresholds.Missing),
        Share("zeros", "Share of zeros in a numeric column.", static (t, v) => t with { Zeros = v }, s_defaults.Thresholds.Zeros),
        Share("infinities", "Share of infinities in a numeric column.", static (t, v) => t with { Infinities = v }, s_defaults.Thresholds.Infinities),
        Share("near-constant", "Share of the most frequent value of a column.", static (t, v) => t with { NearConstant = v }, s_defaults.Thresholds.NearConstant),
        Spec.Whole("max-cardinality", "Distinct values of a category.", static (o, v) => o with { Thresholds = o.Thresholds with { Cardinality = v } }, s_defaults.Thresholds.Cardinality, 0),
        Share("imbalance", "Unevenness of a category or class: 1 - entropy / log2(classes).", static (t, v) => t with { Imbalance = v }, s_defaults.Thresholds.Imbalance),
        Spec.Number("max-skewness", "Absolute skewness of a numeric column.", static (o, v) => o with { Thresholds = o.Thresholds with { Skewness = v } }, s_defaults.Thresholds.Skewness, 0),
        Share("uniform", "p-value of the test for equal shares: a column that is too even to be natural.", static (t, v) => t with { Uniform = v }, s_defaults.Thresholds.Uniform),
        Share("association", "Absolute association of two columns.", static (t, v) => t with { Association = v }, s_defaults.Thresholds.Association),
        Share("duplicates", "Share of rows that repeat another one.", static (t, v) => t with { Duplicates = v }, s_defaults.Thresholds.Duplicates),
        Spec.Number("max-shift", "Population stability index of a column against --against.", static (o, v) => o with { Thresholds = o.Thresholds with { Shift = v } }, s_defaults.Thresholds.Shift, 0),
        Share("class-share", "Change of a class share against --against, as a difference of shares.", static (t, v) => t with { ClassShare = v }, s_defaults.Thresholds.ClassShare),
        Share("separability", "Balanced accuracy of the nearest class mean: classes that are suspiciously easy to tell apart.", static (t, v) => t with { Separability = v }, s_defaults.Thresholds.Separability),
    ];

    public static IReadOnlyList<Spec> All { get; } = [.. Roles, .. Sizes, .. Dependencies, .. Diversity, .. Thresholds];

    /// <summary>The options with the names that their column lists mean in <paramref name="source"/>.</summary>
    /// <exception cref="CurateException">A column that does not exist, with the nearest name; parts that do not go together.</exception>
    public static ProfileOptions Resolve(ProfileOptions options, IRecordSource source)
    {
        CheckParts(options);
        return options with
        {
            Columns = Names(options.Columns, source),
            Labels = Names(options.Labels, source),
            Groups = Names(options.Groups, source),
            Prediction = Name(options.Prediction, source),
            Probabilities = Names(options.Probabilities, source),
            Embedding = Name(options.Embedding, source),
            Associations = Names(options.Associations, source),
            Diversity = options.Diversity with
            {
                Text = Name(options.Diversity.Text, source),
                Score = Name(options.Diversity.Score, source),
                Loss = Name(options.Diversity.Loss, source),
                Weight = Name(options.Diversity.Weight, source),
                Source = Name(options.Diversity.Source, source),
            },
        };
    }

    private static void CheckParts(ProfileOptions options)
    {
        if (options.Labels.Count == 0 && (options.Prediction is not null || options.Probabilities.Count > 0))
        {
            Fail.Usage("--prediction and --probability are measured against a label, and none is named.", "Pass --label COL.");
        }

        if (options.Prediction is null && options.Probabilities.Count == 0 && (options.Positive is not null || options.AssumeMissed.Count > 0))
        {
            Fail.Usage($"--{(options.Positive is not null ? "positive" : "assume-missed")} belongs to the measures of a classifier, and none is named.", "Pass --prediction COL or --probability COLS.");
        }

        if (!options.FindDependencies && options.Dependencies != s_defaults.Dependencies)
        {
            Fail.Usage("An option --dependency-... limits the search for dependencies, and none is asked for.", "Pass --dependencies.");
        }

        if (!options.FindDiversity && options.Diversity != s_defaults.Diversity)
        {
            Fail.Usage("--text, --score, --loss, --weight, --source, --vendi-orders, --similarity, --bandwidth, --scale and --diversity-sample belong to the report on diversity, and it is not asked for.", "Pass --diversity.");
        }

        if (options.FindDiversity && options.Embedding is null && options.Associations.Count == 0 && options.Diversity.Text is null)
        {
            Fail.Usage("--diversity does not know what rows are compared by.", "Pass --embedding COL, --features COLS or --text COL.");
        }

        if (options.Diversity is { Bandwidth: not null, Gaussian: false })
        {
            Fail.Usage("--bandwidth is the width of a Gaussian, and rows are compared by the cosine.", "Pass --similarity rbf.");
        }

        if (options.Diversity.Weight is not null && options.Embedding is null && options.Associations.Count == 0)
        {
            Fail.Usage("--weight says how much rows count in Vendi scores, and nothing is named that rows are compared by.", "Pass --embedding COL or --features COLS.");
        }

        if (options.Embedding is not null && options.Diversity.Scale != FeatureScaling.None)
        {
            Fail.Usage("--scale brings columns of numbers to one scale, and --embedding names vectors, which are compared as they are.", "Leave one of the two out.");
        }

        if (options.Labels.Count == 0 && options.LabelSeparator is not null)
        {
            Fail.Usage("--label-separator splits the values of --label, and none is named.", "Pass --label COL.");
        }
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<string> items, IRecordSource source) =>
        items.Count == 0 ? [] : ColumnSelector.Parse(items).Resolve(source);

    /// <summary>A column that has to be there.</summary>
    /// <param name="column">The name; null where none is asked for.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="CurateException">It is not there.</exception>
    public static string? Name(string? column, IRecordSource source, string? option = null)
    {
        if (column is not null && !source.HasColumn(column))
        {
            UnknownColumn.Fail(source.Name, column, source.Schema.Fields.Select(static f => f.Name), option);
        }

        return column;
    }

    private static Spec Share(string figure, string help, Func<AlertThresholds, double, AlertThresholds> set, double @default) =>
        Spec.Fraction("max-" + figure, help, (o, v) => o with { Thresholds = set(o.Thresholds, v) }, @default);

    private static Spec Limit(string name, string help, Func<DependencyOptions, long, DependencyOptions> set, long @default, long min, long max = long.MaxValue, string? unit = null) =>
        Spec.Whole("dependency-" + name, help, (o, v) => o with { Dependencies = set(o.Dependencies, v) }, @default, min, max, unit);

    private static string Separator(string text)
    {
        string plain = text is "tab" or "\\t" ? "\t" : text;
        if (plain.Length == 0)
        {
            Fail.Usage("--label-separator takes a text, and it is empty.", "For example --label-separator '|'.");
        }

        return plain;
    }

    private static double[] Orders(string[] items) => Array.ConvertAll(items, VendiScore.OrderOf);

    private static double[] Shares(string[] items) => Array.ConvertAll(items, static item =>
    {
        if (!NumberText.TryFraction(item, out double share) || share >= 1)
        {
            Fail.Usage($"--assume-missed takes shares from 0 to below 1, not {Fail.Show(item)}.", "For example --assume-missed 5%,20%.");
        }

        return share;
    });
}
