using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Contamination;

/// <summary>What the rows from a score on add to the accuracy over all rows. Rows without an answer are left out.</summary>
/// <param name="Column">Which answers.</param>
/// <param name="From">The score; at 0 every row with a match.</param>
/// <param name="RowsFrom">Rows with that score or more.</param>
/// <param name="RowsBelow">The others.</param>
/// <param name="AccuracyFrom">Share of right answers among the first.</param>
/// <param name="AccuracyBelow">Share of right answers among the others.</param>
/// <param name="AccuracyAll">Share of right answers.</param>
/// <param name="Gain">Accuracy over all less accuracy over the others: the share of the first times the difference of both, whose interval is Newcombe's.</param>
/// <param name="PValue">Of no difference (mid-p of the exact test); NaN where one side is empty or all answers are the same.</param>
internal readonly record struct ContaminationGain(int Column, double From, long RowsFrom, long RowsBelow, double AccuracyFrom, double AccuracyBelow, double AccuracyAll, Interval Gain, double PValue)
{
    /// <param name="column">Which answers.</param>
    /// <param name="from">The score.</param>
    /// <param name="scores">The score of each row.</param>
    /// <param name="right">1, 0, or 2 for no answer.</param>
    public static ContaminationGain Of(int column, double from, ReadOnlySpan<double> scores, IReadOnlyList<byte> right)
    {
        // Right and wrong answers above and below.
        Span<long> counts = stackalloc long[4];
        counts.Clear();
        for (int row = 0; row < scores.Length; row++)
        {
            if (right[row] < 2)
            {
                bool above = from > 0 ? scores[row] >= from : scores[row] > 0;
                counts[(above ? 0 : 2) + (right[row] == 1 ? 0 : 1)]++;
            }
        }

        long rowsFrom = counts[0] + counts[1];
        long rowsBelow = counts[2] + counts[3];
        double share = (double)rowsFrom / (rowsFrom + rowsBelow);
        Interval gap = Proportions.Difference(counts[2], rowsBelow, counts[0], rowsFrom);
        return new ContaminationGain(column, from, rowsFrom, rowsBelow, (double)counts[0] / rowsFrom, (double)counts[2] / rowsBelow, (double)(counts[0] + counts[2]) / (rowsFrom + rowsBelow),
            new Interval(share * gap.Value, share * gap.Low, share * gap.High), FisherExact.MidP(counts[0], counts[1], counts[2], counts[3]));
    }
}
