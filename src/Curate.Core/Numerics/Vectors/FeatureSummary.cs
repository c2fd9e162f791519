using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// What must be known of feature columns before they can fill a <see cref="VectorStore"/>: one pass gives counts, exact sums, smallest and largest values.
/// </summary>
/// <param name="layout">The columns.</param>
/// <param name="names">Their names in the order numeric, categories: messages use them.</param>
/// <param name="missing">What becomes of missing values; decides which are errors.</param>
/// <remarks>2.3 KB a numeric column; merging gives what one pass over all rows gives.</remarks>
public sealed class FeatureSummary(FeatureLayout layout, IReadOnlyList<string> names, MissingValues missing) : ISummary<FeatureSummary>
{
    private readonly List<ColumnStatistics> _columns = [];
    private int _dimension = -1;

    public FeatureLayout Layout { get; } = layout;

    public MissingValues Missing { get; } = missing;

    /// <summary>Rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that have the value that <see cref="FeatureLayout.Required"/> asks for.</summary>
    public long RequiredRows { get; private set; }

    /// <summary>Rows among them that have no missing numeric value.</summary>
    public long CompleteRows { get; private set; }

    /// <summary>Rows that a store filled from these columns has.</summary>
    public long KeptRows => Missing == MissingValues.Drop ? CompleteRows : RequiredRows;

    /// <summary>Numbers of a vector: the numeric columns, or the dimension of the embedding.</summary>
    public int Dimension => Math.Max(0, _dimension);

    internal ColumnStatistics this[int dimension] => _columns[dimension];

    /// <summary>The summary of columns of which every required row has a finite number, where all is known already.</summary>
    internal static FeatureSummary OfComplete(FeatureLayout layout, IReadOnlyList<string> names, MissingValues missing, IReadOnlyList<ColumnStatistics> columns,
        long rows, long requiredRows)
    {
        var summary = new FeatureSummary(layout, names, missing) { _dimension = columns.Count, Rows = rows, RequiredRows = requiredRows, CompleteRows = requiredRows };
        summary._columns.AddRange(columns);
        return summary;
    }

    /// <inheritdoc/>
    /// <exception cref="CurateException">A value is missing where it must not, is not finite or beyond float32; the message names row and column.</exception>
    public void Add(RecordBatch batch)
    {
        VectorColumn? embedding = EmbeddingOf(batch);
        if (embedding is not null && embedding.Dimension > 0)
        {
            Begin(embedding.Dimension);
        }
        else if (embedding is null)
        {
            Begin(Layout.Numeric.Count);
        }

        for (int row = 0; row < batch.Count; row++)
        {
            if (!Layout.Takes(batch, row))
            {
                continue;
            }

            RequiredRows++;
            bool complete = embedding is not null ? AddVector(batch, embedding, row) : AddNumbers(batch, row);
            CompleteRows += complete ? 1 : 0;
        }

        Rows += batch.Count;
    }

    /// <inheritdoc/>
    public void Merge(FeatureSummary later)
    {
        if (later._dimension >= 0)
        {
            Begin(later._dimension);
            for (int c = 0; c < _columns.Count; c++)
            {
                _columns[c].Merge(later._columns[c]);
            }
        }

        Rows += later.Rows;
        RequiredRows += later.RequiredRows;
        CompleteRows += later.CompleteRows;
    }

    internal VectorColumn? EmbeddingOf(RecordBatch batch) => Layout.Numeric.Count == 1 ? batch[Layout.Numeric[0]] as VectorColumn : null;

    internal void ThrowMissing(long row, int column) => Fail.With(ErrorCodes.BadValue,
        $"Row {row + 1} has no value in column {Fail.Show(names[column])}.",
        $"Say what stands for it with --missing, where the method takes that; leave such rows out with --where \"{names[column]} is not null\"; or leave the column out.");

    private void Begin(int dimension)
    {
        if (_dimension < 0)
        {
            _dimension = dimension;
            for (int c = 0; c < dimension; c++)
            {
                _columns.Add(new ColumnStatistics());
            }
        }
        else if (_dimension != dimension)
        {
            Fail.With(ErrorCodes.BadValue, $"Vectors of {dimension} values stand in column {Fail.Show(names[0])}, where others have {_dimension}.",
                "All vectors of an embedding column have one length.");
        }
    }

    private bool AddVector(RecordBatch batch, VectorColumn embedding, int row)
    {
        if (embedding.IsNull(row))
        {
            if (Missing == MissingValues.Error)
            {
                ThrowMissing(batch.FirstRow + row, 0);
            }

            return false;
        }

        ReadOnlySpan<float> values = embedding[row];
        for (int p = 0; p < values.Length; p++)
        {
            _columns[p].Add(Checked(values[p], batch.FirstRow + row, 0));
        }

        return true;
    }

    private bool AddNumbers(RecordBatch batch, int row)
    {
        bool complete = true;
        for (int c = 0; c < Layout.Numeric.Count; c++)
        {
            complete &= !batch[Layout.Numeric[c]].IsNull(row);
        }

        if (!complete && Missing == MissingValues.Drop)
        {
            // The values of a row that is left out count for nothing.
            return false;
        }

        for (int c = 0; c < Layout.Numeric.Count; c++)
        {
            Column column = batch[Layout.Numeric[c]];
            if (!column.IsNull(row))
            {
                _columns[c].Add(Checked(FeatureLayout.Value(column, row), batch.FirstRow + row, c));
            }
            else if (Missing == MissingValues.Error)
            {
                ThrowMissing(batch.FirstRow + row, c);
            }
        }

        return complete;
    }

    private double Checked(double value, long row, int column)
    {
        if (!float.IsFinite((float)value))
        {
            Fail.With(ErrorCodes.BadValue,
                string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"Row {row + 1} has {value:R} in column {Fail.Show(names[column])}, where a finite float32 number is needed."),
                "Correct the value, or leave the column out of the features.");
        }

        return value;
    }
}
