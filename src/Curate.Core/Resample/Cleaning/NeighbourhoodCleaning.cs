namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// The neighbourhood cleaning rule: rows of targeted classes leave when the most of their k nearest rows have another label (A1), and so do the k nearest
/// rows, of targeted classes with more than T times the rows of the smallest, of each row of the smallest class that a k-nearest-neighbour classifier
/// (the row itself among its k) misjudges (A2). O(n k) after the search for neighbours.
/// </summary>
/// <remarks>J. Laurikkala 2001, "Improving identification of difficult small classes by balancing class distribution".</remarks>
public sealed class NeighbourhoodCleaning : ICleaner
{
    public const string Edited = "edited";
    public const string Reason = "neighbourhood";

    int ICleaner.GraphNeighbours(CleaningOptions options) => options.Neighbours;

    IReadOnlyList<Removal> ICleaner.Clean(CleaningWork work)
    {
        int k = work.Options.Neighbours;
        ReadOnlySpan<int> classOf = work.Table.ClassOf;
        bool[] edited = EditedNearestNeighbours.Mark(work.Graph!, classOf, work.Targeted, k, majority: true);
        int smallest = work.Table.Smallest;
        double enough = work.Options.Threshold * work.Table.Counts[smallest];
        var misleading = new bool[edited.Length];
        var votes = new int[work.Table.ClassCount];
        var voters = new int[k];
        for (int row = 0; row < edited.Length; row++)
        {
            if (classOf[row] != smallest)
            {
                continue;
            }

            ReadOnlySpan<int> near = work.Graph!.Neighbours(row);
            near = near[..Math.Min(k, near.Length)];

            // The classifier has learned the row: it is its own nearest.
            int others = Math.Min(k - 1, near.Length);
            voters[0] = row;
            near[..others].CopyTo(voters.AsSpan(1));
            if (NeighbourVote.Most(voters.AsSpan(0, others + 1), classOf, smallest, votes))
            {
                continue;
            }

            foreach (int other in near)
            {
                misleading[other] |= work.MayLeave(other) && work.Table.Counts[classOf[other]] > enough && !edited[other];
            }
        }

        return [new Removal(Edited, edited), new Removal(Reason, misleading)];
    }
}
