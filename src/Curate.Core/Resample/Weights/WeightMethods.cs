using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>The registry entries of the methods that weigh rows.</summary>
internal static class WeightMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("raking", static _ => Raking),
        new("entropy-balancing", static _ => EntropyBalancing),
        new("soft-group-balance", static _ => SoftGroupBalance),
        new("target-density-weight", static _ => TargetDensityWeight),
        new("density-ratio-weight", static _ => DensityRatioWeight),
    ];

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

    private static MethodEntry<MomentOptions> EntropyBalancing => new("resample", "entropy-balancing",
        "Weighs rows so that means, shares, variances or correlations are as given, as in another dataset, or as in one group.", WeightOptionSpecs.Traits | MethodTraits.InMemory)
    {
        Memory = "2 (8 numbers + 4 categories + 17) bytes a row, 24 (moments + 2) bytes a row, and 8 bytes a row in scratch beyond --memory",
        Passes = "2, one more where kinds are inferred, and those over the other dataset",
        Source = "Hainmueller (2012), Entropy Balancing for Causal Effects, equations 4 to 9; tolerances: Dudik, Phillips and Schapire (2007), section 3",
        Usage = "curate resample wine.csv --method entropy-balancing --treat class=2 --features alcohol,malic_acid --moments 2 -o balanced.csv",
        Defaults = new MomentOptions(),
        InputOptions = ["targets", "reference"],
        DropReasons = [WeightOptionSpecs.Reason],
        LabelsClasses = false,
        Options =
        [
            OptionSpec<MomentOptions>.List("target", "Statistics that weighed rows shall have: NAME=VALUE with NAME a column (its mean), COL=LEVEL (a share), var(COL), m3(COL) or corr(A:B).",
                (o, v) => o with { Targets = MomentTarget.Parse(v) }),
            OptionSpec<MomentOptions>.Path("targets", "The same as a table with the columns name, value and, where wanted, tolerance.", (o, _) => o with { HasFile = true }),
            OptionSpec<MomentOptions>.Path("reference", "A dataset whose rows the weighed ones shall be like.", (o, _) => o with { HasReference = true }),
            OptionSpec<MomentOptions>.Text("treat", "COL=VALUE: rows with the value are the group that all other rows shall be like; they stay as they are.", (o, v) => o with { Treat = Treat(v) }),
            OptionSpec<MomentOptions>.Columns("features", "Columns of numbers whose moments are met.", (o, v) => o with { Features = v }) with { Role = true },
            OptionSpec<MomentOptions>.Columns("categorical", "Columns whose shares of every level are met.", (o, v) => o with { Categorical = v }) with { Role = true },
            OptionSpec<MomentOptions>.Whole("moments", "With --reference or --treat: means (1), variances, too (2), third moments, too (3).", (o, v) => o with { Moments = (int)v }, 1, 1, 3),
            OptionSpec<MomentOptions>.Flag("correlations", "With --reference or --treat: correlations of all pairs of numbers, too.", (o, v) => o with { Correlations = v }),
            OptionSpec<MomentOptions>.Number("tolerance", "How far every mean may stay from its target, in standard deviations; 0 meets them.", (o, v) => o with { Tolerance = v }, 0, 0),
            Missing<MomentOptions>((o, v) => o with { Missing = v }),
            .. WeightOptionSpecs.Of<MomentOptions>(),
        ],
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new MomentPlanner(WeightOptionSpecs.Resolve(options, request) with
        {
            Features = request.Columns(options.Features),
            Categorical = request.Columns(options.Categorical),
            Treat = options.Treat is { } treat ? (request.Column(treat.Column), treat.Value) : null,
        }, request)),
        Example = static table => table.Classes < 3 || table.Rows < 50 ? null : new MomentOptions { Treat = (table.Label, "b"), Features = [table.Number], Moments = 2, Missing = MissingValues.Median },
    };

    private static MethodEntry<SoftOptions> SoftGroupBalance => new("resample", "soft-group-balance",
        "Weighs rows so that the summed memberships of groups are equal, where rows belong to several groups in part.", WeightOptionSpecs.Traits | MethodTraits.InMemory)
    {
        Memory = "2 (8 groups + 17) bytes a row, 24 (groups + 2) bytes a row, and 8 bytes a row in scratch beyond --memory",
        Passes = "2, one more where kinds are inferred",
        Source = "the idea: Balancing Beyond Discrete Categories: Continuous Demographic Labels for Fair Face Recognition; the weights: Hainmueller (2012), Entropy Balancing for Causal Effects",
        Usage = "curate resample wine.csv --method soft-group-balance --memberships ash,malic_acid -o balanced.csv",
        Defaults = new SoftOptions(),
        DropReasons = [WeightOptionSpecs.Reason],
        LabelsClasses = false,
        Options =
        [
            OptionSpec<SoftOptions>.Columns("memberships", "Columns of memberships, one for each group, 0 or more; each row's are divided by their sum.", (o, v) => o with { Memberships = v }) with { Required = true },
            OptionSpec<SoftOptions>.List("share", "Wanted shares of the summed memberships: COL=W, separated by commas; every column is named.",
                (o, v) => o with { Shares = [.. Mix.NamedNumber.Parse("share", v).Select(static n => (n.Name, n.Value))] }, "equal"),
            OptionSpec<SoftOptions>.Choice("missing", "A row without a membership: nothing (error), or it is set aside (drop) and stays as it is.", ["error", "drop"],
                (o, v) => o with { DropsMissing = v == "drop" }, "error"),
            .. WeightOptionSpecs.Of<SoftOptions>(),
        ],
        Validate = static o =>
        {
            WeightOptionSpecs.Check(o);
            if (o.Shares.Count > 0 && !(o.Shares.Sum(static s => s.Share) > 0))
            {
                Fail.Usage("All shares of --share are 0.");
            }
        },
        Start = static (options, request) => MethodStart.With(new SoftPlanner(WeightOptionSpecs.Resolve(options, request) with { Memberships = Two(request.Columns(options.Memberships)) }, request)),
        Example = static table => table.Rows < 50 ? null : new SoftOptions { Memberships = [table.Id, table.Number], Shares = [(table.Id, 0.6), (table.Number, 0.4)], DropsMissing = true },
    };

    private static MethodEntry<DensityOptions> TargetDensityWeight => new("resample", "target-density-weight",
        "Weighs rows by how rare the value of a numeric target is, by its kernel density.", WeightOptionSpecs.Traits | MethodTraits.InMemory)
    {
        Memory = "24 bytes a row, 8 more each with --weight and --density-column, in scratch beyond --memory; 28 bytes a row for the report; 24 bytes a node of the density, of which there are at most two a different value",
        Passes = "2, one more where kinds are inferred",
        Source = "the weights: Highly Imbalanced Regression with Tabular Data in SEP and Other Applications (2024); DenseWeight: Steininger, Kobs, Davidson, Krause and Hotho (2021), Density-based weighting for imbalanced regression, equations 3 to 5",
        Usage = "curate resample wine.csv --method target-density-weight --label malic_acid -o weighted.csv",
        Defaults = new DensityOptions(),
        DropReasons = [WeightOptionSpecs.Reason],
        LabelsClasses = false,
        Options =
        [
            OptionSpec<DensityOptions>.Column("label", "Column that holds the numeric target.", (o, v) => o with { Label = v }) with { Role = true, Required = true },
            OptionSpec<DensityOptions>.Choice("form", "The weight of a relative density d: (1 - d^a)^(1/a), 1 / d^a, or DenseWeight's 1 - a d.", ["mdi", "inverse", "dense-weight"],
                (o, v) => o with { Form = v switch { "inverse" => DensityForm.Inverse, "dense-weight" => DensityForm.Dense, _ => DensityForm.Mdi } }, "mdi"),
            OptionSpec<DensityOptions>.Number("alpha", "The shape a: how much more rare values weigh.", (o, v) => o with { Alpha = v }, 1, 0, aboveMin: true),
            OptionSpec<DensityOptions>.Text("bandwidth", "Bandwidth of the density in standard deviations of the target, or scott or silverman.", Bandwidth, "0.07"),
            OptionSpec<DensityOptions>.Number("floor", "Least weight, before weights are brought to mean 1.", (o, v) => o with { Floor = v }, 1e-6, 0),
            OptionSpec<DensityOptions>.Text("density-column", "Add a column of this name with the density of the target.", (o, v) => o with { DensityColumn = v }),
            .. WeightOptionSpecs.Of<DensityOptions>(),
        ],
        Validate = WeightOptionSpecs.Check,
        Start = static (options, request) => MethodStart.With(new DensityPlanner(WeightOptionSpecs.Resolve(options, request) with { Label = request.Column(options.Label) }, request.Context)),
        Example = static table => table.Rows < 50 ? null : new DensityOptions { Label = table.Number },
    };

    private static MethodEntry<RatioOptions> DensityRatioWeight => new("resample", "density-ratio-weight",
        "Weighs rows by a cross-fitted model of membership so that they look like another dataset or a group (density ratios, inverse propensity).",
        WeightOptionSpecs.Traits | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "2 (8 numbers + 4 categories + 17) bytes a row of both datasets, 16 (numbers + levels + 4) bytes for each, twice that and the models while it cross-fits",
        Passes = "2, one more where kinds are inferred, and those over the other dataset",
        Source = "standard method; noise: Training Unbiased Diffusion Models From Biased Dataset; arms: Tackling Interference Induced by Data Training Loops in A/B Tests: A Weighted Training Approach",
        Usage = "curate resample wine.csv --method density-ratio-weight --treat class=2 --features alcohol,ash,magnesium -o like-class-2.csv",
        Defaults = new RatioOptions(),
        InputOptions = ["reference"],
        DropReasons = [WeightOptionSpecs.Reason],
        LabelsClasses = false,
        Options =
        [
            OptionSpec<RatioOptions>.Path("reference", "A dataset whose rows the weighed ones shall be like.", (o, _) => o with { HasReference = true }),
            OptionSpec<RatioOptions>.Text("treat", "COL=VALUE: rows with the value are the group.", (o, v) => o with { Treat = Treat(v) }),
            OptionSpec<RatioOptions>.Choice("form", "With --treat: other rows like the group, p / (1 - p) (ratio); all rows like the group, p (arm); the group and the others each like all rows, 1 / p and 1 / (1 - p) (propensity).",
                ["ratio", "arm", "propensity"], (o, v) => o with { Form = v switch { "arm" => RatioForm.Arm, "propensity" => RatioForm.Propensity, _ => RatioForm.Ratio } }, "ratio"),
            OptionSpec<RatioOptions>.Choice("estimator", "The model of membership.", ["logistic-regression", "gradient-boosting"], (o, v) => o with { IsBoosted = v == "gradient-boosting" }, "logistic-regression"),
            OptionSpec<RatioOptions>.Whole("cv", "Folds of the cross-fit.", (o, v) => o with { Folds = (int)v }, 5, 2, 1000),
            OptionSpec<RatioOptions>.Text("smooth", "Deviation of normal noise that is added to standardised numbers before the fit, or auto for what the held-out log loss prefers.", Smooth, "0") with { Placeholder = "X|auto" },
            OptionSpec<RatioOptions>.Columns("features", "Columns of numbers that tell rows apart; without them and --categorical every one, but for --treat and --weight.", (o, v) => o with { Features = v }) with { Role = true },
            OptionSpec<RatioOptions>.Columns("categorical", "Columns whose values are categories.", (o, v) => o with { Categorical = v }) with { Role = true },
            Missing<RatioOptions>((o, v) => o with { Missing = v }),
            .. WeightOptionSpecs.Of<RatioOptions>(),
        ],
        Validate = static o =>
        {
            WeightOptionSpecs.Check(o);
            if (o.HasReference == o.Treat is not null)
            {
                Fail.Usage(o.HasReference ? "--reference and --treat both say what rows shall be like." : "What the rows shall be like is not said.", "Pass --reference FILE or --treat COL=VALUE.");
            }

            if (o.HasReference && o.Form != RatioForm.Ratio)
            {
                Fail.Usage("--form arm and propensity weigh the rows of the group, too, and those of --reference are no part of the output.", "Pass --treat COL=VALUE, or leave --form out.");
            }
        },
        Start = static (options, request) => MethodStart.With(new RatioPlanner(WeightOptionSpecs.Resolve(options, request) with
        {
            Features = request.Columns(options.Features),
            Categorical = request.Columns(options.Categorical),
            Treat = options.Treat is { } treat ? (request.Column(treat.Column), treat.Value) : null,
        }, request)),
        Example = static table => table.Classes < 3 || table.Rows < 50 ? null : new RatioOptions { Treat = (table.Label, "b"), Features = [table.Number], Missing = MissingValues.Median },
    };

    private static RatioOptions Smooth(RatioOptions options, string text)
    {
        if (text == "auto")
        {
            return options with { Smooth = null };
        }

        if (!NumberText.TryNumber(text, out double noise) || !(noise >= 0) || double.IsInfinity(noise))
        {
            Fail.Usage($"--smooth takes a number of 0 or more, or auto, not {Fail.Show(text)}.");
        }

        return options with { Smooth = noise };
    }

    private static OptionSpec<T> Missing<T>(Func<T, MissingValues, T> set) =>
        OptionSpec<T>.Choice("missing", "What stands for a missing number: nothing (error), the column's mean or median, zero; drop sets the row aside, and it stays as it is.",
            ["error", "drop", "mean", "median", "zero"], (o, v) => set(o, v switch
            {
                "drop" => MissingValues.Drop,
                "mean" => MissingValues.Mean,
                "median" => MissingValues.Median,
                "zero" => MissingValues.Zero,
                _ => MissingValues.Error,
            }), "error");

    private static (string Column, string Value) Treat(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            Fail.Usage($"--treat takes COL=VALUE, not {Fail.Show(text)}.");
        }

        return (text[..equals], text[(equals + 1)..]);
    }

    private static DensityOptions Bandwidth(DensityOptions options, string text)
    {
        if (text is "scott" or "silverman")
        {
            return options with { Bandwidth = null, BySilverman = text == "silverman" };
        }

        if (!NumberText.TryNumber(text, out double factor) || !(factor > 0) || double.IsInfinity(factor))
        {
            Fail.Usage($"--bandwidth takes a number above 0, scott or silverman, not {Fail.Show(text)}.");
        }

        return options with { Bandwidth = factor };
    }

    private static IReadOnlyList<string> Two(IReadOnlyList<string> columns)
    {
        if (columns.Count < 2)
        {
            Fail.Usage($"--memberships names {NumberText.Of(columns.Count)} column; groups are two or more.", "Name one column for each group.");
        }

        return columns;
    }

    private static void Check(MomentOptions options)
    {
        WeightOptionSpecs.Check(options);
        int forms = (options.Targets.Count > 0 || options.HasFile ? 1 : 0) + (options.HasReference ? 1 : 0) + (options.Treat is null ? 0 : 1);
        if (forms != 1)
        {
            Fail.Usage(forms == 0 ? "What the rows shall be like is not said." : "More than one option says what the rows shall be like.", "Pass --target NAME=VALUE or --targets FILE, or --reference FILE, or --treat COL=VALUE.");
        }

        bool like = options.HasReference || options.Treat is not null;
        bool columns = options.Features.Count + options.Categorical.Count > 0;
        if (like && !columns)
        {
            Fail.Usage("The columns to balance are not named.", "Pass --features COLS, --categorical COLS, or both.");
        }

        if (!like && (columns || options.Moments > 1 || options.Correlations))
        {
            Fail.Usage("--features, --categorical, --moments and --correlations go with --reference or --treat; targets name their columns themselves.", "Leave them out, or name more targets.");
        }
    }
}
