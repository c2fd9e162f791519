using Curate.Core.Data;
using Curate.Core.Profile.Columns;
using Curate.Core.Profile.Diversity;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Core.Sketches;

namespace Curate.Core.Profile;

/// <summary>Runs a profile.</summary>
public static class ProfileRun
{
    /// <summary>
    /// Reads the dataset once and summarises it; kinds are inferred in the same pass. (JSON Lines has no header, so finding its columns costs one pass before,
    /// unless all columns are named.)
    /// </summary>
    public static TableSummary Run(PassRunner passes, IRecordSource source, ProfileOptions options)
    {
        ProfileShape shape = ProfileShape.Of(source, options, passes.Context.Seed);
        var limit = new SampleLimit();
        using var pass = CancellationTokenSource.CreateLinkedTokenSource(passes.Context.Ct);
        if (source is { IsWhole: true, RowCount: { } rows })
        {
            // Beside the first batches, for which the workers have to wait.
            var known = new KnownDraws(limit, TableSummary.SampleDraw(shape), rows, ProfileLimits.Of(shape.Columns.Count, shape.Sample).SampleRows, pass.Token);
            ThreadPool.UnsafeQueueUserWorkItem(known, preferLocal: false);
        }

        try
        {
            return passes.Summarise(source, shape.Request(), "profile", () => new TableSummary(shape, options, limit));
        }
        finally
        {
            // A damaged file may claim to have more rows than anybody could draw for.
            pass.Cancel();
        }
    }

    /// <summary>Quality, diversity and complexity, where they are asked for: one pass more, two with <c>--scale</c>.</summary>
    /// <param name="passes">Reads rows.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="options">Columns are resolved.</param>
    public static DiversityReport? Diversity(PassRunner passes, IRecordSource source, ProfileOptions options) =>
        options.FindDiversity ? DiversityReader.Run(passes, source, options) : null;
}
