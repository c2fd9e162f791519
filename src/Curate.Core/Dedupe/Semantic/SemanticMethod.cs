using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Dedupe.Semantic;

/// <summary><c>dedupe --method semantic</c>: cosine neighbours inside k-means clusters (Abbas et al. 2023).</summary>
internal static class SemanticMethod
{
    public static MethodEntry Entry => new MethodEntry<SemanticOptions>("dedupe", "semantic",
        "Keeps one row of each group of rows whose embeddings point the same way: cosine similarity inside the nearest clusters of k-means.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Random | MethodTraits.InMemory)
    {
        Memory = "8 d + 100 + 8 --probes bytes a row with a vector of d values, and while clusters are found 1,024 d bytes for each of them; with --across 8 d + 40 bytes a row there",
        Passes = "2 (3 where kinds are inferred), and the same over --across",
        Source = "Abbas, Tirumala, Simig, Ganguli and Morcos 2023 (SemDeDup), algorithm 1; Dhillon and Modha 2001 (spherical k-means)",
        Usage = "curate dedupe examples/semantic-duplicates/reviews.jsonl --method semantic --embedding vector -o unique.jsonl",
        Defaults = new SemanticOptions(),
        InputOptions = ["across"],
        DropReasons = [ExactPlanner.DuplicateReason, ExactPlanner.AcrossReason],
        ReportsBy = static o => o.Inspect ? "inspect" : null,
        Options =
        [
            OptionSpec<SemanticOptions>.Columns("embedding", "Column of vectors, or columns of numbers that make one.", (o, v) => o with { Embedding = v }) with { Role = true, Required = true },
            OptionSpec<SemanticOptions>.Fraction("threshold", "Least cosine similarity of two rows that are the same.", (o, v) => o with { Threshold = v }, SemanticOptions.DefaultThreshold, 0, 1, aboveMin: true),
            OptionSpec<SemanticOptions>.Fraction("eps", "The same as 1 - threshold: 0 removes equal vectors only, and more leaves as it grows.", (o, v) => o with { Epsilon = v }, null, 0, 1, belowMax: true),
            OptionSpec<SemanticOptions>.Whole("k", "Clusters of k-means; without it 1 up to 20000 different vectors, else the square root of their number.", (o, v) => o with { Clusters = (int)v }, null, 1, 1 << 20),
            OptionSpec<SemanticOptions>.Whole("probes", "Clusters, its own and the next nearest ones, in which a row is compared.", (o, v) => o with { Probes = (int)v }, 3, 1, 1 << 20),
            OptionSpec<SemanticOptions>.Whole("max-iterations", "Most iterations of k-means.", (o, v) => o with { MaxIterations = (int)v }, 20, 1, 10_000),
            OptionSpec<SemanticOptions>.Choice("cluster", "star: members are like the row that stays; transitive: like any other member.", ["star", "transitive"], (o, v) => o with { Star = v == "star" }, "star"),
            OptionSpec<SemanticOptions>.Flag("inspect", "Write no data: report how alike rows are, to choose a threshold by.", (o, v) => o with { Inspect = v }),
            .. CopyOptionSpecs.Of<SemanticOptions>(static o => o.Copies, static (o, v) => o with { Copies = v }).Select(static spec => spec.Name == "keep" ? Keep : spec),
        ],
        Validate = Validate,
        Resolved = static o => new Dictionary<string, string?> { ["threshold"] = NumberText.Of(o.LeastSimilarity) },
        Start = static (raw, request) => MethodStart.With(new SemanticPlanner(
            raw with { Embedding = request.Columns(raw.Embedding), Copies = raw.Copies.Bound(request) }, request.Context, raw.Copies.WantsGroups || request.NeedsPlan)),
        Example = static table => new SemanticOptions { Embedding = [table.Number, table.Id], Clusters = 7, Probes = 1, Threshold = 0.9999 },
    };

    private static OptionSpec<SemanticOptions> Keep => OptionSpec<SemanticOptions>.Text("keep",
        "Which copy stays: first, last, longest, shortest, max:COL, min:COL, prefer:COL=a,b; hard or easy (far from or near to the centre of its cluster), or random.",
        static (o, v) => v switch
        {
            "hard" => o with { Order = VectorOrder.Hard, Copies = o.Copies with { Keep = KeepRule.First } },
            "easy" => o with { Order = VectorOrder.Easy, Copies = o.Copies with { Keep = KeepRule.First } },
            "random" => o with { Order = VectorOrder.Random, Copies = o.Copies with { Keep = KeepRule.First } },
            _ => o with { Order = VectorOrder.ByRule, Copies = o.Copies with { Keep = KeepRule.Parse(v, "hard, easy, random, ") } },
        }, "first");

    private static void Validate(SemanticOptions options)
    {
        options.Copies.Validate();
        if (options.Embedding.Count == 0)
        {
            Fail.Usage("Semantic duplicates are looked for among vectors.", "Name their column with --embedding COL.");
        }

        if (options.Threshold is not null && options.Epsilon is not null)
        {
            Fail.Usage("--threshold and --eps say the same thing: eps is 1 - threshold.", "Pass one of them.");
        }

        if (options.Clusters is { } clusters && options.Probes > clusters && clusters > 1 && options.Probes != 3)
        {
            Fail.Usage($"--probes {NumberText.Of(options.Probes)} is more than the {NumberText.Of(clusters)} clusters of --k.", "Pass at most as many.");
        }

        if (options.Inspect && options.Copies.WantsGroups)
        {
            Fail.Usage("--inspect writes no data, so --mark and --cluster-size have no effect.", "Leave them out, or leave out --inspect.");
        }
    }
}
