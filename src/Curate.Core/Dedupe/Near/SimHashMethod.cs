using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary><c>dedupe --method simhash</c> (Charikar 2002; Manku, Jain and Das Sarma 2007).</summary>
internal static class SimHashMethod
{
    /// <summary>Comparing two sketches costs so little that a bucket is searched far.</summary>
    private const int MostFailures = 4096;

    public static MethodEntry Entry => new MethodEntry<SimHashOptions>("dedupe", "simhash",
        "Keeps one row of each group of texts whose 64-bit SimHash differs in few bits: cheaper and coarser than near.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable)
    {
        Memory = "32 bytes a text and 16 bytes for each table (20 at distance 3) of each different text, then 40 bytes for each text in each bucket that it shares; all of it spilled to scratch beyond --memory",
        Passes = "2",
        Source = "Charikar 2002; Manku, Jain and Das Sarma 2007",
        Usage = "curate dedupe examples/near-duplicates/notes.jsonl --method simhash --text text -o unique.jsonl",
        Defaults = new SimHashOptions(),
        InputOptions = ["across"],
        DropReasons = [ExactPlanner.DuplicateReason, ExactPlanner.AcrossReason],
        Options =
        [
            .. TextOptionSpecs.Of<SimHashOptions>(static o => o.Texts, static (o, v) => o with { Texts = v }, 3),
            OptionSpec<SimHashOptions>.Whole("distance", "Most bits of 64 in which two texts that are the same may differ.", (o, v) => o with { Distance = (int)v }, 3, 0, 16),
            OptionSpec<SimHashOptions>.Whole("blocks", "Blocks of bits, more than the distance: more of them make more and smaller tables.", (o, v) => o with { Blocks = (int)v }, null, 1, 20),
            OptionSpec<SimHashOptions>.Choice("cluster", "star: members are like the row that stays; transitive: like any other member.", ["star", "transitive"], (o, v) => o with { Star = v == "star" }, "star"),
            .. CopyOptionSpecs.Of<SimHashOptions>(static o => o.Copies, static (o, v) => o with { Copies = v }),
        ],
        Validate = static options =>
        {
            options.Copies.Validate();
            if (options.BlocksInEffect <= options.Distance)
            {
                Fail.Usage($"--blocks {NumberText.Of(options.BlocksInEffect)} must be more than --distance {NumberText.Of(options.Distance)}.");
            }

            int tables = SimHashSketch.Masks(options.BlocksInEffect, options.Distance).Length;
            if (tables > 1000)
            {
                Fail.Usage($"--blocks {NumberText.Of(options.BlocksInEffect)} with --distance {NumberText.Of(options.Distance)} make {NumberText.Of(tables)} tables; at most 1000 are accepted.", "Pass fewer blocks.");
            }
        },
        Resolved = static options => new Dictionary<string, string?> { ["blocks"] = NumberText.Of(options.BlocksInEffect) },
        Start = static (raw, request) => MethodStart.With(new NearPlanner(Setup(raw, request), request.Inputs, request.Context, raw.Copies.WantsGroups || request.NeedsPlan)),
        Example = static table => new SimHashOptions { Texts = new TextOptions { Text = [table.Text] } },
    };

    private static NearSetup Setup(SimHashOptions options, StartRequest request)
    {
        ulong[] masks = SimHashSketch.Masks(options.BlocksInEffect, options.Distance);
        var table = new ReportTable("simhash_parameters", "How pairs were found", ["what", "value"]);
        table.Add("shingle", NumberText.Of(options.Texts.Shingle ?? 3) + " " + TextOptionSpecs.NameOf(options.Texts.Unit ?? ShingleUnit.Auto));
        table.Add("bits that may differ", NumberText.Of(options.Distance) + " of 64");
        table.Add("blocks", NumberText.Of(options.BlocksInEffect));
        table.Add("tables", NumberText.Of(masks.Length));
        table.Add("clusters", options.Star ? "star" : "transitive");
        return new NearSetup
        {
            Text = options.Texts.Columns(request),
            Folding = options.Texts.Folding ?? TextFolding.All,
            Unit = options.Texts.Unit ?? ShingleUnit.Auto,
            Shingle = options.Texts.Shingle ?? 3,
            Copies = options.Copies.Bound(request),
            NewSketch = () => new SimHashSketch(masks),
            Measure = new PairMeasure(PairVerification.Hamming, 1 - (options.Distance / 64.0), 0),
            Star = options.Star,
            SkipsSingleShingles = false,
            MostFailures = MostFailures,
            Tables = [table],
        };
    }
}
