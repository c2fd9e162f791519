using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Lines;

/// <summary><c>dedupe --method line</c>: repeated lines, paragraphs or windows of sentences, as for C4 (Raffel et al. 2020, section 2.2).</summary>
internal static class LineMethod
{
    private static readonly (string Name, TextUnit Unit)[] s_units = [("line", TextUnit.Line), ("paragraph", TextUnit.Paragraph), ("sentence", TextUnit.Sentence)];

    public static MethodEntry Entry => new MethodEntry<LineOptions>("dedupe", "line",
        "Cuts lines, paragraphs or windows of sentences out of texts that occurred before, and drops texts of which too little is left.",
        MethodTraits.KeepsOrder | MethodTraits.MakesUp | MethodTraits.Shardable)
    {
        Memory = "19 to 30 bytes a different window, and a few bytes a cut; with --keep other than first, and beyond --memory, 40 bytes a window, spilled to scratch; with --bloom R 1.44 log2(1/R) bits a different window",
        Passes = "2 (3 with --bloom, 1 without repeats), and the copy",
        Source = "Raffel et al. 2020, Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, section 2.2; Bloom 1970",
        Usage = "curate dedupe examples/near-duplicates/notes.jsonl --method line --text text --unit sentence --window 1 --min-words 5 --min-units 1 -o unique.jsonl",
        Defaults = new LineOptions(),
        InputOptions = ["across"],
        DropReasons = [CutPlan.TooShortReason],
        Options =
        [
            .. CutOptionSpecs.Texts<LineOptions>(static o => o.Cuts, static (o, v) => o with { Cuts = v }),
            OptionSpec<LineOptions>.Choice("unit", "What a text is made of.", [.. s_units.Select(static u => u.Name)], (o, v) => o with { Unit = s_units.First(u => u.Name == v).Unit }, "line"),
            OptionSpec<LineOptions>.Whole("window", "Units in a row that must be repeated to be cut; 1, or 3 for sentences.", (o, v) => o with { Window = (int)v }, null, 1, 256),
            OptionSpec<LineOptions>.Whole("min-match", "Characters that a repeated window must have; shorter ones stay.", (o, v) => o with { LeastCharacters = (int)v }, 1, 1, 1_000_000),
            OptionSpec<LineOptions>.Whole("min-units", "A text that was cut is dropped when fewer units are left: 1, or 3 for sentences; 0 keeps it.", (o, v) => o with { MinUnits = (int)v }, null, 0, 1_000_000),
            OptionSpec<LineOptions>.Fraction("bloom", "Know windows by a seeded Bloom filter with this rate of false positives, in fixed memory; exactly when left out.", (o, v) => o with { Bloom = v }, null, 1e-9, 0.5),
            .. CutOptionSpecs.Copies<LineOptions>(static o => o.Cuts, static (o, v) => o with { Cuts = v }, null),
        ],
        Validate = Validate,
        Resolved = static given => new Dictionary<string, string?>
        {
            ["window"] = NumberText.Of(given.Filled().Window!.Value),
            ["min-units"] = NumberText.Of(given.Filled().MinUnits!.Value),
            ["min-words"] = NumberText.Of(given.Filled().Cuts.MinWords!.Value),
        },
        Start = static (given, request) => StartLine(given.Filled(), request),
        Example = static table => new LineOptions { Cuts = new CutOptions { Text = [table.Text] } },
    };

    private static void Validate(LineOptions options)
    {
        options.Cuts.Validate();
        if (options.Bloom is not null && !options.Cuts.Copies.Keep.IsFirst)
        {
            Fail.Usage("--bloom knows what came before and nothing else, so the first copy stays.", "Leave --keep out, or --bloom.");
        }
    }

    private static MethodStart StartLine(LineOptions options, StartRequest request)
    {
        CopyOptions copies = options.Cuts.Copies.Bound(request);
        bool first = copies.Keep.IsFirst;
        double? bloom = options.Bloom;
        bool onlyAcross = copies.OnlyAcross;
        CutSetup setup = null!;
        setup = new CutSetup
        {
            Column = options.Cuts.Column(request),
            Unit = options.Unit,
            Window = options.Window!.Value,
            LeastCharacters = options.LeastCharacters,
            Folding = options.Cuts.Folding,
            Copies = copies,
            MinWords = options.Cuts.MinWords!.Value,
            MinUnits = options.MinUnits!.Value,
            Mark = options.Cuts.Mark,
            Counts = options.Cuts.Counts,
            NewFinder = first ? context => new SetFinder(setup.NewWindows(), onlyAcross, bloom is { } rate ? new WindowFilter(rate, context) : null, context) : null,
        };
        var planner = new CutPlanner(setup, request.Inputs, request.Context);
        return MethodStart.With(bloom is null ? planner : new Unsharded(planner));
    }

    /// <summary>A Bloom filter does not merge to what one pass over all rows would have said.</summary>
    private sealed class Unsharded(CutPlanner planner) : IRowPlanner
    {
        public RowPlan Run(PassRunner passes, PlanInputs inputs) => planner.Run(passes, inputs);

        public void Dispose() => planner.Dispose();
    }
}
