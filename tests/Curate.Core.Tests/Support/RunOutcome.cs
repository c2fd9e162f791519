using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Tests.Support;

/// <summary>Everything that a run of a method leaves behind.</summary>
internal sealed record RunOutcome(IReadOnlyList<string?[]> Rows, byte[] Bytes, DropTally Dropped, CopyResult Result)
{
    /// <summary>Dropped rows with their reason and evidence behind the input's columns, when they were asked for.</summary>
    public IReadOnlyList<string?[]> Removed { get; init; } = [];

    /// <summary>The plan as a file, where there was a plan.</summary>
    public byte[]? PlanBytes { get; init; }

    /// <summary><see cref="RowPlan.OutputRows"/>.</summary>
    public long? PlannedRows { get; init; }

    /// <summary>The tables of the plan's report, where there was a plan.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];
}
