using Curate.Core.Numerics.Neighbours;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Cleaning;

/// <summary>What the cleaners of one run share.</summary>
/// <param name="Table">Rows and classes.</param>
/// <param name="Targeted">The classes that may lose rows.</param>
/// <param name="Options">The options.</param>
/// <param name="Run">The run.</param>
/// <param name="Graph">The neighbours of every row, as many as the most demanding cleaner wants; null when none wants any.</param>
internal sealed record CleaningWork(LabelledTable Table, bool[] Targeted, CleaningOptions Options, RunContext Run, NeighbourGraph? Graph)
{
    /// <summary>Tables that cleaners add to the report.</summary>
    public List<ReportTable> Tables { get; } = [];

    /// <summary>True for each row of the table whose class may lose rows.</summary>
    public bool MayLeave(int row) => Targeted[Table.ClassOf[row]];
}
