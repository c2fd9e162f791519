using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Select.Target;

/// <summary>How often each bucket of n-grams occurs in the texts of some subsets of a dataset.</summary>
/// <remarks>8 bytes a bucket and subset.</remarks>
internal sealed class NgramCounts : ISummary<NgramCounts>
{
    private readonly NgramBuckets _grams;
    private readonly Func<long, bool>[] _subsets;
    private readonly long[][] _counts;

    /// <param name="fold">Folding of texts.</param>
    /// <param name="buckets">Buckets.</param>
    /// <param name="longest">Words of the longest n-gram.</param>
    /// <param name="subsets">Whether a row belongs to a subset; for any thread.</param>
    public NgramCounts(FoldTable fold, int buckets, int longest, params Func<long, bool>[] subsets)
    {
        _grams = new NgramBuckets(fold, buckets, longest);
        _subsets = subsets;
        _counts = Array.ConvertAll(subsets, _ => new long[buckets]);
        Rows = new long[subsets.Length];
        Grams = new long[subsets.Length];
    }

    /// <summary>Rows of each subset that have a text with words.</summary>
    public long[] Rows { get; }

    /// <summary>N-grams of each subset.</summary>
    public long[] Grams { get; }

    /// <summary>Counts the texts in the first column of one pass over a dataset.</summary>
    public static NgramCounts Read(PassRunner passes, IRecordSource source, string column, string what, Func<NgramCounts> create) =>
        passes.Summarise(source, ReadRequest.Of(new ColumnRequest(column, ColumnKind.Text)), what, create);

    public void Add(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            long number = batch.FirstRow + row;
            if (batch[0].IsNull(row) || !Array.Exists(_subsets, own => own(number)))
            {
                continue;
            }

            ReadOnlySpan<int> grams = _grams.Of(batch.Text(0)[row]);
            for (int s = 0; s < _subsets.Length && grams.Length > 0; s++)
            {
                if (_subsets[s](number))
                {
                    Rows[s]++;
                    Grams[s] += grams.Length;
                    long[] counts = _counts[s];
                    foreach (int gram in grams)
                    {
                        counts[gram]++;
                    }
                }
            }
        }
    }

    public void Merge(NgramCounts later)
    {
        for (int s = 0; s < _counts.Length; s++)
        {
            Rows[s] += later.Rows[s];
            Grams[s] += later.Grams[s];
            for (int b = 0; b < _counts[s].Length; b++)
            {
                _counts[s][b] += later._counts[s][b];
            }
        }
    }

    /// <summary>The logarithm of the share of every bucket in a subset, every count raised by <paramref name="smoothing"/>.</summary>
    public double[] LogShares(int subset, double smoothing)
    {
        double total = Grams[subset] + (smoothing * _counts[subset].Length);
        return Array.ConvertAll(_counts[subset], c => PortableMath.Log((c + smoothing) / total));
    }

    /// <summary>sum p ln (p / q) in nats: how much of the target's n-grams a subset fails to foretell.</summary>
    public static double Divergence(double[] logP, double[] logQ)
    {
        var sum = new ExactSum();
        for (int b = 0; b < logP.Length; b++)
        {
            sum.AddProduct(PortableMath.Exp(logP[b]), logP[b] - logQ[b]);
        }

        return sum.ToDouble();
    }
}
