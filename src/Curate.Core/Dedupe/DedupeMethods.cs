using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Dedupe;

/// <summary>The methods of <c>curate dedupe</c>.</summary>
public static class DedupeMethods
{
    private static readonly string[] s_normalizations = ["lower", "space", "nfc"];

    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("exact", static _ => Exact),
        new("near", static _ => Near.NearMethod.Entry),
        new("simhash", static _ => Near.SimHashMethod.Entry),
        new("line", static _ => Lines.LineMethod.Entry),
        new("substring", static _ => Substring.SubstringMethod.Entry),
        new("semantic", static _ => Semantic.SemanticMethod.Entry),
    ];

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
            OptionSpec<ExactOptions>.List("normalize", "What is done to texts before they are compared: lower, space, nfc; in near and simhash lower, numbers, punctuation, accents, all four by default; in line and substring the same four, none by default.", (o, v) => o with { Normalize = Flags(v) }, "none"),
            .. CopyOptionSpecs.Of<ExactOptions>(static o => o.Copies, static (o, v) => o with { Copies = v }),
            OptionSpec<ExactOptions>.Flag("match-nulls", "Missing key values equal each other.", (o, v) => o with { MatchNulls = v }),
        ],
        Validate = static options => options.Copies.Validate(),
        Start = static (raw, request) => StartExact(raw with
        {
            Key = request.Columns(raw.Key),
            Copies = raw.Copies.Bound(request),
        }, request),
        Example = static _ => new ExactOptions(),
    };

    private static MethodStart StartExact(ExactOptions options, StartRequest request) =>
        !options.Copies.Keep.IsFirst || options.Copies.Across || options.Copies.WantsGroups || request.NeedsPlan
            ? MethodStart.With(new ExactPlanner(options, request.Context, options.Copies.WantsGroups || request.NeedsPlan))
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
