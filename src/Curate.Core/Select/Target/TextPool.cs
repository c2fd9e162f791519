using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Select.Target;

/// <summary>One pass over the texts of the input in which every candidate gets a score from its n-grams, and near-copies of the target are found.</summary>
internal static class TextPool
{
    // What subsets and the target are compared by is the same whatever a model is made of.
    private const int LikenessBuckets = 10_000;
    private const int LikenessGram = 2;

    /// <summary>The score of a text by its n-grams; for any thread.</summary>
    public delegate double Scorer(ReadOnlySpan<int> grams);

    /// <summary>Scores all candidates. Rows of the target, near-copies of it and rows without words are none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="fold">Folding of texts.</param>
    /// <param name="copies">The words of the target, or null.</param>
    /// <param name="scorer">Gives a score.</param>
    public static (RowValues<double> Scores, BitMap? Copies, long CopyRows, long EmptyRows) Score(TargetJob job, FoldTable fold, TargetCopies? copies, Scorer scorer)
    {
        var scores = new RowValues<double>(job.Run, "scores");
        BitMap? found = copies is null ? null : new BitMap();
        long copyRows = 0;
        long empty = 0;
        try
        {
            job.Passes.Run<Part>(job.Main, ReadRequest.Of(new ColumnRequest(job.Options.Text!, ColumnKind.Text)), "score texts",
                (batch, spent) => (spent ?? new Part(new NgramBuckets(fold, job.Options.Buckets, job.Options.LongestGram), copies?.Open())).Fill(batch, job.Target, scorer), (batch, part) =>
                {
                    for (int row = 0; row < batch.Count; row++)
                    {
                        scores.Append(part.Scores[row]);
                        if (part.Copies[row])
                        {
                            found!.Set(batch.FirstRow + row);
                            copyRows++;
                        }
                        else if (double.IsNaN(part.Scores[row]) && job.Target.Leaves(batch.FirstRow + row))
                        {
                            empty++;
                        }
                    }
                });
            return (scores, found, copyRows, empty);
        }
        catch
        {
            scores.Dispose();
            throw;
        }
    }

    /// <summary>How far the n-grams of subsets are from those of the target, and how long their texts are: one pass over each.</summary>
    public static List<(string Name, double? Value)>[] Measure(TargetJob job, FoldTable fold, IReadOnlyList<BitMap> subsets)
    {
        string column = job.Options.Text!;
        NgramCounts target = NgramCounts.Read(job.Passes, job.Target.Source, column, "compare with the target", () => new NgramCounts(fold, LikenessBuckets, LikenessGram, job.Target.Has));
        Func<long, bool>[] has = [.. subsets.Select(static own => (Func<long, bool>)(row => own[row]))];
        NgramCounts pool = NgramCounts.Read(job.Passes, job.Main, column, "compare with the target", () => new NgramCounts(fold, LikenessBuckets, LikenessGram, has));
        double[] wanted = target.LogShares(0, 1);
        return [.. subsets.Select((_, s) => new List<(string, double?)>
        {
            ("kl_from_target", NgramCounts.Divergence(wanted, pool.LogShares(s, 1))),
            ("mean_ngrams", pool.Rows[s] == 0 ? null : (double)pool.Grams[s] / pool.Rows[s]),
        })];
    }

    private sealed class Part(NgramBuckets grams, TargetCopies.Reader? copies)
    {
        public double[] Scores { get; private set; } = [];

        public bool[] Copies { get; private set; } = [];

        public Part Fill(RecordBatch batch, TargetRows target, Scorer scorer)
        {
            if (Scores.Length < batch.Count)
            {
                Scores = new double[batch.Count];
                Copies = new bool[batch.Count];
            }

            for (int row = 0; row < batch.Count; row++)
            {
                Scores[row] = double.NaN;
                Copies[row] = false;
                if (batch[0].IsNull(row) || !target.Leaves(batch.FirstRow + row))
                {
                    continue;
                }

                ReadOnlySpan<byte> text = batch.Text(0)[row];
                Copies[row] = copies?.IsCopy(text) == true;
                ReadOnlySpan<int> own = Copies[row] ? [] : grams.Of(text);
                Scores[row] = own.IsEmpty ? double.NaN : scorer(own);
            }

            return this;
        }
    }
}
