using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Prototypes;

/// <summary>Under-sampling to a count for each class: goes through the classes that shrink and makes the plan and report of what stays.</summary>
internal sealed class TargetedRows
{
    private readonly LabelledTable _table;
    private readonly long[] _targets;
    private readonly bool[] _leaves;

    public TargetedRows(LabelledTable table, BalanceTarget to)
    {
        _table = table;
        _targets = TargetCounts.Of(to, BalanceMode.Under, table.Names, table.Counts);
        _leaves = new bool[table.Count];
    }

    /// <summary>Asks for each class that shrinks, in sorted order, which of its rows stay.</summary>
    /// <param name="choose">Class, its rows (ascending) and how many are to stay; gives the places in those rows that stay.</param>
    public void Choose(Func<int, int[], int, IEnumerable<int>> choose)
    {
        for (int c = 0; c < _targets.Length; c++)
        {
            if (_targets[c] >= _table.Counts[c])
            {
                continue;
            }

            int[] rows = _table.RowsOf(c);
            foreach (int row in rows)
            {
                _leaves[row] = true;
            }

            foreach (int place in choose(c, rows, (int)_targets[c]))
            {
                _leaves[rows[place]] = false;
            }
        }
    }

    /// <summary>The plan, with the tables of classes and features.</summary>
    public ReasonedRows Plan(string reason, FeatureOptions options, IReadOnlyList<RowEdits>? edits = null)
    {
        var leaving = new BitMap();
        long[] after = [.. _table.Counts];
        for (int row = 0; row < _leaves.Length; row++)
        {
            if (_leaves[row])
            {
                leaving.Set(_table.RowOf(row));
                after[_table.ClassOf[row]]--;
            }
        }

        var plan = new ReasonedRows([(reason, leaving)], edits) { InputRows = _table.InputRows };
        plan.Tables.Add(FeatureReport.Classes(_table, after));
        plan.Tables.Add(FeatureReport.Features(_table, options));
        return plan;
    }
}
