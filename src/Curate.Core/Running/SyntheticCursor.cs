using Curate.Core.Data;
using Curate.Core.Running.Plans;

namespace Curate.Core.Running;

/// <summary>Walks the input of a plan with made-up rows: rows that stay, and behind each, if wanted, the rows that are copies of it.</summary>
internal sealed class SyntheticCursor(SyntheticRows plan, bool withMade) : PlanCursor
{
    private readonly SyntheticRows.Writer _writer = plan.NewWriter();
    private readonly int[] _made = withMade ? plan.ByParent() : [];
    private int _next;

    public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            long row = batch.FirstRow + i;
            if (plan.Leaving is { } leaving && leaving[row])
            {
                if (into.WantDropped)
                {
                    into.Drop(i, plan.Reason);
                }
            }
            else
            {
                into.Keep(i);
                plan.AddOriginal(into.Added);
            }

            for (; _next < _made.Length && plan.Parents.Row(plan.CopiedParent(_made[_next])) == row; _next++)
            {
                into.Keep(i);
                plan.AddMade(_made[_next], into.Added);
                _writer.Append(_made[_next], into.Count - 1, into.Edits);
            }
        }
    }
}
