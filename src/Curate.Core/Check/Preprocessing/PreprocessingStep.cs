using Curate.Core.Numerics.Linear;

namespace Curate.Core.Check.Preprocessing;

/// <summary>A step that is fitted to rows without their labels: scaling, selection by variance, or grouping of rare categories.</summary>
internal sealed class PreprocessingStep
{
    private readonly PreprocessingTable _table;
    private readonly double[] _shift;
    private readonly double[] _scale;
    private readonly int[] _kept;
    private readonly int[][] _place;
    private readonly int _width;

    private PreprocessingStep(PreprocessingTable table, double[] shift, double[] scale, int[] kept, int[][] place, int width)
    {
        _table = table;
        _shift = shift;
        _scale = scale;
        _kept = kept;
        _place = place;
        _width = width;
    }

    /// <summary>Fits a step to some rows.</summary>
    /// <param name="name">scale, variance or rare; the other parts of a row stay as they are.</param>
    /// <param name="table">All rows.</param>
    /// <param name="rows">The rows that it may see.</param>
    /// <param name="options">How many columns stay, which categories are rare.</param>
    public static PreprocessingStep Fit(string name, PreprocessingTable table, ReadOnlySpan<int> rows, PreprocessingOptions options)
    {
        int d = table.Numbers.Columns;
        (double[] mean, double[] variance) = Moments(table.Numbers, rows);
        var shift = new double[d];
        var scale = new double[d];
        Array.Fill(scale, 1);
        int[] kept = [.. Enumerable.Range(0, d)];
        if (name == "scale")
        {
            for (int p = 0; p < d; p++)
            {
                shift[p] = mean[p];
                scale[p] = variance[p] > 0 ? Math.Sqrt(variance[p]) : 1;
            }
        }
        else if (name == "variance")
        {
            int count = Math.Min(d, options.Keep ?? ((d + 1) / 2));
            kept = [.. kept.OrderByDescending(p => variance[p]).ThenBy(static p => p).Take(count).Order()];
        }

        int width = kept.Length;
        var place = new int[table.Categories.Length][];
        for (int c = 0; c < place.Length; c++)
        {
            var counts = new long[table.CategoryCounts[c]];
            foreach (int row in rows)
            {
                counts[table.Categories[c][row]]++;
            }

            // Every rare category has the last place of its column.
            place[c] = new int[counts.Length];
            int used = 0;
            for (int k = 0; k < counts.Length; k++)
            {
                place[c][k] = name == "rare" && counts[k] < options.RareBelow ? -1 : width + used++;
            }

            for (int k = 0; k < counts.Length; k++)
            {
                place[c][k] = place[c][k] < 0 ? width + used : place[c][k];
            }

            width += used + 1;
        }

        return new PreprocessingStep(table, shift, scale, kept, place, width);
    }

    /// <summary>Rows as the model sees them: numbers, then a column of 0 and 1 for each category.</summary>
    public Matrix Apply(ReadOnlySpan<int> rows)
    {
        var applied = new Matrix(rows.Length, _width);
        for (int i = 0; i < rows.Length; i++)
        {
            Span<double> to = applied.Row(i);
            ReadOnlySpan<double> from = _table.Numbers.Row(rows[i]);
            for (int p = 0; p < _kept.Length; p++)
            {
                to[p] = (from[_kept[p]] - _shift[_kept[p]]) / _scale[_kept[p]];
            }

            for (int c = 0; c < _place.Length; c++)
            {
                to[_place[c][_table.Categories[c][rows[i]]]] = 1;
            }
        }

        return applied;
    }

    private static (double[] Mean, double[] Variance) Moments(Matrix numbers, ReadOnlySpan<int> rows)
    {
        var mean = new double[numbers.Columns];
        var variance = new double[numbers.Columns];
        foreach (int row in rows)
        {
            for (int p = 0; p < mean.Length; p++)
            {
                mean[p] += numbers[row, p] / rows.Length;
            }
        }

        foreach (int row in rows)
        {
            for (int p = 0; p < mean.Length; p++)
            {
                double off = numbers[row, p] - mean[p];
                variance[p] += off * off / rows.Length;
            }
        }

        return (mean, variance);
    }
}
