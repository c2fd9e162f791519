using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// Fills a <see cref="VectorStore"/> from batches: numbers scaled in double before they become float32, categories numbered in order of first appearance.
/// A second pass over what <see cref="FeatureSummary"/> has seen; batches come in row order.
/// </summary>
/// <remarks>O(1) a value; quantiles add two passes over the store and 512 KiB. Memory: the store, 8 bytes a row where rows are left out, about 50 bytes for
/// each value that is filled in where quantiles are needed, and the texts of the categories.</remarks>
public sealed class FeatureFill : IDisposable
{
    private readonly FeatureSummary _summary;
    private readonly FeatureScaling _scaling;
    private readonly double[] _shift;
    private readonly double[] _factor;
    private readonly double[] _missing;
    private readonly double[] _lateShift;
    private readonly double[] _lateSpread;
    private readonly double[] _filled;
    private const int RowsOfBlock = 32;
    private readonly TextIndex[] _categories;
    private readonly List<long>? _rows;
    private readonly List<(int Row, int Column)> _holes = [];
    private readonly bool _quantiles;

    /// <summary>Every row takes part, so that its place is known at once.</summary>
    private readonly bool _inPlace;
    private byte[] _key = new byte[256];
    private int _next;

    /// <param name="summary">The finished summary of the same columns.</param>
    /// <param name="scaling">How numbers are scaled.</param>
    /// <param name="run">Memory and scratch for the store.</param>
    /// <exception cref="CurateException">More than 2^31 - 1 rows.</exception>
    public FeatureFill(FeatureSummary summary, FeatureScaling scaling, RunContext run)
    {
        if (summary.KeptRows > int.MaxValue)
        {
            Fail.With(ErrorCodes.Infeasible,
                $"{summary.KeptRows} rows are to be compared, and at most {int.MaxValue} can be.", "Take a sample of the rows first.");
        }

        _summary = summary;
        _scaling = scaling;
        _quantiles = scaling == FeatureScaling.Robust || summary.Missing == MissingValues.Median;
        _missing = new double[summary.Dimension];
        _lateShift = new double[summary.Dimension];
        _lateSpread = new double[summary.Dimension];
        Array.Fill(_lateSpread, 1);
        _filled = new double[summary.Dimension];
        FeatureTransform first = FeatureTransform.Of(summary, _quantiles ? FeatureScaling.MinMax : scaling);
        (_shift, _factor) = (first.Shift, first.Factor);
        for (int c = 0; c < summary.Dimension; c++)
        {
            _missing[c] = summary.Missing == MissingValues.Mean ? summary[c].Mean : 0;
            _filled[c] = first.Filled[c];
        }

        _categories = new TextIndex[summary.Layout.Categories.Count];
        for (int c = 0; c < _categories.Length; c++)
        {
            _categories[c] = new TextIndex();
        }

        _inPlace = summary.KeptRows == summary.Rows && !_quantiles;
        _rows = summary.KeptRows < summary.Rows ? [] : null;
        Store = new VectorStore((int)summary.KeptRows, summary.Dimension, _categories.Length, run);
    }

    /// <summary>Rows of the store are rows of the dataset, one by one, and a row's numbers depend on no other row's.</summary>
    internal bool TakesEveryRow => _inPlace;

    /// <summary>The vectors; finished by <see cref="Complete"/>.</summary>
    public VectorStore Store { get; }

    /// <summary>After <see cref="Complete"/>: what was done to numbers.</summary>
    public FeatureTransform Transform => new(_shift, _factor, _lateShift, _lateSpread, _filled, _quantiles);

    /// <summary>The input row that a row of the store came from.</summary>
    public long RowOf(int row) => _rows is null ? row : _rows[row];

    /// <summary>Distinct values of a category column so far, a missing value among them.</summary>
    public int CategoryCount(int column) => _categories[column].Count;

    /// <summary>The code of a text in a category column, or -1.</summary>
    public int CodeOf(int column, ReadOnlySpan<byte> text) => _categories[column].Find([1, .. text]);

    /// <summary>A category as it is stored: a byte that is 0 for a missing value, then the text.</summary>
    public ReadOnlySpan<byte> CategoryText(int column, int code) => _categories[column][code];

    /// <summary>After <see cref="Complete"/>: the value of a column that a value of the store stands for.</summary>
    public double Unscaled(int column, double value) =>
        (((value * _lateSpread[column]) + _lateShift[column]) / _factor[column]) + _shift[column];

    /// <summary>Reads the rows that were summarised: workers place the numbers, and batches come in order to <paramref name="take"/>, which must <see cref="Add"/> each.</summary>
    public void Read(PassRunner passes, IRecordSource source, ReadRequest request, string pass, Action<RecordBatch> take) =>
        Read<object>(passes, source, request, pass, (_, _) => this, (batch, _) => take(batch));

    /// <summary>As <see cref="Read(PassRunner, IRecordSource, ReadRequest, string, Action{RecordBatch})"/>, with a part of each batch that workers make.</summary>
    public void Read<TPart>(PassRunner passes, IRecordSource source, ReadRequest request, string pass, Func<RecordBatch, TPart?, TPart> map, Action<RecordBatch, TPart> take)
        where TPart : class => passes.Run<TPart>(source, request, pass, (batch, spent) =>
        {
            Place(batch);
            return map(batch, spent);
        }, take);

    /// <summary>Reads the rows that were summarised a few columns at a time, in place of <see cref="Read(PassRunner, IRecordSource, ReadRequest, string, Action{RecordBatch})"/>.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="numbers">The columns of numbers.</param>
    /// <param name="pass">What is read, for progress.</param>
    /// <returns>False where that does not suit, or a value cannot be taken: <c>Read</c> tells which.</returns>
    internal bool TryReadStripes(PassRunner passes, IRecordSource source, IReadOnlyList<ColumnRequest> numbers, string pass)
    {
        // Vectors in scratch may not fit into memory, and stripes would come to all of them again and again.
        if (!_inPlace || _categories.Length > 0 || Store.IsMapped || !ColumnStripes.Suit(source, numbers.Count))
        {
            return false;
        }

        if (!ColumnStripes.TryRead(passes, source, numbers, pass, (first, _) => batch => PlaceStripe(batch, first)))
        {
            return false;
        }

        _next = Store.Count;
        return true;
    }

    /// <summary>Fills all rows, in place of <see cref="Read(PassRunner, IRecordSource, ReadRequest, string, Action{RecordBatch})"/>, with finite numbers that are known already.</summary>
    /// <param name="workers">Threads.</param>
    /// <param name="parts">Rows that follow each other, and their numbers row-major.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="places">Where the numbers of the store stand in a row.</param>
    internal void FillAll(int workers, IReadOnlyList<(long FirstRow, int Rows, double[] Numbers)> parts, int width, int[] places)
    {
        bool together = places.Length > 0;
        for (int p = 0; p < places.Length; p++)
        {
            together &= places[p] == places[0] + p;
        }

        Workers.ForBlocks(workers, parts.Count, i =>
        {
            (long first, int rows, double[] numbers) = parts[i];
            for (int row = 0; row < rows; row++)
            {
                Span<float> to = Store[(int)first + row];
                ReadOnlySpan<double> from = numbers.AsSpan(row * width, width);
                int p = together ? FillTogether(from.Slice(places[0], places.Length), to) : 0;
                for (; p < places.Length; p++)
                {
                    to[p] = Scaled(from[places[p]], p);
                }
            }
        });
        _next = Store.Count;
    }

    /// <summary>The part of <see cref="Add"/> that needs no other batch.</summary>
    internal void Place(RecordBatch batch)
    {
        if (!_inPlace)
        {
            return;
        }

        if (batch.FirstRow + batch.Count > Store.Count)
        {
            ThrowChanged();
        }

        if (_summary.IsUnread)
        {
            _summary.Check(batch);
        }

        // Values of a column lie together and those of a vector do: some rows at a time, both stay in the cache.
        VectorColumn? embedding = _summary.EmbeddingOf(batch);
        for (int first = 0; first < batch.Count; first += RowsOfBlock)
        {
            int count = Math.Min(RowsOfBlock, batch.Count - first);
            Fill(batch, embedding, first, count, Store.Rows((int)batch.FirstRow + first, count));
        }
    }

    /// <summary>The same for a batch of a stripe of columns.</summary>
    private void PlaceStripe(RecordBatch batch, int first)
    {
        if (batch.FirstRow + batch.Count > Store.Count)
        {
            ThrowChanged();
        }

        // Rows of the store lie so far apart that a column of them shares few sets of the cache: the block is put together beside it.
        Span<float> block = stackalloc float[RowsOfBlock * ColumnStripes.Width];
        int width = batch.ColumnCount;
        for (int from = 0; from < batch.Count; from += RowsOfBlock)
        {
            int count = Math.Min(RowsOfBlock, batch.Count - from);
            for (int c = 0; c < width; c++)
            {
                if (_summary.IsUnread && batch[c].NullCount > 0)
                {
                    ThrowChanged();
                }

                FillNumbers(batch[c], first + c, from, count, block[c..], width);
            }

            Span<float> to = Store.Rows((int)batch.FirstRow + from, count);
            for (int row = 0; row < count; row++)
            {
                block.Slice(row * width, width).CopyTo(to[((row * Store.Width) + first)..]);
            }
        }
    }

    /// <summary>Adds the rows of a batch of <see cref="Read"/>, and gives how many rows of the store are filled by then.</summary>
    public int Add(RecordBatch batch)
    {
        if (_inPlace)
        {
            AddCategories(batch);
            return _next;
        }

        VectorColumn? embedding = _summary.EmbeddingOf(batch);
        for (int row = 0; row < batch.Count; row++)
        {
            if (!_summary.Layout.Takes(batch, row))
            {
                continue;
            }

            bool complete = true;
            foreach (int c in _summary.Layout.Numeric)
            {
                complete &= !batch[c].IsNull(row);
            }

            if (!complete && _summary.Missing == MissingValues.Drop)
            {
                continue;
            }

            if (_next == Store.Count)
            {
                ThrowChanged();
            }

            _rows?.Add(batch.FirstRow + row);
            Span<float> to = Store[_next];
            Fill(batch, embedding, row, 1, to);
            for (int c = 0; c < _categories.Length; c++)
            {
                to[Store.Numeric + c] = Code(c, batch[_summary.Layout.Categories[c]], row);
            }

            _next++;
        }

        return _next;
    }

    /// <summary>After the last batch: fills in medians and applies robust scaling.</summary>
    /// <exception cref="CurateException">Fewer rows came than the summary counted: the input changed.</exception>
    public void Complete()
    {
        if (_next != Store.Count)
        {
            ThrowChanged();
        }

        if (!_quantiles)
        {
            return;
        }

        var holes = new HashSet<(int Row, int Column)>(_holes);
        for (int c = 0; c < Store.Numeric; c++)
        {
            FinishColumn(c, holes);
        }
    }

    public void Dispose() => Store.Dispose();

    private void AddCategories(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count && _categories.Length > 0; row++)
        {
            Span<float> to = Store[_next + row];
            for (int c = 0; c < _categories.Length; c++)
            {
                to[Store.Numeric + c] = Code(c, batch[_summary.Layout.Categories[c]], row);
            }
        }

        _next += batch.Count;
    }

    /// <summary>Writes the numbers of rows that follow each other.</summary>
    private void Fill(RecordBatch batch, VectorColumn? embedding, int first, int count, Span<float> to)
    {
        for (int row = 0; embedding is not null && row < count; row++)
        {
            FillVector(embedding, first + row, to[(row * Store.Width)..]);
        }

        for (int p = 0; embedding is null && p < Store.Numeric; p++)
        {
            FillNumbers(batch[_summary.Layout.Numeric[p]], p, first, count, to[p..], Store.Width);
        }
    }

    private void FillVector(VectorColumn embedding, int row, Span<float> to)
    {
        ReadOnlySpan<float> values = embedding[row];
        bool missing = embedding.IsNull(row);
        for (int p = 0; p < Store.Numeric; p++)
        {
            to[p] = missing ? Hole(p) : Scaled(values[p], p);
        }
    }

    private void FillNumbers(Column column, int p, int first, int count, Span<float> to, int stride)
    {
        if (column is NumberColumn { NullCount: 0 } numbers)
        {
            ReadOnlySpan<double> values = numbers.Values.Slice(first, count);
            double shift = _shift[p];
            double factor = _factor[p];
            for (int row = 0; row < values.Length; row++)
            {
                to[row * stride] = Scaled(values[row], shift, factor);
            }

            return;
        }

        for (int row = 0; row < count; row++)
        {
            to[row * stride] = column.IsNull(first + row) ? Hole(p) : Scaled(FeatureLayout.Value(column, first + row), p);
        }
    }

    /// <summary>Scales the first of some numbers, eight at a time, as <see cref="Scaled(double, int)"/> does; gives how many, all in front of one that needs a closer look.</summary>
    private int FillTogether(ReadOnlySpan<double> from, Span<float> to)
    {
        ref double x = ref MemoryMarshal.GetReference(from);
        ref double shift = ref MemoryMarshal.GetArrayDataReference(_shift);
        ref double factor = ref MemoryMarshal.GetArrayDataReference(_factor);
        int p = 0;
        for (; p + 8 <= from.Length; p += 8)
        {
            Vector256<double> low = (Vector256.LoadUnsafe(ref x, (nuint)p) - Vector256.LoadUnsafe(ref shift, (nuint)p)) * Vector256.LoadUnsafe(ref factor, (nuint)p);
            Vector256<double> high = (Vector256.LoadUnsafe(ref x, (nuint)p + 4) - Vector256.LoadUnsafe(ref shift, (nuint)p + 4)) * Vector256.LoadUnsafe(ref factor, (nuint)p + 4);
            Vector256<float> scaled = Vector256.Narrow(low, high);
            if (!Vector256.LessThanAll(Vector256.Abs(scaled), Vector256.Create(float.PositiveInfinity)))
            {
                break;
            }

            scaled.CopyTo(to[p..]);
        }

        return p;
    }

    private float Scaled(double value, int p) => Scaled(value, _shift[p], _factor[p]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Scaled(double value, double shift, double factor)
    {
        float scaled = (float)((value - shift) * factor);
        if (!float.IsFinite(scaled) && (_summary.IsUnread || !double.IsFinite(value)))
        {
            ThrowChanged();
        }

        return scaled;
    }

    private float Hole(int p)
    {
        if (_quantiles)
        {
            // Quantiles are those of the values that were there.
            _holes.Add((_next, p));
        }

        return Scaled(_missing[p], p);
    }

    private int Code(int category, Column column, int row)
    {
        // A leading byte keeps a missing value apart from an empty text.
        int length = 1;
        _key[0] = column.IsNull(row) ? (byte)0 : (byte)1;
        if (column is TextColumn text)
        {
            ReadOnlySpan<byte> value = text[row];
            if (value.Length >= _key.Length)
            {
                Array.Resize(ref _key, value.Length * 2);
            }

            value.CopyTo(_key.AsSpan(1));
            length += value.Length;
        }
        else if (!column.IsNull(row))
        {
            double value = FeatureLayout.Value(column, row);
            int written = 0;
            if (double.IsFinite(value))
            {
                written = ShortestNumber.Write(value, _key.AsSpan(1));
            }
            else
            {
                value.TryFormat(_key.AsSpan(1), out written, provider: CultureInfo.InvariantCulture);
            }

            length += written;
        }

        int code = _categories[category].Add(_key.AsSpan(0, length));
        if (code >= VectorStore.MostCategories)
        {
            Fail.With(ErrorCodes.Infeasible,
                $"A category column has more than {VectorStore.MostCategories} different values.", "Leave the column out of the features.");
        }

        return code;
    }

    /// <summary>The column holds (x - min) / range; quantiles of that are put back into the wanted scale.</summary>
    private void FinishColumn(int c, HashSet<(int Row, int Column)> holes)
    {
        ColumnStatistics statistics = _summary[c];
        var known = new ColumnQuantiles(Store, c, holes);
        double median = known.At(0.5);
        bool imputed = _summary.Missing == MissingValues.Median && holes.Count > 0;
        double shift = 0;
        double spread = 1;
        switch (_scaling)
        {
            case FeatureScaling.Robust:
                shift = median;
                double between = known.At(0.75) - known.At(0.25);
                spread = between > 0 ? between : 1;
                break;
            case FeatureScaling.Standard:
                shift = (statistics.Mean - _shift[c]) * _factor[c];
                double deviation = statistics.Deviation * _factor[c];
                spread = deviation > 0 ? deviation : 1;
                break;
            case FeatureScaling.None:
                shift = -_shift[c] * _factor[c];
                spread = _factor[c];
                break;
        }

        _lateShift[c] = shift;
        _lateSpread[c] = spread;
        _filled[c] = (float)(((_summary.Missing == MissingValues.Median ? median : _filled[c]) - shift) / spread);
        for (int row = 0; row < Store.Count; row++)
        {
            ref float value = ref Store[row][c];
            double x = imputed && holes.Contains((row, c)) ? median : value;
            value = (float)((x - shift) / spread);
        }
    }

    private static void ThrowChanged() => Fail.With(ErrorCodes.InputChanged, "The second pass over the features met other rows than the first.",
        ErrorCodes.InputChanged.Remedy);
}
