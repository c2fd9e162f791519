using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Split;

/// <summary>The methods of <c>curate split</c>.</summary>
public static class SplitMethods
{
    private const MethodTraits AllRows = MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.KeepsAll | MethodTraits.AddsColumns;

    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("stratified", static _ => Stratified),
        new("group", static _ => Group),
        new("time", static _ => Time),
    ];

    private static MethodEntry Stratified => new MethodEntry<SplitOptions>("split", "stratified",
        "Random splits of exact size, with equal shares of each class.", AllRows | MethodTraits.Shardable | MethodTraits.Random)
    {
        Memory = "2 to 8 bytes a row, in scratch beyond --memory",
        Passes = "2",
        Usage = "curate split penguins.csv --label species --fractions 0.8,0.1,0.1 -o split.csv",
        Defaults = new SplitOptions(),
        Resolved = Resolved,
        Options =
        [
            .. Common,
            .. StrataOptions("in every split"),
            OptionSpec<SplitOptions>.Columns("by-hash", "Fix each row's split by the hash of these columns: it stays when rows are added; sizes are then approximate.", (o, v) => o with { ByHash = v }),
        ],
        Validate = static o =>
        {
            Check(o);
            if (o.ByHash.Count > 0 && o.Strata.Count > 0)
            {
                Fail.Usage("--by-hash fixes splits row by row and cannot keep strata.", "Leave out --label and --strata, or --by-hash.");
            }
        },
        Start = static (options, request) => options.ByHash.Count > 0
            ? MethodStart.With(new HashPlanner(Named(options, request), request.Context))
            : MethodStart.With(new StratifiedPlanner(Named(options, request), request.Context)),
        Example = static table => new SplitOptions { Strata = [table.Label] },
    };

    private static MethodEntry Group => new MethodEntry<SplitOptions>("split", "group",
        "Splits that keep the rows of a group together, with sizes and class shares as near as possible.", AllRows | MethodTraits.Shardable | MethodTraits.Random)
    {
        Memory = "2 to 8 bytes a row, in scratch beyond --memory, and the groups",
        Passes = "2",
        Usage = "curate split penguins.csv --method group --group island -o split.csv",
        Defaults = new SplitOptions(),
        Resolved = Resolved,
        Options =
        [
            .. Common,
            OptionSpec<SplitOptions>.Columns("group", "Columns that name the group; its rows are never separated.", (o, v) => o with { Group = v }) with { Role = true, Required = true },
            .. StrataOptions("as far as whole groups allow"),
        ],
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new GroupPlanner(Named(options, request), request.Context)),
        Example = static table => new SplitOptions { Group = [table.Group], Strata = [table.Label] },
    };

    private static MethodEntry Time => new MethodEntry<SplitOptions>("split", "time",
        "The past for training, later rows for validation and test, with a gap.", MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.AddsColumns)
    {
        Memory = "9 to 12 bytes a row, and 1 to 4 more with --group; in scratch beyond --memory",
        Passes = "2",
        DropReasons = [TimePlanner.GapReason],
        Usage = "curate split events.csv --method time --time at --gap 7d -o split.csv",
        Defaults = new SplitOptions(),
        Resolved = Resolved,
        Options =
        [
            .. Common,
            OptionSpec<SplitOptions>.Column("time", "Column of ISO 8601 dates or times, or of numbers.", (o, v) => o with { Time = v }) with { Role = true, Required = true },
            OptionSpec<SplitOptions>.List("cuts", "First moments of the second and later splits, instead of fractions.", (o, v) => o with { Cuts = v }),
            OptionSpec<SplitOptions>.Text("gap", "Leave out rows up to this long after a cut: 7d, 12h, 30m, 45s, or a number.", (o, v) => o with { Gap = TimeGap.Parse(v) }),
            OptionSpec<SplitOptions>.Columns("group", "Cut each group's own rows (each user's past and future).", (o, v) => o with { Group = v }) with { Role = true },
        ],
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new TimePlanner(Named(options, request) with { Time = request.Column(options.Time) }, request.Context)),
        Example = static table => new SplitOptions { Time = table.Time },
    };

    private static IReadOnlyList<OptionSpec<SplitOptions>> StrataOptions(string kept) =>
    [
        OptionSpec<SplitOptions>.Column("label", $"Column whose shares are kept {kept}.", (o, v) => o with { Strata = [.. o.Strata, v] }) with { Role = true },
        OptionSpec<SplitOptions>.Columns("strata", $"Further columns whose combinations are kept {kept}.", (o, v) => o with { Strata = [.. o.Strata, .. v] }),
    ];

    private static IReadOnlyList<OptionSpec<SplitOptions>> Common =>
    [
        OptionSpec<SplitOptions>.List("fractions", "Shares of the splits; they sum to 1.", (o, v) => o with { Fractions = [.. v.Select(Fraction)] }, "0.8,0.1,0.1"),
        OptionSpec<SplitOptions>.Whole("folds", "Number of equal folds, named 0, 1, 2 ..., instead of fractions.", (o, v) => o with { Folds = (int)v }, min: 2, max: 10_000),
        OptionSpec<SplitOptions>.List("names", "Names of the splits.", (o, v) => o with { Names = v }, "train,validation,test; train,test for two"),
        OptionSpec<SplitOptions>.Text("column", "Name of the added column.", (o, v) => o with { Column = v }, "split"),
    ];

    /// <summary>Names depend on how many splits there are, and fractions count only where nothing else says where splits end.</summary>
    private static IReadOnlyDictionary<string, string?> Resolved(SplitOptions options) => new Dictionary<string, string?>
    {
        ["names"] = string.Join(',', options.SplitNames),
        ["fractions"] = options.Folds > 0 || options.Cuts.Count > 0 ? null : string.Join(',', options.Shares.Select(static s => NumberText.Of(s))),
    };

    private static SplitOptions Named(SplitOptions options, StartRequest request) => options with
    {
        Strata = request.Columns(options.Strata),
        Group = request.Columns(options.Group),
        ByHash = request.Columns(options.ByHash),
    };

    private static double Fraction(string text)
    {
        if (!NumberText.TryFraction(text, out double value) || value is <= 0 or > 1)
        {
            Fail.Usage($"--fractions takes shares such as 0.8 or 80%, not {Fail.Show(text)}.");
        }

        return value;
    }

    private static void Check(SplitOptions options)
    {
        if (options.Fractions.Count > 0 && (options.Folds > 0 || options.Cuts.Count > 0))
        {
            Fail.Usage($"--fractions and --{(options.Folds > 0 ? "folds" : "cuts")} both say where splits end.", "Pass one of them.");
        }

        double sum = options.Shares.Sum();
        if (options.Folds == 0 && options.Cuts.Count == 0 && (Math.Abs(sum - 1) > 1e-9 || options.Shares.Count < 2))
        {
            Fail.Usage($"--fractions must be two or more shares that sum to 1; these sum to {NumberText.Of(sum)}.");
        }

        if (options.Folds > 0 && options.Cuts.Count > 0)
        {
            Fail.Usage("--folds and --cuts both say where splits end.", "Pass one of them.");
        }

        if (options.Names.Count > 0 && options.Names.Count != options.Parts)
        {
            Fail.Usage($"--names gives {NumberText.Of(options.Names.Count)} names for {NumberText.Of(options.Parts)} splits.");
        }

        if (options.Names.Distinct(StringComparer.Ordinal).Count() != options.Names.Count)
        {
            Fail.Usage("--names gives the same name twice.");
        }
    }
}
