using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// A view that does nothing but choose rows of the source below, in order, and add columns. Such views over each other are read as one (<see cref="LayeredReader"/>).
/// </summary>
/// <param name="Below">The source below.</param>
/// <param name="Plan">Which rows; it keeps the order and makes no edits.</param>
/// <param name="Condition">Rows of the source below that cannot fulfil it are not among them; null = nothing is known.</param>
internal sealed record RowLayer(IRecordSource Below, RowPlan Plan, IRowCondition? Condition = null)
{
    /// <summary>True for plans that can be a layer.</summary>
    public static bool Takes(RowPlan plan) => plan is { Reorders: false, HasEdits: false };
}
