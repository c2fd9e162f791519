using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// How scores of rows in 16-bit numbers stand in for double-precision ranks, as those of a <see cref="ScoreFrame"/> do, at half the time and with a little more slack. Each row has a step of its own,
/// a multiple of which stands for each number, so rows of very different lengths are held equally well. For squared distances and cosines of numbers.
/// </summary>
/// <remarks>
/// With a = s q + e and |e| at most r |a|, for both rows of a pair, a.b is off s s' q.q' by at most |e| |b| + |a - e| |e'|, which is at most r (2 + r) |a| |b|, and twice that at most
/// r (2 + r) (|a|^2 + |b|^2): a share of each row's own squared length, so it goes into the row's bias as the rounding of floats does. r is measured: the largest of all rows, about sqrt(d / 12) / 46340.
/// 8 bytes a row, and 2 a number where they are kept; O(n d) to make, twice over the rows.
/// </remarks>
internal sealed unsafe class WordFrame : IDisposable
{
    /// <summary>Bytes a row.</summary>
    public const int RowBytes = 8;

    // Lengths of rows in steps: the square is below 2^31.
    private const double Longest = 46340;
    private const double LargestWord = 32766;

    // Shifting to a centre, three roundings of a score and one of its sum with the row's bias, each of 2^-24 of what it rounds, and room.
    private const double Roundings = 16.0 / (1 << 24);

    // A part in 10^7 is more than what lengths and errors in double are off by, and what a shorter row than the least adds to a product.
    private const double LeastError = 1e-7;
    private const double ShortestRow = 1e-30;
    // Memory that is left is for lists first: words are made again in less time than what lists save.
    private const int ShareOfFree = 4;
    private readonly MemoryBudget _memory;
    private readonly long _taken;
    private readonly NativeBlock<short>? _kept;
    private readonly NativeBlock<float> _steps;
    private readonly NativeBlock<float> _bias;
    private readonly VectorStore _rows;
    private readonly ScoreFrame _frame;
    private readonly float _columnBias;

    /// <param name="frame">How rows are prepared; of squared distances or cosines, without codes.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="run">Workers, and memory for the numbers of all rows if a quarter of what is free is enough; for the rest the caller leases it.</param>
    public WordFrame(ScoreFrame frame, VectorStore rows, RunContext run)
    {
        if (frame.Codes > 0 || frame.Rule.Metric is not (Metric.Euclidean or Metric.Cosine))
        {
            throw new ArgumentException("Words stand for numbers, and for squared distances or cosines of them.", nameof(frame));
        }

        _frame = frame;
        _rows = rows;
        Pairs = (frame.Width + 1) / 2;
        _steps = new NativeBlock<float>(rows.Count);
        _bias = new NativeBlock<float>((long)rows.Count + TileKernel.Columns);
        _memory = run.Memory;
        long bytes = sizeof(int) * (long)Pairs * (rows.Count + WordTile.Rows);
        if (bytes <= run.Memory.Free / ShareOfFree && run.Memory.TryTake(bytes))
        {
            _taken = bytes;
            _kept = new NativeBlock<short>(bytes / sizeof(short), zeroed: false);
        }

        var norms = new double[rows.Count];
        var errors = new double[PanelScan.BlocksOf(rows.Count)];
        try
        {
            Workers.ForBlocks(run.Workers, errors.Length, block => errors[block] = Measure(block, norms), run.Ct);
        }
        catch
        {
            Dispose();
            throw;
        }

        double error = LeastError;
        foreach (double own in errors)
        {
            error = Math.Max(error, own);
        }

        RelativeError = error * (1 + 1e-9);
        double slack = RelativeError * (2 + RelativeError);
        if (frame.Rule.Metric == Metric.Cosine)
        {
            // Prepared rows have a length of 1 to a part in 10^7; the rounding is in the limit of the frame.
            _columnBias = -ScoreFrame.RoundUp((slack + Roundings) * (1 + 1e-6));
            return;
        }

        for (int row = 0; row < norms.Length; row++)
        {
            _bias.Start[row] = -ScoreFrame.RoundUp(-norms[row] * (1 - slack - Roundings));
        }
    }

    /// <summary>Pairs of 16-bit numbers of a row.</summary>
    public int Pairs { get; }

    /// <summary>How long what quantising takes off a row is at most, next to the row.</summary>
    public double RelativeError { get; }

    /// <summary>What the score of a pair lacks for its row as a query; 0 for cosines. Readable 32 rows past the end.</summary>
    public float* Bias => _bias.Start;

    /// <summary>Where the scores of a row as a packed one start.</summary>
    public float ColumnBias(int row) => _frame.Rule.Metric == Metric.Cosine ? _columnBias : _bias.Start[row];

    /// <summary>What a packed row's sums are multiplied with, beside the step of the query.</summary>
    public float ColumnFactor(int row) => _frame.PackFactor * _steps.Start[row];

    /// <summary>What one of a row stands for.</summary>
    public float Step(int row) => _steps.Start[row];

    /// <summary>Rows from this one on as numbers of their steps, one behind the other, and at least a tile of some numbers behind the last; null where they are not kept.</summary>
    public int* Kept(int row) => _kept is null ? null : (int*)_kept.Start + ((long)row * Pairs);

    /// <summary>The row as numbers of its step, an odd last one paired with 0; where <see cref="Kept"/> has none.</summary>
    /// <param name="row">The row.</param>
    /// <param name="prepared">Room for the numbers of a row.</param>
    /// <param name="to">Two numbers for each pair.</param>
    public void Quantise(int row, Span<float> prepared, short* to) => Quantise(Prepare(row, prepared), _steps.Start[row], to);

    public void Dispose()
    {
        _kept?.Dispose();
        _memory.Return(_taken);
        _steps.Dispose();
        _bias.Dispose();
    }

    private ReadOnlySpan<float> Prepare(int row, Span<float> prepared)
    {
        ReadOnlySpan<float> values = _rows[row];
        if (_frame.IsDirect)
        {
            return values;
        }

        _frame.Prepare(values, prepared);
        return prepared[.._frame.Width];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quantise(ReadOnlySpan<float> values, float step, short* to)
    {
        // All are within 16 bits, where native conversions are alike everywhere.
        float inverse = step > 0 ? 1 / step : 0;
        ref float from = ref MemoryMarshal.GetReference(values);
        nuint n = (nuint)values.Length;
        nuint p = 0;
        for (; p + 16 <= n; p += 16)
        {
            Vector256<int> low = Vector256.ConvertToInt32Native(Vector256.Round(Vector256.LoadUnsafe(ref from, p) * inverse));
            Vector256<int> high = Vector256.ConvertToInt32Native(Vector256.Round(Vector256.LoadUnsafe(ref from, p + 8) * inverse));
            Vector256.Narrow(low, high).Store(to + p);
        }

        for (; p < n; p++)
        {
            to[p] = (short)MathF.Round(values[(int)p] * inverse);
        }

        if ((n & 1) != 0)
        {
            to[n] = 0;
        }
    }

    /// <summary>Finds the steps and squared lengths of the rows of a block, and the largest error of one.</summary>
    private double Measure(int block, double[] norms)
    {
        var prepared = new float[_frame.Width];
        var words = new short[_kept is null ? 2 * Pairs : 0];
        double rounding = 0.51 * Math.Sqrt(_frame.Width);
        double most = 0;
        int end = Math.Min(_rows.Count, (block + 1) * PanelScan.BlockRows);
        fixed (short* room = words)
        {
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                short* to = _kept is null ? room : (short*)Kept(row);
                ReadOnlySpan<float> values = Prepare(row, prepared);
                double norm = PairSums.Norm(values);
                norms[row] = norm;
                if (!(norm > ShortestRow * ShortestRow))
                {
                    // All its numbers become 0; twice its products are below what limits allow for underflow, or below the least error of the other row.
                    new Span<short>(to, 2 * Pairs).Clear();
                    continue;
                }

                float step = ScoreFrame.RoundUp(Math.Max(Math.Sqrt(norm) / (Longest - rounding - 2), ScoreFrame.LargestMagnitude(values) / LargestWord));
                _steps.Start[row] = step;
                Quantise(values, step, to);
                most = Math.Max(most, Off(values, step, to) / norm);
            }
        }

        return Math.Sqrt(most);
    }

    /// <summary>The squared length of what the numbers leave of a row, in fixed lanes: the same bits everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Off(ReadOnlySpan<float> values, float step, short* words)
    {
        ref float from = ref MemoryMarshal.GetReference(values);
        nuint n = (nuint)values.Length;
        nuint p = 0;
        Vector256<double> s0 = default, s1 = default;
        var negated = Vector256.Create(-(double)step);
        for (; p + 8 <= n; p += 8)
        {
            (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.LoadUnsafe(ref from, p));
            Vector128<short> own = Vector128.Load(words + p);
            (Vector256<double> q0, Vector256<double> q1) = Vector256.Widen(Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(own), Vector128.WidenUpper(own))));
            Vector256<double> e0 = Vector256.FusedMultiplyAdd(q0, negated, x0);
            Vector256<double> e1 = Vector256.FusedMultiplyAdd(q1, negated, x1);
            s0 = Vector256.FusedMultiplyAdd(e0, e0, s0);
            s1 = Vector256.FusedMultiplyAdd(e1, e1, s1);
        }

        s0 += s1;
        double sum = (s0.GetElement(0) + s0.GetElement(2)) + (s0.GetElement(1) + s0.GetElement(3));
        for (; p < n; p++)
        {
            double off = values[(int)p] - (words[p] * (double)step);
            sum += off * off;
        }

        return sum;
    }
}
