namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// Editing with 1, then 2 ... then k neighbours, each time among the survivors, until a class falls below the rows that the smallest began with (unless
/// that is allowed) or is gone.
/// </summary>
/// <remarks>I. Tomek 1976, "An experiment with the edited nearest-neighbor rule".</remarks>
public sealed class AllKNearestNeighbours : ICleaner
{
    public const string Reason = "edited-all-k";

    int ICleaner.GraphNeighbours(CleaningOptions options) => options.Neighbours + SurvivingNeighbours.Spare;

    IReadOnlyList<Removal> ICleaner.Clean(CleaningWork work)
    {
        int k = work.Options.Neighbours;
        return [new Removal(Reason, EditingRounds.Run(work, k, Enumerable.Range(1, k), untilStable: false, sparesMinority: !work.Options.AllowMinority))];
    }
}
