using Curate.Core.Data;
using Curate.Core.Where;

namespace Curate.Core.Running;

/// <summary>Rows that a condition leaves out before a plan is made.</summary>
/// <param name="Source">The source below the condition.</param>
/// <param name="Filter">The condition.</param>
public sealed record LeftOut(IRecordSource Source, WhereFilter Filter);
