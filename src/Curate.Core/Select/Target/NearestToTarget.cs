using Curate.Core.Cluster;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Select.Target;

/// <summary>
/// The rows most alike to target rows, by vectors: that to the most alike one, the mean over all, or the mean over the rows of the task that is served best (LESS: Xia et al. 2024,
/// section 4.2, where vectors are gradients and likeness is their inner product).
/// </summary>
/// <remarks>O(n m d) for the most alike, O(n tasks d) for means of cosines and products; 4 d bytes a target row, and blocks of 4,096 rows of the input.</remarks>
internal static class NearestToTarget
{
    public static MethodEntry Entry { get; } = TargetSpecs.Entry("nearest-to-target", "Takes the rows whose vectors are most alike to those of target rows.",
        new TargetOptions { TextColumns = 1024 }, Score,
        [
            .. TargetSpecs.Vectors(1024),
            OptionSpec<TargetOptions>.Choice("metric", "What makes vectors alike: a small angle, a small distance, or a large inner product (gradients).", ["cosine", "euclidean", "dot"],
                (o, v) => o with { Metric = v switch { "euclidean" => TargetMetric.Euclidean, "dot" => TargetMetric.Dot, _ => TargetMetric.Cosine } }, "cosine"),
            OptionSpec<TargetOptions>.Choice("aggregate", "Likeness to several target rows: that to the most alike, or the mean over all.", ["max", "mean"], (o, v) => o with { Likeness = v == "mean" ? Likeness.Mean : Likeness.Most }, "max"),
            OptionSpec<TargetOptions>.Column("task", "Column of the target that names its tasks: a row's score is its mean likeness to the task that it is most alike to.", (o, v) => o with { Task = v }),
            OptionSpec<TargetOptions>.Text("beta", "How much scores count against noise: inf for the plain top.", (o, v) => o with { Beta = Sampling.StochasticBatch.BetaOf(v) }, "inf"),
        ],
        MethodTraits.None, "4 features bytes a target row, and 16,384 features", "3, and 2 over the target", "standard method; M. Xia et al. 2024",
        "curate select wine.csv --method nearest-to-target --like class=2 --features alcohol,hue,flavanoids --scale standard --rows 10 -o alike.csv",
        static o => { if (o.Task is not null && o.Metric == TargetMetric.Euclidean) { Fail.Usage("--task takes means of cosines or inner products.", "Pass --metric cosine or dot."); } TargetSpecs.CheckVectors(o); },
        static (table, options) => options with { Text = null, Features = [table.Number], Missing = MissingValues.Mean, Metric = TargetMetric.Euclidean });

    public static TargetScores Score(TargetJob job)
    {
        TargetOptions options = job.Options;
        (VectorRecipe recipe, ReportTable features) = VectorPool.Recipe(job, options);
        if (options.Task is { } task)
        {
            TargetRows.CheckColumns(job.Target.Source, [task], "task");
        }

        (VectorStore target, List<long> numbers) = VectorPool.Collect(job, recipe, job.Target.Source, job.Target.Has, "read the target");
        using (target)
        {
            if (target.Count == 0)
            {
                job.Target.ThrowEmpty("all features");
            }

            VectorPool.Scorer scorer = options is { Likeness: Likeness.Most, Task: null } ? Nearest(target, options.Metric, job.Run)
                : options.Metric == TargetMetric.Euclidean ? MeanDistance(target, job.Run) : Means(target, TasksOf(job, numbers), options.Metric, job.Run);
            var scored = new TargetScores { Scores = VectorPool.Score(job, recipe, scorer), Measure = subsets => VectorPool.Measure(job, recipe, subsets) };
            var table = new ReportTable("target", "Target", ["target_rows", "features", "metric"]);
            table.Add((long)target.Count, (long)recipe.Dimension, options.Metric.ToString().ToLowerInvariant());
            scored.Tables.Add(table);
            scored.Tables.Add(features);
            return scored;
        }
    }

    /// <summary>Likeness to the most alike target row.</summary>
    internal static VectorPool.Scorer Nearest(VectorStore target, TargetMetric metric, RunContext run)
    {
        var rule = new DistanceRule(metric switch { TargetMetric.Cosine => Metric.Cosine, TargetMetric.Dot => Metric.InnerProduct, _ => Metric.Euclidean });
        return (rows, scores) =>
        {
            using NeighbourGraph graph = NeighbourSearch.Between(rows, target, 1, rule, run);
            for (int i = 0; i < scores.Length; i++)
            {
                double distance = graph.Distances(i)[0];
                scores[i] = metric == TargetMetric.Cosine ? 1 - distance : -distance;
            }
        };
    }

    /// <summary>The largest mean likeness to the rows of a task: a product with the mean of their (unit) vectors.</summary>
    /// <param name="target">The target.</param>
    /// <param name="tasks">The task of each target row, from 0 on.</param>
    /// <param name="metric">Cosine or inner product.</param>
    /// <param name="run">Workers.</param>
    internal static VectorPool.Scorer Means(VectorStore target, int[] tasks, TargetMetric metric, RunContext run)
    {
        int count = tasks.Max() + 1;
        var sizes = new long[count];
        var sums = new double[count][];
        for (int row = 0; row < target.Count; row++)
        {
            double norm = metric == TargetMetric.Cosine ? Math.Sqrt(PairSums.Norm(target[row])) : 1;
            double[] sum = sums[tasks[row]] ??= new double[target.Numeric];
            sizes[tasks[row]]++;
            for (int p = 0; p < sum.Length && norm > 0; p++)
            {
                sum[p] += target[row][p] / norm;
            }
        }

        (double[] Mean, int Task)[] means = [.. sums.Select((s, t) => (s is null ? null! : Array.ConvertAll(s, v => v / sizes[t]), t)).Where(static m => m.Item1 is not null)];
        return (rows, scores) =>
        {
            var found = new double[scores.Length];
            Each(found.Length, run, i =>
            {
                ReadOnlySpan<float> row = rows[i];
                double norm = metric == TargetMetric.Cosine ? Math.Sqrt(PairSums.Norm(row)) : 1;
                double best = double.NegativeInfinity;
                foreach ((double[] mean, _) in means)
                {
                    double product = 0;
                    for (int p = 0; p < mean.Length; p++)
                    {
                        product = Math.FusedMultiplyAdd(row[p], mean[p], product);
                    }

                    best = Math.Max(best, product);
                }

                found[i] = norm > 0 ? best / norm : 0;
            });
            found.CopyTo(scores);
        };
    }

    private static VectorPool.Scorer MeanDistance(VectorStore target, RunContext run) => (rows, scores) =>
    {
        var found = new double[scores.Length];
        Each(found.Length, run, i =>
        {
            double sum = 0;
            for (int t = 0; t < target.Count; t++)
            {
                sum += Math.Sqrt(PairSums.Squares(rows[i], target[t]));
            }

            found[i] = -sum / target.Count;
        });
        found.CopyTo(scores);
    };

    /// <summary>Runs over rows in blocks.</summary>
    internal static void Each(int count, RunContext run, Action<int> body) => Workers.ForBlocks(run.Workers, (count + 63) / 64, block =>
    {
        for (int i = block * 64; i < Math.Min(count, (block + 1) * 64); i++)
        {
            body(i);
        }
    }, run.Ct);

    /// <summary>The task of each target row that has a vector; one for all without <c>--task</c>.</summary>
    private static int[] TasksOf(TargetJob job, List<long> numbers)
    {
        if (job.Options.Task is not { } column)
        {
            return new int[numbers.Count];
        }

        using var groups = GroupTable.Read(job.Passes, job.Target.Source, [column], "read tasks", job.Run);
        return [.. numbers.Select(row => groups.Codes[row])];
    }
}
