using Curate.Core.Data;
using Curate.Core.Options;

namespace Curate.Core.Check.TwoSample;

/// <summary>A sample of the datasets of a check, or why there is none; shared by all checks that ask for the same size.</summary>
internal sealed class SampledFiles : IDisposable
{
    private SampledFiles(FeatureSample? sample, string? reason)
    {
        Sample = sample;
        Reason = reason;
    }

    public FeatureSample? Sample { get; }

    public string? Reason { get; }

    /// <summary>The main dataset and all of <c>--against</c>.</summary>
    public static SampledFiles OfAll(CheckInputs inputs, int size) => inputs.Others.Count == 0
        ? new SampledFiles(null, "It compares two datasets: pass the other one with --against FILE" + (inputs.Profiles.Count > 0 ? "; a saved profile has no rows." : "."))
        : inputs.Shared("two-sample " + NumberText.Of(size), shared => Read(shared, [shared.Main, .. shared.Others], size));

    /// <summary>The main dataset alone.</summary>
    public static SampledFiles OfMain(CheckInputs inputs, int size) => inputs.Shared("one-sample " + NumberText.Of(size), shared => Read(shared, [shared.Main], size));

    public void Dispose() => Sample?.Dispose();

    private static SampledFiles Read(CheckInputs inputs, IReadOnlyList<IRecordSource> sources, int size)
    {
        FeatureSample? sample = FeatureSample.Read(inputs, sources, size, out string? reason);
        if (sample is not null && sample.LeastRows < Math.Max(2, inputs.MinSize))
        {
            int smallest = Enumerable.Range(0, sample.Parts.Count).MinBy(s => sample.Parts[s].Rows);
            reason = $"{(smallest == 0 ? inputs.MainName : inputs.OtherNames[smallest - 1])} has {NumberText.Of(sample.Totals[smallest])} rows, and a test needs {NumberText.Of(Math.Max(2, inputs.MinSize))} (--min-size).";
            sample.Dispose();
            sample = null;
        }

        return new SampledFiles(sample, reason);
    }
}
