using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Profile.Metrics;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Simplicity;

/// <summary>
/// What a model rests on, column by column: its area under the ROC curve on folds that it has not seen, as they are, with the column's values dealt to other rows, and with
/// those of all other columns dealt to other rows (Shah et al. 2020, "The pitfalls of simplicity bias in neural networks", S-randomised and complement-randomised).
/// </summary>
/// <param name="Area">As the rows are, over folds.</param>
/// <param name="Without">For each column, with its values randomised.</param>
/// <param name="Alone">For each column, with all others randomised.</param>
/// <param name="Drops">For each column, area less the area without it, over folds.</param>
internal sealed record ColumnReliance(double Area, double[] Without, double[] Alone, ResampledDifference[] Drops)
{
    /// <summary>One fit a fold, and two predictions a column and fold.</summary>
    public static ColumnReliance Of(IClassifier learner, Matrix rows, int[] labels, Folds folds, SeededDraw draw, RunContext run)
    {
        int d = rows.Columns;
        double area = 0;
        var without = new double[d];
        var alone = new double[d];
        var drops = new double[d][];
        for (int p = 0; p < d; p++)
        {
            drops[p] = new double[folds.Count];
        }

        for (int fold = 0; fold < folds.Count; fold++)
        {
            int[] outside = folds.Outside(fold);
            int[] inside = folds.Inside(fold);
            int[] truth = [.. inside.Select(row => labels[row])];
            IClassifierModel model = learner.Fit(new LabelledRows(rows.Take(outside), [.. outside.Select(row => labels[row])], 2), draw.For("models"u8).For((ulong)fold), run);
            Matrix test = rows.Take(inside);
            int[] order = RandomOrder.Of(inside.Length, draw.For("orders"u8).For((ulong)fold));
            double whole = AreaOf(model, test, truth, run);
            area += whole / folds.Count;
            for (int p = 0; p < d; p++)
            {
                double lost = AreaOf(model, Dealt(test, order, column => column == p), truth, run);
                without[p] += lost / folds.Count;
                alone[p] += AreaOf(model, Dealt(test, order, column => column != p), truth, run) / folds.Count;
                drops[p][fold] = whole - lost;
            }
        }

        return new ColumnReliance(area, without, alone, [.. drops.Select(of => ResampledDifference.Of(of, 1.0 / (folds.Count - 1)))]);
    }

    /// <summary>The area of a model that sees some columns alone, over folds.</summary>
    public static double AreaAlone(IClassifier learner, Matrix rows, int[] labels, int[] columns, Folds folds, SeededDraw draw, RunContext run)
    {
        var some = new Matrix(rows.Rows, columns.Length);
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int p = 0; p < columns.Length; p++)
            {
                some[i, p] = rows[i, columns[p]];
            }
        }

        double area = 0;
        for (int fold = 0; fold < folds.Count; fold++)
        {
            int[] outside = folds.Outside(fold);
            int[] inside = folds.Inside(fold);
            IClassifierModel model = learner.Fit(new LabelledRows(some.Take(outside), [.. outside.Select(row => labels[row])], 2), draw.For((ulong)fold), run);
            area += AreaOf(model, some.Take(inside), [.. inside.Select(row => labels[row])], run) / folds.Count;
        }

        return area;
    }

    private static double AreaOf(IClassifierModel model, Matrix rows, int[] labels, RunContext run)
    {
        Matrix scores = model.Score(rows, run);
        var positives = new ScoreTable(int.MaxValue);
        var negatives = new ScoreTable(int.MaxValue);
        for (int i = 0; i < labels.Length; i++)
        {
            (labels[i] == 1 ? positives : negatives).Add(scores[i, 1]);
        }

        return ScoreCurve.Of(positives, [negatives]).Roc().Area.Value;
    }

    /// <summary>A copy whose chosen columns have the values of other rows, all of the same other row.</summary>
    private static Matrix Dealt(Matrix rows, int[] order, Func<int, bool> chosen)
    {
        Matrix dealt = rows.Copy();
        for (int p = 0; p < rows.Columns; p++)
        {
            for (int i = 0; chosen(p) && i < rows.Rows; i++)
            {
                dealt[i, p] = rows[order[i], p];
            }
        }

        return dealt;
    }
}
