using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Metrics;

/// <summary>
/// Counts what a classifier said of each row against the truth; exact, mergeable and free of order. Classes are compared as texts, or as numbers where all
/// of them are numbers (1 equals 1.0). Rows without label or prediction are counted aside; rows without a score count everywhere but in areas.
/// </summary>
/// <remarks>
/// Memory: classes and filled cells; scores 32 to 64 bytes per different score of each (score column, class), exact up to 2^19 / (columns x max(2, columns))
/// different ones, at least 256 and at most 2^18 (262,144 per class for one score column), beyond that in bins with a stated error.
/// </remarks>
public sealed class MetricsSummary : ISummary<MetricsSummary>
{
    /// <summary>Most classes that measures are computed for; the confusion table has their square.</summary>
    public const int MostClasses = 1000;

    private const int Version = 1;

    private readonly MetricsColumns _columns;
    private readonly int[] _at;
    private readonly int _capacity;
    private readonly TextIndex _names = new();
    private readonly Dictionary<long, long> _cells = [];
    private readonly List<ScoreTable?>[] _scores;
    private long _skipped;
    private int[] _truth = [];
    private int[] _called = [];
    private double[] _values = [];

    /// <param name="columns">What to read.</param>
    /// <param name="positions">Positions in the batches of label, prediction (if any) and probabilities; null = the first columns, in this order.</param>
    public MetricsSummary(MetricsColumns columns, IReadOnlyList<int>? positions = null)
    {
        if (columns.Prediction is null && columns.Probabilities.Count == 0)
        {
            Fail.Usage("Measures of a classifier need its predictions.", "Pass --prediction or --probability.");
        }

        foreach (double missed in columns.AssumeMissed)
        {
            if (!(missed >= 0 && missed < 1))
            {
                Fail.Usage("A share of missed positives is from 0 to below 1.", "Pass --assume-missed 0.2 for a fifth.");
            }
        }

        _columns = columns;
        int needed = 1 + (columns.Prediction is null ? 0 : 1) + columns.Probabilities.Count;
        _at = positions is null ? [.. Enumerable.Range(0, needed)] : [.. positions];
        if (_at.Length != needed)
        {
            throw new ArgumentException("One position per column is needed.", nameof(positions));
        }

        long scores = columns.Probabilities.Count;
        _capacity = (int)Math.Clamp((1L << 19) / Math.Max(1, scores * Math.Max(2, scores)), 256, 1 << 18);
        _scores = new List<ScoreTable?>[scores];
        for (int s = 0; s < _scores.Length; s++)
        {
            _scores[s] = [];
        }
    }

    private long Translated(long cell, int[] codes) =>
        ((long)codes[(int)(cell >> 32)] << 32) | (uint)(HasPrediction ? codes[(int)cell] : (int)cell);

    private bool HasPrediction => _columns.Prediction is not null;

    private int FirstScore => HasPrediction ? 2 : 1;

    /// <inheritdoc/>
    public void Add(RecordBatch batch)
    {
        int rows = batch.Count;
        if (_truth.Length < rows)
        {
            _truth = new int[rows];
            _called = new int[rows];
        }

        if (_values.Length < rows * _scores.Length)
        {
            _values = new double[rows * _scores.Length];
        }

        for (int s = 0; s < _scores.Length; s++)
        {
            BatchValues.Scores(batch[_at[FirstScore + s]], _columns.Probabilities[s], _values.AsSpan(s * rows, rows));
        }

        BatchValues.Classes(batch[_at[0]], _columns.Label, _names, _truth.AsSpan(0, rows));
        if (HasPrediction)
        {
            BatchValues.Classes(batch[_at[1]], _columns.Prediction!, _names, _called.AsSpan(0, rows));
        }
        else
        {
            Decide(rows);
        }

        for (int row = 0; row < rows; row++)
        {
            if (_truth[row] < 0 || _called[row] < 0)
            {
                _skipped++;
                continue;
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_cells, ((long)_truth[row] << 32) | (uint)_called[row], out _)++;
            for (int s = 0; s < _scores.Length; s++)
            {
                double score = _values[(s * rows) + row];
                if (!double.IsNaN(score))
                {
                    TableOf(s, _truth[row]).Add(score);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Merge(MetricsSummary later)
    {
        var codes = new int[later._names.Count];
        for (int c = 0; c < codes.Length; c++)
        {
            codes[c] = _names.Add(later._names[c]);
        }

        foreach ((long cell, long count) in later._cells)
        {
            long key = Translated(cell, codes);
            CollectionsMarshal.GetValueRefOrAddDefault(_cells, key, out _) += count;
        }

        for (int s = 0; s < _scores.Length; s++)
        {
            for (int c = 0; c < later._scores[s].Count; c++)
            {
                if (later._scores[s][c] is { } table)
                {
                    TableOf(s, codes[c]).Merge(table);
                }
            }
        }

        _skipped += later._skipped;
    }

    /// <summary>Writes the state with its classes in ordinal order: equal rows give equal bytes, though classes are numbered by appearance.</summary>
    public void Save(BinaryWriter to)
    {
        int[] order = [.. Enumerable.Range(0, _names.Count)];
        Array.Sort(order, (a, b) => _names[a].SequenceCompareTo(_names[b]));
        int[] ranks = new int[order.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        to.Write((byte)Version);
        to.Write(HasPrediction);
        to.Write(_scores.Length);
        to.Write(_skipped);
        to.Write(order.Length);
        foreach (int code in order)
        {
            StateBytes.Write(to, _names[code]);
        }

        to.Write(_cells.Count);
        foreach ((long cell, long count) in _cells.Select(c => (Translated(c.Key, ranks), c.Value)).Order())
        {
            to.Write(cell);
            to.Write(count);
        }

        foreach (List<ScoreTable?> tables in _scores)
        {
            foreach (int code in order)
            {
                ScoreTable? table = code < tables.Count ? tables[code] : null;
                to.Write(table is not null);
                table?.Save(to);
            }
        }
    }

    /// <summary>Reads a state that was written for the same columns.</summary>
    /// <exception cref="CurateException">It was written for others.</exception>
    /// <exception cref="InvalidDataException">The bytes are no state.</exception>
    public static MetricsSummary Load(BinaryReader from, MetricsColumns columns, IReadOnlyList<int>? positions = null)
    {
        var summary = new MetricsSummary(columns, positions);
        if (from.ReadByte() != Version || from.ReadBoolean() != summary.HasPrediction || from.ReadInt32() != summary._scores.Length)
        {
            Fail.With(ErrorCodes.ShardMismatch, "A saved state holds measures of other prediction columns.", "Give the same --prediction and --probability as when it was saved.");
        }

        summary._skipped = StateBytes.Rows(from, "a number of skipped rows");
        int names = StateBytes.Count(from, int.MaxValue, "a number of classes");
        for (int c = 0; c < names; c++)
        {
            StateBytes.Demand(summary._names.Add(StateBytes.Bytes(from, int.MaxValue, "the length of a class name")) == c, "the name of a class");
        }

        for (int cells = StateBytes.Count(from, int.MaxValue, "a number of cells"); cells > 0; cells--)
        {
            long cell = from.ReadInt64();
            long count = StateBytes.Rows(from, "a count of a cell");
            bool isKnown = (ulong)cell >> 32 < (ulong)names && (uint)cell < (summary.HasPrediction ? (uint)names : int.MaxValue);
            StateBytes.Demand(isKnown && summary._cells.TryAdd(cell, count), "a cell of measures");
        }

        foreach (List<ScoreTable?> tables in summary._scores)
        {
            for (int c = 0; c < names; c++)
            {
                tables.Add(from.ReadBoolean() ? ScoreTable.Load(from, summary._capacity) : null);
            }
        }

        return summary;
    }

    /// <summary>The measures of all rows taken in, or null where none has both a label and a prediction.</summary>
    /// <exception cref="CurateException">Classes and probability columns do not match, or there are more than <see cref="MostClasses"/>.</exception>
    public MetricsReport? Report()
    {
        if (_cells.Count == 0)
        {
            return null;
        }

        (string[] names, int[] classOf, int positive) = ClassOrder.Of(_columns, _names, Support());
        var counts = new long[names.Length * names.Length];
        foreach ((long cell, long count) in _cells)
        {
            int truth = classOf[(int)(cell >> 32)];
            int called = (int)cell;
            int said = HasPrediction ? classOf[called] : _scores.Length > 1 ? called : called == 1 ? positive : 1 - positive;
            counts[(truth * names.Length) + said] += count;
        }

        var confusion = new Confusion(names, counts);
        ScoreCurve?[] curves = Curves(names.Length, classOf, positive);
        ClassMetrics[] classes = [.. Enumerable.Range(0, names.Length).Select(k => ClassifierMeasures.Class(confusion, k, curves[k]))];
        return new()
        {
            Label = _columns.Label,
            Prediction = _columns.Prediction ?? string.Join(", ", _columns.Probabilities),
            Rows = confusion.Rows,
            Skipped = _skipped,
            Classes = classes,
            Confusion = [.. Enumerable.Range(0, names.Length).Select(i => (IReadOnlyList<long>)counts[(i * names.Length)..((i + 1) * names.Length)])],
            Overall = OverallMeasures.Of(confusion, classes, positive, _columns.Seed),
            AccuracyIsUninformative = ClassifierMeasures.AccuracyIsUninformative(confusion),
            Impact = ClassifierMeasures.Impact(confusion, curves, positive),
            AssumeMissed = [.. _columns.AssumeMissed.Select(m => (m, ClassifierMeasures.Missed(confusion.Against(positive), m)))],
        };
    }

    private long[] Support()
    {
        var support = new long[_names.Count];
        foreach ((long cell, long count) in _cells)
        {
            support[(int)(cell >> 32)] += count;
        }

        return support;
    }

    private ScoreTable TableOf(int score, int truth)
    {
        List<ScoreTable?> tables = _scores[score];
        while (tables.Count <= truth)
        {
            tables.Add(null);
        }

        return tables[truth] ??= new ScoreTable(_capacity);
    }

    /// <summary>The predicted class from scores: the column of the largest one (the first of equals), or 1 from 0.5 on. -1 where one is missing.</summary>
    private void Decide(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            int best = 0;
            bool missing = false;
            for (int s = 0; s < _scores.Length; s++)
            {
                double score = _values[(s * rows) + row];
                missing |= double.IsNaN(score);
                best = score > _values[(best * rows) + row] ? s : best;
            }

            _called[row] = missing ? -1 : _scores.Length > 1 ? best : _values[row] >= 0.5 ? 1 : 0;
        }
    }

    /// <summary>A curve per class that has a score: with one column, the positive class by it, and the other of two by its opposite.</summary>
    private ScoreCurve?[] Curves(int classes, int[] classOf, int positive)
    {
        var curves = new ScoreCurve?[classes];
        for (int s = 0; s < _scores.Length; s++)
        {
            int k = _scores.Length > 1 ? s : positive;
            ScoreTable? own = null;
            var others = new List<ScoreTable>();
            for (int c = 0; c < _scores[s].Count; c++)
            {
                if (_scores[s][c] is { } table)
                {
                    if (classOf[c] != k)
                    {
                        others.Add(table);
                    }
                    else if (own is null)
                    {
                        own = table;
                    }
                    else
                    {
                        // Two spellings of one number: a fresh table, so that reporting leaves the state as it is.
                        var both = new ScoreTable(_capacity);
                        both.Merge(own);
                        both.Merge(table);
                        own = both;
                    }
                }
            }

            curves[k] = ScoreCurve.Of(own, others);
            if (_scores.Length == 1 && classes == 2)
            {
                curves[1 - k] = curves[k]!.Opposite();
            }
        }

        return curves;
    }
}
