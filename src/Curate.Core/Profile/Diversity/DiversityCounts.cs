using Curate.Core.Data;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Diversity;

/// <summary>What is kept of the rows of one source, or of all: sketches of numbers, and a sample. About 40 KiB, and at most 16 MiB of sample.</summary>
internal sealed class DiversityCounts(string name, int sample)
{
    /// <summary>Bytes of the rows of a sample at most.</summary>
    public const long MostSampleBytes = 16L << 20;

    private readonly NumericState _scores = new();
    private readonly NumericState _losses = new();
    private readonly NumericState _bytes = new();
    private readonly NumericState _tokens = new();
    private readonly RowSample _sample = new(sample, MostSampleBytes);
    private long _rows;
    private long _missing;
    private long _zero;

    /// <summary>Whether a row with this draw may enter the sample.</summary>
    public bool Wants(ulong draw, RowId row) => _sample.Wants(draw, row);

    public void AddSample(ulong draw, RowId row, byte[] values) => _sample.Add(draw, row, values);

    /// <summary>Adds a row; NaN for a score, loss or text that is not there.</summary>
    public void Add(VectorState state, double score, double loss, double bytes, double tokens)
    {
        _rows++;
        _missing += state == VectorState.Missing ? 1 : 0;
        _zero += state == VectorState.Zero ? 1 : 0;
        AddTo(_scores, score);
        AddTo(_losses, loss);
        AddTo(_bytes, bytes);
        AddTo(_tokens, tokens);
    }

    /// <summary>The sampled rows, in the order of the dataset.</summary>
    public SampledRow[] Sampled(int dimension) =>
        [.. _sample.ToSorted().OrderBy(static r => r.Row.Row.Source).ThenBy(static r => r.Row.Row.Row).Select(r => SampledRow.Decode(r.Values, dimension))];

    /// <summary>The figures of all rows, with those of the sample.</summary>
    public DiversitySet Report(SampledDiversity figures) => new()
    {
        Name = name,
        Rows = _rows,
        MissingVectors = _missing,
        ZeroVectors = _zero,
        Score = ReportOf(_scores, isWhole: false),
        Loss = ReportOf(_losses, isWhole: false),
        TextBytes = ReportOf(_bytes, isWhole: true),
        TextTokens = ReportOf(_tokens, isWhole: true),
        VendiRows = figures.Vectors,
        VendiIsExact = _sample.IsComplete,
        Vendi = figures.Vendi,
        Sample = figures,
    };

    private static void AddTo(NumericState state, double value)
    {
        if (!double.IsNaN(value))
        {
            state.AddBinary(value, 1);
        }
    }

    private static NumericReport? ReportOf(NumericState state, bool isWhole) => state.Count == 0 ? null
        : new ValueBuckets(state.Histogram.Buckets(), state.Min, state.Max, LogHistogram.RelativeError).Report(state.Sums.Moments(state.Count), isWhole) with
        {
            Zeros = state.Zeros,
            Negatives = state.Negatives,
        };

    /// <summary>What there is of a vector.</summary>
    public enum VectorState : byte
    {
        /// <summary>No vectors are looked at.</summary>
        None,

        /// <summary>A number is missing.</summary>
        Missing,

        /// <summary>All zeros, where directions are compared.</summary>
        Zero,

        /// <summary>All is there.</summary>
        Whole,
    }
}
