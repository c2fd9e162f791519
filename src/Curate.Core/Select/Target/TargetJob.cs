using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Select.Target;

/// <summary>What a method scores rows with.</summary>
/// <param name="Passes">The passes.</param>
/// <param name="Inputs">The input and the other datasets.</param>
/// <param name="Target">The target.</param>
/// <param name="Options">Columns are resolved.</param>
/// <param name="Run">Workers, memory, draws.</param>
/// <param name="Name">The method.</param>
internal sealed record TargetJob(PassRunner Passes, PlanInputs Inputs, TargetRows Target, TargetOptions Options, RunContext Run, string Name)
{
    public IRecordSource Main => Inputs.Main;

    /// <summary>What training has seen already, or null.</summary>
    public IRecordSource? Current => Options.HasCurrent ? Inputs.Others[(Options.Must ? 1 : 0) + (Options.HasTarget ? 1 : 0)] : null;
}
