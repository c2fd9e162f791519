using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Laws;

/// <summary>A registry entry with the options of its example, or with options of its own and what then holds of it.</summary>
/// <param name="Name">Registry id, and the options behind it.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Options">Option texts; null = the entry's example.</param>
/// <param name="Traits">What holds.</param>
internal sealed record LawMethod(string Name, MethodEntry Entry, (string Name, string Value)[]? Options, MethodTraits Traits)
{
    private static readonly List<LawMethod> s_variants =
    [
        Variant("dedupe/exact", 0, 0, ("key", "group"), ("keep", "last")),
        Variant("dedupe/exact", 0, 0, ("key", "group,label"), ("keep", "longest"), ("match-nulls", "true")),
        Variant("dedupe/exact", 0, 0, ("key", "label"), ("within", "group"), ("keep", "max:number"), ("normalize", "lower,space,nfc")),
        Variant("dedupe/exact", 0, 0, ("key", "text"), ("keep", "prefer:label=c,b"), ("cluster-size", "true")) with { AddsColumns = true },
        Variant("dedupe/exact", MethodTraits.KeepsAll | MethodTraits.AddsColumns, 0, ("mark", "true"), ("key", "group")),
        Variant("dedupe/exact", 0, 0, ("across", "other"), ("keep", "shortest:text")),
        Variant("dedupe/exact", 0, 0, ("across", "other"), ("only-across", "true")),
        Variant("dedupe/exact", MethodTraits.KeepsAll | MethodTraits.AddsColumns, 0, ("across", "other"), ("mark", "true")),
        Variant("dedupe/near", 0, 0, ("text", "text"), ("shingle", "2"), ("threshold", "0.5"), ("keep", "longest"), ("within", "label")),
        Variant("dedupe/near", MethodTraits.KeepsAll | MethodTraits.AddsColumns, 0, ("text", "text,label"), ("shingle", "1"), ("threshold", "0.6"), ("mark", "true"), ("cluster", "transitive")),
        Variant("dedupe/near", 0, 0, ("text", "text"), ("shingle", "2"), ("verify", "edit"), ("threshold", "0.6"), ("across", "other"), ("keep", "max:number")),
        Variant("dedupe/near", MethodTraits.KeepsAll | MethodTraits.AddsColumns, 0, ("text", "text"), ("shingle", "1"), ("verify", "containment"), ("across", "other"), ("mark", "true")),
        Variant("dedupe/near", 0, 0, ("text", "text"), ("shingle", "1"), ("verify", "signature"), ("threshold", "0.5"), ("across", "other"), ("only-across", "true")),
        Variant("dedupe/near", 0, 0, ("text", "text"), ("preset", "text-dedup"), ("shingle", "1"), ("cluster-size", "true")) with { AddsColumns = true },
        Variant("dedupe/near", 0, 0, ("text", "text"), ("preset", "curator"), ("keep", "shortest:text")),
        Variant("dedupe/simhash", 0, 0, ("text", "text"), ("distance", "7"), ("shingle", "1"), ("keep", "last")),
        Variant("dedupe/simhash", MethodTraits.KeepsAll | MethodTraits.AddsColumns, 0, ("text", "text"), ("unit", "characters"), ("across", "other"), ("mark", "true"), ("cluster", "transitive")),
        Variant("dedupe/line", 0, 0, ("text", "text"), ("keep", "longest"), ("cut-counts", "true"), ("normalize", "lower,accents")) with { AddsColumns = true },
        Variant("dedupe/line", MethodTraits.KeepsAll | MethodTraits.AddsColumns, MethodTraits.MakesUp, ("text", "text"), ("across", "other"), ("mark", "true")),
        Variant("dedupe/line", MethodTraits.Random | MethodTraits.InMemory, MethodTraits.Shardable, ("text", "text"), ("bloom", "0.3")),
        Variant("dedupe/substring", 0, 0, ("text", "text"), ("min-tokens", "3"), ("keep", "max:number"), ("within", "label"), ("min-words", "4")),
        Variant("dedupe/substring", 0, 0, ("text", "text"), ("min-tokens", "4"), ("across", "other"), ("only-across", "true"), ("cut-counts", "true")) with { AddsColumns = true },
        Variant("dedupe/semantic", MethodTraits.KeepsAll | MethodTraits.AddsColumns, MethodTraits.Random, ("embedding", "number,id"), ("threshold", "0.9995"), ("cluster", "transitive"), ("mark", "true")),
        Variant("dedupe/semantic", 0, MethodTraits.Random, ("embedding", "number,id"), ("eps", "0.0001"), ("within", "label"), ("keep", "max:number"), ("cluster-size", "true")) with { AddsColumns = true },
        Variant("dedupe/semantic", 0, 0, ("embedding", "number,id"), ("eps", "1e-9"), ("across", "other"), ("k", "5"), ("probes", "2"), ("keep", "random")),
        Variant("dedupe/semantic", 0, MethodTraits.Random, ("embedding", "number,id"), ("eps", "0"), ("across", "other"), ("only-across", "true")),
        Variant("dedupe/semantic", 0, 0, ("embedding", "number,id"), ("threshold", "0.9999"), ("k", "9"), ("probes", "1"), ("keep", "hard")),
        Variant("mix/proportions", 0, 0, ("source", "label"), ("epochs", "2.5"), ("order", "shuffled")),
        Variant("mix/proportions", 0, 0, ("source", "group"), ("tokens", "150"), ("text", "text"), ("origin", "true")) with { AddsColumns = true },
        Variant("mix/proportions", 0, MethodTraits.Random, ("source", "group"), ("bytes", "900"), ("take", "first"), ("text", "text")),
        Variant("mix/temperature", 0, 0, ("source", "label"), ("tau", "5,inf,1"), ("rows", "33"), ("order", "shuffled")) with { AddsColumns = true },
        Variant("mix/unimax", 0, 0, ("source", "label"), ("epochs", "0.7"), ("max-repeat", "1"), ("when-dry", "leave")),
        Variant("resample/random-over", 0, 0, ("label", "label"), ("to", "ratio=0.5")),
        Variant("resample/random-over", MethodTraits.Subset | MethodTraits.AddsColumns, MethodTraits.Random, ("label", "label"), ("as", "weights")),
        Variant("resample/random-under", 0, MethodTraits.Subset, ("label", "label"), ("replacement", "true")),
        Variant("resample/random-under", 0, 0, ("label", "label"), ("id", "id"), ("to", "power=0.5")),
        Variant("resample/random", 0, 0, ("label", "label"), ("to", "count:a=3,c=40"), ("replacement", "true")),
        Variant("resample/random", 0, 0, ("label", "label"), ("to", "share:b=0.5"), ("id", "id")),
        Variant("resample/random", 0, 0, ("label", "label"), ("by", "group"), ("to", "power=0.3"), ("total", "150"), ("max-repeat", "3"), ("id", "id")),
        Variant("resample/random-over", MethodTraits.AddsColumns, MethodTraits.KeepsOrder, ("by", "label"), ("epochs", "3"), ("schedule", "progressive")),
        Variant("resample/random-under", MethodTraits.AddsColumns, MethodTraits.KeepsOrder | MethodTraits.Subset, ("label", "label"), ("epochs", "2"), ("id", "id")),
        Variant("resample/make-imbalance", MethodTraits.AddsColumns, MethodTraits.Random, ("label", "label"), ("shape", "linear"), ("imbalance-factor", "1.5"), ("as", "weights")),
        Variant("resample/stream-balance", 0, MethodTraits.Random, ("label", "label"), ("buffer", "25"), ("score", "number"), ("drop", "lowest"), ("id", "id")),
        Variant("resample/rehydrate", 0, 0, ("cluster-size", "id"), ("kept", "label=a"), ("by", "group"), ("min-rows", "2")),
        Variant("resample/rehydrate", MethodTraits.AddsColumns, 0, ("cluster-size", "id"), ("copies", "1=0,3=2,90=1"), ("as", "weights")),
        Variant("resample/matching", MethodTraits.Random, 0, ("label", "label"), ("features", "number,time"), ("missing", "drop"), ("distance", "mahalanobis"), ("match-order", "random"), ("controls", "2")),
        Variant("resample/matching", 0, 0, ("label", "label"), ("features", "number,time"), ("missing", "median"), ("exact", "group"), ("replacement", "true"), ("outcome", "number"), ("as", "weights"), ("no-caliper", "true")),
        Variant("resample/random-over", MethodTraits.MakesUp | MethodTraits.InMemory, MethodTraits.Shardable | MethodTraits.KeepsOrder, ("label", "label"), ("shrinkage", "0.7"), ("features", "number")),
        Variant("resample/smote", 0, 0, ("label", "label"), ("features", "number"), ("missing", "drop"), ("other", "nearest,text=made"), ("order", "input"), ("spread", "even")),
        Variant("resample/smote", MethodTraits.AddsColumns, 0, ("label", "label"), ("features", "number,time"), ("missing", "mean"), ("scale", "standard"), ("order", "shuffled"), ("parents", "true")),
        Variant("resample/smote", MethodTraits.AddsColumns, 0, ("label", "label"), ("features", "number"), ("missing", "median"), ("order", "class-interleaved"), ("synthetic-column", "made"), ("other", "null"), ("duplicates", "collapse")),
        Variant("resample/borderline-smote", 0, 0, ("label", "label"), ("features", "number"), ("missing", "zero"), ("kind", "2"), ("to", "ratio=0.8")),
        Variant("resample/smote-nc", 0, 0, ("label", "label"), ("features", "number"), ("categorical", "group,time"), ("missing", "median"), ("order", "class-interleaved")),
        Variant("resample/smote-enn", 0, 0, ("label", "label"), ("features", "number"), ("missing", "drop"), ("kind-sel", "mode"), ("order", "class-interleaved")),
        Variant("resample/smoter", MethodTraits.AddsColumns, 0, ("label", "number"), ("features", "time,id"), ("range-coefficient", "0.1"), ("to", "count:high=400,common=9"), ("order", "class-interleaved"), ("parents", "true")),
        Variant("resample/smogn", 0, 0, ("label", "number"), ("features", "time"), ("categorical", "group"), ("range-coefficient", "0.2"), ("perturbation", "0.3"), ("order", "input"), ("other", "nearest")),
        Variant("resample/mlsmote", 0, 0, ("label", "text"), ("label-separator", " "), ("features", "time"), ("times", "2"), ("label-vote", "union"), ("order", "shuffled"), ("other", "nearest")),
        Variant("resample/edited-nn", 0, 0, ("label", "label"), ("features", "number"), ("categorical", "group,text"), ("missing", "drop"), ("duplicates", "collapse"), ("scale", "robust")),
        Variant("resample/all-knn", 0, 0, ("label", "label"), ("features", "number,time"), ("missing", "median"), ("scale", "standard"), ("to", "all"), ("kind-sel", "mode")),
        Variant("resample/near-miss", 0, 0, ("label", "label"), ("features", "number,time"), ("missing", "zero"), ("scale", "minmax"), ("version", "3"), ("to", "ratio=0.5")),
        Variant("resample/near-miss", 0, 0, ("label", "label"), ("categorical", "group"), ("missing", "mean"), ("version", "2"), ("duplicates", "collapse")),
        Variant("resample/cluster-centroids", MethodTraits.Subset, MethodTraits.MakesUp, ("label", "label"), ("features", "number,time"), ("missing", "drop"), ("scale", "standard"), ("voting", "hard"), ("max-iterations", "3")),
        Variant("resample/hierarchical-kmeans", MethodTraits.KeepsAll | MethodTraits.AddsColumns, 0, ("features", "number,time"), ("missing", "drop"), ("scale", "standard"), ("levels", "5,2"), ("rounds", "1"), ("max-iterations", "1"), ("as", "weights"), ("cluster-column", "c")),
        Variant("resample/hierarchical-kmeans", MethodTraits.AddsColumns, MethodTraits.Subset, ("cluster-id", "label,group"), ("fraction", "1.2"), ("max-repeat", "3"), ("cluster-column", "c"), ("label", "label")),
        Variant("resample/cluster-clip", MethodTraits.KeepsOrder | MethodTraits.AddsColumns, 0, ("features", "number"), ("missing", "drop"), ("k", "4"), ("max-iterations", "1"), ("order", "input"), ("cluster-column", "c"), ("temper", "0.5")),
        Variant("resample/cluster-clip", 0, 0, ("cluster-id", "group"), ("order", "shuffled"), ("rows", "5")),
        Variant("resample/subclass-balance", MethodTraits.AddsColumns, MethodTraits.Subset, ("label", "label"), ("features", "number"), ("missing", "median"), ("unequal", "true"), ("subclass-size", "3000"), ("max-iterations", "1"), ("max-repeat", "20"), ("cluster-column", "c")),
        Variant("resample/subclass-balance", MethodTraits.KeepsAll | MethodTraits.AddsColumns, MethodTraits.Random, ("label", "label"), ("cluster-id", "group"), ("as", "weights")),
        Variant("resample/raking", MethodTraits.Random, MethodTraits.AddsColumns, ("margin", "label=a:0.2,b:0.3,c:0.5"), ("as", "rows"), ("to", "45")),
        Variant("resample/raking", MethodTraits.Random, MethodTraits.AddsColumns, ("margin", "label=a:0.2,b:0.3,c:0.5"), ("as", "rows"), ("weight", "id"), ("clip", "0.1,9"), ("clip-rule", "after"), ("max-repeat", "4")),
        Variant("resample/entropy-balancing", MethodTraits.Random, MethodTraits.AddsColumns, ("target", "number=120,label=a=0.5"), ("tolerance", "0.1"), ("missing", "drop"), ("as", "rows"), ("weight", "id"), ("clip", "9")),
        Variant("resample/soft-group-balance", MethodTraits.Random, MethodTraits.AddsColumns, ("memberships", "id,number"), ("share", "id=1,number=1"), ("missing", "drop"), ("as", "rows"), ("to", "40")),
        Variant("resample/density-ratio-weight", 0, MethodTraits.AddsColumns, ("treat", "label=b"), ("form", "propensity"), ("features", "number"), ("missing", "drop"), ("as", "rows"), ("clip", "0.1,8"), ("smooth", "0.5"), ("cv", "3")),
        Variant("resample/target-density-weight", MethodTraits.Random, MethodTraits.AddsColumns, ("label", "number"), ("form", "dense-weight"), ("bandwidth", "silverman"), ("as", "rows"), ("max-repeat", "2"), ("weight", "id")),
        Variant("cluster/kmeans", 0, 0, ("text", "text"), ("text-columns", "16"), ("k", "4"), ("metric", "cosine"), ("missing", "drop"), ("train-rows", "30"), ("max-iterations", "1"), ("sample", "20")),
        Variant("cluster/kmeans", 0, 0, ("features", "number"), ("k", "auto"), ("max-k", "4"), ("scale", "robust"), ("missing", "median"), ("max-iterations", "1"), ("sample", "30"), ("cluster-size", "true")),
        Variant("cluster/kmeans", 0, 0, ("features", "number,time"), ("k", "3"), ("scale", "standard"), ("missing", "mean"), ("batch-rows", "10"), ("train-rows", "25"), ("max-iterations", "2"), ("sample", "0"), ("id", "id")),
        Variant("cluster/balanced-kmeans", 0, MethodTraits.Random, ("features", "number"), ("k", "3"), ("missing", "zero"), ("max-iterations", "1"), ("sample", "0")),
        Variant("cluster/balanced-kmeans", 0, MethodTraits.Random, ("features", "number"), ("k", "3"), ("form", "bias"), ("missing", "drop"), ("bias-passes", "2"), ("max-iterations", "1"), ("sample", "0"), ("metric", "cosine"), ("scale", "standard")),
        Variant("cluster/hierarchical-kmeans", 0, 0, ("features", "number"), ("levels", "6,2"), ("rounds", "1"), ("missing", "drop"), ("train-rows", "25"), ("max-iterations", "1"), ("cluster-column", "c"), ("sample", "10")),
        Variant("cluster/bisecting-kmeans", 0, 0, ("features", "number"), ("k", "5"), ("cut", "size"), ("refine", "true"), ("missing", "mean"), ("train-rows", "20"), ("max-iterations", "1"), ("sample", "10")),
        Variant("cluster/leader", 0, 0, ("features", "number"), ("missing", "drop"), ("spread", "1"), ("max-clusters", "5"), ("sample", "40"), ("label", "label")),
        Variant("cluster/leader", 0, 0, ("text", "text"), ("text-columns", "8"), ("metric", "cosine"), ("missing", "drop"), ("threshold", "0.3"), ("sample", "20"), ("words", "2")),
        Variant("select/random-subset", 0, 0, ("rows", "2"), ("per", "group,label")),
        Variant("select/random-subset", 0, 0, ("fraction", "30%"), ("id", "id")),
        Variant("select/random-subset", 0, 0, ("bytes", "2000")),
        Variant("select/random-subset", 0, 0, ("tokens", "200"), ("text", "text"), ("per", "label")),
        Variant("select/random-subset", 0, 0, ("cost", "700000.5"), ("cost-column", "number"), ("id", "id"), ("must", "other")),
        Variant("select/stratified", 0, 0, ("fraction", "0.4"), ("by", "label,group"), ("allocation", "sqrt"), ("at-least", "1")),
        Variant("select/stratified", 0, 0, ("fraction", "0.3"), ("by", "group"), ("allocation", "equal"), ("id", "id")),
        Variant("select/rules", MethodTraits.Subset, MethodTraits.MakesUp, ("text", "text"), ("preset", "gopher-repetition"), ("min-words", "3"), ("max-digits", "0.5")),
        Variant("select/rules", MethodTraits.Subset, MethodTraits.MakesUp, ("text", "text"), ("language", "en,it,la"), ("min-language-score", "0.1"), ("script", "Latin"), ("min-script-share", "0.8"), ("statistics", "language,words,top-2-gram")) with { AddsColumns = true },
        Variant("select/rules", 0, 0, ("text", "text"), ("line-min-words", "8"), ("line-without", "theta alpha"), ("min-words", "9"), ("statistics", "lines-cut")) with { AddsColumns = true },
        Variant("select/rules", MethodTraits.Subset | MethodTraits.KeepsAll | MethodTraits.AddsColumns, MethodTraits.MakesUp, ("text", "text"), ("preset", "gopher"), ("line-min-words", "8"), ("mark", "true")),
        Variant("select/kmeans-representative", 0, MethodTraits.Random, ("features", "number"), ("missing", "drop"), ("rows", "1"), ("pick", "centre+boundary"), ("max-iterations", "1"), ("cluster-column", "c")) with { AddsColumns = true },
        Variant("select/cluster-balanced", 0, 0, ("cluster-id", "group"), ("fraction", "0.4")),
        Variant("select/cluster-top-score", 0, MethodTraits.Random, ("cluster-id", "label,group"), ("score", "number"), ("lowest", "true"), ("fraction", "0.3"), ("cluster-column", "c")) with { AddsColumns = true },
        Variant("select/cluster-sensitivity", 0, 0, ("features", "number"), ("missing", "drop"), ("centres", "true"), ("k", "3"), ("max-iterations", "1"), ("cluster-column", "c")),
        Variant("select/k-center", 0, MethodTraits.KeepsOrder, ("features", "number,time"), ("missing", "drop"), ("scale", "standard"), ("fraction", "0.01"), ("order", "pick"), ("per", "label"), ("metric", "cosine")),
        Variant("select/k-center", 0, 0, ("features", "number"), ("missing", "median"), ("fraction", "0.3"), ("ignore", "0.01"), ("id", "id"), ("label", "label")),
        Variant("select/facility-location", MethodTraits.Random, 0, ("features", "number"), ("missing", "zero"), ("fraction", "0.001"), ("optimizer", "stochastic"), ("similarity", "rbf"), ("epsilon", "0.5")),
        Variant("select/dpp", 0, 0, ("features", "number,time"), ("missing", "mean"), ("scale", "minmax"), ("fraction", "0.002"), ("similarity", "cosine"), ("score", "id"), ("score-weight", "0.0001")),
        Variant("select/stochastic-batch", 0, MethodTraits.Random, ("score", "id"), ("fraction", "0.2"), ("beta", "inf"), ("per", "label,group")),
        Variant("select/perplexity-sampling", 0, 0, ("score", "id"), ("fraction", "0.2"), ("kind", "stepwise"), ("inclusion-column", "chance")),
        Variant("select/score-prune", MethodTraits.Random, 0, ("score", "id"), ("fraction", "0.2"), ("keep", "proportional"), ("per", "label"), ("drop-top", "0.1")),
        Variant("select/uncertainty", MethodTraits.Random, 0, ("probabilities", "id"), ("logits", "true"), ("fraction", "0.1"), ("beta", "0.01"), ("score-column", "doubt")) with { AddsColumns = true },
        Variant("select/weakest-task-greedy", 0, 0, ("influence", "id"), ("tasks", "all"), ("fraction", "0.01"), ("rule", "surplus"), ("per", "group")),
        Variant("select/lp-sensitivity", 0, 0, ("features", "number"), ("missing", "drop"), ("fraction", "0.05"), ("p", "1.5"), ("kind", "root-leverage"), ("per", "label")),
        Variant("select/cluster-balanced", 0, 0, ("cluster-id", "group"), ("rows", "2"), ("per", "label")),
        Variant("select/cluster-top-score", 0, MethodTraits.Random, ("cluster-id", "group"), ("score", "number"), ("rows", "3"), ("per", "label")),
        Variant("select/cluster-sensitivity", 0, 0, ("features", "number"), ("missing", "mean"), ("score", "id"), ("rows", "2"), ("per", "label"), ("k", "3"), ("max-iterations", "2")),
        Variant("select/kmeans-representative", 0, MethodTraits.Random, ("features", "number"), ("missing", "mean"), ("rows", "2"), ("per", "label"), ("k", "1"), ("max-iterations", "1")),
        Variant("select/max-entropy", MethodTraits.Random, 0, ("attributes", "text,group"), ("separator", " "), ("count-repeats", "true"), ("objective", "ideal"), ("candidates", "3"), ("fraction", "0.01")),
        Variant("select/substructure-coverage", 0, MethodTraits.KeepsOrder, ("text", "text"), ("template", "label"), ("tokens", "symbols"), ("gram", "1"), ("rows", "3"), ("per", "label"), ("order", "pick")),
        Variant("select/soft-cap-sampling", 0, 0, ("score", "id"), ("beta", "0.01"), ("fraction", "0.7"), ("per", "label"), ("max-repeat", "2"), ("batch", "3")),
        Variant("select/importance-resampling", 0, 0, ("text", "text"), ("target", "other"), ("fraction", "0.2"), ("ngrams", "1"), ("buckets", "50"), ("max-overlap", "1"), ("per", "group"), ("average", "true")),
        Variant("select/target-rank", 0, 0, ("text", "text"), ("target", "other"), ("fraction", "0.2"), ("sample", "40"), ("text-columns", "16"), ("buckets", "64"), ("max-overlap", "1"), ("aggregate", "max"), ("score-column", "s")) with { AddsColumns = true },
        Variant("select/nearest-to-target", 0, 0, ("features", "number,time"), ("target", "other"), ("missing", "drop"), ("scale", "standard"), ("fraction", "0.1"), ("aggregate", "mean"), ("source", "label")),
        Variant("select/nearest-to-target", MethodTraits.Random, 0, ("text", "text"), ("text-columns", "16"), ("target", "other"), ("missing", "drop"), ("fraction", "0.1"), ("beta", "2")),
        Variant("select/optimal-transport-gradient", 0, 0, ("features", "number"), ("target", "other"), ("missing", "drop"), ("scale", "standard"), ("fraction", "0.1"), ("sample", "15"), ("cluster-id", "group"), ("cap", "100000"), ("score-column", "s")) with { AddsColumns = true },
        Variant("select/cluster-bandit", 0, 0, ("cluster-id", "label,group"), ("score", "id"), ("evaluate", "0.5"), ("fraction", "0.2"), ("arms", "3"), ("batch", "2"), ("cluster-column", "c")) with { AddsColumns = true },
        Variant("split/stratified", 0, 0, ("folds", "5")),
        Variant("split/stratified", 0, 0, ("by-hash", "group"), ("fractions", "0.5,0.5"), ("column", "fold")),
        Variant("split/group", 0, 0, ("group", "group,label"), ("folds", "4")),
        Variant("split/time", 0, 0, ("time", "time"), ("group", "group"), ("gap", "2d")),
        Variant("split/time", 0, 0, ("time", "time"), ("cuts", "2024-01-02,2024-01-03T12:00"), ("gap", "3h"), ("names", "past,present,future")),
    ];

    private bool AddsColumns { get; init; }

    public static IReadOnlyList<LawMethod> All { get; } =
        [.. MethodRegistry.All.Select(static e => new LawMethod(e.Id, e, null, e.Traits)), .. s_variants.Select(static v => v.AddsColumns ? v with { Traits = v.Traits | MethodTraits.AddsColumns } : v)];

    /// <summary>The second dataset is read.</summary>
    public bool ReadsOther => Options?.Any(static o => o.Value == "other") == true;

    public static LawMethod Of(string name) => All.Single(m => m.Name == name);

    public bool Has(MethodTraits trait) => (Traits & trait) == trait;

    /// <summary>The method for a table, or null where it cannot be used.</summary>
    public BoundMethod? Bind(LawCase table)
    {
        if (Options is null)
        {
            return Entry.BindExample(table);
        }

        // Few rows, or equal ones, have no rare numbers and no rare labels, and means of a few rows are soon out of reach.
        if (Entry.Name is "smoter" or "smogn" or "mlsmote" or "entropy-balancing" or "soft-group-balance" or "density-ratio-weight" or "target-density-weight" && (table.Classes < 3 || table.Rows < 50))
        {
            return null;
        }

        // A target has to have rows, and a model some to learn from.
        if (Entry.Name is "importance-resampling" or "target-rank" or "nearest-to-target" or "optimal-transport-gradient" && table.Rows < 50)
        {
            return null;
        }

        // Rows without any value have no features and no scores.
        if (table.Classes == 0 && (Entry.Family == "cluster" || Entry.Name is "kmeans-representative" or "cluster-balanced" or "cluster-top-score" or "cluster-sensitivity" or "cluster-bandit"
            || (Entry.Family == "select" && Options.Any(static o => o.Name is "features" or "score"))))
        {
            return null;
        }

        if (Entry.Family == "resample" && (table.Classes < 3 || (Entry.Name == "random-over" && table.Classes < 2)))
        {
            return null;
        }

        var values = new OptionValues();
        foreach ((string name, string value) in Options)
        {
            values.Add(name, value);
        }

        return Entry.Bind(values);
    }

    public PlanInputs Inputs(string table, Curate.Core.Data.IRecordSource? main = null) =>
        new(main ?? LawTables.Table(table), ReadsOther ? [LawTables.Other(table)] : []);

    private static LawMethod Variant(string id, MethodTraits more, MethodTraits less, params (string Name, string Value)[] options)
    {
        MethodEntry entry = MethodRegistry.All.Single(m => m.Id == id);
        return new LawMethod(id + " " + string.Join(' ', options.Select(static o => $"--{o.Name} {o.Value}")), entry, options, (entry.Traits | more) & ~less);
    }
}
