using Curate.Core.Check.Calibration;
using Curate.Core.Check.Contamination;
using Curate.Core.Check.Fairness;
using Curate.Core.Check.LabelErrors;
using Curate.Core.Check.Leakage;
using Curate.Core.Check.Preprocessing;
using Curate.Core.Check.Rules;
using Curate.Core.Check.Simplicity;
using Curate.Core.Check.TwoSample;

namespace Curate.Core.Check;

/// <summary>Every check: the list behind help, completion, <c>curate methods</c>, <c>curate explain</c>, docs and law tests. They run in this order.</summary>
public static class CheckRegistry
{
    public static IReadOnlyList<CheckEntry> All { get; } =
    [
        RulesCheck.Entry,
        ColumnDriftCheck.Entry,
        LabelShiftCheck.Entry,
        SlicedEnergyCheck.Entry,
        FrechetCheck.Entry,
        ClassifierCheck.Entry,
        NeighbourOrderCheck.Entry,
        SplitLeakageCheck.Entry,
        ContaminationCheck.Entry,
        CalibrationCheck.Entry,
        FairnessCheck.Entry,
        LabelErrorsCheck.Entry,
        PreprocessingCheck.Entry,
        SimplicityCheck.Entry,
    ];

    /// <summary>Every code, each once; checks that raise the same thing share one.</summary>
    public static IReadOnlyList<CheckCode> Codes { get; } = [.. All.SelectMany(static c => c.Codes).DistinctBy(static c => c.Code, StringComparer.Ordinal)];
}
