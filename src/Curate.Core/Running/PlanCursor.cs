using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>One walk through a plan, batch by batch in row order, on one thread.</summary>
public abstract class PlanCursor
{
    /// <summary>Decides about the rows of <paramref name="batch"/>.</summary>
    /// <param name="batch">The next rows of the plan's source.</param>
    /// <param name="firstColumn">Where the columns of <see cref="RowPlan.Needs"/> begin in the batch.</param>
    /// <param name="into">Cleared by the caller.</param>
    public abstract void Select(RecordBatch batch, int firstColumn, RowSelection into);
}
