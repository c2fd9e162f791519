using Curate.Core.Data;

namespace Curate.Core.Methods;

/// <summary>One pass of a planner.</summary>
/// <param name="Input">Which input: 0 is the dataset itself, further ones are those of <see cref="PlanInputs.Others"/>.</param>
/// <param name="Request">Columns, payload, range.</param>
/// <param name="What">What the pass does, for progress: <c>count classes</c>.</param>
public readonly record struct PassRequest(int Input, ReadRequest Request, string What);
