using Curate.Core.Data;

namespace Curate.Core.Methods;

/// <summary>The inputs of a planner.</summary>
/// <param name="Main">The dataset that the plan is about.</param>
/// <param name="Others">Further datasets (<c>--across</c>, <c>--against</c>), numbered from 1.</param>
public sealed record PlanInputs(IRecordSource Main, IReadOnlyList<IRecordSource> Others)
{
    public PlanInputs(IRecordSource main)
        : this(main, [])
    {
    }

    public IRecordSource Source(int input) => input == 0 ? Main : Others[input - 1];
}
