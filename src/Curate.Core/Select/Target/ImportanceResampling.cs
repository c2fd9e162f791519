using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Select.Target;

/// <summary>
/// Rows drawn so that their words are distributed like those of a target (Xie et al. 2023, "Data selection for language models via importance resampling", DSIR): n-grams of words
/// are hashed to buckets, target and pool each become a distribution over buckets, and a row's log-weight is the sum over its n-grams of ln p(target) / p(pool). The rows of the
/// largest log-weight + Gumbel noise are a draw without replacement in proportion to the weights.
/// </summary>
/// <remarks>O(bytes) in two passes over the pool, and one over the target; 16 bytes a bucket and worker.</remarks>
internal static class ImportanceResampling
{
    public static MethodEntry Entry { get; } = TargetSpecs.Entry("importance-resampling", "Draws rows whose words are distributed like those of a target, by hashed n-grams.",
        new TargetOptions { Beta = 1 }, Score,
        [
            TargetSpecs.Text,
            .. TargetSpecs.Grams(10_000),
            OptionSpec<TargetOptions>.Number("smoothing", "What is added to the count of every bucket, in the target and in the pool.", (o, v) => o with { Smoothing = v }, 1, min: 0, aboveMin: true),
            OptionSpec<TargetOptions>.Flag("average", "Log-weights are means over the n-grams of a row, not sums: long texts then have no head start, for better or worse.", (o, v) => o with { Averages = v }),
            OptionSpec<TargetOptions>.Text("beta", "How much log-weights count against noise: 1 draws in proportion to the weights, inf takes the largest.", (o, v) => o with { Beta = Sampling.StochasticBatch.BetaOf(v) }, "1"),
            TargetSpecs.MaxOverlap,
        ],
        MethodTraits.Random, "16 buckets bytes a worker, 48 a different run of five words of the target", "4, and 2 over the target", "S. M. Xie et al. 2023",
        "curate select reviews.jsonl --method importance-resampling --text text --like stars=5 --rows 2 -o more.jsonl");

    public static TargetScores Score(TargetJob job)
    {
        TargetOptions options = job.Options;
        var fold = new FoldTable(NgramBuckets.Folding);
        using TargetCopies? copies = TargetCopies.Of(job, fold);
        NgramCounts Count(Func<long, bool> has) => new(fold, options.Buckets, options.LongestGram, has);
        NgramCounts target = NgramCounts.Read(job.Passes, job.Target.Source, options.Text!, "count words of the target", () => Count(job.Target.Has));
        if (target.Grams[0] == 0)
        {
            job.Target.ThrowEmpty("words in the column " + Errors.Fail.Show(options.Text!));
        }

        NgramCounts pool = NgramCounts.Read(job.Passes, job.Main, options.Text!, "count words", () => Count(job.Target.Leaves));
        double[] targetShares = target.LogShares(0, options.Smoothing);
        double[] poolShares = pool.LogShares(0, options.Smoothing);
        double[] weights = [.. targetShares.Zip(poolShares, static (t, p) => t - p)];
        (RowValues<double> scores, BitMap? found, long copyRows, long empty) = TextPool.Score(job, fold, copies, grams =>
        {
            double sum = 0;
            foreach (int gram in grams)
            {
                sum += weights[gram];
            }

            return options.Averages ? sum / grams.Length : sum;
        });
        var scored = new TargetScores { Scores = scores, Copies = found, Measure = subsets => TextPool.Measure(job, fold, subsets) };
        var table = new ReportTable("target", "Target", ["target_rows", "target_ngrams", "pool_ngrams", "kl_pool_from_target", "copies_of_target", "without_words"]);
        table.Add(target.Rows[0], target.Grams[0], pool.Grams[0], NgramCounts.Divergence(targetShares, poolShares), copyRows, empty);
        scored.Tables.Add(table);
        return scored;
    }
}
