using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Clusters;

/// <summary>The options that methods over clusters share.</summary>
internal static class ClusterPickSpecs
{
    /// <summary>How many rows are picked, of all or of each group, and which must be: the same options as all methods that pick have.</summary>
    public static IReadOnlyList<OptionSpec<T>> Budget<T>()
        where T : ClusterOptions =>
        PickSpecs.Budgets<T>(static o => o.Budget, With, static (o, v) => o with { Groups = v }, static o => o with { Must = true });

    /// <summary>Budgets of sizes, for methods that take rows one after the other.</summary>
    public static IReadOnlyList<OptionSpec<T>> Sizes<T>(bool ownText = false)
        where T : ClusterOptions =>
        PickSpecs.Sizes<T>(static o => o.Budget, With, static o => o.Sizes, static (o, v) => o with { Sizes = v }, ownText);

    /// <summary>Columns, how clusters are found, and the column of clusters.</summary>
    /// <param name="k">The help of <c>--k</c>.</param>
    /// <param name="ready">Ready clusters will do.</param>
    /// <param name="cosine">Directions are the default.</param>
    public static IReadOnlyList<OptionSpec<ClusterPickOptions>> Clusters(string k, bool ready, bool cosine = false) =>
    [
        .. ClusterOptionSpecs.Features<ClusterPickOptions>("What stands for a missing number: nothing (error), the column's mean or median, zero; drop leaves the row out of all clusters, and it leaves.")
            .Where(o => ready || o.Name != "cluster-id"),
        OptionSpec<ClusterPickOptions>.Whole("k", k, (o, v) => o with { K = (int)v }, min: 1, max: int.MaxValue),
        OptionSpec<ClusterPickOptions>.Text("cluster-column", "Add a column of this name with the cluster of each row.", (o, v) => o with { ClusterColumn = v }),
        .. ClusterOptionSpecs.Fit<ClusterPickOptions>().Select(o => o.Name != "metric" || !cosine ? o
            : OptionSpec<ClusterPickOptions>.Choice("metric", o.Help, ["euclidean", "cosine"], static (p, v) => p with { Cosine = v == "cosine" }, "cosine")),
        ClusterOptionSpecs.TrainRows<ClusterPickOptions>(),
    ];

    /// <summary>What options mean together, of methods that have budgets of sizes.</summary>
    /// <exception cref="CurateException">They contradict each other.</exception>
    public static void Check(ClusterPickOptions options) => Check(options, budgeted: true);

    /// <summary>The same where no budget may be needed, or none of sizes is there.</summary>
    public static void Check(ClusterPickOptions options, bool budgeted, bool sized = true)
    {
        // Directions are a default here, and ready clusters make nothing of them.
        ClusterOptionSpecs.Check(options.ClusterIds.Count > 0 ? options with { Cosine = false } : options);
        if (budgeted)
        {
            PickSpecs.Check(options.Budget, options.Must, options.Id, sized);
        }

        PickSpecs.CheckSizes(options.Budget, options.Sizes);

        if (options.ClusterIds.Count > 0 && options.K is not null)
        {
            Fail.Usage("--k says how many clusters to find, and --cluster-id names ready ones.", "Leave out one of the two.");
        }
    }

    /// <summary>Columns as names of the dataset.</summary>
    public static ClusterPickOptions Resolve(ClusterPickOptions options, StartRequest request) =>
        ClusterOptionSpecs.Resolve(options, request) with { Score = options.Score is { } score ? request.Column(score) : null };

    /// <summary>The rows that the budgets are together, of so many that can be in clusters; where clusters are as many as rows to take.</summary>
    public static int Total(ClusterPickOptions options, RowAsides asides, int rows)
    {
        if (asides.Sizes is { } sizes)
        {
            return Math.Min(rows, Likely(options, asides, sizes));
        }

        if (options.Groups.Count == 0)
        {
            return (int)Math.Min(rows, options.Budget.RowsOf(rows));
        }

        long total = 0;
        for (int g = 0; g < asides.Groups.Count; g++)
        {
            total += Math.Min(asides.Groups.RowsOf(g), options.Budget.RowsOf(asides.Groups.RowsOf(g)));
        }

        return (int)Math.Min(rows, total);
    }

    /// <summary>The rows of mean size that budgets of sizes hold together.</summary>
    private static int Likely(ClusterOptions options, RowAsides asides, RowValues<double> sizes)
    {
        var own = new List<double>[Math.Max(1, asides.Groups.Count)];
        for (int g = 0; g < own.Length; g++)
        {
            own[g] = [];
        }

        for (long row = 0; row < sizes.Count; row++)
        {
            own[options.Groups.Count == 0 ? 0 : asides.Groups.Codes[row]].Add(sizes[row]);
        }

        return (int)Math.Min(int.MaxValue, own.Sum(all => all.Count == 0 ? 0L : SizeRoom.Expected(options.Budget.Amount, [.. all])));
    }

    private static T With<T>(T options, Budget budget)
        where T : ClusterOptions => budget.Kind switch
        {
            BudgetKind.Rows => options with { Rows = (long)budget.Amount },
            BudgetKind.Fraction => options with { Fraction = budget.Amount },
            _ => options with { SizeBudget = budget },
        };
}
