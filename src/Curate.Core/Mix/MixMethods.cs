using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Mix;

/// <summary>The methods of <c>curate mix</c>.</summary>
public static class MixMethods
{
    private const MethodTraits Traits = MethodTraits.Random | MethodTraits.OrderSensitive;

    private const string Memory = "the sources, and a batch of each; 8 bytes a row to count bytes, tokens or cost, and 8 an output row with --source, in scratch beyond --memory; "
        + "with --source and --order shuffled 20 bytes a row of the largest source, too";

    public static IReadOnlyList<MethodEntry> All { get; } = [Proportions, Temperature, UniMax, Anneal, SourceCap];

    private static MethodEntry Proportions => Entry("proportions", "Blends sources in given shares, exactly, in every prefix.",
        "curate mix penguins.csv --source species --share Adelie=2,Chinstrap=1,Gentoo=1 -o mixed.csv",
        static o => new ProportionsRule(o), [MixOptionSpecs.Share],
        static t => new MixOptions { Source = t.Label, Stop = MixStop.Budget, Amount = t.Rows / 2 }) with
    {
        Source = "low-discrepancy order: Tijdeman, The chairman assignment problem, Discrete Mathematics 32 (1980)",
    };

    private static MethodEntry Temperature => Entry("temperature", "Shares by size to the power 1/tau, in one phase or cooling down over several.",
        "curate mix penguins.csv --method temperature --source species --tau 5,1 --phases 0.8,0.2 -o cooling.csv",
        static o => new TemperatureRule(o),
        [
            OptionSpec<MixOptions>.List("tau", "Temperatures, one a phase: 1 = in proportion to size, inf = equal shares.", (o, v) => o with { Temperatures = [.. v.Select(MixOptionSpecs.Tau)] }, "10/3"),
            OptionSpec<MixOptions>.List("phases", "Shares of the phases; they sum to 1.", (o, v) => o with { PhaseFractions = [.. v.Select(MixOptionSpecs.PhaseFraction)] }, "equal"),
        ],
        static t => new MixOptions { Source = t.Label, Temperatures = [2], Stop = MixStop.Budget, Amount = (t.Rows * 0.7) + 1 }) with
    {
        Validate = static o =>
        {
            MixOptionSpecs.Check(o);
            MixOptionSpecs.CheckPhases(o);
        },
        Source = "Upsample or Upweight? (Cooldown), 2024; exponents as in mT5, Xue et al. 2021",
    };

    private static MethodEntry UniMax => Entry("unimax", "Shares as even as a limit of repeats allows.",
        "curate mix penguins.csv --method unimax --source species --max-repeat 1.5 -o even.csv",
        static _ => new UniMaxRule(), [],
        static t => new MixOptions { Source = t.Label, MaxRepeat = UniMaxRule.DefaultRepeats, Stop = MixStop.Budget, Amount = (t.Rows * 0.9) + 1 }) with
    {
        Defaults = new MixOptions { MaxRepeat = UniMaxRule.DefaultRepeats },
        Source = "UniMax, Chung et al., ICLR 2023, algorithm 1",
    };

    private static MethodEntry Anneal => Entry("anneal", "A base mixture, then a short last phase that raises small sources.",
        "curate mix penguins.csv --method anneal --source species --final-share Chinstrap=1,Gentoo=1 -o annealed.csv",
        static o => new AnnealRule(o),
        [
            MixOptionSpecs.Share,
            OptionSpec<MixOptions>.List("final-share", "Weights of the last phase: NAME=W, separated by commas; sources without one are not in it.",
                (o, v) => o with { FinalShares = NamedNumber.Parse("final-share", v) }) with { Required = true },
            OptionSpec<MixOptions>.Fraction("final-fraction", "Share of the last phase.", (o, v) => o with { FinalFraction = v }, 0.15, aboveMin: true, belowMax: true),
            OptionSpec<MixOptions>.Text("leave-out", "Take this source out of the last phase and keep its size: what the source is worth shows in the difference.", (o, v) => o with { LeaveOut = v }),
        ],
        static t => t.Classes == 0 ? null : new MixOptions { Source = t.Label, FinalShares = [new NamedNumber("a", 1)], FinalFraction = 0.25, Stop = MixStop.Budget, Amount = (t.Rows * 0.8) + 1 }) with
    {
        Source = "Does your data spark joy?, Blakeney et al. 2024",
    };

    private static MethodEntry SourceCap => Entry("source-cap", "Caps every source, by a number or by the sizes of all, then applies shares.",
        "curate mix penguins.csv --method source-cap --source species --cap 100 -o capped.csv",
        static o => new SourceCapsRule(o),
        [
            OptionSpec<MixOptions>.Text("cap", "Most of each source in the unit: N, quantile=Q or sd=Z (mean plus Z standard deviations) of their sizes.", (o, v) => o with { Cap = SourceCapRule.Parse(v) }),
            OptionSpec<MixOptions>.List("caps", "Caps of single sources: NAME=N, separated by commas.", (o, v) => o with { Caps = NamedNumber.Parse("caps", v) }),
            MixOptionSpecs.Share,
        ],
        static t => new MixOptions { Source = t.Label, Cap = SourceCapRule.Parse("20") }) with
    {
        Validate = static o =>
        {
            MixOptionSpecs.Check(o);
            if (o.Cap is null && o.Caps.Count == 0)
            {
                Fail.Usage("No cap is given.", "Pass --cap N, --cap quantile=Q, --cap sd=Z or --caps NAME=N,...");
            }
        },
        Source = "Cambrian-1, Tong et al. 2024; Data-Balanced Curriculum Learning for Audio Question Answering, 2025",
    };

    private static MethodEntry<MixOptions> Entry(string name, string summary, string usage, Func<MixOptions, IMixRule> rule,
        IReadOnlyList<OptionSpec<MixOptions>> own, Func<LawCase, MixOptions?> example) => new("mix", name, summary, Traits)
        {
            Memory = Memory,
            Passes = "2, and one more for each epoch that is read again",
            Usage = usage,
            Defaults = new MixOptions(),
            PlansFirst = true,
            DropReasons = [MixPlan.Reason],
            Options = [.. own, .. MixOptionSpecs.Shared],
            Validate = MixOptionSpecs.Check,
            Start = (options, request) => MethodStart.With(new MixPlanner(MixOptionSpecs.Bound(options, request), rule(options), request.Context)),
            Example = example,
        };
}
