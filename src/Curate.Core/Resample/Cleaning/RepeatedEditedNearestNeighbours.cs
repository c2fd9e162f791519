namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// Editing again and again, each time among the survivors, until a round removes nothing, a class falls below the rows that the smallest began with, or a
/// class is gone.
/// </summary>
/// <remarks>I. Tomek 1976, "An experiment with the edited nearest-neighbor rule".</remarks>
public sealed class RepeatedEditedNearestNeighbours : ICleaner
{
    public const string Reason = "edited-repeatedly";

    int ICleaner.GraphNeighbours(CleaningOptions options) => options.Neighbours + SurvivingNeighbours.Spare;

    IReadOnlyList<Removal> ICleaner.Clean(CleaningWork work)
    {
        int k = work.Options.Neighbours;
        return [new Removal(Reason, EditingRounds.Run(work, k, Enumerable.Repeat(k, work.Options.MaxIterations), untilStable: true, sparesMinority: true))];
    }
}
