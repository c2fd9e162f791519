using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Features;

/// <summary>
/// One pass over columns whose kinds nobody has declared: finds the kinds and, in case a column turns out to be a feature, already adds its numbers up. Most
/// tables need no second look before their vectors are filled.
/// </summary>
internal sealed class FeatureSurvey : ISummary<FeatureSurvey>
{
    private const int RowsOfBlock = 64;
    private readonly ColumnStatistics?[] _numbers;
    private readonly int? _label;
    private readonly bool _adds;
    private readonly SurveyedRows? _kept;
    // Columns of which all numbers of the batch so far were numbers.
    private readonly bool[] _isOpen;
    private double[] _room = [];
    private long _rows;
    private long _labelled;

    /// <param name="columns">The columns, in the order of the batches.</param>
    /// <param name="rawKind">How they are read.</param>
    /// <param name="adds">Numbers are to be added up.</param>
    /// <param name="figures">What of them.</param>
    /// <param name="label">Where the label stands in the batches; null where there is none.</param>
    /// <param name="kept">Takes the numbers; null where nobody wants them.</param>
    public FeatureSurvey(IReadOnlyList<string> columns, ColumnKind rawKind, bool adds, ColumnFigures figures, int? label, SurveyedRows? kept)
    {
        Kinds = new KindInference(columns, rawKind);
        (_adds, _label, _kept) = (adds, label, kept);
        _numbers = new ColumnStatistics?[columns.Count];
        _isOpen = new bool[columns.Count];
        for (int c = 0; c < columns.Count; c++)
        {
            _numbers[c] = adds ? new ColumnStatistics(figures) : null;
        }
    }

    /// <summary>The kinds.</summary>
    public KindInference Kinds { get; }

    /// <summary>
    /// The summary of columns, as a pass over their values in their kinds would give it; null where a value is missing, is no finite number or was not
    /// looked at, so that only such a pass can tell.
    /// </summary>
    public FeatureSummary? Summary(FeatureLayout layout, IReadOnlyList<string> names, MissingValues missing, FeatureScaling scaling, IReadOnlyList<int> columns)
    {
        if (!_adds)
        {
            // Not even rows were counted.
            return null;
        }

        if (layout.Required is null && _labelled != _rows)
        {
            // Only values of rows with a label were added up.
            return null;
        }

        var known = new ColumnStatistics[columns.Count];
        for (int i = 0; i < known.Length; i++)
        {
            if (columns[i] < 0 || _numbers[columns[i]] is not { } numbers || numbers.Count != _labelled)
            {
                return null;
            }

            known[i] = numbers;
        }

        return FeatureSummary.OfComplete(layout, names, missing, scaling, known, _rows, _labelled);
    }

    /// <inheritdoc/>
    public void Add(RecordBatch batch)
    {
        if (!_adds)
        {
            Kinds.Add(batch);
            return;
        }

        Column? label = _label is { } at ? batch[at] : null;
        _rows += batch.Count;
        _labelled += batch.Count - (label?.NullCount ?? 0);
        int width = _numbers.Length;
        double[]? kept = _kept?.Room(batch.Count);
        if (kept is null && _room.Length < batch.Count * width)
        {
            _room = new double[batch.Count * width];
        }

        double[] room = kept ?? _room;
        for (int c = 0; c < width; c++)
        {
            _isOpen[c] = _numbers[c] is not null;
            if (!_isOpen[c])
            {
                Kinds.Add(c, batch);
            }
        }

        // Values of a column lie as far apart as rows are long: a few rows of all columns at a time stay in the cache.
        for (int from = 0; from < batch.Count; from += RowsOfBlock)
        {
            int to = Math.Min(batch.Count, from + RowsOfBlock);
            for (int c = 0; c < width; c++)
            {
                if (_isOpen[c])
                {
                    _isOpen[c] = Kinds.AddNumbers(c, batch, from, to, room.AsSpan(c), width);
                    _numbers[c] = _isOpen[c] && _numbers[c] is { } numbers && AllAdded(numbers, room.AsSpan(c), width, from, to, label) ? numbers : null;
                }
            }
        }

        if (kept is not null)
        {
            _kept!.Add(new SurveyedRows.Part(batch.FirstRow, batch.Count, kept, _label is { } column ? GroupPart.Of(batch, column, 1, null) : null));
        }
    }

    /// <inheritdoc/>
    public void Merge(FeatureSurvey later)
    {
        Kinds.Merge(later.Kinds);
        _rows += later._rows;
        _labelled += later._labelled;
        for (int c = 0; c < _numbers.Length; c++)
        {
            if (later._numbers[c] is { } more)
            {
                _numbers[c]?.Merge(more);
            }
            else
            {
                _numbers[c] = null;
            }
        }
    }

    private static bool AllAdded(ColumnStatistics numbers, ReadOnlySpan<double> values, int stride, int from, int to, Column? label)
    {
        bool all = label is null || label.NullCount == 0;
        for (int row = from; row < to; row++)
        {
            if (!all && label!.IsNull(row))
            {
                continue;
            }

            double value = values[row * stride];
            if (!float.IsFinite((float)value))
            {
                return false;
            }

            numbers.Add(value);
        }

        return true;
    }
}
