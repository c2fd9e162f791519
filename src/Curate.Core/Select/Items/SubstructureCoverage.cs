using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Items;

/// <summary>
/// Rows that cover the substructures of structured texts (programs, queries, logical forms, tokens) evenly (Gupta, Singh and Gardner 2022): the most frequent run of tokens that no
/// picked row has, then a row that has it, of a template that is not there yet where there is one; when all are covered it begins anew.
/// </summary>
/// <remarks>O(runs of all rows) for the index; a pick looks at the rows of one run.</remarks>
internal static class SubstructureCoverage
{
    private const int Often = 3;

    public static MethodEntry Entry { get; } = ItemSpecs.Entry("substructure-coverage", "Picks rows so that the substructures of structured texts (runs of tokens) are covered evenly, for training or a harder test set.",
        new ItemOptions(), Pick,
        [
            OptionSpec<ItemOptions>.Column("text", "Column of structured texts: programs, queries, logical forms.", (o, v) => o with { Text = v }) with { Role = true, Required = true },
            OptionSpec<ItemOptions>.Whole("gram", "Tokens of a substructure.", (o, v) => o with { Gram = (int)v }, 2, min: 1, max: 8),
            OptionSpec<ItemOptions>.Choice("tokens", "What a token is: what white space separates, or words and signs one by one, as programs and logical forms have them.", ["space", "symbols"], (o, v) => o with { Symbols = v == "symbols" }, "space"),
            OptionSpec<ItemOptions>.Column("template", "Column of templates: a row of a template that is not picked yet is preferred.", (o, v) => o with { Template = v }),
        ],
        MethodTraits.Random, "12 bytes a different run of each row, 16 to 20 a row, and the different runs", "S. Gupta, S. Singh and M. Gardner 2022",
        "curate select penguins.csv --method substructure-coverage --text island --gram 1 --rows 10 -o covered.csv",
        static (table, options) => options with { Text = table.Text });

    public static Picks Pick(ItemPool pool, ItemOptions options)
    {
        int n = pool.Rows.Length;
        int[] byDraw = [.. Enumerable.Range(0, n).OrderBy(i => pool.Draw.Bits(0, pool.Rows[i])).ThenBy(static i => i)];
        (int[] starts, int[] rows) = Index(pool, byDraw);
        int runs = starts.Length - 1;
        int[] byFrequency = [.. Enumerable.Range(0, runs).Where(s => starts[s + 1] > starts[s]).OrderByDescending(s => starts[s + 1] - starts[s]).ThenBy(static s => s)];
        var search = new Search(pool, starts, rows, byFrequency, byDraw);
        foreach (int row in pool.Must)
        {
            _ = pool.Room.Takes(row);
            search.Take(row);
        }

        while (search.Picks.Rows.Count < pool.Count)
        {
            pool.Run.Ct.ThrowIfCancellationRequested();
            int row = search.Next();
            if (!pool.Room.Takes(row))
            {
                break;
            }

            search.Take(row);
        }

        Picks picks = search.Picks;
        int[] often = [.. byFrequency.Where(s => starts[s + 1] - starts[s] >= Often)];
        (long covered, long coveredOften) = Covered(pool, picks.Rows, starts);
        (long All, long Often)[] random = [.. pool.RandomSubsets(picks.Rows.Count).Select(subset => Covered(pool, subset, starts))];
        picks.Figures.Add(("rounds", (long)search.Rounds));
        picks.Table = ("coverage", $"Substructures beside {NumberText.Of(random.Length)} random subsets of the same size", ["substructures", "all", "selected", "random_mean", "random_least", "random_most"],
        [
            ["different", (long)byFrequency.Length, covered, random.Average(static r => (double)r.All), random.Min(static r => r.All), random.Max(static r => r.All)],
            [$"in {Often} rows or more", (long)often.Length, coveredOften, random.Average(static r => (double)r.Often), random.Min(static r => r.Often), random.Max(static r => r.Often)],
        ]);
        return picks;
    }

    /// <summary>The rows of every run, in the order of their draws.</summary>
    private static (int[] Starts, int[] Rows) Index(ItemPool pool, int[] byDraw)
    {
        var starts = new int[pool.Columns[0].Count + 1];
        for (int row = 0; row < pool.Rows.Length; row++)
        {
            foreach (int run in pool[0, row])
            {
                starts[run + 1]++;
            }
        }

        for (int s = 0; s + 1 < starts.Length; s++)
        {
            starts[s + 1] += starts[s];
        }

        int[] next = starts[..^1];
        var rows = new int[starts[^1]];
        foreach (int row in byDraw)
        {
            foreach (int run in pool[0, row])
            {
                rows[next[run]++] = row;
            }
        }

        return (starts, rows);
    }

    /// <summary>Different runs of some rows, and those of them that stand in three rows of the pool or more.</summary>
    private static (long All, long Often) Covered(ItemPool pool, IReadOnlyList<int> subset, int[] starts)
    {
        var seen = new HashSet<int>();
        foreach (int row in subset)
        {
            foreach (int run in pool[0, row])
            {
                seen.Add(run);
            }
        }

        return (seen.Count, seen.LongCount(s => starts[s + 1] - starts[s] >= Often));
    }

    private sealed class Search(ItemPool pool, int[] starts, int[] rows, int[] byFrequency, int[] byDraw)
    {
        private readonly bool[] _taken = new bool[pool.Rows.Length];
        private readonly int[] _first = starts[..^1];
        private readonly bool[] _ever = new bool[starts.Length - 1];
        private readonly int[] _round = new int[starts.Length - 1];
        private readonly Dictionary<int, int> _templates = [];
        private int _at;
        private int _anyAt;
        private bool _hasRuns = true;

        public Picks Picks { get; } = new();

        /// <summary>How often all runs have been gone through, the one under way among them.</summary>
        public int Rounds { get; private set; } = 1;

        /// <summary>The next row.</summary>
        public int Next()
        {
            for (int again = 0; again < 2 && _hasRuns; again++)
            {
                for (; _at < byFrequency.Length; _at++)
                {
                    if (_round[byFrequency[_at]] < Rounds && RowOf(byFrequency[_at]) is >= 0 and int row)
                    {
                        return row;
                    }
                }

                _hasRuns = again == 0;
                _at = 0;
                Rounds += _hasRuns ? 1 : -1;
            }

            // Only rows without any run are left.
            while (_taken[byDraw[_anyAt]])
            {
                _anyAt++;
            }

            return byDraw[_anyAt];
        }

        public void Take(int row)
        {
            long fresh = 0;
            foreach (int run in pool[0, row])
            {
                fresh += _ever[run] ? 0 : 1;
                _ever[run] = true;
                _round[run] = Rounds;
            }

            _taken[row] = true;
            if (TemplateOf(row) is >= 0 and int template)
            {
                _templates[template] = _templates.GetValueOrDefault(template) + 1;
            }

            Picks.Add(row, fresh);
        }

        /// <summary>The row of a run whose template has been picked least, of equal ones the one with the smallest draw; -1 where all are taken.</summary>
        private int RowOf(int run)
        {
            while (_first[run] < starts[run + 1] && _taken[rows[_first[run]]])
            {
                _first[run]++;
            }

            int best = -1;
            int least = int.MaxValue;
            for (int at = _first[run]; at < starts[run + 1] && least > 0; at++)
            {
                int row = rows[at];
                int used = _taken[row] ? int.MaxValue : TemplateOf(row) is >= 0 and int template ? _templates.GetValueOrDefault(template) : 0;
                if (used < least)
                {
                    (best, least) = (row, used);
                }
            }

            return best;
        }

        /// <summary>The template of a row; -1 where there is none, so that the row is one of its own.</summary>
        private int TemplateOf(int row) => pool.Columns.Count > 1 && pool[1, row] is { Length: > 0 } own ? own[0] : -1;
    }
}
