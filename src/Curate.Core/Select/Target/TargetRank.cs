using Curate.Core.Cluster;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Select.Target;

/// <summary>
/// Rows of a large pool of texts that are most alike to a target, where only a sample has to be compared with it (Mizrahi et al. 2025, "Language models improve when pretraining
/// data matches target tasks", BETR): the sample is scored by the likeness of vectors, a logistic regression on hashed n-grams learns to tell its most alike share from the rest,
/// and gives every row of the pool its score.
/// </summary>
/// <remarks>O(sample x targets x d), then O(bytes) for the pool; no vectors of the pool are needed beyond the sample.</remarks>
internal static class TargetRank
{
    private const int LeastSample = 20;
    private const int Folds = 5;

    public static MethodEntry Entry { get; } = TargetSpecs.Entry("target-rank", "Takes the texts most alike to a target: a sample is compared with it, and a light model ranks all the others.",
        new TargetOptions { TextColumns = 2048, Buckets = 65_536, Missing = MissingValues.Drop, Likeness = Likeness.Rank, Positives = 0.05 }, Score,
        [
            TargetSpecs.Text,
            OptionSpec<TargetOptions>.Column("embedding", "Column of vectors of the target and of some rows of the input, of which the sample is taken; without it hashed n-grams of texts are the vectors.", (o, v) => o with { Embedding = v }) with { Role = true },
            OptionSpec<TargetOptions>.Whole("text-columns", "Columns that n-grams are hashed to where these are the vectors.", (o, v) => o with { TextColumns = (int)v }, 2048, min: 2, max: 65_536),
            OptionSpec<TargetOptions>.Whole("sample", "Random rows that are compared with the target; all where there are fewer.", (o, v) => o with { Sample = (int)v }, 20_000, min: LeastSample, max: 10_000_000, unit: "rows"),
            OptionSpec<TargetOptions>.Choice("aggregate", "Likeness to several target rows: the cosine to the most alike, the mean over all, or the best place in any target row's ranking of the sample.", ["max", "mean", "rank"],
                (o, v) => o with { Likeness = v switch { "mean" => Likeness.Mean, "rank" => Likeness.Rank, _ => Likeness.Most } }, "rank"),
            OptionSpec<TargetOptions>.Fraction("positives", "Share of the sample, the most alike, that the model learns to find.", (o, v) => o with { Positives = v }, 0.05, max: 0.9, aboveMin: true),
            .. TargetSpecs.Grams(65_536),
            OptionSpec<TargetOptions>.Number("l2", "Penalty of the model: the weight of half its squared coefficients against the sum of losses.", (o, v) => o with { L2 = v }, 0.1, min: 0, aboveMin: true),
            OptionSpec<TargetOptions>.Text("beta", "How much scores count against noise: inf for the plain top, less for a milder filter.", (o, v) => o with { Beta = Sampling.StochasticBatch.BetaOf(v) }, "inf"),
            TargetSpecs.MaxOverlap,
        ],
        MethodTraits.Random, "4 columns a sampled row and a target row, 16 a different n-gram of a sampled row, 240 buckets, 48 a different run of five words of the target",
        "6, and 3 over the target", "D. Mizrahi et al. 2025",
        "curate select pages.jsonl --method target-rank --text text --like url=https://help.example.org/en/privacy-location --rows 5 -o alike.jsonl",
        ClusteringOptionSpecs.Check, static (table, options) => options with { Sample = 40, TextColumns = 64, Buckets = 256, Positives = 0.3 });

    public static TargetScores Score(TargetJob job)
    {
        TargetOptions options = job.Options;
        var fold = new FoldTable(NgramBuckets.Folding);
        job.Target.CheckColumns([options.Text!]);
        using TargetCopies? copies = TargetCopies.Of(job, fold);
        TargetOptions vectors = options.Embedding is null ? options : options with { Features = [options.Embedding] };
        (VectorRecipe recipe, ReportTable features) = VectorPool.Recipe(job, vectors);
        (VectorStore target, _) = VectorPool.Collect(job, recipe, job.Target.Source, job.Target.Has, "read the target");
        using (target)
        {
            if (target.Count == 0)
            {
                job.Target.ThrowEmpty(options.Embedding is null ? "a text" : "a vector");
            }

            HashSet<long> sampled = Sample(job, recipe, fold, copies);
            (VectorStore rows, List<long> numbers) = VectorPool.Collect(job, recipe, job.Main, sampled.Contains, "read the sample");
            using (rows)
            {
                using var grams = new SparseBinaryRows(options.Buckets, job.Run);
                ReadGrams(job, fold, sampled, grams);
                (double[] model, ReportTable learned) = Learn(job, Likenesses(rows, target, options.Likeness, job.Run), grams, numbers);
                (RowValues<double> scores, BitMap? found, long copyRows, long empty) = TextPool.Score(job, fold, copies, own => LogitOf(model, own));
                var scored = new TargetScores { Scores = scores, Copies = found, Measure = subsets => TextPool.Measure(job, fold, subsets) };
                var table = new ReportTable("target", "Target", ["target_rows", "features", "copies_of_target", "without_words"]);
                table.Add((long)target.Count, (long)recipe.Dimension, copyRows, empty);
                scored.Tables.Add(table);
                scored.Tables.Add(learned);
                scored.Tables.Add(features);
                return scored;
            }
        }
    }

    /// <summary>Random rows that have a vector and words, are no target and no copy of it.</summary>
    private static HashSet<long> Sample(TargetJob job, VectorRecipe recipe, FoldTable fold, TargetCopies? copies)
    {
        SeededDraw draw = job.Run.Draw("select-" + job.Name).For("sample"u8);
        var sample = new BottomK(job.Options.Sample);
        ColumnRequest[] columns = [new ColumnRequest(job.Options.Text!, ColumnKind.Text), .. job.Options.Embedding is null ? [] : recipe.Request];
        job.Passes.Run<SamplePart>(job.Main, ReadRequest.Of(columns), "sample texts", (batch, spent) => (spent ?? new SamplePart(new NgramBuckets(fold, 2, 1), copies?.Open())).Fill(batch, job.Target), (batch, part) =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (part.Can[row])
                {
                    sample.Add(draw.Bits(0, batch.FirstRow + row), new RowId(0, batch.FirstRow + row));
                }
            }
        });
        if (sample.Count < LeastSample)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(sample.Count)} rows have {(job.Options.Embedding is null ? "words" : "words and a vector")} and are no copies of the target, and a model needs {NumberText.Of(LeastSample)} to learn from.",
                "Take select/nearest-to-target for so few rows, or raise --max-overlap.");
        }

        return VectorPool.RowsOf(sample);
    }

    private static void ReadGrams(TargetJob job, FoldTable fold, HashSet<long> sampled, SparseBinaryRows into)
    {
        var buckets = new NgramBuckets(fold, job.Options.Buckets, job.Options.LongestGram);
        job.Passes.Each(job.Main, ReadRequest.Of(new ColumnRequest(job.Options.Text!, ColumnKind.Text)), "read words of the sample", batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (sampled.Contains(batch.FirstRow + row))
                {
                    into.Add(buckets.Of(batch.Text(0)[row]).ToArray());
                }
            }
        });
    }

    /// <summary>The likeness of every sampled row to the target; the larger, the more alike.</summary>
    internal static double[] Likenesses(VectorStore rows, VectorStore target, Likeness form, RunContext run)
    {
        var found = new double[rows.Count];
        if (form == Likeness.Rank)
        {
            return Ranks(rows, target, run);
        }

        (form == Likeness.Mean ? NearestToTarget.Means(target, new int[target.Count], TargetMetric.Cosine, run) : NearestToTarget.Nearest(target, TargetMetric.Cosine, run))(rows, found);
        return found;
    }

    /// <summary>Minus the best place of a row in the rankings of all target rows; of equal places the larger cosine is better.</summary>
    private static double[] Ranks(VectorStore rows, VectorStore target, RunContext run)
    {
        using VectorStore unit = UnitLength.Copy(rows, run);
        using VectorStore goals = UnitLength.Copy(target, run);
        using MemoryLease lease = run.Memory.Lease((16L + (20L * run.Workers)) * rows.Count, "Rankings of the sample");
        var place = new int[rows.Count];
        var most = new double[rows.Count];
        Array.Fill(place, int.MaxValue);
        Array.Fill(most, double.NegativeInfinity);
        Workers.ForBlocks(run.Workers, target.Count, t =>
        {
            var cosines = new double[rows.Count];
            int[] order = [.. Enumerable.Range(0, rows.Count)];
            for (int i = 0; i < cosines.Length; i++)
            {
                cosines[i] = PairSums.Products(unit[i], goals[t]);
            }

            Array.Sort(order, (a, b) => cosines[a] != cosines[b] ? cosines[b].CompareTo(cosines[a]) : a.CompareTo(b));
            lock (place)
            {
                for (int at = 0; at < order.Length; at++)
                {
                    place[order[at]] = Math.Min(place[order[at]], at);
                    most[order[at]] = Math.Max(most[order[at]], cosines[order[at]]);
                }
            }
        }, run.Ct);

        // Cosines lie in [-1, 1]: a quarter of them never outweighs a place.
        return [.. place.Zip(most, static (at, cosine) => (cosine / 4) - at)];
    }

    /// <summary>The model of the most alike share; how well it finds it in rows that it has not seen is told by a fifth of the sample.</summary>
    private static (double[] Model, ReportTable Table) Learn(TargetJob job, double[] likeness, SparseBinaryRows grams, List<long> numbers)
    {
        TargetOptions options = job.Options;
        int n = likeness.Length;
        int positives = Math.Clamp((int)Math.Round(options.Positives * n, MidpointRounding.ToEven), 1, n - 1);
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (a, b) => likeness[a] != likeness[b] ? likeness[b].CompareTo(likeness[a]) : a.CompareTo(b));
        var labels = new bool[n];
        foreach (int i in order[..positives])
        {
            labels[i] = true;
        }

        SeededDraw draw = job.Run.Draw("select-" + job.Name).For("held"u8);
        bool[] learns = [.. numbers.Select(row => draw.Bits(0, row) % Folds != 0)];
        var learner = new SparseLogisticRegression(options.L2);
        double? auc = null;
        int[] held = [.. Enumerable.Range(0, n).Where(i => !learns[i])];
        if (held.Any(i => labels[i]) && held.Any(i => !labels[i]))
        {
            double[] trial = learner.Fit(grams, labels, learns, job.Run);
            auc = Check.TwoSample.ClassifierTest.Auc([.. held.Select(i => SparseLogisticRegression.Logit(trial, grams[i]))], [.. held.Select(i => labels[i] ? (byte)1 : (byte)0)]);
        }

        double[] model = learner.Fit(grams, labels, null, job.Run);
        var table = new ReportTable("model", "Model of the most alike rows of the sample", ["sample", "positives", "least_likeness_of_positives", "mean_likeness", "buckets_in_use", "held_out_rows", "held_out_auc"]);
        table.Add((long)n, (long)positives, likeness[order[positives - 1]], likeness.Average(), (long)model.AsSpan(0, options.Buckets).ToArray().Count(static c => c != 0), (long)held.Length, auc);
        return (model, table);
    }

    private static double LogitOf(double[] model, ReadOnlySpan<int> grams)
    {
        int[] own = grams.ToArray();
        Array.Sort(own);
        int count = 0;
        for (int i = 0; i < own.Length; i++)
        {
            if (i == 0 || own[i] != own[i - 1])
            {
                own[count++] = own[i];
            }
        }

        return SparseLogisticRegression.Logit(model, own.AsSpan(0, count));
    }

    /// <summary>Which rows of a batch may be in the sample.</summary>
    private sealed class SamplePart(NgramBuckets words, TargetCopies.Reader? copies)
    {
        public bool[] Can { get; private set; } = [];

        public SamplePart Fill(RecordBatch batch, TargetRows target)
        {
            if (Can.Length < batch.Count)
            {
                Can = new bool[batch.Count];
            }

            for (int row = 0; row < batch.Count; row++)
            {
                Can[row] = !batch[0].IsNull(row) && target.Leaves(batch.FirstRow + row) && (batch.ColumnCount == 1 || !batch[1].IsNull(row))
                    && !words.Of(batch.Text(0)[row]).IsEmpty && copies?.IsCopy(batch.Text(0)[row]) != true;
            }

            return this;
        }
    }
}
