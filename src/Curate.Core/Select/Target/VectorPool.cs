using Curate.Core.Cluster;
using Curate.Core.Data;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Select.Diversity;
using Curate.Core.Select.Report;

namespace Curate.Core.Select.Target;

/// <summary>The vectors of the input and of other datasets, by one recipe: a few are held, the others stream.</summary>
internal static class VectorPool
{
    private const int BlockRows = 4096;

    /// <summary>How rows become vectors, found on the input: its scales and its counts of words.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">Which columns.</param>
    public static (VectorRecipe Recipe, ReportTable Features) Recipe(TargetJob job, TargetOptions options)
    {
        IRecordSource source = job.Main;
        if (options.Features.Count == 0 && options.Embedding is null && options.Text is null)
        {
            // Columns that say what a row is to this run are none that rows are compared by.
            HashSet<string> aside = [.. options.Groups, .. options.ClusterIds, .. new[] { options.Source, options.Like?.Column }.OfType<string>()];
            source = new ProjectedSource(source, [.. source.Schema.Fields.Where(f => !aside.Contains(f.Name)).Select(static f => (f.Name, f.Name))]);
        }

        (VectorRecipe recipe, ReportTable features) = RowVectors.ReadRecipe(job.Passes, source, options);
        if (job.Target.Own is null)
        {
            job.Target.CheckColumns(recipe.Request.Select(static r => r.Name));
        }

        return (recipe, features);
    }

    /// <summary>The vectors of some rows, in order, and their numbers; rows without one are left out.</summary>
    /// <param name="job">The job.</param>
    /// <param name="recipe">How rows become vectors.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="has">Which rows.</param>
    /// <param name="what">For progress.</param>
    public static (VectorStore Rows, List<long> Numbers) Collect(TargetJob job, VectorRecipe recipe, IRecordSource source, Func<long, bool> has, string what)
    {
        using var values = new RowValues<float>(job.Run, "vectors");
        var numbers = new List<long>();
        job.Passes.Run<FilledBatch>(source, ReadRequest.Of([.. recipe.Request]), what, (batch, spent) => FilledBatch.Of(recipe, batch, 0, spent, leavesOut: true), (batch, part) =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (part.Has(row) && has(batch.FirstRow + row))
                {
                    numbers.Add(batch.FirstRow + row);
                    foreach (float value in part.Row(row))
                    {
                        values.Append(value);
                    }
                }
            }
        });
        var store = new VectorStore(numbers.Count, recipe.Dimension, 0, job.Run);
        for (int row = 0; row < numbers.Count; row++)
        {
            Span<float> to = store[row];
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = values[((long)row * to.Length) + p];
            }
        }

        return (store, numbers);
    }

    /// <summary>So many of some rows at random, or all where there are no more.</summary>
    public static (VectorStore Rows, List<long> Numbers) CollectSample(TargetJob job, VectorRecipe recipe, IRecordSource source, Func<long, bool> has, int size, SeededDraw draw, string what)
    {
        var sample = new BottomK(size);
        job.Passes.Run<FilledBatch>(source, ReadRequest.Of([.. recipe.Request]), what, (batch, spent) => FilledBatch.Of(recipe, batch, 0, spent, leavesOut: true), (batch, part) =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (part.Has(row) && has(batch.FirstRow + row))
                {
                    sample.Add(draw.Bits(0, batch.FirstRow + row), new RowId(0, batch.FirstRow + row));
                }
            }
        });
        return Collect(job, recipe, source, RowsOf(sample).Contains, what);
    }

    /// <summary>The score of every row: not a number for rows of the target and for those without a vector.</summary>
    /// <param name="job">The job.</param>
    /// <param name="recipe">How rows become vectors.</param>
    /// <param name="scorer">Writes the scores of the rows of a store, as many as the span has.</param>
    public static RowValues<double> Score(TargetJob job, VectorRecipe recipe, Scorer scorer)
    {
        var scores = new RowValues<double>(job.Run, "scores");
        using var block = new VectorStore(BlockRows, recipe.Dimension, 0, job.Run);
        var has = new List<bool>();
        var found = new double[BlockRows];
        int filled = 0;
        void Flush()
        {
            using (VectorStore? part = filled is 0 or BlockRows ? null : block.Gather([.. Enumerable.Range(0, filled)], job.Run))
            {
                scorer(part ?? block, found.AsSpan(0, filled));
            }

            int at = 0;
            foreach (bool own in has)
            {
                scores.Append(own ? found[at++] : double.NaN);
            }

            has.Clear();
            filled = 0;
        }

        try
        {
            job.Passes.Run<FilledBatch>(job.Main, ReadRequest.Of([.. recipe.Request]), "score rows", (batch, spent) => FilledBatch.Of(recipe, batch, 0, spent), (batch, part) =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    bool own = part.Has(row) && job.Target.Leaves(batch.FirstRow + row);
                    has.Add(own);
                    if (own)
                    {
                        part.Row(row).CopyTo(block[filled++]);
                    }

                    if (filled == BlockRows || has.Count == 16 * BlockRows)
                    {
                        Flush();
                    }
                }
            });
            Flush();
            return scores;
        }
        catch
        {
            scores.Dispose();
            throw;
        }
    }

    /// <summary>Scores the rows of a store.</summary>
    public delegate void Scorer(VectorStore rows, Span<double> scores);

    /// <summary>How the vectors of subsets lie to those of the target, by samples of each: what a report says of a subset of the whole, with the target in the place of the whole.</summary>
    public static List<(string Name, double? Value)>[] Measure(TargetJob job, VectorRecipe recipe, IReadOnlyList<BitMap> subsets)
    {
        (int size, int vendi) = job.Run.FullReport ? (2000, 300) : (300, 60);
        SeededDraw draw = job.Run.Draw("select-report");
        (VectorStore target, _) = CollectSample(job, recipe, job.Target.Source, job.Target.Has, size, draw.For("target"u8), "compare with the target");
        using (target)
        {
            HashSet<long>[] samples = [.. subsets.Select(own => SampleOf(own, size, draw.For("subset"u8)))];
            (VectorStore rows, List<long> numbers) = Collect(job, recipe, job.Main, row => Array.Exists(samples, own => own.Contains(row)), "compare with the target");
            using (rows)
            {
                using var all = new VectorStore(target.Count + rows.Count, recipe.Dimension, 0, job.Run);
                for (int row = 0; row < all.Count; row++)
                {
                    (row < target.Count ? target[row] : rows[row - target.Count]).CopyTo(all[row]);
                }

                var measures = new SubsetMeasures(all, [.. Enumerable.Range(0, target.Count)], Similarities.MedianDistance(all, job.Run), vendi, job.Run);
                return [.. samples.Select(own => Named(measures, [.. Enumerable.Range(0, rows.Count).Where(i => own.Contains(numbers[i])).Select(i => target.Count + i)]))];
            }
        }
    }

    /// <summary>The numbers of so many random rows of a subset.</summary>
    public static HashSet<long> SampleOf(BitMap subset, int size, SeededDraw draw)
    {
        var sample = new BottomK(size);
        long left = subset.PopCount();
        for (long word = 0; left > 0; word++)
        {
            for (ulong bits = subset.Word(word); bits != 0; bits &= bits - 1)
            {
                long row = (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                sample.Add(draw.Bits(0, row), new RowId(0, row));
                left--;
            }
        }

        return RowsOf(sample);
    }

    public static HashSet<long> RowsOf(BottomK sample) => [.. sample.ToSorted().Select(static r => r.Row.Row)];

    private static List<(string, double?)> Named(SubsetMeasures measures, int[] subset)
    {
        double[] values = subset.Length == 0 ? [] : measures.Of(subset);
        return [.. SubsetMeasures.Names.Select((name, m) => (name, values.Length == 0 ? (double?)null : values[m]))];
    }
}
