using Curate.Core.Running;

namespace Curate.Core.Methods;

/// <summary>What a method is started with.</summary>
/// <param name="Inputs">The dataset, then the datasets that path options named.</param>
/// <param name="Context">The run.</param>
public sealed record StartRequest(PlanInputs Inputs, RunContext Context)
{
    /// <summary>A plan is needed even where a filter would do: dropped rows are kept, one row is to be explained, or the run is a shard.</summary>
    public bool NeedsPlan { get; init; }
}
