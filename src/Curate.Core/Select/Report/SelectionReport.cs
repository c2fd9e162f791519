using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Report;

/// <summary>
/// A selection beside random subsets of equal size: does it cover more, repeat less, look like the whole, keep the classes, and teach a small learner
/// more? Brief reports use samples of 300 rows and 3 random subsets; full ones 2,000, 10, and the learner.
/// </summary>
internal static class SelectionReport
{
    private const int TestRows = 2000;
    private const int LearnerRows = 5000;
    private const string Accuracy = "learner_accuracy";

    /// <summary>Adds the table <c>against_random</c> to a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="table">All rows as vectors, and their labels where there are some.</param>
    /// <param name="rows">Rows of the input that were picked.</param>
    /// <param name="run">Seed, workers and detail.</param>
    public static void Add(RowPlan plan, ComparedRows table, IEnumerable<long> rows, RunContext run) => Add(plan, table, table.PlacesOf(rows), run);

    /// <summary>The same by classes alone.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="labels">The classes of all rows.</param>
    /// <param name="picked">Rows of the input that were picked.</param>
    /// <param name="run">Seed and detail.</param>
    public static void Add(RowPlan plan, GroupTable labels, long[] picked, RunContext run)
    {
        if (picked.Length == 0 || picked.Length == labels.Rows)
        {
            return;
        }

        SeededDraw draw = run.Draw("select-report");
        List<(string Name, double? Value)> Of(IEnumerable<long> rows)
        {
            var all = new List<(string, double?)>();
            AddClasses(all, labels, rows);
            return all;
        }

        var random = new List<(string Name, double? Value)>[run.FullReport ? 10 : 3];
        for (int r = 0; r < random.Length; r++)
        {
            var sample = new BottomK(picked.Length);
            SeededDraw own = draw.For((ulong)r);
            for (long row = 0; row < labels.Rows; row++)
            {
                sample.Add(own.Bits(0, row), new RowId(0, row));
            }

            random[r] = Of(sample.ToSorted().Select(static ranked => ranked.Row.Row));
        }

        plan.Tables.Add(Beside(Of(picked), random));
    }

    /// <inheritdoc cref="Add(RowPlan, ComparedRows, IEnumerable{long}, RunContext)"/>
    /// <param name="plan">The plan.</param>
    /// <param name="table">All rows.</param>
    /// <param name="picked">Rows of the table that were picked.</param>
    /// <param name="run">Seed, workers and detail.</param>
    public static void Add(RowPlan plan, ComparedRows table, List<int> picked, RunContext run)
    {
        VectorStore rows = table.Store;
        if (picked.Count == 0 || picked.Count == rows.Count)
        {
            // Nothing, or everything: any random subset of the size is the same.
            return;
        }

        (int sample, int repeats, int vendi) = run.FullReport ? (2000, 10, 300) : (300, 3, 60);
        SeededDraw draw = run.Draw("select-report");
        var measures = new SubsetMeasures(rows, Draw(rows.Count, sample, draw.For("reference"u8)), Similarities.MedianDistance(rows, run), vendi, run);
        int[]? held = run.FullReport && table.Labels is not null ? Draw(rows.Count, Math.Min(TestRows, rows.Count / 4), draw.For("held"u8)) : null;
        var all = new List<(string Name, double? Value)>[repeats + 1];
        void Measure(int subset)
        {
            SeededDraw own = subset == 0 ? draw : draw.For((ulong)subset - 1);
            all[subset] = Of(measures, table, subset == 0 ? [.. picked.Order()] : Draw(rows.Count, picked.Count, own), sample, held, own, run);
        }

        // Small samples are a few milliseconds of one thread between steps that share; large ones share nearly all they do, and are held in memory one after the other.
        Workers.ForBlocks(run.FullReport ? 1 : run.Workers, all.Length, Measure, run.Ct);
        plan.Tables.Add(Beside(all[0], all[1..]));
    }

    /// <summary>The table <c>against_random</c>: measures of a selection beside those of random subsets.</summary>
    /// <param name="selected">The measures of the selection.</param>
    /// <param name="random">The same measures, in the same order, of each random subset.</param>
    public static ReportTable Beside(List<(string Name, double? Value)> selected, IReadOnlyList<List<(string Name, double? Value)>> random)
    {
        var report = new ReportTable("against_random", $"Beside {Options.NumberText.Of(random.Count)} random subsets of the same size", ["measure", "selected", "random_mean", "random_least", "random_most"]);
        for (int m = 0; m < selected.Count; m++)
        {
            var known = new List<double>();
            foreach (List<(string Name, double? Value)> own in random)
            {
                if (own[m].Value is { } value)
                {
                    known.Add(value);
                }
            }

            report.Add(selected[m].Name, selected[m].Value, known.Count == 0 ? null : Dense.Sum(CollectionsMarshal.AsSpan(known)) / known.Count, known.Count == 0 ? null : known.Min(), known.Count == 0 ? null : known.Max());
        }

        return report;
    }

    private static List<(string Name, double? Value)> Of(SubsetMeasures measures, ComparedRows table, int[] subset, int sample, int[]? held, SeededDraw draw, RunContext run)
    {
        var all = new List<(string, double?)>();
        int[] few = subset.Length <= sample ? subset : [.. Draw(subset.Length, sample, draw.For("subset"u8)).Select(i => subset[i])];
        double[] values = measures.Of(few);
        for (int m = 0; m < values.Length; m++)
        {
            all.Add((SubsetMeasures.Names[m], values[m]));
        }

        if (table.Labels is { } labels)
        {
            AddClasses(all, labels, subset.Select(row => table.RowOf(row)));
            if (held is not null)
            {
                all.Add((Accuracy, AccuracyOf(table, labels, subset, held, draw, run)));
            }
        }

        return all;
    }

    /// <summary>How many classes there are, how even they are, and how far their shares are from those of the whole.</summary>
    private static void AddClasses(List<(string, double?)> all, GroupTable labels, IEnumerable<long> subset)
    {
        var counts = new double[labels.Count];
        double total = 0;
        foreach (long row in subset)
        {
            int label = labels.Codes[row];
            counts[label] += labels.IsMissing(label) ? 0 : 1;
            total += labels.IsMissing(label) ? 0 : 1;
        }

        double whole = 0;
        for (int g = 0; g < labels.Count; g++)
        {
            whole += labels.IsMissing(g) ? 0 : labels.RowsOf(g);
        }

        double entropy = 0;
        double apart = 0;
        long present = 0;
        for (int g = 0; g < counts.Length && total > 0; g++)
        {
            double share = counts[g] / total;
            entropy -= share > 0 ? share * PortableMath.Log(share) : 0;
            apart += labels.IsMissing(g) ? 0 : Math.Abs(share - (labels.RowsOf(g) / whole)) / 2;
            present += counts[g] > 0 ? 1 : 0;
        }

        all.Add(("classes", present));
        all.Add(("effective_classes", total > 0 ? PortableMath.Exp(entropy) : 0));
        all.Add(("class_shares_moved", total > 0 ? apart : null));
    }

    /// <summary>
    /// The balanced accuracy on held-out rows of logistic regression that learned from the others of the subset (5,000 at most); null where there are fewer than two classes.
    /// </summary>
    private static double? AccuracyOf(ComparedRows table, GroupTable labels, int[] subset, int[] held, SeededDraw draw, RunContext run)
    {
        int[] order = [.. labels.Sorted().Where(g => !labels.IsMissing(g))];
        var place = new int[labels.Count];
        Array.Fill(place, -1);
        for (int i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        int ClassOf(int row) => place[labels.Codes[table.RowOf(row)]];
        int[] learn = [.. subset.Except(held).Where(row => ClassOf(row) >= 0)];
        learn = learn.Length <= LearnerRows ? learn : [.. Draw(learn.Length, LearnerRows, draw.For("learn"u8)).Select(i => learn[i])];
        int[] test = [.. held.Where(row => ClassOf(row) >= 0)];
        int[] classes = Array.ConvertAll(learn, ClassOf);
        if (order.Length < 2 || order.Length > 100 || test.Length == 0 || classes.Distinct().Count() < 2)
        {
            return null;
        }

        Matrix rows = MatrixOf(table.Store, learn);
        Standardiser scale = Standardiser.Of(rows);
        LogisticRegressionModel model = new LogisticRegression(new LogisticRegressionOptions { L2 = 1, MaxIterations = 50 }).Fit(new LabelledRows(scale.Apply(rows, run), classes, order.Length), run);
        var scores = new Matrix(test.Length, order.Length);
        model.Score(scale.Apply(MatrixOf(table.Store, test), run), scores, run);
        var right = new double[order.Length];
        var seen = new double[order.Length];
        for (int i = 0; i < test.Length; i++)
        {
            int own = ClassOf(test[i]);
            seen[own]++;
            right[own] += Dense.LargestIndex(scores.Row(i)) == own ? 1 : 0;
        }

        double sum = 0;
        int present = 0;
        for (int c = 0; c < seen.Length; c++)
        {
            sum += seen[c] > 0 ? right[c] / seen[c] : 0;
            present += seen[c] > 0 ? 1 : 0;
        }

        return sum / present;
    }

    private static Matrix MatrixOf(VectorStore store, int[] rows)
    {
        var matrix = new Matrix(rows.Length, store.Numeric);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> values = store[rows[i]];
            for (int p = 0; p < values.Length; p++)
            {
                matrix[i, p] = values[p];
            }
        }

        return matrix;
    }

    /// <summary>The numbers of <paramref name="wanted"/> of <paramref name="count"/> rows at random, ascending; all where there are no more.</summary>
    private static int[] Draw(int count, int wanted, SeededDraw draw)
    {
        var sample = new BottomK(Math.Min(count, wanted));
        for (int row = 0; row < count; row++)
        {
            sample.Add(draw.Bits(0, row), new RowId(0, row));
        }

        int[] rows = [.. sample.ToSorted().Select(static r => (int)r.Row.Row)];
        ValueSort.Sort(rows.AsSpan());
        return rows;
    }
}
