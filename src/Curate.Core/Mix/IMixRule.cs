using Curate.Core.Data;
using Curate.Core.Methods;

namespace Curate.Core.Mix;

/// <summary>What makes one method of <c>mix</c> different from another: shares from sizes.</summary>
internal interface IMixRule : IDisposable
{
    /// <summary>Columns of the rows that the rule looks at.</summary>
    IReadOnlyList<ColumnRequest> Columns => [];

    /// <summary>Takes in the rows of the next batch, on one thread.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="firstColumn">Where <see cref="Columns"/> begin.</param>
    /// <param name="groups">The source of each row, numbered by first appearance.</param>
    void Add(RecordBatch batch, int firstColumn, ReadOnlySpan<int> groups)
    {
    }

    /// <summary>A table that the rule reads first (<c>PlanInputs.Others</c>, numbered from 1), or null when it has all it needs.</summary>
    PassRequest? NextTable(PlanInputs inputs) => null;

    /// <summary>Takes in rows of the table that was asked for last.</summary>
    void AddTable(RecordBatch batch)
    {
    }

    /// <summary>Shares of the sources.</summary>
    /// <param name="sizes">The sources.</param>
    /// <param name="groups">Their numbers by first appearance; -1 where a source has no rows.</param>
    MixTarget Decide(SourceSizes sizes, int[] groups);

    void IDisposable.Dispose()
    {
    }
}
