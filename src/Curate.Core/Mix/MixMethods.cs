using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Mix.Laws;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Mix;

/// <summary>The methods of <c>curate mix</c>.</summary>
public static class MixMethods
{
    private const MethodTraits Traits = MethodTraits.Random | MethodTraits.OrderSensitive;

    /// <summary>Of methods that look at the sizes of sources alone, so that counts of shards add up to those of the whole.</summary>
    private const MethodTraits BySizes = Traits | MethodTraits.Shardable;

    private const string Memory = "the sources, and a batch of each; 8 bytes a row to count bytes, tokens or cost, and 8 an output row with --source, in scratch beyond --memory; "
        + "with --source and --order shuffled 20 bytes a row of the largest source, too";

    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("proportions", static _ => Proportions),
        new("temperature", static _ => Temperature),
        new("unimax", static _ => UniMax),
        new("anneal", static _ => Anneal),
        new("source-cap", static _ => SourceCap),
        new("quality-domain", static _ => QualityDomain),
        new("quality-quantity", static _ => QualityQuantity),
        new("optimal-allocation", static _ => OptimalAllocation),
        new("mixing-law", static _ => MixingLaw),
        new("adaptive-allocation", static _ => AdaptiveAllocation),
        new("rehearsal", static _ => Rehearsal),
        new("sample-quality-diversity", static _ => QualityDiversity),
    ];

    private static MethodEntry Proportions => Entry("proportions", "Blends sources in given shares, exactly, in every prefix.",
        "curate mix penguins.csv --source species --share Adelie=2,Chinstrap=1,Gentoo=1 -o mixed.csv",
        static (o, _) => new ProportionsRule(o), [MixOptionSpecs.Share],
        static t => new MixOptions { Source = t.Label, Stop = MixStop.Budget, Amount = t.Rows / 2 }) with
    {
        Traits = BySizes,
        Source = "low-discrepancy order: Tijdeman, The chairman assignment problem, Discrete Mathematics 32 (1980)",
    };

    private static MethodEntry Temperature => Entry("temperature", "Shares by size to the power 1/tau, in one phase or cooling down over several.",
        "curate mix penguins.csv --method temperature --source species --tau 5,1 --phases 0.8,0.2 -o cooling.csv",
        static (o, _) => new TemperatureRule(o),
        [
            OptionSpec<MixOptions>.List("tau", "Temperatures, one a phase: 1 = in proportion to size, inf = equal shares.", (o, v) => o with { Temperatures = [.. v.Select(MixOptionSpecs.Tau)] }, "10/3"),
            OptionSpec<MixOptions>.List("phases", "Shares of the phases; they sum to 1.", (o, v) => o with { PhaseFractions = [.. v.Select(MixOptionSpecs.PhaseFraction)] }, "equal"),
        ],
        static t => new MixOptions { Source = t.Label, Temperatures = [2], Stop = MixStop.Budget, Amount = (t.Rows * 0.7) + 1 }) with
    {
        Traits = BySizes,
        Validate = static o =>
        {
            MixOptionSpecs.Check(o);
            MixOptionSpecs.CheckPhases(o);
        },
        Source = "Upsample or Upweight? (Cooldown), 2024; exponents as in mT5, Xue et al. 2021",
    };

    private static MethodEntry UniMax => Entry("unimax", "Shares as even as a limit of repeats allows.",
        "curate mix penguins.csv --method unimax --source species --max-repeat 1.5 -o even.csv",
        static (_, _) => new UniMaxRule(), [],
        static t => new MixOptions { Source = t.Label, MaxRepeat = UniMaxRule.DefaultRepeats, Stop = MixStop.Budget, Amount = (t.Rows * 0.9) + 1 }) with
    {
        Traits = BySizes,
        Defaults = new MixOptions { MaxRepeat = UniMaxRule.DefaultRepeats },
        Source = "UniMax, Chung et al., ICLR 2023, algorithm 1",
    };

    private static MethodEntry Anneal => Entry("anneal", "A base mixture, then a short last phase that raises small sources.",
        "curate mix penguins.csv --method anneal --source species --final-share Chinstrap=1,Gentoo=1 -o annealed.csv",
        static (o, _) => new AnnealRule(o),
        [
            MixOptionSpecs.Share,
            OptionSpec<MixOptions>.List("final-share", "Weights of the last phase: NAME=W, separated by commas; sources without one are not in it.",
                (o, v) => o with { FinalShares = NamedNumber.Parse("final-share", v) }) with { Required = true },
            OptionSpec<MixOptions>.Fraction("final-fraction", "Share of the last phase.", (o, v) => o with { FinalFraction = v }, 0.15, aboveMin: true, belowMax: true),
            OptionSpec<MixOptions>.Text("leave-out", "Take this source out of the last phase and keep its size: what the source is worth shows in the difference.", (o, v) => o with { LeaveOut = v }),
        ],
        static t => t.Classes == 0 ? null : new MixOptions { Source = t.Label, FinalShares = [new NamedNumber("a", 1)], FinalFraction = 0.25, Stop = MixStop.Budget, Amount = (t.Rows * 0.8) + 1 }) with
    {
        Traits = BySizes | MethodTraits.AddsColumns,
        Source = "Does your data spark joy?, Blakeney et al. 2024",
    };

    private static MethodEntry SourceCap => Entry("source-cap", "Caps every source, by a number or by the sizes of all, then applies shares.",
        "curate mix penguins.csv --method source-cap --source species --cap 100 -o capped.csv",
        static (o, _) => new SourceCapsRule(o),
        [
            OptionSpec<MixOptions>.Text("cap", "Most of each source in the unit: N, quantile=Q or sd=Z (mean plus Z standard deviations) of their sizes.", (o, v) => o with { Cap = SourceCapRule.Parse(v) }),
            OptionSpec<MixOptions>.List("caps", "Caps of single sources: NAME=N, separated by commas.", (o, v) => o with { Caps = NamedNumber.Parse("caps", v) }),
            MixOptionSpecs.Share,
        ],
        static t => new MixOptions { Source = t.Label, Cap = SourceCapRule.Parse("20") }) with
    {
        Traits = BySizes,
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

    private static MethodEntry QualityDomain => Entry("quality-domain", "Copies of each row by its quality rank within its source, by one curve or one for each source.",
        "curate mix wine.csv --method quality-domain --source class --quality proline -o best.csv",
        static (o, c) => new QualityDomainRule(o, c),
        [
            OptionSpec<MixOptions>.Columns("quality", "Columns of quality, higher = better; each is standardised over all rows, and they are added up.", (o, v) => o with { Quality = v }) with { Required = true },
            OptionSpec<MixOptions>.List("quality-weights", "Weights of these columns: COL=W, separated by commas.", (o, v) => o with { QualityWeights = NamedNumber.Parse("quality-weights", v) }, "1 each"),
            OptionSpec<MixOptions>.Number("lambda", "How steeply copies fall with the rank.", (o, v) => o with { Curve = o.Curve with { Lambda = v } }, 10, min: 0),
            OptionSpec<MixOptions>.Fraction("omega", "Ranks (0 = best, 1 = worst) up to this one are sampled by the curve, others by --epsilon.", (o, v) => o with { Curve = o.Curve with { Omega = v } }, 0.5),
            OptionSpec<MixOptions>.Number("eta", "Exponent of the curve: the best rows come up to 2^eta times.", (o, v) => o with { Curve = o.Curve with { Eta = v } }, 1, min: 0),
            OptionSpec<MixOptions>.Number("epsilon", "Expected copies of rows beyond --omega, and added to the others.", (o, v) => o with { Curve = o.Curve with { Epsilon = v } }, 0.01, min: 0),
            OptionSpec<MixOptions>.Path("parameters", "A table with the columns source, lambda, omega, eta, epsilon: one curve for each source it names.", (o, v) => o with { HasParameters = true }),
        ],
        static t => new MixOptions { Source = t.Label, Quality = [t.Number] },
        "stop", "when-dry", "take") with
    {
        InputOptions = ["parameters"],
        Memory = Memory + "; 8 bytes a row and a quality column, 4 a row for copies, and 24 a row of the largest source while it is ranked",
        Source = "QuaDMix, Liu et al. 2025, equations of merged quality and sampling value",
    };

    private static MethodEntry QualityQuantity => Entry("quality-quantity", "How many of the best sources to use for the planned size, when rows that repeat teach less.",
        "curate mix penguins.csv --method quality-quantity --source species --best Gentoo,Adelie,Chinstrap --utility Gentoo=0.2,Adelie=0.18,Chinstrap=0.1 --rows 600 -o planned.csv",
        static (o, _) => new QualityQuantityRule(o),
        [
            OptionSpec<MixOptions>.List("best", "The sources from best to worst, separated by commas.", (o, v) => o with { Best = v }) with { Required = true },
            OptionSpec<MixOptions>.List("utility", "How fast the error falls with rows of a source: NAME=B for an error in proportion to n^-B.", (o, v) => o with { Utility = NamedNumber.Parse("utility", v) }) with { Required = true },
            OptionSpec<MixOptions>.Number("half-life", "Repeats after which a row teaches half as much.", (o, v) => o with { HalfLife = v }, 2, min: 0, aboveMin: true),
            OptionSpec<MixOptions>.Number("scale", "Factor a of the sizes in the law of the error, (a n)^-B.", (o, v) => o with { Scale = v }, 1, min: 0, aboveMin: true),
        ],
        static t => t.Rows < 60 || t.Classes < 3 ? null : new MixOptions { Source = t.Label, Best = ["b", "a", "c", "(missing)"], Utility = [new("a", 0.2), new("b", 0.25), new("c", 0.1), new("(missing)", 0.05)], Stop = MixStop.Budget, Amount = (t.Rows * 1.3) + 1 }) with
    {
        Traits = BySizes,
        Source = "Scaling Laws for Data Filtering, Goyal et al., CVPR 2024",
    };

    private static MethodEntry OptimalAllocation => Entry("optimal-allocation", "Rows of each source that lower the mean or the worst error most for what they cost, from learning curves.",
        "curate mix penguins.csv --method optimal-allocation --source species --curve Adelie=1:0.5:0,Chinstrap=2:0.5:0,Gentoo=1:0.3:0 --spend 150 -o chosen.csv",
        static (o, _) => new OptimalAllocationRule(o),
        [
            OptionSpec<MixOptions>.Path("curves", "A table of learning curves with the columns source, n, error: three or more points for each source.", (o, v) => o with { HasPoints = true }),
            OptionSpec<MixOptions>.List("curve", "Known curves: NAME=A:B:C for the error A n^-B + C, separated by commas.", (o, v) => o with { Curves = LearningCurve.Parse("curve", v) }),
            OptionSpec<MixOptions>.Number("spend", "What may be spent on rows.", (o, v) => o with { Spend = v }, min: 0, aboveMin: true) with { Required = true },
            OptionSpec<MixOptions>.List("source-cost", "Cost of a row: NAME=C, separated by commas.", (o, v) => o with { SourceCosts = NamedNumber.Parse("source-cost", v) }, "1 each"),
            OptionSpec<MixOptions>.List("population", "Weights of the sources in the mean error: NAME=W, separated by commas.", (o, v) => o with { Population = NamedNumber.Parse("population", v) }, "the sizes of the sources"),
            OptionSpec<MixOptions>.Choice("objective", "Lower the weighted mean of the errors, or the worst of them.", ["mean", "worst"], (o, v) => o with { IsWorst = v == "worst" }, "mean"),
        ],
        static t => t.Rows < 60 || t.Classes < 3 ? null : new MixOptions
        {
            Source = t.Label,
            Spend = t.Rows / 3,
            Curves = LearningCurve.Parse("curve", ["a=1:0.5:0", "b=2:0.4:0", "c=1:0.3:0.1", "(missing)=1:0.5:0"]),
        },
        "rows", "bytes", "tokens", "cost", "cost-column", "epochs", "stop", "unit", "max-repeat", "when-dry") with
    {
        InputOptions = ["curves"],
        Validate = static o =>
        {
            MixOptionSpecs.Check(o);
            if (!o.HasPoints && o.Curves.Count == 0)
            {
                Fail.Usage("No learning curves are given.", "Pass --curves TABLE or --curve NAME=A:B:C,...");
            }
        },
        Source = "Adaptive Sampling Strategies to Construct Equitable Training Datasets, Cai et al. 2022; least squares and convex allocation are standard",
    };

    private static MethodEntry MixingLaw => Entry("mixing-law", "The shares that promise the least loss, by laws fitted to small training runs.",
        "curate mix penguins.csv --method mixing-law --source species --runs runs.csv --losses 'loss_*' --max Gentoo=0.6 --dry-run",
        static (o, c) => new MixingLawRule(o, c), MixingLawSpecs.Options, MixingLawSpecs.Example) with
    {
        InputOptions = ["runs", "held-out"],
        Memory = Memory + "; 8 bytes a candidate and source, and up to 64 MB for fits, more where --memory has it",
        Source = "Data Mixing Laws, Ye et al., ICLR 2025; RegMix, Liu et al., ICLR 2025; mixture polynomials: Scheffe 1958",
    };

    private static MethodEntry AdaptiveAllocation => Entry("adaptive-allocation", "Collects rows step by step from the sources that bring the joint values of some columns nearest to a target.",
        "curate mix penguins.csv --method adaptive-allocation --source island --attributes species --target-share Adelie=1,Chinstrap=1,Gentoo=1 --rows 150 -o cohort.csv",
        static (o, c) => new AdaptiveAllocationRule(o, c), CollectingSpecs.Adaptive,
        static t => t.Rows < 60 || t.Classes < 3 ? null : new MixOptions
        {
            Source = t.Label,
            Stop = MixStop.Budget,
            Amount = t.Rows / 2,
            Adaptive = new AdaptiveOptions { Attributes = [t.Group], TargetShares = [new("g0", 1), new("g1", 2)], Step = Math.Max(10, t.Rows / 6) },
        },
        "bytes", "tokens", "cost", "cost-column", "epochs", "stop", "unit", "max-repeat", "when-dry") with
    {
        InputOptions = ["target"],
        Validate = CollectingSpecs.CheckAdaptive,
        Memory = Memory + "; 4 bytes a row for cells, and 16 a row while rows are put in order",
        Source = "Adaptive Recruitment Resource Allocation to Improve Cohort Representativeness, 2024",
    };

    private static MethodEntry Rehearsal => Entry("rehearsal", "New rows, and among them old rows of the bins where tuning has done most damage.",
        "curate mix new=new.csv old=old.csv --method rehearsal --rehearse old --bins topic --old-correct before --new-correct after -o tuned.csv",
        static (o, c) => new RehearsalRule(o, c), CollectingSpecs.Rehearsal,
        static t => t.Rows < 60 || t.Classes < 3 ? null : new MixOptions
        {
            Source = t.Label,
            Rehearsal = new RehearsalOptions { Sources = ["a"], Bins = [t.Group], PastLoss = t.Number, LossBins = 3 },
        },
        "bytes", "tokens", "cost", "cost-column", "epochs", "stop", "unit", "max-repeat", "when-dry", "take") with
    {
        Validate = CollectingSpecs.CheckRehearsal,
        Memory = Memory + "; 5 bytes a row (13 with --past-loss), and 32 an old row while rows are chosen",
        Source = "An Efficient Rehearsal Scheme for Catastrophic Forgetting Mitigation during Multi-stage Fine-tuning (mix-cd), 2024",
    };

    private static MethodEntry QualityDiversity => Entry("sample-quality-diversity", "Copies of each row by its quality and by how wide and far off its cluster is; shares of sources come out.",
        "curate mix wine.csv --method sample-quality-diversity --source class --quality-column proline --features 'alcohol,hue' --rows 100 -o chosen.csv",
        static (o, c) => new QualityDiversityRule(o, c), CollectingSpecs.Diversity,
        static t => t.Rows < 60 || t.Classes < 3 ? null : new MixOptions { Source = t.Label, Stop = MixStop.Budget, Amount = t.Rows / 2, Diversity = new DiversityOptions { Quality = t.Number, Features = [t.Id], Cluster = t.Group } },
        "stop", "when-dry", "take") with
    {
        Validate = CollectingSpecs.CheckDiversity,
        Memory = Memory + "; 4 bytes a row and feature, twice while k-means runs, and 28 a row",
        Source = "SampleMix, Xi et al. 2025",
    };

    private static MethodEntry<MixOptions> Entry(string name, string summary, string usage, Func<MixOptions, RunContext, IMixRule> rule,
        IReadOnlyList<OptionSpec<MixOptions>> own, Func<LawCase, MixOptions?> example, params string[] without) => new("mix", name, summary, Traits)
        {
            Memory = Memory,
            Passes = "2, and one more for each epoch that is read again",
            Usage = usage,
            Defaults = new MixOptions(),
            PlansFirst = true,
            DropReasons = [MixPlan.Reason],
            FileOptions = [TokenizerSpecs.File],
            Options = [.. own, .. MixOptionSpecs.Shared.Where(o => !without.Contains(o.Name))],
            Validate = MixOptionSpecs.Check,
            Start = (options, request) =>
            {
                MixOptions bound = MixOptionSpecs.Bound(options, request);
                return MethodStart.With(new MixPlanner(bound, rule(bound, request.Context), RowTokens.Of(bound.Text, bound.LengthColumn, bound.Tokenizer, request),
                    bound.Source is null ? SourcesView.NamesOf(request.Inputs.Main) : null, request.Context));
            },
            Example = example,
        };
}
