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

    /// <param name="budget">Rows, or a share of those in cells, for each group.</param>
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

        Budgets = Each(g => (long)PickReport.Count(budget, checked((int)Sizes[g].Sum()), (int)Must[g].Sum(), _isGrouped ? Show(g) : null));
    }

    /// <summary>Groups.</summary>
    public int Count { get; }

    /// <summary>Rows of each group in each cell.</summary>
    public long[][] Sizes { get; }

    /// <summary>Rows of each group in each cell that must be in.</summary>
    public long[][] Must { get; }

    /// <summary>Rows to pick of each group.</summary>
    public long[] Budgets { get; }

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

    private T[] Each<T>(Func<int, T> of) => [.. Enumerable.Range(0, Count).Select(of)];
}
