using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Sketches;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary><c>dedupe --method near</c>: MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and Ullman, chapter 3).</summary>
internal static class NearMethod
{
    /// <summary>The hash functions are fixed: what is a duplicate does not depend on the seed of a run.</summary>
    private const ulong HashSeed = 0x6E656172;

    private const int MostFailures = 64;

    private static readonly (string Name, PairVerification Kind)[] s_verifications =
    [
        ("jaccard", PairVerification.Jaccard), ("containment", PairVerification.Containment), ("edit", PairVerification.Edit),
        ("signature", PairVerification.Signature), ("none", PairVerification.None),
    ];

    public static MethodEntry Entry => new MethodEntry<NearOptions>("dedupe", "near",
        "Keeps one row of each group of nearly equal texts: MinHash finds pairs, and each pair is measured before a row leaves.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable)
    {
        Memory = "32 bytes a text and 16 bytes for each band of each different text, then 40 bytes for each text in each bucket that it shares and 8 bytes a shingle of texts that share one; all of it spilled to scratch beyond --memory",
        Passes = "2 (1 with --verify none)",
        Source = "Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4",
        Usage = "curate dedupe examples/near-duplicates/notes.jsonl --method near --text text -o unique.jsonl",
        Defaults = new NearOptions(),
        InputOptions = ["across"],
        DropReasons = [ExactPlanner.DuplicateReason, ExactPlanner.AcrossReason],
        Options =
        [
            .. TextOptionSpecs.Of<NearOptions>(static o => o.Texts, static (o, v) => o with { Texts = v }, 5),
            OptionSpec<NearOptions>.Fraction("threshold", "Least similarity of two texts that are the same; in semantic the least cosine of two embeddings, 0.95 unless given.", (o, v) => o with { Threshold = v }, 0.8, 0, 1, aboveMin: true),
            OptionSpec<NearOptions>.Choice("verify", "How a pair is measured.", [.. s_verifications.Select(static v => v.Name)], (o, v) => o with { Verify = s_verifications.First(k => k.Name == v).Kind }, "jaccard"),
            OptionSpec<NearOptions>.Choice("cluster", "star: members are like the row that stays; transitive: like any other member.", ["star", "transitive"], (o, v) => o with { Star = v == "star" }, "star"),
            OptionSpec<NearOptions>.Whole("hashes", "MinHash functions, to be cut into bands.", (o, v) => o with { Hashes = (int)v }, 128, 1, 4096),
            OptionSpec<NearOptions>.Fraction("recall-weight", "Weight of missed pairs, against needless comparisons, in the choice of bands; 0.5 with --verify none.", (o, v) => o with { RecallWeight = v }, 0.9, 0, 1, aboveMin: true, belowMax: true),
            OptionSpec<NearOptions>.Whole("bands", "Bands, with --band-rows instead of a choice by --threshold.", (o, v) => o with { Bands = (int)v }, null, 1, 4096),
            OptionSpec<NearOptions>.Whole("band-rows", "Hash values of a band.", (o, v) => o with { BandRows = (int)v }, null, 1, 4096),
            OptionSpec<NearOptions>.Choice("preset", "Parameters of another tool, where no option says otherwise.", ["fineweb", "curator", "text-dedup"], (o, v) => o with { Preset = v }),
            .. CopyOptionSpecs.Of<NearOptions>(static o => o.Copies, static (o, v) => o with { Copies = v }),
        ],
        Validate = Validate,
        Resolved = Resolved,
        Start = static (raw, request) => MethodStart.With(new NearPlanner(Setup(raw, request), request.Inputs, request.Context, raw.Copies.WantsGroups || request.NeedsPlan)),
        Example = static table => new NearOptions { Texts = new TextOptions { Text = [table.Text] } },
    };

    private static void Validate(NearOptions options)
    {
        options.Copies.Validate();
        if (options.Bands is null != options.BandRows is null)
        {
            Fail.Usage("--bands and --band-rows go together.", "Pass both, or --threshold alone.");
        }

        if ((long)(options.Bands ?? 1) * (options.BandRows ?? 1) > 1 << 16)
        {
            Fail.Usage($"{NumberText.Of(options.Bands!.Value)} bands of {NumberText.Of(options.BandRows!.Value)} are more than 65536 hash functions.", "Pass fewer.");
        }

        if (options.Bands is not null && (options.Hashes is not null && options.Filled().Verify != PairVerification.Signature))
        {
            Fail.Usage("--hashes has no effect beside --bands and --band-rows, which say how many there are.", "Leave one out.");
        }
    }

    private static Dictionary<string, string?> Resolved(NearOptions given)
    {
        NearOptions filled = given.Filled();
        return new Dictionary<string, string?>
        {
            ["normalize"] = TextOptionSpecs.NameOf(filled.Texts.Folding!.Value),
            ["unit"] = TextOptionSpecs.NameOf(filled.Texts.Unit!.Value),
            ["shingle"] = NumberText.Of(filled.Texts.Shingle!.Value),
            ["threshold"] = NumberText.Of(filled.Threshold!.Value),
            ["verify"] = s_verifications.First(v => v.Kind == filled.Verify).Name,
            ["cluster"] = filled.Star!.Value ? "star" : "transitive",
            ["hashes"] = NumberText.Of(filled.Hashes!.Value),
            ["recall-weight"] = given.Bands is null ? NumberText.Of(filled.RecallWeight!.Value) : null,
            ["bands"] = NumberText.Of(filled.Bands!.Value),
            ["band-rows"] = NumberText.Of(filled.BandRows!.Value),
        };
    }

    private static NearSetup Setup(NearOptions given, StartRequest request)
    {
        NearOptions options = given.Filled();
        PairVerification verify = options.Verify!.Value;
        var layout = new BandLayout(options.Bands!.Value, options.BandRows!.Value);
        var hash = new MinHash(options.Hashes!.Value, HashSeed);
        return new NearSetup
        {
            Text = options.Texts.Columns(request),
            Folding = options.Texts.Folding!.Value,
            Unit = options.Texts.Unit!.Value,
            Shingle = options.Texts.Shingle!.Value,
            Copies = options.Copies.Bound(request),
            NewSketch = () => new MinHashSketch(hash, layout),
            Measure = new PairMeasure(verify, options.Threshold!.Value, hash.Hashes),
            Star = options.Star!.Value,
            SkipsSingleShingles = (verify is PairVerification.Jaccard or PairVerification.Signature && options.Threshold > 0.5) || verify == PairVerification.None,
            MostFailures = MostFailures,
            Tables = [Parameters(options, layout), Curve(layout)],
        };
    }

    private static ReportTable Parameters(NearOptions options, BandLayout layout)
    {
        var table = new ReportTable("near_parameters", "How pairs were found", ["what", "value"]);
        string unit = options.Texts.Unit switch
        {
            ShingleUnit.Words => "words",
            ShingleUnit.Characters => "characters",
            _ => "words, or characters of scripts without spaces",
        };
        table.Add("shingle", NumberText.Of(options.Texts.Shingle!.Value) + " " + unit);
        table.Add("bands x rows", $"{NumberText.Of(layout.Bands)} x {NumberText.Of(layout.Rows)}");
        table.Add("half of pairs found at", NumberText.Of(Math.Round(layout.Half, 3)));
        table.Add("pairs measured by", options.Verify == PairVerification.None ? "nothing (--verify none)" : s_verifications.First(v => v.Kind == options.Verify).Name);
        table.Add("least similarity", options.Verify == PairVerification.None ? "none: sharing a bucket is enough" : NumberText.Of(options.Threshold!.Value));
        table.Add("clusters", options.Star!.Value ? "star" : "transitive");
        return table;
    }

    private static ReportTable Curve(BandLayout layout)
    {
        var table = new ReportTable("s_curve", "Chance that a pair is found, by Jaccard similarity", ["similarity", "found"]);
        for (int percent = 50; percent <= 100; percent += 5)
        {
            table.Add(percent / 100.0, Math.Round(layout.Probability(percent / 100.0), 4));
        }

        return table;
    }
}
