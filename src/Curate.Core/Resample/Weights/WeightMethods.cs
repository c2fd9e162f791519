using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>The registry entries of the methods that weigh rows.</summary>
internal static class WeightMethods
{
    public static IReadOnlyList<MethodEntry> All { get; } = [Raking];

    private static MethodEntry<MarginOptions> Raking => new("resample", "raking",
        "Weighs rows so that several columns have given shares at once (iterative proportional fitting).", WeightOptionSpecs.Traits | MethodTraits.Shardable)
    {
        Memory = "the keys of the cells, 100 + 12 margins bytes a cell; with --weight 17 to 20 bytes a row, in scratch beyond --memory",
        Passes = "2, one more over --targets",
        Source = "Deming and Stephan (1940), On a Least Squares Adjustment of a Sampled Frequency Table; bounds: Deville and Sarndal (1992), Calibration Estimators in Survey Sampling, section 2, case 6",
        Usage = "curate resample penguins.csv --method raking --margin species=Adelie:0.4,Chinstrap:0.2,Gentoo:0.4 --margin island=Biscoe:0.5,Dream:0.35,Torgersen:0.15 -o raked.csv",
        Defaults = new MarginOptions(),
        InputOptions = ["targets"],
        DropReasons = [WeightOptionSpecs.Reason],
        LabelsClasses = false,
        Options =
        [
            OptionSpec<MarginOptions>.List("margin", "A column and the share (or count) that each of its levels shall have: COL=LEVEL:SHARE,LEVEL:SHARE,...; once for each column.",
                (o, v) => o with { Margins = MarginText.Parse(v) }),
            OptionSpec<MarginOptions>.Path("targets", "A table of targets: a column share or count, and columns of the input; those with a value in a row make its margin.", (o, _) => o with { HasFile = true }),
            .. WeightOptionSpecs.Of<MarginOptions>(),
            OptionSpec<MarginOptions>.Choice("clip-rule", "Bounds of --clip hold within the fit, and margins are met; or weights are cut after it, and the margins give way.",
                ["within", "after"], (o, v) => o with { ClipsAfter = v == "after" }, "within"),
            OptionSpec<MarginOptions>.Number("tolerance", "Part of its target by which a share may miss it.", (o, v) => o with { Tolerance = v }, 1e-11, 1e-13, 0.1),
            OptionSpec<MarginOptions>.Whole("max-iterations", "Most passes over the margins.", (o, v) => o with { MaxIterations = (int)v }, 10_000, 1, int.MaxValue),
        ],
        Validate = static o =>
        {
            WeightOptionSpecs.Check(o);
            if (o.Margins.Count == 0 && !o.HasFile)
            {
                Fail.Usage("No target is given.", "Pass --margin COL=LEVEL:SHARE,... or --targets FILE.");
            }

            Margin.Normalised(o.Margins);
        },
        Start = static (options, request) =>
        {
            foreach (Margin margin in options.Margins)
            {
                request.Column(margin.Columns[0]);
            }

            return MethodStart.With(new RakingPlanner(WeightOptionSpecs.Resolve(options, request), request));
        },
        Example = static table => table.Classes < 3 ? null : new MarginOptions
        {
            Margins = [new Margin([table.Label], [new MarginLevel(["a"], 0.4), new MarginLevel(["b"], 0.35), new MarginLevel(["c"], 0.25)])],
        },
    };
}
