using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Methods;

/// <summary>A decision that needs one or more whole passes before it can be made: resampling, splitting, near-duplicates, mixing.</summary>
/// <typeparam name="TPart">What <see cref="Map"/> computes for a batch on any thread.</typeparam>
public abstract class RowPlanner<TPart> : IRowPlanner
    where TPart : class
{
    /// <summary>The next pass, or false when the decision can be made. What it reads may depend on what was folded before.</summary>
    public abstract bool NextPass(PlanInputs inputs, out PassRequest pass);

    /// <summary>Pure work on one batch, on any thread. <paramref name="spent"/> is a part that is no longer needed, or null.</summary>
    public abstract TPart Map(RecordBatch batch, TPart? spent);

    /// <summary>Takes a part in, on one thread, in row order.</summary>
    public abstract void Fold(RecordBatch batch, TPart part);

    /// <summary>The decision.</summary>
    public abstract RowPlan Plan();

    /// <inheritdoc/>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        Gather(passes, inputs);
        return Plan();
    }

    /// <summary>Runs the passes without deciding.</summary>
    public void Gather(PassRunner passes, PlanInputs inputs)
    {
        while (NextPass(inputs, out PassRequest pass))
        {
            // What earlier plans added is looked at by name, and else only wanted where rows are.
            ReadRequest request = pass.Request.Payload ? pass.Request : pass.Request with { WithoutAdded = true };
            passes.Run<TPart>(inputs.Source(pass.Input), request, pass.What, Map, Fold);
        }
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
