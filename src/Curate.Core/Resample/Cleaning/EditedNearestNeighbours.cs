using Curate.Core.Numerics.Neighbours;

namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// Wilson's editing: a row of a targeted class leaves when its k nearest rows do not agree with its label, all of them or the most of them. One round on
/// the original rows. O(n k) after the search for neighbours.
/// </summary>
/// <remarks>D. L. Wilson 1972, "Asymptotic properties of nearest neighbor rules using edited data".</remarks>
public sealed class EditedNearestNeighbours : ICleaner
{
    public const string Reason = "edited";

    int ICleaner.GraphNeighbours(CleaningOptions options) => options.Neighbours;

    IReadOnlyList<Removal> ICleaner.Clean(CleaningWork work) =>
        [new Removal(Reason, Mark(work.Graph!, work.Table.ClassOf, work.Targeted, work.Options.Neighbours, work.Options.Majority))];

    /// <summary>True for each row that leaves.</summary>
    /// <param name="graph">At least <paramref name="k"/> neighbours a row, or all others.</param>
    /// <param name="classOf">The class of each row.</param>
    /// <param name="targeted">The classes that may lose rows.</param>
    /// <param name="k">Neighbours that vote; fewer where a row has fewer.</param>
    /// <param name="majority">The most frequent label decides, the first in sorted order among equals; else all neighbours must share the row's.</param>
    public static bool[] Mark(NeighbourGraph graph, ReadOnlySpan<int> classOf, ReadOnlySpan<bool> targeted, int k, bool majority)
    {
        var leaves = new bool[classOf.Length];
        var votes = new int[targeted.Length];
        for (int row = 0; row < leaves.Length; row++)
        {
            if (targeted[classOf[row]])
            {
                ReadOnlySpan<int> near = graph.Neighbours(row);
                leaves[row] = !Agree(near[..Math.Min(k, near.Length)], classOf, classOf[row], majority, votes);
            }
        }

        return leaves;
    }

    internal static bool Agree(ReadOnlySpan<int> neighbours, ReadOnlySpan<int> classOf, int label, bool majority, Span<int> votes) =>
        majority ? NeighbourVote.Most(neighbours, classOf, label, votes) : NeighbourVote.All(neighbours, classOf, label);
}
