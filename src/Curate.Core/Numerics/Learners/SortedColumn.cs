using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>The values of a column in order.</summary>
internal static class SortedColumn
{
    /// <summary>All values but NaN, ascending, in the first <paramref name="present"/> places of an array of one place a row.</summary>
    public static double[] Of(Matrix rows, int column, out int present)
    {
        var values = new double[rows.Rows];
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
}
