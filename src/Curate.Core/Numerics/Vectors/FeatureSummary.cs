using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// What must be known of feature columns before they can fill a <see cref="VectorStore"/>: one pass gives counts, exact sums, smallest and largest values.
/// </summary>
/// <param name="layout">The columns.</param>
/// <param name="names">Their names in the order numeric, categories: messages use them.</param>
/// <param name="missing">What becomes of missing values; decides which are errors.</param>
/// <param name="scaling">How numbers are scaled, which decides what must be known of them.</param>
/// <remarks>At most 2.3 KB a numeric column; merging gives what one pass over all rows gives.</remarks>
public sealed class FeatureSummary(FeatureLayout layout, IReadOnlyList<string> names, MissingValues missing, FeatureScaling scaling) : ISummary<FeatureSummary>
{
    private readonly ColumnFigures _figures = FiguresFor(missing, scaling);
    private readonly List<ColumnStatistics> _columns = [];
    private int _dimension = -1;
    private double[] _values = [];
    private bool[] _taken = [];
    private bool[] _complete = [];

    private FeatureSummary(FeatureLayout layout, IReadOnlyList<string> names, MissingValues missing, FeatureScaling scaling, IReadOnlyList<ColumnStatistics> columns, long rows, long requiredRows)
        : this(layout, names, missing, scaling)
    {
        _dimension = columns.Count;
        _columns.AddRange(columns);
        (Rows, RequiredRows, CompleteRows) = (rows, requiredRows, requiredRows);
    }

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

    /// <summary>Nobody has looked at the values yet: who fills a store from them has to <see cref="Check"/> each batch.</summary>
    internal bool IsUnread { get; private init; }

    /// <summary>What must be known of columns to scale them and to fill what is missing.</summary>
    internal static ColumnFigures FiguresFor(MissingValues missing, FeatureScaling scaling) =>
        (scaling == FeatureScaling.Standard ? ColumnFigures.All : ColumnFigures.None)
        | (missing == MissingValues.Mean ? ColumnFigures.Mean : ColumnFigures.None)
        | (scaling != FeatureScaling.None || missing == MissingValues.Median ? ColumnFigures.Bounds : ColumnFigures.None);

    /// <summary>The summary of columns of which every required row has a finite number, where all is known already.</summary>
    internal static FeatureSummary OfComplete(FeatureLayout layout, IReadOnlyList<string> names, MissingValues missing, FeatureScaling scaling, IReadOnlyList<ColumnStatistics> columns,
        long rows, long requiredRows) => new(layout, names, missing, scaling, columns, rows, requiredRows);

    /// <summary>
    /// The summary of rows whose number is known and which must all have finite numbers, where nothing else must be known of these: a pass could only find one that
    /// has not, and the pass that fills the vectors finds it too.
    /// </summary>
    internal static FeatureSummary OfUnread(FeatureLayout layout, IReadOnlyList<string> names, int dimension, long rows)
    {
        ColumnStatistics[] columns = [.. Enumerable.Range(0, dimension).Select(static _ => new ColumnStatistics(ColumnFigures.None))];
        return new FeatureSummary(layout, names, MissingValues.Error, FeatureScaling.None, columns, rows, rows) { IsUnread = true };
    }

    /// <summary>Refuses what a pass over the rows would have refused; any thread.</summary>
    /// <exception cref="CurateException">As <see cref="Add"/>.</exception>
    internal void Check(RecordBatch batch)
    {
        var found = new FeatureSummary(Layout, names, Missing, FeatureScaling.None);
        found.Begin(Dimension);
        found.Add(batch);
    }

    /// <summary>A summary of nothing yet of some of the numeric columns, which batches hold alone.</summary>
    internal FeatureSummary Stripe(int first, int count) =>
        new(new FeatureLayout([.. Enumerable.Range(0, count)], []), [.. names.Skip(first).Take(count)], Missing, scaling);

    /// <summary>
    /// Fills an empty summary a few columns at a time (<see cref="ColumnStripes"/>). False, and still empty, where that does not suit, a value cannot be taken or one is missing: which rows are
    /// complete, only a pass over all columns tells.
    /// </summary>
    internal bool TryAddStripes(PassRunner passes, IRecordSource source, IReadOnlyList<ColumnRequest> numbers, string what)
    {
        if (Layout.Categories.Count > 0 || Layout.Required is not null || !ColumnStripes.Suit(source, numbers.Count))
        {
            return false;
        }

        var stripes = new FeatureSummary[ColumnStripes.Count(numbers.Count)];
        bool read = ColumnStripes.TryRead(passes, source, numbers, what, (first, count) => (stripes[first / ColumnStripes.Width] = Stripe(first, count)).Add);
        if (!read || stripes.Any(stripe => stripe.CompleteRows != stripes[0].Rows))
        {
            return false;
        }

        _dimension = numbers.Count;
        _columns.AddRange(stripes.SelectMany(static stripe => stripe._columns));
        (Rows, RequiredRows, CompleteRows) = (stripes[0].Rows, stripes[0].Rows, stripes[0].Rows);
        return true;
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

        if (embedding is null)
        {
            AddNumbers(batch);
        }

        for (int row = 0; embedding is not null && row < batch.Count; row++)
        {
            if (Layout.Takes(batch, row))
            {
                RequiredRows++;
                CompleteRows += AddVector(batch, embedding, row) ? 1 : 0;
            }
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
                _columns.Add(new ColumnStatistics(_figures));
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

    /// <summary>Adds the columns one by one: values of a column lie together, those of a row do not.</summary>
    private void AddNumbers(RecordBatch batch)
    {
        if (_values.Length < batch.Count)
        {
            _values = new double[batch.Count];
            _taken = new bool[batch.Count];
            _complete = new bool[batch.Count];
        }

        Span<bool> taken = _taken.AsSpan(0, batch.Count);
        int rows = 0;
        for (int row = 0; row < taken.Length; row++)
        {
            taken[row] = Layout.Takes(batch, row);
            rows += taken[row] ? 1 : 0;
        }

        Span<bool> complete = _complete.AsSpan(0, batch.Count);
        taken.CopyTo(complete);
        foreach (int c in Layout.Numeric)
        {
            Column column = batch[c];
            for (int row = 0; column.NullCount > 0 && row < complete.Length; row++)
            {
                complete[row] &= !column.IsNull(row);
            }
        }

        int whole = complete.Count(true);
        if (whole < rows && Missing == MissingValues.Error)
        {
            ThrowFirst(batch, taken);
        }

        RequiredRows += rows;
        CompleteRows += whole;

        // The values of a row that is left out count for nothing.
        Span<bool> used = Missing == MissingValues.Drop ? complete : taken;
        for (int c = 0; c < Layout.Numeric.Count; c++)
        {
            ReadOnlySpan<double> values = FeatureLayout.Gather(batch[Layout.Numeric[c]], used, _values);
            foreach (double value in values)
            {
                if (!float.IsFinite((float)value))
                {
                    ThrowFirst(batch, used);
                }
            }

            _columns[c].Add(values);
        }
    }

    /// <summary>Finds the first row that has a value at fault, and of that row the first column.</summary>
    private void ThrowFirst(RecordBatch batch, ReadOnlySpan<bool> rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            for (int c = 0; rows[row] && c < Layout.Numeric.Count; c++)
            {
                Column column = batch[Layout.Numeric[c]];
                if (!column.IsNull(row))
                {
                    Checked(FeatureLayout.Value(column, row), batch.FirstRow + row, c);
                }
                else if (Missing == MissingValues.Error)
                {
                    ThrowMissing(batch.FirstRow + row, c);
                }
            }
        }
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
