using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Split;

/// <summary>
/// Splits that keep groups whole: groups go, largest first, each to the split where the squared gap to the wanted sizes (of the whole, and
/// of each stratum) falls most. A row whose group is missing is a group of its own. Memory: 2 to 8 bytes a row and the groups by strata
/// that occur.
/// </summary>
internal sealed class GroupPlanner(SplitOptions options, RunContext context) : RowPlanner<GroupSplitPart>, IShardedPlanner
{
    private readonly GroupTable _groups = new(options.Group, keepCodes: true, context);
    private readonly GroupTable _strata = new(options.Strata, keepCodes: true, context);
    private bool _done;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        pass = new PassRequest(0, ReadRequest.Of([.. _groups.Request, .. _strata.Request]), "read groups");
        bool first = !_done;
        _done = true;
        return first;
    }

    public override GroupSplitPart Map(RecordBatch batch, GroupSplitPart? spent)
    {
        GroupSplitPart part = spent ?? new GroupSplitPart();
        part.Groups = GroupPart.Of(batch, 0, options.Group.Count, part.Groups);
        part.Strata = GroupPart.Of(batch, options.Group.Count, options.Strata.Count, part.Strata);
        return part;
    }

    public override void Fold(RecordBatch batch, GroupSplitPart part)
    {
        _groups.Fold(part.Groups!);
        _strata.Fold(part.Strata!);
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        var placement = new GroupPlacement(options.Shares, [.. Enumerable.Range(0, _strata.Count).Select(_strata.RowsOf)]);
        int missing = -1;
        for (int g = 0; g < _groups.Count; g++)
        {
            missing = _groups.IsMissing(g) ? g : missing;
        }

        Dictionary<int, long>[] byStratum = Cross(missing);
        SeededDraw draw = context.Draw("split-groups");
        int[] order = [.. Enumerable.Range(0, _groups.Count).Where(g => g != missing)];
        ulong[] ties = [.. Enumerable.Range(0, _groups.Count).Select(g => draw.For(_groups.Key(g)).Bits(0, 0))];
        Array.Sort(order, (a, b) =>
        {
            int bySize = _groups.RowsOf(b).CompareTo(_groups.RowsOf(a));
            return bySize != 0 ? bySize : ties[a] != ties[b] ? ties[a].CompareTo(ties[b]) : _groups.Key(a).SequenceCompareTo(_groups.Key(b));
        });
        var home = new int[_groups.Count];
        foreach (int g in order)
        {
            home[g] = placement.Place(byStratum[g]);
        }

        var assigned = new RowParts(context);
        var one = new Dictionary<int, long>(1);
        for (long row = 0; row < _groups.Rows; row++)
        {
            int g = _groups.Codes[row];
            if (g == missing)
            {
                one.Clear();
                one.Add(_strata.Codes[row], 1);
                assigned.Append(placement.Place(one));
            }
            else
            {
                assigned.Append(home[g]);
            }
        }

        var plan = new SplitPlan(assigned, options.SplitNames, options.Column, "none") { InputRows = _groups.Rows };
        plan.Tables.Add(SplitTable.Of(options.SplitNames, assigned, options.Strata.Count > 0 ? _strata : null));
        var sizes = new ReportTable("groups", "Groups", ["groups", "largest", "largest_gap_rows"]);
        sizes.Add((long)order.Length, order.Length > 0 ? _groups.RowsOf(order[0]) : 0L, placement.LargestGap);
        plan.Tables.Add(sizes);
        return plan;
    }

    public void SaveState(BinaryWriter to)
    {
        _groups.Save(to);
        _strata.Save(to);
    }

    public void MergeState(BinaryReader from)
    {
        _groups.MergeSaved(from);
        _strata.MergeSaved(from);
    }

    public override void Dispose()
    {
        _groups.Dispose();
        _strata.Dispose();
        base.Dispose();
    }

    private Dictionary<int, long>[] Cross(int missing)
    {
        var cells = new Dictionary<int, long>[_groups.Count];
        for (int g = 0; g < cells.Length; g++)
        {
            cells[g] = [];
        }

        for (long row = 0; row < _groups.Rows; row++)
        {
            int g = _groups.Codes[row];
            if (g != missing)
            {
                int s = _strata.Codes[row];
                cells[g][s] = cells[g].GetValueOrDefault(s) + 1;
            }
        }

        return cells;
    }
}
