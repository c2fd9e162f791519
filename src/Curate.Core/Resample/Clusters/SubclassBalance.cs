using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness.Designs;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>
/// Balances classes by their subclasses: classes that are larger than the smallest are clustered into subclasses about as large as that one, and the target of a
/// class is shared out equally among its subclasses. With equally large subclasses that keeps the inner structure of a class as it is (a stratified sample);
/// with unequal ones rare parts gain.
/// </summary>
/// <remarks>The clusters of Hou et al. 2023, "Subclass-balancing Contrastive Learning for Long-tailed Recognition", as a sampler. O(n K d) for an iteration in a
/// class of n rows and K subclasses; equally large ones also take what <see cref="Numerics.Clustering.BalancedAssignment"/> says.</remarks>
internal sealed class SubclassBalance(SubclassOptions options, RunContext context) : IRowPlanner
{
    public static MethodEntry Entry { get; } = new MethodEntry<SubclassOptions>(
        "resample", "subclass-balance", "Cuts large classes by clusters about as large as the smallest class, so that their inner structure stays.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 4) bytes a row, twice the features for the rows of a class; for equally large subclasses 8 bytes for each row and subclass of a class, and 12 for each pair of its subclasses",
        Passes = "3, and one more where kinds are inferred; 2 with --cluster-id",
        Source = "C. Hou et al. 2023",
        DropReasons = [CellPlan.Reason],
        Usage = "curate resample wine.csv --method subclass-balance --label class --scale standard --subclass-size 16 -o balanced.csv",
        Defaults = new SubclassOptions(),
        Options =
        [
            OptionSpec<SubclassOptions>.Column("label", "Column that holds the class.", (o, v) => o with { Label = v }) with { Role = true, Required = true },
            OptionSpec<SubclassOptions>.Text("to", FeatureOptionSpecs.CountsHelp, (o, v) => o with { To = BalanceTarget.Parse(v) }, "auto"),
            .. ClusterOptionSpecs.Features<SubclassOptions>("What stands for a missing number: nothing (error), the column's mean or median, zero; drop sets the row aside, and it stays as it is."),
            OptionSpec<SubclassOptions>.Whole("subclass-size", "Most rows of a subclass; without it the rows of the smallest class, at least --min-size.", (o, v) => o with { SubclassSize = v }, min: 1, unit: "rows"),
            OptionSpec<SubclassOptions>.Whole("min-size", "Least size of a subclass where the smallest class says it.", (o, v) => o with { MinSize = v }, 10, min: 1, unit: "rows"),
            OptionSpec<SubclassOptions>.Flag("unequal", "Take the clusters of k-means as they come, so that rare parts of a class gain, instead of equally large ones.", (o, v) => o with { Unequal = v }),
            .. ClusterOptionSpecs.Output<SubclassOptions>("Most copies of a row; above 1 classes can grow, too. With --as weights its most expected copies.", 1,
                "Add a column of this name with the subclass of each row: Adelie/3."),
            .. ClusterOptionSpecs.Fit<SubclassOptions>(),
        ],
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new SubclassBalance(ClusterOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes < 2 ? null : new SubclassOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, SubclassSize = Math.Max(3, table.Rows / 4), MaxIterations = 2 },
    };

    /// <inheritdoc/>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        SubclassCells found = options.ClusterIds.Count > 0 ? SubclassCells.Read(passes, inputs.Main, options, context) : SubclassCells.Find(passes, inputs.Main, options, context);
        try
        {
            CellPlan plan = Decide(found, out long[] targets);
            plan.Tables.Add(ClassChanges.Table(options.Label, found.Classes, found.Counts, targets, [.. found.SetAside]));
            if (found.Features is { } features)
            {
                plan.Tables.Add(features);
            }

            return plan;
        }
        catch
        {
            found.Cells.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    private CellPlan Decide(SubclassCells found, out long[] targets)
    {
        double repeat = options.MaxRepeat ?? 1;
        targets = TargetCounts.Of(options.To, repeat > 1 ? BalanceMode.Both : BalanceMode.Under, found.Classes, found.Counts);
        CellRows cells = found.Cells;
        var quotas = new long[cells.Count];
        var shares = new double[cells.Count];
        for (int c = 0; c < targets.Length; c++)
        {
            if (targets[c] > repeat * found.Counts[c])
            {
                Fail.With(ErrorCodes.Infeasible,
                    $"Class {Fail.Show(found.Classes[c])} is to have {NumberText.Of(targets[c])} rows, and its {NumberText.Of(found.Counts[c])} rows give {NumberText.Of(Math.Floor(repeat * found.Counts[c]))}, each at most {NumberText.Of(repeat)} times.",
                    "Lower --to, or raise --max-repeat.");
            }

            int[] own = [.. Enumerable.Range(0, cells.Count).Where(i => found.ClassOf[i] == c)];
            var equal = new double[own.Length];
            Array.Fill(equal, 1);
            double[] most = Array.ConvertAll(own, i => repeat * found.Cells.Sizes[i]);
            double[] exact = CappedShares.Of(targets[c], equal, most);
            long[] whole = options.AsWeights ? [] : StratifiedAllocation.Share(targets[c], equal, Array.ConvertAll(most, static m => (long)m));
            for (int i = 0; i < own.Length; i++)
            {
                shares[own[i]] = exact[i];
                quotas[own[i]] = options.AsWeights ? 0 : whole[i];
            }
        }

        return options.AsWeights ? Weights(cells, shares) : Rows(cells, quotas, shares);
    }

    private CellPlan Rows(CellRows cells, long[] quotas, double[] shares)
    {
        var copies = new CellCopies(quotas, cells.Sizes);
        copies.PickRandom(cells, context.Draw("subclass-balance").For("rows"u8));
        CellPlan plan = CellPlan.OfRows(cells, copies, keepsUnplaced: true, options.ClusterColumn);
        double most = 0;
        for (int c = 0; c < cells.Count; c++)
        {
            most = Math.Max(most, copies.Full[c] + (copies.Rest[c] > 0 ? 1 : 0));
        }

        plan.Tables.Add(CellReport.Sampling(cells, Array.ConvertAll(quotas, static q => (double)q), CellReport.EffectiveRows(cells, copies), most));
        plan.Tables.Add(CellReport.Rows(cells, shares, copies));
        return plan;
    }

    /// <summary>Weights with the mean 1 over rows in subclasses; other rows have 1.</summary>
    private CellPlan Weights(CellRows cells, double[] shares)
    {
        double total = shares.Sum();
        if (total == 0)
        {
            Fail.With(ErrorCodes.Infeasible, "--to leaves no row of any class, so there is nothing to weigh.", "Raise --to.");
        }

        double[] weights = [.. shares.Select((share, c) => share / cells.Sizes[c] * (cells.Placed / total))];
        CellPlan plan = CellPlan.OfWeights(cells, weights, 1, options.WeightColumn, options.ClusterColumn);
        double[] after = [.. weights.Select((w, c) => w * cells.Sizes[c])];
        plan.Tables.Add(CellReport.Sampling(cells, after, CellReport.EffectiveRows(cells, weights), weights.Max()));
        plan.Tables.Add(CellReport.Weights(cells, weights));
        return plan;
    }

    private static void Check(SubclassOptions options)
    {
        ClusterOptionSpecs.Check(options);
        if (options.ClusterIds.Count > 0 && (options.SubclassSize is not null || options.Unequal))
        {
            Fail.Usage("--subclass-size and --unequal say which subclasses to find, and --cluster-id names ready ones.", "Leave out one of the two.");
        }

        if (options.ClusterIds.Contains(options.Label, StringComparer.Ordinal))
        {
            Fail.Usage($"The label {Fail.Show(options.Label)} is named as a cluster.", "Leave it out of --cluster-id.");
        }
    }
}
