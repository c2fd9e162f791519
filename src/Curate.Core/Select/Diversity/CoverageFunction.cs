using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Coverage of all rows by those that are picked: sum_i max_j s_ij (facility location), or sum_i min(sum_j s_ij, cap_i) (saturated coverage); to either a
/// sum of scores may be added. Bounds come from <see cref="CoverageScan"/>, gains from double-precision similarities of the rows that a candidate can add to.
/// </summary>
/// <remarks>
/// For facility location a candidate that was compared with all rows once keeps the list of those it can add to (<see cref="CandidateLists"/>), and once few pairs are left
/// that can add, all rows get their lists in one pass. Lists save time and change nothing. 24 bytes a row beside the scan and the lists.
/// </remarks>
internal sealed class CoverageFunction : ISetFunction, IDisposable
{
    // Rows whose lists tell how long those of all rows would be.
    private const int Sampled = 256;

    // A gain of fewer products than this, some microseconds, is not worth a second thread.
    private const int LeastParallel = 1 << 15;
    private const int RowsOfTask = 32;
    private readonly VectorStore _rows;
    private readonly Similarities _similarities;
    private readonly RunContext _run;
    private readonly CoverageScan _scan;
    private readonly MemoryLease _lease;
    private readonly HotHelpers _helpers;
    private readonly CandidateLists? _lists;
    private readonly int _wanted;
    private readonly double[]? _scores;
    private readonly double[] _levels;
    private readonly bool _caps;
    private readonly List<int> _ids = [];
    private readonly double[] _wide;
    private double[] _values = [];
    private List<(int Row, double Similarity)> _asked = [];
    private List<(int Row, double Similarity)> _kept = [];
    private int[] _batch = [];
    private int[] _places = [];
    private int _askedRow;
    private int _keptRow = -1;
    private int _picked;
    private long _compared;
    private int _nextCheck;
    private bool _sampled;
    private bool _all;

    /// <param name="rows">Numbers only.</param>
    /// <param name="similarities">What rows have in common.</param>
    /// <param name="caps">At which sum the coverage of each row saturates; null for the most similar picked row alone.</param>
    /// <param name="scores">What each row is worth by itself, or null.</param>
    /// <param name="wanted">Rows that will be picked.</param>
    /// <param name="run">Workers and memory.</param>
    public CoverageFunction(VectorStore rows, Similarities similarities, double[]? caps, double[]? scores, int wanted, RunContext run)
    {
        _rows = rows;
        _similarities = similarities;
        _run = run;
        _scores = scores;
        _wanted = wanted;
        _wide = new double[rows.Width];
        _helpers = new HotHelpers(run.Workers);
        _caps = caps is not null;
        _levels = caps ?? new double[rows.Count];
        _scan = new CoverageScan(rows, similarities, _caps, run);
        try
        {
            if (!_caps)
            {
                // Lists take what is free.
                _scan.ReserveAll();
            }

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

        _lists = _caps ? null : CandidateLists.TryMake(rows.Count, CoverageScan.BytesOfPairs(rows.Count), run);
        ClearLists();
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
        _similarities.FromMean.CopyTo(bounds, 0);
        double spread = 0;
        foreach (double own in bounds)
        {
            spread += own;
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
        CompareAll(bounds);
        for (int row = 0; row < bounds.Length; row++)
        {
            bounds[row] += ScoreOf(row);
        }
    }

    /// <inheritdoc/>
    public void Bound(ReadOnlySpan<int> rows, Span<double> bounds)
    {
        if (_lists is not null && !_all && _compared >= _nextCheck)
        {
            ListAllIfWorth();
        }

        _batch = rows.ToArray();
        _places = new int[rows.Length];
        var compared = new List<int>();
        var listed = new List<int>();
        foreach (int row in rows)
        {
            if (_lists is not null && _lists.Has(row))
            {
                listed.Add(row);
            }
            else
            {
                _places[listed.Count + compared.Count] = compared.Count;
                compared.Add(row);
            }
        }

        if (listed.Count > 0)
        {
            var walked = new double[listed.Count];
            _scan.BoundOf(_lists!, [.. listed], walked, new int[listed.Count], _helpers);
            Spread(walked, listed, rows, bounds);
        }

        if (compared.Count > 0)
        {
            var fresh = new double[compared.Count];
            _scan.Bound(compared.ToArray(), fresh, _lists);
            _compared += compared.Count;
            Spread(fresh, compared, rows, bounds);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            bounds[i] += ScoreOf(rows[i]);
        }
    }

    /// <inheritdoc/>
    public double Gain(int place)
    {
        int candidate = _batch[place];
        FindRows(candidate, place);
        if (_values.Length < _ids.Count)
        {
            _values = new double[Math.Max(_ids.Count, 2 * _values.Length)];
        }

        int tasks = (long)_ids.Count * _rows.Width < LeastParallel ? 1 : (_ids.Count + RowsOfTask - 1) / RowsOfTask;
        int each = tasks == 1 ? _ids.Count : RowsOfTask;
        double[] wide = _wide;
        PairSums.Widen(_rows[candidate], wide);
        _helpers.ForBlocks(tasks, task =>
        {
            for (int i = task * each; i < Math.Min(_ids.Count, (task + 1) * each); i++)
            {
                _values[i] = _similarities.Of(wide, candidate, _ids[i]);
            }
        }, _run.Ct);
        _askedRow = candidate;
        _asked.Clear();

        // Sums of blocks first: rounding then is that of all rows in blocks, whichever of them a list leaves out because they add nothing.
        double gain = 0;
        double sum = 0;
        int block = 0;
        for (int i = 0; i < _ids.Count; i++)
        {
            int row = _ids[i];
            double adds = _caps ? Math.Min(_values[i], _levels[row]) : _values[i] - _levels[row];
            if (!(adds > 0))
            {
                continue;
            }

            if (row / PanelScan.BlockRows != block)
            {
                gain += sum;
                sum = 0;
                block = row / PanelScan.BlockRows;
            }

            sum += adds;
            _asked.Add((row, _values[i]));
        }

        return gain + sum + ScoreOf(candidate);
    }

    /// <inheritdoc/>
    public void Keep()
    {
        (_asked, _kept) = (_kept, _asked);
        _keptRow = _askedRow;
    }

    /// <inheritdoc/>
    public void Take(int row)
    {
        if (row != _keptRow)
        {
            throw new InvalidOperationException("A row is picked whose gain was not the last one kept.");
        }

        foreach ((int covered, double similarity) in _kept)
        {
            _levels[covered] = _caps ? Math.Max(0, _levels[covered] - similarity) : similarity;
            _scan.SetLevel(covered, _levels[covered]);
        }

        if (++_picked == 1)
        {
            // Levels have left 0, and steps of similarity can be smaller.
            ClearLists();
        }
    }

    public void Dispose()
    {
        _helpers.Dispose();
        _lists?.Dispose();
        _scan.Dispose();
        _lease.Dispose();
    }

    /// <summary>Puts what was found of some of the rows, in their order, where those stand.</summary>
    private static void Spread(double[] found, List<int> some, ReadOnlySpan<int> rows, Span<double> bounds)
    {
        for (int i = 0, next = 0; next < found.Length; i++)
        {
            if (rows[i] == some[next])
            {
                bounds[i] = found[next++];
            }
        }
    }

    private double ScoreOf(int row) => _scores is null ? 0 : _scores[row];

    private void ClearLists()
    {
        _sampled = false;
        _all = false;
        _lists?.Clear(_scan.LeastLevel, _scan.Most);
    }

    /// <summary>The rows that a candidate can add to, ascending: from its list, or from the last scan.</summary>
    private void FindRows(int candidate, int place)
    {
        _ids.Clear();
        if (_lists is not null && _lists.Has(candidate))
        {
            _lists.Rows(candidate, _ids);
            return;
        }

        int word = _places[place] / TileKernel.Columns * _rows.Count;
        uint bit = 1u << (_places[place] % TileKernel.Columns);
        uint[] masks = _scan.Masks;
        for (int row = 0; row < _rows.Count; row++)
        {
            if ((masks[word + row] & bit) != 0)
            {
                _ids.Add(row);
            }
        }
    }

    /// <summary>Bounds of all rows by comparing all with all, and their lists where these fit.</summary>
    private void CompareAll(double[] bounds)
    {
        if (_lists is null)
        {
            _scan.BoundAll(bounds);
            return;
        }

        if (!_all && Fits())
        {
            ClearLists();
            _all = true;
            for (int row = 0; row < _rows.Count; row++)
            {
                _lists.Begin(row);
            }

            _scan.BoundAll(bounds, _lists);
            return;
        }

        bool listed = _all;
        for (int row = 0; listed && row < bounds.Length; row++)
        {
            listed = _lists.Has(row);
        }

        if (!listed)
        {
            _scan.BoundAll(bounds);
            return;
        }

        _scan.BoundOf(_lists, [.. Enumerable.Range(0, bounds.Length)], bounds, new int[bounds.Length], _helpers);
    }

    /// <summary>
    /// Lists all rows once they fit, if the rest of the picks, at the rate of those so far, would compare more rows one by one than the pass costs, which is half of all.
    /// </summary>
    private void ListAllIfWorth()
    {
        _nextCheck = (int)Math.Min(int.MaxValue, _compared + Math.Max(64, _rows.Count / 256));
        int left = _wanted - _picked;
        if (_compared * 16 < _rows.Count || (double)_compared * left / Math.Max(1, _picked) * 2 < _rows.Count || !Fits())
        {
            return;
        }

        CompareAll(new double[_rows.Count]);
    }

    /// <summary>Whether lists of all rows fit, by those of rows at even steps.</summary>
    private bool Fits()
    {
        int sampled = Math.Min(Sampled, _rows.Count);
        int[] sample = [.. Enumerable.Range(0, sampled).Select(i => (int)((long)i * _rows.Count / sampled))];
        if (!_sampled)
        {
            _sampled = true;
            int[] missing = [.. sample.Where(row => !_lists!.Has(row))];
            if (missing.Length > 0)
            {
                _scan.Bound(missing, new double[missing.Length], _lists);
            }
        }

        if (!Array.TrueForAll(sample, _lists!.Has))
        {
            // There was no room; another sample is taken when more rows have been picked.
            _sampled = false;
            return false;
        }

        var pairsOf = new int[sampled];
        _scan.BoundOf(_lists, sample, new double[sampled], pairsOf, _helpers);
        double pairs = 0;
        foreach (int own in pairsOf)
        {
            pairs += own;
        }

        double scale = (double)_rows.Count / Math.Max(1, sampled);

        // An eighth more than the sample says.
        return CandidateLists.BytesFor(_rows.Count, pairs * scale * 1.125) <= _lists.Room;
    }
}
