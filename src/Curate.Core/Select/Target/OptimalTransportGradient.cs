using Curate.Core.Cluster;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Target;

/// <summary>
/// Rows that move current training data toward a target (Kang et al. 2024, "Get more for less", GOT-D): the transport cost between current and target rows falls fastest where
/// its dual potential, as a function of where mass is added, is lowest (section 3.2). Rows in what the current data lacks come first, not those that look most like the target.
/// </summary>
/// <remarks>
/// Samples of s current and t target rows: s t exponentials twice for each of the steps of Sinkhorn, 16 s t bytes. Then t exponentials and products a row of the pool, which
/// streams: the potential of a row is -eps ln sum_j exp((g_j - c(x, y_j)) / eps), the soft c-transform of the target's potential g, with c the squared distance.
/// </remarks>
internal static class OptimalTransportGradient
{
    private const double Tolerance = 1e-6;
    private const int MaxIterations = 2000;

    // A cost that is shown needs fewer digits than potentials that decide.
    private const double ShownTolerance = 1e-4;
    private const int ShownIterations = 300;

    public static MethodEntry Entry { get; } = TargetSpecs.Entry("optimal-transport-gradient", "Takes the rows that move current data toward a target, by the gradient of the transport cost between them.",
        new TargetOptions { TextColumns = 1024, Sample = 1000 }, Score,
        [
            OptionSpec<TargetOptions>.Path("current", "A dataset of what training has seen already; without it the input stands for it.", (o, _) => o with { HasCurrent = true }),
            .. TargetSpecs.Vectors(1024),
            OptionSpec<TargetOptions>.Whole("sample", "Random rows of the current data, and as many of the target, that the transport plan is between; all where there are fewer.", (o, v) => o with { Sample = (int)v }, 1000, min: 2, max: 20_000, unit: "rows"),
            OptionSpec<TargetOptions>.Number("epsilon", "Weight of the entropy of the plan, in units of the mean cost.", (o, v) => o with { Epsilon = v }, 0.05, min: 1e-4, max: 100),
            OptionSpec<TargetOptions>.Columns("cluster-id", "Columns of clusters that --cap counts in.", (o, v) => o with { ClusterIds = v }) with { Role = true },
            OptionSpec<TargetOptions>.Whole("cap", "Most rows of one cluster (of each group): all picks could else fall into one gap of the current data.", (o, v) => o with { Cap = v }, min: 1),
        ],
        MethodTraits.Random, "16 sample^2, 8 features sample, and 16,384 features bytes", "3, 2 over the target, 2 over the current data", "F. Kang et al. 2024; M. Cuturi 2013",
        "curate select wine.csv --method optimal-transport-gradient --like class=2 --features alcohol,hue,flavanoids --scale standard --rows 10 -o toward.csv", Validate,
        static (table, options) => options with { Text = null, Features = [table.Number], Missing = MissingValues.Mean, Scale = FeatureScaling.Standard, Sample = 20 }, "current");

    public static TargetScores Score(TargetJob job)
    {
        TargetOptions options = job.Options;
        (VectorRecipe recipe, ReportTable features) = VectorPool.Recipe(job, options);
        (IRecordSource Source, Func<long, bool> Has) current = job.Current is { } given ? (given, static _ => true) : (job.Main, job.Target.Leaves);
        if (job.Current is not null)
        {
            TargetRows.CheckColumns(job.Current, recipe.Request.Select(static r => r.Name), "current");
        }

        SeededDraw draw = job.Run.Draw("select-" + job.Name);
        (VectorStore target, _) = VectorPool.CollectSample(job, recipe, job.Target.Source, job.Target.Has, options.Sample, draw.For("target"u8), "sample the target");
        using (target)
        {
            if (target.Count == 0)
            {
                job.Target.ThrowEmpty("all features");
            }

            (VectorStore now, _) = VectorPool.CollectSample(job, recipe, current.Source, current.Has, options.Sample, draw.For("current"u8), "sample the current data");
            using (now)
            {
                if (now.Count == 0)
                {
                    Fail.With(ErrorCodes.Infeasible, $"{current.Source.Name} has no row with all features, so nothing can be moved toward the target.", "Choose with --missing what stands for missing values, or name other columns.");
                }

                return Score(job, recipe, features, now, target);
            }
        }
    }

    private static TargetScores Score(TargetJob job, VectorRecipe recipe, ReportTable features, VectorStore now, VectorStore target)
    {
        using MemoryLease lease = job.Run.Memory.Lease(16L * now.Count * target.Count, "A transport plan");
        Matrix cost = CostOf(now, target, job.Run);
        double meanCost = Dense.Sum(cost.Values) / cost.Values.Length;
        double epsilon = job.Options.Epsilon * (meanCost > 0 ? meanCost : 1);
        TransportPlan plan = PlanOf(cost, Even(now.Count), epsilon, Tolerance, MaxIterations, job.Run);
        if (!plan.Converged)
        {
            job.Run.Observer.Note($"The transport plan came within {NumberText.Of(plan.MarginalError)} of its margins in {NumberText.Of(plan.Iterations)} steps, not within {NumberText.Of(Tolerance)}: raise --epsilon for a sharper end.");
        }

        double[] g = plan.ColumnPotentials;
        double mean = 0;
        var terms = new double[target.Count];
        for (int i = 0; i < now.Count; i++)
        {
            mean += Potential(now[i], target, g, epsilon, terms) / now.Count;
        }

        RowValues<double> scores = VectorPool.Score(job, recipe, (rows, found) =>
        {
            var own = new double[found.Length];
            Workers.ForBlocks(job.Run.Workers, (own.Length + 63) / 64, block =>
            {
                var spare = new double[target.Count];
                for (int i = block * 64; i < Math.Min(own.Length, (block + 1) * 64); i++)
                {
                    own[i] = mean - Potential(rows[i], target, g, epsilon, spare);
                }
            }, job.Run.Ct);
            own.CopyTo(found);
        });
        var scored = new TargetScores { Scores = scores, Measure = subsets => Measure(job, recipe, subsets, job.Options.Epsilon) };
        var table = new ReportTable("transport", "Transport from the current data to the target", ["current_sample", "target_sample", "epsilon", "cost", "steps", "converged"]);
        table.Add((long)now.Count, (long)target.Count, epsilon, plan.Cost(), (long)plan.Iterations, plan.Converged ? "yes" : "no");
        scored.Tables.Add(table);
        scored.Tables.Add(features);
        return scored;
    }

    /// <summary>What the transport cost gains by mass at a row: the soft c-transform of the target's potential.</summary>
    internal static double Potential(ReadOnlySpan<float> row, VectorStore target, double[] g, double epsilon, double[] terms)
    {
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j] = (g[j] - PairSums.Squares(row, target[j])) / epsilon;
        }

        return -epsilon * Dense.LogSumExp(terms);
    }

    internal static Matrix CostOf(VectorStore rows, VectorStore target, RunContext run)
    {
        var cost = new Matrix(rows.Count, target.Count);
        NearestToTarget.Each(rows.Count, run, i =>
        {
            for (int j = 0; j < target.Count; j++)
            {
                cost[i, j] = PairSums.Squares(rows[i], target[j]);
            }
        });
        return cost;
    }

    private static double[] Even(int count)
    {
        var mass = new double[count];
        Array.Fill(mass, 1.0 / count);
        return mass;
    }

    private static TransportPlan PlanOf(Matrix cost, double[] mass, double epsilon, double tolerance, int iterations, RunContext run) =>
        Sinkhorn.Fit(cost, mass, Even(cost.Columns), new SinkhornOptions { Epsilon = epsilon, Tolerance = tolerance, MaxIterations = iterations }, run);

    /// <summary>The measures of vectors, and the transport cost to the target once a quarter of the current data is of the subset.</summary>
    private static List<(string Name, double? Value)>[] Measure(TargetJob job, VectorRecipe recipe, IReadOnlyList<BitMap> subsets, double epsilon)
    {
        const double Share = 0.25;
        int size = Math.Min(job.Options.Sample, job.Run.FullReport ? 1000 : 200);
        SeededDraw draw = job.Run.Draw("select-report");
        List<(string Name, double? Value)>[] all = VectorPool.Measure(job, recipe, subsets);
        (VectorStore target, _) = VectorPool.CollectSample(job, recipe, job.Target.Source, job.Target.Has, size, draw.For("target"u8), "compare with the target");
        using (target)
        {
            (VectorStore now, _) = VectorPool.CollectSample(job, recipe, job.Current ?? job.Main, job.Current is null ? job.Target.Leaves : static _ => true, size, draw.For("current"u8), "compare with the target");
            using (now)
            {
                for (int s = 0; s < subsets.Count; s++)
                {
                    (VectorStore own, _) = VectorPool.Collect(job, recipe, job.Main, VectorPool.SampleOf(subsets[s], size, draw.For("transport"u8)).Contains, "compare with the target");
                    using (own)
                    {
                        if (own.Count == 0)
                        {
                            all[s].Add(("transport_cost_with_a_quarter", null));
                            continue;
                        }

                        using var both = new VectorStore(now.Count + own.Count, recipe.Dimension, 0, job.Run);
                        var mass = new double[both.Count];
                        for (int i = 0; i < both.Count; i++)
                        {
                            (i < now.Count ? now[i] : own[i - now.Count]).CopyTo(both[i]);
                            mass[i] = i < now.Count ? (1 - Share) / now.Count : Share / own.Count;
                        }

                        Matrix cost = CostOf(both, target, job.Run);
                        double mean = Dense.Sum(cost.Values) / cost.Values.Length;
                        all[s].Add(("transport_cost_with_a_quarter", mean == 0 ? 0 : PlanOf(cost, mass, epsilon * mean, ShownTolerance, ShownIterations, job.Run).Cost()));
                    }
                }
            }
        }

        return all;
    }

    private static void Validate(TargetOptions options)
    {
        TargetSpecs.CheckVectors(options);
        if (options.Cap is null == options.ClusterIds.Count > 0)
        {
            Fail.Usage(options.Cap is null ? "--cluster-id names clusters, and no --cap limits them." : "--cap limits the rows of a cluster, and no column holds clusters.", "Pass both, or neither; curate cluster adds a column of clusters.");
        }
    }
}
