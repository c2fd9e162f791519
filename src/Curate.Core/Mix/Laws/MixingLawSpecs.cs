using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Mix.Laws;

/// <summary>The options of <c>mixing-law</c>, and an example of runs.</summary>
internal static class MixingLawSpecs
{
    public static IReadOnlyList<OptionSpec<MixOptions>> Options { get; } =
    [
        OptionSpec<MixOptions>.Path("runs", "A table of training runs: a column of shares for each source, and columns of losses.", static (o, _) => With(o, l => l with { HasRuns = true })) with { Required = true },
        OptionSpec<MixOptions>.Path("held-out", "Runs of the same columns that no law is fitted to: errors are those on them.", static (o, _) => With(o, static l => l with { HasHeldOut = true })),
        OptionSpec<MixOptions>.Columns("losses", "Columns of losses in the table of runs, lower = better.", static (o, v) => With(o, l => l with { Losses = v }), "loss"),
        OptionSpec<MixOptions>.List("loss-weights", "Weights of the losses in what is lowered: COL=W, separated by commas.", static (o, v) => With(o, l => l with { LossWeights = NamedNumber.Parse("loss-weights", v) }), "1 each"),
        OptionSpec<MixOptions>.Text("share-prefix", "What stands before the name of the source in the names of share columns.", static (o, v) => With(o, l => l with { Prefix = v })),
        OptionSpec<MixOptions>.Choice("law", "Form of the losses; auto takes for each loss the one with the least error on unseen runs.", ["auto", .. LawFits.Laws.Select(static l => l.Name)],
            static (o, v) => With(o, l => l with { Law = v == "auto" ? null : v }), "auto"),
        OptionSpec<MixOptions>.Whole("folds", "Parts of the runs that are left out in turn.", static (o, v) => With(o, l => l with { Folds = (int)v }), 5, min: 2, max: 100),
        OptionSpec<MixOptions>.List("min", "Least shares: NAME=S, separated by commas.", static (o, v) => With(o, l => l with { Least = Bounds("min", v) }), "0"),
        OptionSpec<MixOptions>.List("max", "Largest shares: NAME=S, separated by commas.", static (o, v) => With(o, l => l with { Most = Bounds("max", v) }), "1"),
        OptionSpec<MixOptions>.Whole("candidates", "Mixtures that are tried.", static (o, v) => With(o, l => l with { Candidates = (int)v }), 10_000, min: 100, max: 10_000_000),
        OptionSpec<MixOptions>.Choice("when-unfit", "Where the laws foretell unseen runs no better than the mean: mix equal shares, fail, or use what they say.", ["stratified", "fail", "use"],
            static (o, v) => With(o, l => l with { Unfit = v switch { "fail" => WhenUnfit.Fail, "use" => WhenUnfit.Use, _ => WhenUnfit.Stratified } }), "stratified"),
    ];

    /// <summary>Twelve runs of the sources of a law case, their losses by a law, so that a method has something to fit.</summary>
    public static MixOptions? Example(LawCase table)
    {
        if (table.Rows < 60 || table.Classes < 3)
        {
            return null;
        }

        string[] sources = ["a", "b", "c", "(missing)"];
        var runs = new RunTable("runs", [.. sources, "loss"]);
        for (int i = 0; i < 12; i++)
        {
            double[] shares = [(i % 3) + 1, (i % 4) + 1, (i % 5) + 1, 1];
            double sum = shares.Sum();
            runs.Add([.. shares.Select(s => NumberText.Of(s / sum)), NumberText.Of(2 - (shares[0] / sum) + (shares[1] * shares[1] / sum / sum))]);
        }

        return new MixOptions { Source = table.Label, Stop = MixStop.Budget, Amount = table.Rows / 2, MixingLaw = new MixingLawOptions { Runs = runs, Law = "exponential", Folds = 3, Candidates = 100 } };
    }

    private static MixOptions With(MixOptions options, Func<MixingLawOptions, MixingLawOptions> change) => options with { MixingLaw = change(options.MixingLaw) };

    private static IReadOnlyList<NamedNumber> Bounds(string option, string[] items)
    {
        IReadOnlyList<NamedNumber> bounds = NamedNumber.Parse(option, items);
        foreach (NamedNumber bound in bounds)
        {
            if (bound.Value > 1)
            {
                Fail.Usage($"--{option} takes shares from 0 to 1, such as {bound.Name}=0.2 or {bound.Name}=20%; {NumberText.Of(bound.Value)} is more.");
            }
        }

        return bounds;
    }
}
