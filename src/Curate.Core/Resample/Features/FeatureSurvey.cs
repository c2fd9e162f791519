using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Features;

/// <summary>
/// One pass over columns whose kinds nobody has declared: finds the kinds and, in case a column turns out to be a feature, already adds its numbers up. Most
/// tables need no second look before their vectors are filled.
/// </summary>
internal sealed class FeatureSurvey : ISummary<FeatureSurvey>
{
    private readonly ColumnStatistics?[] _numbers;
    private readonly int _label;
    private long _rows;
    private long _labelled;

    /// <param name="columns">The columns, in the order of the batches.</param>
    /// <param name="rawKind">How they are read.</param>
    /// <param name="label">Where the label stands in the batches, or -1 where numbers are not to be added up.</param>
    public FeatureSurvey(IReadOnlyList<string> columns, ColumnKind rawKind, int label)
    {
        Kinds = new KindInference(columns, rawKind);
        _label = label;
        _numbers = new ColumnStatistics?[columns.Count];
        for (int c = 0; c < columns.Count; c++)
        {
            _numbers[c] = label < 0 ? null : new ColumnStatistics();
        }
    }

    /// <summary>The kinds.</summary>
    public KindInference Kinds { get; }

    /// <summary>
    /// The summary of columns, as a pass over their values in their kinds would give it; null where a value is missing, is no finite number or was not
    /// looked at, so that only such a pass can tell.
    /// </summary>
    public FeatureSummary? Summary(FeatureLayout layout, IReadOnlyList<string> names, MissingValues missing, IReadOnlyList<int> columns)
    {
        if (_label < 0)
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

        return FeatureSummary.OfComplete(layout, names, missing, known, _rows, _labelled);
    }

    /// <inheritdoc/>
    public void Add(RecordBatch batch)
    {
        Kinds.Add(batch);
        if (_label < 0)
        {
            return;
        }

        Column label = batch[_label];
        _rows += batch.Count;
        _labelled += batch.Count - label.NullCount;
        for (int c = 0; c < _numbers.Length; c++)
        {
            if (_numbers[c] is { } numbers && !AllAdded(numbers, batch.Text(c), label))
            {
                _numbers[c] = null;
            }
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

    private static bool AllAdded(ColumnStatistics numbers, TextColumn values, Column label)
    {
        for (int row = 0; row < values.Count; row++)
        {
            if (label.IsNull(row))
            {
                continue;
            }

            if (values.IsNull(row) || !values.TryNumber(row, out double value) || !float.IsFinite((float)value))
            {
                return false;
            }

            numbers.Add(value);
        }

        return true;
    }
}
