using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>Columns in order, one after the other through as few buffers as there are threads: 8 bytes a row for each.</summary>
internal sealed class SortedColumn(Matrix rows)
{
    private readonly Stack<double[]> _idle = new();
    private readonly Lock _gate = new();

    /// <summary>All values of a column but NaN, ascending, in the first <paramref name="present"/> places of a buffer that <see cref="Return"/> takes back.</summary>
    public double[] Of(int column, out int present)
    {
        double[] values = Rent();
        present = 0;
        for (int i = 0; i < rows.Rows; i++)
        {
            double value = rows.Values[(i * rows.Columns) + column];
            if (!double.IsNaN(value))
            {
                values[present++] = value;
            }
        }

        Array.Sort(values, 0, present);
        return values;
    }

    public void Return(double[] buffer)
    {
        lock (_gate)
        {
            _idle.Push(buffer);
        }
    }

    private double[] Rent()
    {
        lock (_gate)
        {
            if (_idle.TryPop(out double[]? buffer))
            {
                return buffer;
            }
        }

        return new double[rows.Rows];
    }
}
