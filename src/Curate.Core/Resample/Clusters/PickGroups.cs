using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Select;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Resample.Clusters;

/// <summary>
/// The groups that a budget holds for, the rows that must be in, and the cells of both: what picking rows of clusters needs to know where there are <c>--per</c> and
/// <c>--must</c>. Without groups all rows are one.
/// </summary>
/// <remarks>24 bytes for each group and cell, and 24 a row in a cell while <see cref="Pick"/> sorts them.</remarks>
internal sealed class PickGroups : IDisposable
{
    private readonly RowAsides _asides;
    private readonly Func<long, int> _cellOf;
    private readonly long _rows;
    private readonly RunContext _run;
    private readonly MemoryLease _lease;
    private readonly bool _isGrouped;
    private readonly Budget _budget;

    /// <param name="budget">Rows, a share of those in cells, or what they add up to, for each group.</param>
    /// <param name="asides">Groups, and rows that must be in.</param>
    /// <param name="cellOf">The cell of a row, below 0 for none.</param>
    /// <param name="rows">Rows of the dataset.</param>
    /// <param name="cells">How many cells there are.</param>
    /// <param name="run">Memory.</param>
    /// <exception cref="CurateException">Rows that must be in are in no cell or more than the budget, or there are fewer rows than it.</exception>
    public PickGroups(Budget budget, RowAsides asides, Func<long, int> cellOf, long rows, int cells, RunContext run)
    {
        _asides = asides;
        _cellOf = cellOf;
        _rows = rows;
        _isGrouped = asides.Groups.Columns.Count > 0;
        Count = _isGrouped ? asides.Groups.Count : 1;
        _run = run;
        _lease = run.Memory.Lease(24L * Count * cells, "The groups of --per and the rows of --must");
        Sizes = Each(_ => new long[cells]);
        Must = Each(_ => new long[cells]);
        for (long row = 0; row < rows; row++)
        {
            int cell = cellOf(row);
            int group = GroupOf(row);
            if (cell >= 0)
            {
                Sizes[group][cell]++;
                Must[group][cell] += asides.Must[row] ? 1 : 0;
            }
            else if (asides.Must[row])
            {
                _lease.Dispose();
                Fail.With(ErrorCodes.Infeasible, $"Row {NumberText.Of(row + 1)}, which --must names, is in no cluster: a feature, the label or the number of its cluster is missing.", "Pass --missing mean, median or zero, or leave the row out of --must.");
            }
        }

        _budget = budget;
        Budgets = asides.Sizes is null ? Each(g => (long)PickReport.Count(budget, checked((int)Sizes[g].Sum()), (int)Must[g].Sum(), _isGrouped ? Show(g) : null)) : LikelyBudgets();
    }

    /// <summary>Groups.</summary>
    public int Count { get; }

    /// <summary>Rows of each group in each cell.</summary>
    public long[][] Sizes { get; }

    /// <summary>Rows of each group in each cell that must be in.</summary>
    public long[][] Must { get; }

    /// <summary>Rows to pick of each group; under a budget of sizes those of mean size that it holds, until <see cref="Fit"/> finds the number.</summary>
    public long[] Budgets { get; private set; }

    /// <summary>The group of a row.</summary>
    public int GroupOf(long row) => _isGrouped ? _asides.Groups.Codes[row] : 0;

    /// <summary>Whether a row must be in.</summary>
    public bool IsMust(long row) => _asides.Must[row];

    /// <summary>The group as reports show it.</summary>
    public string Show(int group) => _isGrouped ? _asides.Groups.Show(group) : "all";

    /// <summary>Picks rows of every group and cell: those that must be in, then those with the smallest keys, of equal ones the first.</summary>
    /// <param name="quotas">Rows of each group and cell.</param>
    /// <param name="keyOf">The key of a row; called for rows in cells, in order, once each.</param>
    /// <param name="picked">Where picked rows are set.</param>
    public void Pick(long[][] quotas, Func<long, double> keyOf, BitMap picked)
    {
        using MemoryLease lease = _run.Memory.Lease(24L * Sizes.Sum(static own => own.Sum()), "Rows to pick of clusters");
        List<(int Group, int Cell, double Key, long Row)> rows = Sorted(keyOf);
        long left = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            if (i == 0 || rows[i].Group != rows[i - 1].Group || rows[i].Cell != rows[i - 1].Cell)
            {
                left = quotas[rows[i].Group][rows[i].Cell];
            }

            if (left-- > 0)
            {
                picked.Set(rows[i].Row);
            }
        }
    }

    /// <summary>Under a budget of sizes, sets <see cref="Budgets"/> to the most rows of each group whose sizes fit; without one it does nothing.</summary>
    /// <param name="quotasOf">The rows of each cell of a group, when so many are picked of it.</param>
    /// <param name="keyOf">The key of a row, as for <see cref="Pick"/>.</param>
    public void Fit(Func<int, long, long[]> quotasOf, Func<long, double> keyOf)
    {
        if (_asides.Sizes is not { } sizes)
        {
            return;
        }

        using MemoryLease lease = _run.Memory.Lease(32L * Sizes.Sum(static own => own.Sum()), "Rows to pick of clusters");
        List<(int Group, int Cell, double Key, long Row)> rows = Sorted(keyOf);
        var sums = Each(g => Array.ConvertAll(Sizes[g], static n => new double[n + 1]));
        var filled = Each(g => new int[Sizes[g].Length]);
        foreach ((int group, int cell, _, long row) in rows)
        {
            int at = filled[group][cell]++;
            sums[group][cell][at + 1] = sums[group][cell][at] + sizes[row];
        }

        for (int g = 0; g < Count; g++)
        {
            double[][] own = sums[g];
            int group = g;
            Budgets[g] = SizeRoom.Largest(Must[g].Sum(), Sizes[g].Sum(), _budget.Amount, count =>
            {
                double sum = 0;
                long[] quotas = quotasOf(group, count);
                for (int c = 0; c < quotas.Length; c++)
                {
                    sum += own[c][quotas[c]];
                }

                return sum;
            });
        }
    }

    /// <summary>A line for each group.</summary>
    public ReportTable Report()
    {
        var report = new ReportTable("groups", "Budgets", ["group", "rows", "selected", "must"]);
        foreach (int g in _isGrouped ? _asides.Groups.Sorted() : [0])
        {
            report.Add(Show(g), Sizes[g].Sum(), Budgets[g], Must[g].Sum());
        }

        return report;
    }

    public void Dispose() => _lease.Dispose();

    /// <summary>Rows in cells, by group, cell and key; those that must be in come first of theirs.</summary>
    private List<(int Group, int Cell, double Key, long Row)> Sorted(Func<long, double> keyOf)
    {
        var rows = new List<(int Group, int Cell, double Key, long Row)>(checked((int)Sizes.Sum(static own => own.Sum())));
        for (long row = 0; row < _rows; row++)
        {
            int cell = _cellOf(row);
            if (cell >= 0)
            {
                double key = keyOf(row);
                rows.Add((GroupOf(row), cell, IsMust(row) ? double.NegativeInfinity : key, row));
            }
        }

        rows.Sort();
        return rows;
    }

    /// <summary>The rows of mean size that the budget of each group holds, at least those that must be in, which have to fit.</summary>
    private long[] LikelyBudgets()
    {
        RowValues<double> sizes = _asides.Sizes!;
        List<double>[] all = Each(_ => new List<double>());
        List<double>[] must = Each(_ => new List<double>());
        for (long row = 0; row < _rows; row++)
        {
            if (_cellOf(row) >= 0)
            {
                all[GroupOf(row)].Add(sizes[row]);
                if (IsMust(row))
                {
                    must[GroupOf(row)].Add(sizes[row]);
                }
            }
        }

        return Each(g =>
        {
            PickSpecs.CheckMust(must[g].ToArray(), _budget, _isGrouped ? Show(g) : null);
            return all[g].Count == 0 ? 0 : Math.Max(must[g].Count, (long)SizeRoom.Expected(_budget.Amount, all[g].ToArray()));
        });
    }

    private T[] Each<T>(Func<int, T> of) => [.. Enumerable.Range(0, Count).Select(of)];
}
