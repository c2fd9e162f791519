using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>How many copies each row is expected to have when rows follow weights: in proportion to them, at most so many, and as many in all as asked for.</summary>
internal static class CopyShares
{
    /// <summary>
    /// The copies that a weight of 1 stands for. Rows that would have more than the limit get the limit, and the rest is shared among the others until none
    /// exceeds it. O(units) a round; each round finds more rows at the limit, usually two or three are enough.
    /// </summary>
    /// <param name="units">Rows, or cells of rows that weigh the same.</param>
    /// <param name="weightOf">The weight of a row of each.</param>
    /// <param name="rowsOf">Rows of each.</param>
    /// <param name="total">Copies in all.</param>
    /// <param name="most">Most copies of one row.</param>
    /// <exception cref="CurateException">The rows with weight cannot give so many.</exception>
    public static double Scale(long units, Func<long, double> weightOf, Func<long, long> rowsOf, long total, long most)
    {
        double scale = 0;
        long fullBefore = -1;
        while (true)
        {
            var open = new ExactSum();
            long full = 0;
            long openRows = 0;
            for (long i = 0; i < units; i++)
            {
                double weight = weightOf(i);
                long rows = rowsOf(i);
                if (fullBefore >= 0 && weight * scale >= most)
                {
                    full += rows;
                }
                else if (weight > 0)
                {
                    open.AddProduct(weight, rows);
                    openRows += rows;
                }
            }

            Int128 left = total - ((Int128)full * (full == 0 ? 0 : most));
            if (left > (Int128)openRows * most || (left > 0 && openRows == 0))
            {
                Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(total)} rows are to come out, and the {NumberText.Of(full + openRows)} rows with a weight give at most "
                    + (full + openRows == 0 ? "none." : $"{((Int128)(full + openRows) * most).ToString(System.Globalization.CultureInfo.InvariantCulture)} with --max-repeat {NumberText.Of(most)}."),
                    full + openRows == 0 ? "Check the weights." : "Lower --to, or raise --max-repeat.");
            }

            if (full == fullBefore || openRows == 0)
            {
                return scale;
            }

            // Rounds only raise the scale, so that a row once at the limit stays there.
            scale = Math.Max(scale, (double)left / open.ToDouble());
            fullBefore = full;
        }
    }

    /// <summary>The expected copies of a row.</summary>
    public static double Of(double weight, double scale, long most) => Math.Min(weight * scale, most);
}
