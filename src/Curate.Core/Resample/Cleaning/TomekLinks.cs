using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// Removes the rows of targeted classes that are in a Tomek link: two rows of different classes of which each is the nearest of the other. O(n) after the
/// search for neighbours.
/// </summary>
/// <remarks>I. Tomek 1976, "Two modifications of CNN".</remarks>
public sealed class TomekLinks : ICleaner
{
    public const string Reason = "tomek-link";

    int ICleaner.GraphNeighbours(CleaningOptions options) => 1;

    IReadOnlyList<Removal> ICleaner.Clean(CleaningWork work) =>
        [new Removal(Reason, Mark(work.Graph!, work.Table.Store, work.Table.ClassOf, work.Targeted, work.Table.Duplicates))];

    /// <summary>True for each row that leaves.</summary>
    /// <param name="graph">At least one neighbour a row, where there are others; found with the same policy for equal rows.</param>
    /// <param name="store">The rows.</param>
    /// <param name="classOf">The class of each row.</param>
    /// <param name="targeted">The classes that may lose rows.</param>
    /// <param name="duplicates">Where equal rows count as one, the nearest of the nearest stands for all rows that equal it.</param>
    public static bool[] Mark(
        NeighbourGraph graph, VectorStore store, ReadOnlySpan<int> classOf, ReadOnlySpan<bool> targeted, DuplicatePolicy duplicates = DuplicatePolicy.Keep)
    {
        var leaves = new bool[classOf.Length];
        for (int row = 0; row < leaves.Length; row++)
        {
            if (!targeted[classOf[row]] || graph.Degree(row) == 0)
            {
                continue;
            }

            int nearest = graph.Neighbours(row)[0];
            if (classOf[nearest] != classOf[row])
            {
                int back = graph.Neighbours(nearest)[0];
                leaves[row] = back == row || (duplicates == DuplicatePolicy.Collapse && store[back].SequenceEqual(store[row]));
            }
        }

        return leaves;
    }
}
