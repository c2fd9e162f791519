using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Over;

/// <summary>The registry entries of the methods that make rows up.</summary>
internal static class OverMethods
{
    private const MethodTraits Traits = MethodTraits.KeepsAll | MethodTraits.Random | MethodTraits.InMemory | MethodTraits.MakesUp;
    private const string Weak = " Helps weak learners, seldom strong ones.";
    internal const string TableMemory = "4 (numbers + categories + 1) bytes a row; 12 k bytes twice for each row whose neighbours are searched; 16 bytes a made-up row, 8 (numbers + 1) a parent, 4 more a made-up row and category";

    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("smote", static name => Entry(name, "Makes rows between rows of a class and their nearest neighbours in it (SMOTE)." + Weak, TableMemory,
            "Chawla, Bowyer, Hall and Kegelmeyer (2002), SMOTE: Synthetic Minority Over-sampling Technique, section 4.2",
            "curate resample wine.csv --method smote --label class -o balanced.csv", static () => new Smote(), new OverOptions(),
            OverOptionSpecs.KNeighbors(), OverOptionSpecs.Spread)),
        new("smote-nc", static name => Entry(name, "SMOTE for numbers and categories together: categories by a vote of the neighbours." + Weak, TableMemory,
            "Chawla, Bowyer, Hall and Kegelmeyer (2002), SMOTE: Synthetic Minority Over-sampling Technique, section 6.1",
            "curate resample penguins.csv --method smote-nc --label species --categorical island,sex --missing median -o balanced.csv", static () => new SmoteNc(), new OverOptions(),
            OverOptionSpecs.KNeighbors(), OverOptionSpecs.Spread)),
        new("smote-n", static name => Entry(name, "SMOTE for categories alone: near by the value difference metric, values by a vote of the neighbours." + Weak,
            "8 bytes for each value of each column and class; 4 (categories + 1) bytes a row; 12 k bytes twice for each row of a class that grows; 4 (categories + 4) a made-up row",
            "Chawla, Bowyer, Hall and Kegelmeyer (2002), SMOTE: Synthetic Minority Over-sampling Technique, section 6.2",
            "curate resample penguins.csv --method smote-n --label species --categorical island,sex -o balanced.csv", static () => new SmoteN(), new OverOptions(),
            OverOptionSpecs.KNeighbors(help: "Rows of its class that vote on the values of a made-up row, its parent among them."), OverOptionSpecs.Spread)),
        new("borderline-smote", static name => Entry(name, "SMOTE from the rows of a class that stand at the border to others." + Weak, TableMemory,
            "Han, Wang and Mao (2005), Borderline-SMOTE: A New Over-Sampling Method in Imbalanced Data Sets Learning",
            "curate resample wine.csv --method borderline-smote --label class -o balanced.csv", static () => new BorderlineSmote(), new OverOptions(),
            OverOptionSpecs.KNeighbors(), OverOptionSpecs.MNeighbors,
            OptionSpec<OverOptions>.Choice("kind", "Second parents: 1 rows of the class; 2 any near row, at most half way to one of another class.", ["1", "2"],
                (o, v) => o with { Kind = v == "2" ? 2 : 1 }, "1"), OverOptionSpecs.Spread)),
        new("svm-smote", static name => Entry(name, "SMOTE from the support vectors of a class, toward it or away from it." + Weak,
            TableMemory + "; 8 numbers bytes a row and 200 MiB a worker for the classifier",
            "Nguyen, Cooper and Kamei (2011), Borderline Over-sampling for Imbalanced Data Classification",
            "curate resample wine.csv --method svm-smote --label class -o balanced.csv", static () => new SvmSmote(), new OverOptions(),
            OverOptionSpecs.KNeighbors(), OverOptionSpecs.MNeighbors,
            OptionSpec<OverOptions>.Fraction("out-step", "How far rows go beyond a safe support vector, as a share of the way to its neighbour.", (o, v) => o with { OutStep = v }, 0.5, 0, 1),
            OverOptionSpecs.Spread)),
        new("kmeans-smote", static name => Entry(name, "SMOTE inside of clusters where the class is frequent, more rows where it is sparse." + Weak,
            TableMemory + "; 12 bytes a row and 8 clusters (numbers + 1) bytes a worker for the clusters",
            "Douzas, Bacao and Last (2018), Improving Imbalanced Learning Through a Heuristic Oversampling Method Based on K-Means and SMOTE",
            "curate resample wine.csv --method kmeans-smote --label class -o balanced.csv", static () => new KMeansSmote(), new OverOptions { KNeighbors = 2 },
            OverOptionSpecs.KNeighbors(2),
            OptionSpec<OverOptions>.Whole("clusters", "Clusters of all rows.", (o, v) => o with { Clusters = (int)v }, 8, 1, 1_000_000),
            OverOptionSpecs.Auto("cluster-balance-threshold", "Least share of the class in a cluster that takes part; auto is half of the class's part of all made-up rows.",
                (o, v) => o with { BalanceThreshold = v }),
            OverOptionSpecs.Auto("density-exponent", "Exponent e of the mean distance D in a cluster's weight D^e / n; auto is 0.16 (log n / log 1.6)^1.8.",
                (o, v) => o with { DensityExponent = v }), OverOptionSpecs.Spread)),
        new("adasyn", static name => Entry(name, "SMOTE with more rows from where other classes are near." + Weak, TableMemory,
            "He, Bai, Garcia and Li (2008), ADASYN: Adaptive Synthetic Sampling Approach for Imbalanced Learning",
            "curate resample wine.csv --method adasyn --label class -o balanced.csv", static () => new Adasyn(), new OverOptions(),
            OverOptionSpecs.KNeighbors(name: "n-neighbors", help: "Neighbours: among all rows for the share of other classes, in the class for second parents."))),
        new("smote-enn", static name => Entry(name, "SMOTE, then rows of all classes leave that a neighbour disagrees with (edited nearest neighbours)." + Weak,
            TableMemory + "; 4 numbers bytes a row and made-up row, and 12 n bytes twice for each of both",
            "Batista, Prati and Monard (2004), A Study of the Behavior of Several Methods for Balancing Machine Learning Training Data",
            "curate resample wine.csv --method smote-enn --label class -o balanced.csv", static () => new Smote(), new OverOptions(), CleanStep.Editing,
            OverOptionSpecs.KNeighbors(),
            OptionSpec<OverOptions>.Whole("n-neighbors", "Neighbours among all rows that judge a row.", (o, v) => o with { CleanNeighbors = (int)v }, 3, 1, 1_000_000, "rows"),
            OptionSpec<OverOptions>.Choice("kind-sel", "A row stays when all its neighbours have its class, or when the most frequent class among them (mode) is its own.", ["all", "mode"],
                (o, v) => o with { CleanByMode = v == "mode" }, "all"), OverOptionSpecs.Spread)),
        new("smote-tomek", static name => Entry(name, "SMOTE, then both rows of every Tomek link leave." + Weak,
            TableMemory + "; 4 numbers bytes a row and made-up row, and 24 bytes for each of both",
            "Batista, Bazzan and Monard (2003), Balancing Training Data for Automated Annotation of Keywords: a Case Study",
            "curate resample wine.csv --method smote-tomek --label class -o balanced.csv", static () => new Smote(), new OverOptions(), CleanStep.Links,
            OverOptionSpecs.KNeighbors(), OverOptionSpecs.Spread)),
        .. LabelMethods.All,
    ];

    private static MethodEntry<OverOptions> Entry(string name, string summary, string memory, string source, string usage, Func<IRowMaker> maker, OverOptions defaults,
        params OptionSpec<OverOptions>[] own) => Entry(name, summary, memory, source, usage, maker, defaults, CleanStep.None, own);

    private static MethodEntry<OverOptions> Entry(string name, string summary, string memory, string source, string usage, Func<IRowMaker> maker, OverOptions defaults,
        CleanStep clean, params OptionSpec<OverOptions>[] own) => new("resample", name, summary, clean == CleanStep.None ? Traits : Traits & ~MethodTraits.KeepsAll)
        {
            Memory = memory,
            DropReasons = clean == CleanStep.None ? [] : [OverPlanner.ReasonOf(clean, LabelForm.Class)],
            Passes = "3, one more where kinds are inferred, one more above 8,388,608 numbers",
            Source = source,
            Usage = usage,
            Defaults = defaults,
            Options = OverOptionSpecs.With(own),
            Validate = static o => OtherValues.Check(o.Other),
            Start = (options, request) => MethodStart.With(new OverPlanner(maker(), FeatureOptionSpecs.Resolve(options, request), request.Context, clean)),
            Example = table => table.Classes < 2 ? null : defaults with
            {
                Label = table.Label,
                Features = name == "smote-n" ? [] : [table.Number],
                Categorical = name is "smote-n" or "smote-nc" ? [table.Group] : [],
                Missing = MissingValues.Median,
            },
        };
}
