using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Items;

/// <summary>
/// Picks the row that makes the values of several columns most even among the picked rows, again and again: the largest sum of their entropies, or the least distance to the
/// largest entropies that there can be, ln of the different values of each (Delmas, Wysocka and Freitas 2024, greedy maximum entropy).
/// </summary>
/// <remarks>O(rows) sums a pick, each of as many steps as a row has values. The sum of entropies is not submodular, so every step looks at all rows, or at
/// <c>--candidates</c> random ones.</remarks>
internal static class MaxEntropy
{
    private const int BlockRows = 2048;

    public static MethodEntry Entry { get; } = ItemSpecs.Entry("max-entropy", "Picks rows so that the values of several columns are as even as they can be: the largest sum of entropies.",
        new ItemOptions(), Pick,
        [
            OptionSpec<ItemOptions>.Columns("attributes", "Columns whose values are counted; a cell has one value, several in a JSON array, or several between separators.", (o, v) => o with { Attributes = v }) with { Required = true },
            OptionSpec<ItemOptions>.Text("separator", "What stands between the values of a cell.", (o, v) => o with { Separator = SeparatorOf(v) }),
            OptionSpec<ItemOptions>.Flag("count-repeats", "A value that a row has twice counts twice.", (o, v) => o with { CountsRepeats = v }),
            OptionSpec<ItemOptions>.Choice("objective", "The largest sum of entropies, or the least distance to the largest entropy of each column (ideal), which lets no column with many values outweigh the others.", ["sum", "ideal"], (o, v) => o with { Ideal = v == "ideal" }, "sum"),
            OptionSpec<ItemOptions>.Whole("candidates", "Rows drawn at random that each pick looks at; without it all.", (o, v) => o with { Candidates = (int)v }, min: 1, max: int.MaxValue, unit: "rows"),
        ],
        MethodTraits.None, "8 bytes a value of a row, 8 a row and column, 32 a row, and the different values", "M. Delmas, M. Wysocka and A. Freitas 2024",
        "curate select penguins.csv --method max-entropy --attributes species,island,sex --rows 24 -o even.csv",
        static (table, options) => options with { Attributes = [table.Label, table.Group] });

    public static Picks Pick(ItemPool pool, ItemOptions options)
    {
        int n = pool.Rows.Length;
        EntropyCounters[] counters = Counters(pool);
        (double[] ideal, int[] longest) = Bounds(pool);
        var picks = new Picks();
        var taken = new bool[n];
        double before = Objective(counters, ideal, options);
        double peak = 0;
        long peakAt = 0;
        while (picks.Rows.Count < pool.Count)
        {
            pool.Run.Ct.ThrowIfCancellationRequested();
            int row = picks.Rows.Count < pool.Must.Length ? pool.Must[picks.Rows.Count] : Best(pool, options, counters, ideal, longest, taken, picks.Rows.Count);
            if (!pool.Room.Takes(row))
            {
                break;
            }

            Take(pool, counters, row);
            taken[row] = true;
            double now = Objective(counters, ideal, options);
            picks.Add(row, now - before);
            before = now;
            double sum = Sum(counters);
            if (sum > peak)
            {
                (peak, peakAt) = (sum, picks.Rows.Count);
            }
        }

        picks.Figures.Add(("entropy", Sum(counters)));
        picks.Figures.Add(("most_entropy", peak));
        picks.Figures.Add(("most_entropy_at", peakAt));
        picks.Table = Table(pool, options, counters, picks.Rows.Count);
        return picks;
    }

    private static EntropyCounters[] Counters(ItemPool pool) => [.. pool.Columns.Select(static column => new EntropyCounters(column.Count))];

    private static void Take(ItemPool pool, EntropyCounters[] counters, int row)
    {
        for (int c = 0; c < counters.Length; c++)
        {
            counters[c].Prepare(pool[c, row].Length);
            counters[c].Add(pool[c, row]);
        }
    }

    /// <summary>The row that makes the objective largest, the first of equal ones.</summary>
    private static int Best(ItemPool pool, ItemOptions options, EntropyCounters[] counters, double[] ideal, int[] longest, bool[] taken, int step)
    {
        int[]? candidates = Candidates(pool, options, taken, step);
        int count = candidates?.Length ?? taken.Length;
        int blocks = (count + BlockRows - 1) / BlockRows;
        var best = new (double Value, int Row)[blocks];
        for (int c = 0; c < counters.Length; c++)
        {
            counters[c].Prepare(longest[c]);
        }

        Workers.ForBlocks(pool.Run.Workers, blocks, block =>
        {
            (double, int) own = (double.NegativeInfinity, -1);
            for (int i = block * BlockRows; i < Math.Min(count, (block + 1) * BlockRows); i++)
            {
                int row = candidates?[i] ?? i;
                if (taken[row])
                {
                    continue;
                }

                double value = 0;
                for (int c = 0; c < counters.Length; c++)
                {
                    value += Term(counters[c].With(pool[c, row]), ideal[c], options);
                }

                own = value > own.Item1 ? (value, row) : own;
            }

            best[block] = own;
        }, pool.Run.Ct);
        (double Value, int Row) all = (double.NegativeInfinity, -1);
        foreach ((double value, int row) in best)
        {
            all = row >= 0 && (all.Row < 0 || value > all.Value) ? (value, row) : all;
        }

        return all.Row;
    }

    /// <summary>Rows that are not taken, drawn for this step, ascending; null for all.</summary>
    private static int[]? Candidates(ItemPool pool, ItemOptions options, bool[] taken, int step)
    {
        int open = taken.Length - step;
        if (options.Candidates is not { } wanted || wanted >= open)
        {
            return null;
        }

        var draw = pool.Draw.For("candidates"u8).For((ulong)step);
        var rows = new SortedSet<int>();
        if (wanted > open / 2)
        {
            // Most rows are wanted: draws that meet no new row would go on for long.
            var sample = new Randomness.BottomK(wanted);
            for (int i = 0; i < taken.Length; i++)
            {
                if (!taken[i])
                {
                    sample.Add(draw.Bits(1, i), new Data.RowId(0, i));
                }
            }

            return [.. sample.ToSorted().Select(static r => (int)r.Row.Row).Order()];
        }

        for (long trial = 0; rows.Count < wanted; trial++)
        {
            int row = (int)(draw.Unit(0, trial) * taken.Length);
            if (!taken[row])
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }

    private static double Objective(EntropyCounters[] counters, double[] ideal, ItemOptions options)
    {
        double sum = 0;
        for (int c = 0; c < counters.Length; c++)
        {
            sum += Term(counters[c].Entropy, ideal[c], options);
        }

        return options.Ideal ? -Math.Sqrt(-sum) : sum;
    }

    /// <summary>What a column adds: its entropy, or minus its squared distance from the ideal one.</summary>
    private static double Term(double entropy, double ideal, ItemOptions options) => options.Ideal ? -((ideal - entropy) * (ideal - entropy)) : entropy;

    private static double Sum(EntropyCounters[] counters)
    {
        double sum = 0;
        foreach (EntropyCounters counter in counters)
        {
            sum += counter.Entropy;
        }

        return sum;
    }

    /// <summary>ln of the different values of each column in the pool, and the most values that a row has there.</summary>
    private static (double[] Ideal, int[] Longest) Bounds(ItemPool pool)
    {
        var ideal = new double[pool.Columns.Count];
        var longest = new int[ideal.Length];
        for (int c = 0; c < ideal.Length; c++)
        {
            var seen = new HashSet<int>();
            for (int row = 0; row < pool.Rows.Length; row++)
            {
                ReadOnlySpan<int> values = pool[c, row];
                longest[c] = Math.Max(longest[c], values.Length);
                foreach (int value in values)
                {
                    seen.Add(value);
                }
            }

            ideal[c] = seen.Count == 0 ? 0 : PortableMath.Log(seen.Count);
        }

        return (ideal, longest);
    }

    private static (string Key, string Title, string[] Columns, List<object?[]> Lines) Table(ItemPool pool, ItemOptions options, EntropyCounters[] selected, int count)
    {
        EntropyCounters[] all = Counters(pool);
        for (int row = 0; row < pool.Rows.Length; row++)
        {
            Take(pool, all, row);
        }

        var random = new List<EntropyCounters[]>();
        foreach (int[] subset in pool.RandomSubsets(count))
        {
            EntropyCounters[] own = Counters(pool);
            foreach (int row in subset)
            {
                Take(pool, own, row);
            }

            random.Add(own);
        }

        var lines = new List<object?[]>();
        for (int c = 0; c < selected.Length; c++)
        {
            lines.Add([options.Attributes[c], all[c].Distinct, selected[c].Distinct, random.Average(r => (double)r[c].Distinct), all[c].Entropy, selected[c].Entropy, random.Average(r => r[c].Entropy), random.Max(r => r[c].Entropy)]);
        }

        return ("attributes", $"Values beside {NumberText.Of(random.Count)} random subsets of the same size",
            ["attribute", "values", "values_selected", "values_random", "entropy", "entropy_selected", "entropy_random", "entropy_random_most"], lines);
    }

    private static string SeparatorOf(string text)
    {
        if (text.Length == 0)
        {
            Fail.Usage("--separator takes a text, and it is empty.", "For example --separator ';'.");
        }

        return text is "tab" or "\\t" ? "\t" : text;
    }
}
