using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Coverage of all rows by those that are picked: sum_i max_j s_ij (facility location), or sum_i min(sum_j s_ij, cap_i) (saturated coverage); to either a
/// sum of scores may be added. Bounds come from <see cref="CoverageScan"/>, gains from double-precision similarities of the rows that a candidate can add to.
/// </summary>
/// <remarks>24 bytes a row beside the scan.</remarks>
internal sealed class CoverageFunction : ISetFunction, IDisposable
{
    private const int BlocksOfTask = 8;
    private readonly VectorStore _rows;
    private readonly Similarities _similarities;
    private readonly RunContext _run;
    private readonly CoverageScan _scan;
    private readonly MemoryLease _lease;
    private readonly double[]? _scores;
    private readonly double[] _levels;
    private readonly bool _caps;
    private readonly double[] _sums;
    private double[] _values;
    private double[] _kept;
    private int[] _batch = [];
    private int _asked;
    private int _keptRow = -1;

    /// <param name="rows">Numbers only.</param>
    /// <param name="similarities">What rows have in common.</param>
    /// <param name="caps">At which sum the coverage of each row saturates; null for the most similar picked row alone.</param>
    /// <param name="scores">What each row is worth by itself, or null.</param>
    /// <param name="run">Workers and memory.</param>
    public CoverageFunction(VectorStore rows, Similarities similarities, double[]? caps, double[]? scores, RunContext run)
    {
        _rows = rows;
        _similarities = similarities;
        _run = run;
        _scores = scores;
        _caps = caps is not null;
        _levels = caps ?? new double[rows.Count];
        _values = new double[rows.Count];
        _kept = new double[rows.Count];
        _sums = new double[PanelScan.BlocksOf(rows.Count)];
        _scan = new CoverageScan(rows, similarities, _caps, run);
        try
        {
            _lease = run.Memory.Lease(24L * rows.Count, "How well rows are covered");
        }
        catch
        {
            _scan.Dispose();
            throw;
        }

        for (int row = 0; row < rows.Count; row++)
        {
            _scan.SetLevel(row, _levels[row]);
        }
    }

    /// <inheritdoc/>
    public bool BoundsAll => !_caps;

    /// <inheritdoc/>
    public void First(double[] bounds)
    {
        if (_caps || _similarities.Kind != SimilarityKind.Euclidean)
        {
            BoundAll(bounds);
            return;
        }

        // sum_i |x_i - x_j|^2 = n |x_j - mean|^2 + sum_i |x_i - mean|^2, and no similarity is cut off at 0.
        double[] mean = Similarities.MeanOf(_rows);
        double spread = 0;
        for (int row = 0; row < bounds.Length; row++)
        {
            bounds[row] = Similarities.SquaredDistance(_rows[row], mean);
            spread += bounds[row];
        }

        double n = bounds.Length;
        for (int row = 0; row < bounds.Length; row++)
        {
            bounds[row] = ((n * _similarities.Ceiling) - (n * bounds[row]) - spread) + (1e-9 * n * _similarities.Ceiling) + ScoreOf(row);
        }
    }

    /// <inheritdoc/>
    public void BoundAll(double[] bounds)
    {
        _scan.BoundAll(bounds);
        for (int row = 0; row < bounds.Length; row++)
        {
            bounds[row] += ScoreOf(row);
        }
    }

    /// <inheritdoc/>
    public void Bound(ReadOnlySpan<int> rows, Span<double> bounds)
    {
        _batch = rows.ToArray();
        _scan.Bound(rows, bounds);
        for (int i = 0; i < rows.Length; i++)
        {
            bounds[i] += ScoreOf(rows[i]);
        }
    }

    /// <inheritdoc/>
    public double Gain(int place)
    {
        int candidate = _batch[place];
        int word = place / TileKernel.Columns * _rows.Count;
        uint bit = 1u << (place % TileKernel.Columns);
        uint[] masks = _scan.Masks;
        Workers.ForBlocks(_run.Workers, (_sums.Length + BlocksOfTask - 1) / BlocksOfTask, task =>
        {
            for (int block = task * BlocksOfTask; block < Math.Min(_sums.Length, (task + 1) * BlocksOfTask); block++)
            {
                double sum = 0;
                int end = Math.Min(_rows.Count, (block + 1) * PanelScan.BlockRows);
                for (int row = block * PanelScan.BlockRows; row < end; row++)
                {
                    _values[row] = -1;
                    if ((masks[word + row] & bit) == 0)
                    {
                        continue;
                    }

                    double similarity = _similarities.Of(row, candidate);
                    double adds = _caps ? Math.Min(similarity, _levels[row]) : similarity - _levels[row];
                    if (adds > 0)
                    {
                        _values[row] = similarity;
                        sum += adds;
                    }
                }

                _sums[block] = sum;
            }
        }, _run.Ct);
        _asked = candidate;
        double gain = 0;
        foreach (double sum in _sums)
        {
            gain += sum;
        }

        return gain + ScoreOf(candidate);
    }

    /// <inheritdoc/>
    public void Keep()
    {
        (_values, _kept) = (_kept, _values);
        _keptRow = _asked;
    }

    /// <inheritdoc/>
    public void Take(int row)
    {
        if (row != _keptRow)
        {
            throw new InvalidOperationException("A row is picked whose gain was not the last one kept.");
        }

        for (int i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] >= 0)
            {
                _levels[i] = _caps ? Math.Max(0, _levels[i] - _kept[i]) : _kept[i];
                _scan.SetLevel(i, _levels[i]);
            }
        }
    }

    public void Dispose()
    {
        _scan.Dispose();
        _lease.Dispose();
    }

    private double ScoreOf(int row) => _scores is null ? 0 : _scores[row];
}
