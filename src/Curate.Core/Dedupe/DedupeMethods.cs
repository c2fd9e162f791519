using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Dedupe;

/// <summary>The methods of <c>curate dedupe</c>.</summary>
public static class DedupeMethods
{
    private static readonly string[] s_normalizations = ["lower", "space", "nfc"];

    public static IReadOnlyList<MethodEntry> All { get; } = [Exact];

    private static MethodEntry Exact => new MethodEntry<ExactOptions>("dedupe", "exact",
        "Keeps one row of each group of equal rows, by the whole row, key columns or normalised text.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable | MethodTraits.Idempotent)
    {
        Memory = "19 to 30 bytes a distinct key; with --keep other than first, --across, --mark or --removed 32 bytes a row, spilled to scratch beyond --memory",
        Passes = "1 (2 with --keep other than first, --across, --mark, --removed, or when spilled)",
        Usage = "curate dedupe penguins.csv -o unique.csv",
        Defaults = new ExactOptions(),
        InputOptions = ["across"],
        DropReasons = [ExactPlanner.DuplicateReason, ExactPlanner.AcrossReason],
        Options =
        [
            OptionSpec<ExactOptions>.Columns("key", "Columns whose values make rows equal; the whole row when left out.", (o, v) => o with { Key = v }) with { Role = true },
            OptionSpec<ExactOptions>.List("normalize", "What is done to key texts before they are compared: lower, space, nfc.", (o, v) => o with { Normalize = Flags(v) }, "none"),
            OptionSpec<ExactOptions>.Text("keep", "Which copy stays: first, last, longest, shortest, max:COL, min:COL or prefer:COL=a,b.", (o, v) => o with { Keep = KeepRule.Parse(v) }, "first"),
            OptionSpec<ExactOptions>.Columns("within", "Compare only rows that agree in these columns.", (o, v) => o with { Within = v }),
            OptionSpec<ExactOptions>.Path("across", "Remove rows that occur in this second dataset, too.", (o, v) => o with { Across = true }),
            OptionSpec<ExactOptions>.Flag("only-across", "Remove nothing but rows that occur in the --across dataset.", (o, v) => o with { OnlyAcross = v }),
            OptionSpec<ExactOptions>.Flag("mark", "Keep all rows and add _cluster_id, _cluster_size, _representative and _similarity.", (o, v) => o with { Mark = v }),
            OptionSpec<ExactOptions>.Flag("cluster-size", "Add _cluster_size to the kept rows.", (o, v) => o with { ClusterSize = v }),
            OptionSpec<ExactOptions>.Flag("match-nulls", "Missing key values equal each other.", (o, v) => o with { MatchNulls = v }),
        ],
        Validate = static options =>
        {
            if (options.OnlyAcross && !options.Across)
            {
                Fail.Usage("--only-across needs a second dataset.", "Pass --across FILE.");
            }
        },
        Start = static (raw, request) => StartExact(raw with
        {
            Key = request.Columns(raw.Key),
            Within = request.Columns(raw.Within),
            Keep = raw.Keep.Column is { } column ? raw.Keep with { Column = request.Column(column) } : raw.Keep,
        }, request),
        Example = static _ => new ExactOptions(),
    };

    private static MethodStart StartExact(ExactOptions options, StartRequest request) =>
        !options.Keep.IsFirst || options.Across || options.Mark || options.ClusterSize || request.NeedsPlan
            ? MethodStart.With(new ExactPlanner(options, request.Context, options.Mark || options.ClusterSize || request.NeedsPlan))
            : MethodStart.With(new ExactFilter(options, request.Inputs.Main, request.Context));

    private static KeyNormalization Flags(string[] names)
    {
        KeyNormalization flags = 0;
        foreach (string name in names)
        {
            flags |= name switch
            {
                "none" => 0,
                "lower" => KeyNormalization.Lower,
                "space" => KeyNormalization.Space,
                "nfc" => KeyNormalization.Nfc,
                _ => Unknown(name),
            };
        }

        return flags;
    }

    private static KeyNormalization Unknown(string name)
    {
        string? nearest = NameSuggestions.Nearest(name, s_normalizations);
        Fail.Usage($"--normalize takes lower, space and nfc, not {Fail.Show(name)}.", nearest is null ? null : $"Did you mean {nearest}?");
        return 0;
    }
}
