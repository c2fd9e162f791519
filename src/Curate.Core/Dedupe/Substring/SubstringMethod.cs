using Curate.Core.Dedupe.Lines;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Dedupe.Substring;

/// <summary><c>dedupe --method substring</c>: repeated spans of many tokens, wherever they begin (Lee et al. 2022, section 4.1).</summary>
internal static class SubstringMethod
{
    public static MethodEntry Entry => new MethodEntry<SubstringOptions>("dedupe", "substring",
        "Cuts every span of at least 50 tokens out of texts that occurs elsewhere, within a text or across texts, and keeps one copy.",
        MethodTraits.KeepsOrder | MethodTraits.MakesUp | MethodTraits.Shardable)
    {
        Memory = "10.4 bytes a token, 24 bytes a text and 52 bytes a different token; beyond --memory a bit table of a quarter of it and 40 bytes a span that may be repeated, spilled to scratch",
        Passes = "2 (3 beyond --memory), and the copy",
        Source = "Lee et al. 2022, Deduplicating Training Data Makes Language Models Better, section 4.1; Nong, Zhang and Chan 2009 (SA-IS)",
        Usage = "curate dedupe examples/near-duplicates/notes.jsonl --method substring --text text --min-tokens 8 -o unique.jsonl",
        Defaults = new SubstringOptions(),
        InputOptions = ["across"],
        DropReasons = [CutPlan.TooShortReason],
        Options =
        [
            .. CutOptionSpecs.Texts<SubstringOptions>(static o => o.Cuts, static (o, v) => o with { Cuts = v }),
            OptionSpec<SubstringOptions>.Whole("min-tokens", "Tokens that a repeated span has at least: words, or characters in scripts without spaces.", (o, v) => o with { MinTokens = (int)v }, 50, 2, 100_000),
            .. CutOptionSpecs.Copies<SubstringOptions>(static o => o.Cuts, static (o, v) => o with { Cuts = v }, 1),
        ],
        Validate = static options => options.Cuts.Validate(),
        Start = static (options, request) => StartSubstring(options, request),
        Example = static table => new SubstringOptions { MinTokens = 5, Cuts = new CutOptions { Text = [table.Text], MinWords = 1 } },
    };

    private static MethodStart StartSubstring(SubstringOptions options, StartRequest request)
    {
        CopyOptions copies = options.Cuts.Copies.Bound(request);
        int size = options.MinTokens;
        return MethodStart.With(new CutPlanner(
            new CutSetup
            {
                Column = options.Cuts.Column(request),
                Unit = TextUnit.Token,
                Window = size,
                Folding = options.Cuts.Folding,
                Copies = copies,
                MinWords = options.Cuts.MinWords ?? 1,
                MinUnits = 0,
                Mark = options.Cuts.Mark,
                Counts = options.Cuts.Counts,
                RareRepeats = true,
                NewFinder = context => new SuffixFinder(size, copies.OnlyAcross, context),
            },
            request.Inputs,
            request.Context));
    }
}
