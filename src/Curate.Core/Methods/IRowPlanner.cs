using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Methods;

/// <summary>The part of a planner that does not depend on its part type, so that registries and runners can hold one.</summary>
public interface IRowPlanner : IDisposable
{
    /// <summary>Runs all passes with the given runner and returns the plan. Implemented by <see cref="RowPlanner{TPart}"/>.</summary>
    RowPlan Run(PassRunner passes, PlanInputs inputs);
}
