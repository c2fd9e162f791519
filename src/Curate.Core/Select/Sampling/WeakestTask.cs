using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Rows by their influence on several tasks, so that no task is left behind (Dai et al. 2025, "BIDS"): columns are brought to mean 0 and deviation 1, and again and again the task
/// with the least sum so far gets the row that does most for it. The other reading of the paper takes the row with the largest surplus over the mean of the rows taken so far, in
/// any column.
/// </summary>
/// <remarks>weakest: O(tasks n log n); surplus: O(k n columns).</remarks>
internal static class WeakestTask
{
    public static MethodEntry Entry { get; } = SampleSpecs.Entry("weakest-task-greedy", "Takes rows by their influence on several tasks, always for the task that is served worst so far.",
        new SampleOptions { Kind = "weakest" }, Draw,
        [
            OptionSpec<SampleOptions>.Columns("influence", "Columns of how much a row helps: one for each task, or for each of its validation items.", (o, v) => o with { Columns = v }) with { Required = true },
            OptionSpec<SampleOptions>.List("tasks", "The task of each column of --influence, in their order; without it each column is a task.", (o, v) => o with { Tasks = v }),
            OptionSpec<SampleOptions>.Choice("rule", "The row that does most for the task with the least sum, or the row with the largest surplus in any column.", ["weakest", "surplus"], (o, v) => o with { Kind = v }, "weakest"),
            OptionSpec<SampleOptions>.Flag("raw", "Use columns as they are, not brought to mean 0 and deviation 1.", (o, v) => o with { Raw = v }),
        ],
        MethodTraits.Subset, 80, "Q. Dai et al. 2025",
        "curate select wine.csv --method weakest-task-greedy --influence alcohol,hue,proline --rows 30 -o balanced.csv",
        example: static (table, options) => options with { Columns = [table.Id] }, sized: true, valueBytes: 24, values: "value of --influence", moreMemory: ", and 12 a task");

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        int n = stratum.Rows.Length;
        int columns = options.Columns.Count;
        string[] tasks = options.Tasks.Count == 0 ? [.. options.Columns] : [.. options.Tasks];
        if (tasks.Length != columns)
        {
            Fail.Usage($"--tasks names {NumberText.Of(tasks.Length)} tasks, and --influence {NumberText.Of(columns)} columns.", "Name one task for each column, in their order.");
        }

        double[] scaled = Scaled(stratum.Values, n, columns);
        double[] used = options.Raw ? stratum.Values : scaled;
        string[] names = [.. tasks.Distinct(StringComparer.Ordinal)];
        int[] taskOf = Array.ConvertAll(tasks, t => Array.IndexOf(names, t));
        int[] rows = options.Kind == "surplus" ? Surplus(stratum, used, columns) : Weakest(stratum, ByTask(used, n, taskOf, names.Length));
        double[][] byTask = ByTask(scaled, n, taskOf, names.Length);
        double[] Means(IEnumerable<int> subset)
        {
            int[] some = [.. subset];
            return Array.ConvertAll(byTask, own => some.Length == 0 ? 0 : FixedSize.Sum([.. some.Select(i => own[i])]) / some.Length);
        }

        double[] mine = Means(rows);
        double[] rawTop = Means(Top(stratum, stratum.Values, columns));
        double[] scaledTop = Means(Top(stratum, scaled, columns));
        return new Sampled
        {
            Rows = rows,
            Scores = [.. Enumerable.Range(0, n).Select(i => byTask.Sum(own => own[i]) / names.Length)],
            Figures = [("least_task", mine.Min()), ("least_task_of_raw_top", rawTop.Min()), ("least_task_of_scaled_top", scaledTop.Min())],
            Table = ("tasks", "Mean influence on each task, in deviations from its mean over all rows", ["task", "columns", "selected", "raw_top", "scaled_top"],
                [.. names.Select((name, t) => (object?[])[name, (long)taskOf.Count(own => own == t), mine[t], rawTop[t], scaledTop[t]])]),
        };
    }

    /// <summary>Columns at mean 0 and deviation 1; a column of one value becomes 0.</summary>
    private static double[] Scaled(double[] values, int n, int columns)
    {
        var scaled = new double[values.Length];
        var column = new double[n];
        for (int c = 0; c < columns; c++)
        {
            for (int i = 0; i < n; i++)
            {
                column[i] = values[(i * columns) + c];
            }

            double mean = n == 0 ? 0 : FixedSize.Sum(column) / n;
            double deviation = n == 0 ? 0 : Math.Sqrt(FixedSize.Sum(Array.ConvertAll(column, v => (v - mean) * (v - mean))) / n);
            for (int i = 0; i < n; i++)
            {
                scaled[(i * columns) + c] = deviation > 0 ? (column[i] - mean) / deviation : 0;
            }
        }

        return scaled;
    }

    /// <summary>For each task, the mean of its columns in every row.</summary>
    private static double[][] ByTask(double[] values, int n, int[] taskOf, int tasks)
    {
        var byTask = new double[tasks][];
        for (int t = 0; t < tasks; t++)
        {
            byTask[t] = new double[n];
            int own = taskOf.Count(of => of == t);
            for (int i = 0; i < n; i++)
            {
                double sum = 0;
                for (int c = 0; c < taskOf.Length; c++)
                {
                    sum += taskOf[c] == t ? values[(i * taskOf.Length) + c] : 0;
                }

                byTask[t][i] = sum / own;
            }
        }

        return byTask;
    }

    private static int[] Weakest(Stratum stratum, double[][] byTask)
    {
        int n = stratum.Rows.Length;
        int[][] order = Array.ConvertAll(byTask, own => Enumerable.Range(0, n).OrderByDescending(i => own[i]).ThenBy(static i => i).ToArray());
        var next = new int[byTask.Length];
        var totals = new double[byTask.Length];
        var taken = new bool[n];
        var rows = new List<int>();
        void Take(int row)
        {
            taken[row] = true;
            rows.Add(row);
            for (int t = 0; t < totals.Length; t++)
            {
                totals[t] += byTask[t][row];
            }
        }

        for (int i = 0; i < n; i++)
        {
            if (stratum.Must[i])
            {
                Take(i);
            }
        }

        while (rows.Count < stratum.Count)
        {
            int weakest = Array.IndexOf(totals, totals.Min());
            while (taken[order[weakest][next[weakest]]])
            {
                next[weakest]++;
            }

            Take(order[weakest][next[weakest]]);
        }

        return [.. rows];
    }

    private static int[] Surplus(Stratum stratum, double[] values, int columns)
    {
        int n = stratum.Rows.Length;
        var sums = new double[columns];
        var taken = new bool[n];
        var rows = new List<int>();
        void Take(int row)
        {
            taken[row] = true;
            rows.Add(row);
            for (int c = 0; c < columns; c++)
            {
                sums[c] += values[(row * columns) + c];
            }
        }

        for (int i = 0; i < n; i++)
        {
            if (stratum.Must[i])
            {
                Take(i);
            }
        }

        while (rows.Count < stratum.Count)
        {
            int best = -1;
            double most = double.NegativeInfinity;
            for (int i = 0; i < n; i++)
            {
                if (taken[i])
                {
                    continue;
                }

                for (int c = 0; c < columns; c++)
                {
                    double surplus = values[(i * columns) + c] - (rows.Count == 0 ? 0 : sums[c] / rows.Count);
                    if (surplus > most)
                    {
                        (best, most) = (i, surplus);
                    }
                }
            }

            Take(best);
        }

        return [.. rows];
    }

    /// <summary>As many rows as are taken, by the sum of their columns.</summary>
    private static IEnumerable<int> Top(Stratum stratum, double[] values, int columns) => Enumerable.Range(0, stratum.Rows.Length)
        .OrderByDescending(i => values.AsSpan(i * columns, columns).ToArray().Sum()).ThenBy(static i => i).Take((int)stratum.Count);
}
