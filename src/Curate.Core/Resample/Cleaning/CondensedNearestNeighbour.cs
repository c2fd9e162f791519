using Curate.Core.Running;

namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// Hart's condensed nearest neighbours: of each targeted class stay the rows that the nearest-neighbour rule needs to tell the class from the smallest one.
/// The set is consistent: with it, every row of the class that left has a row of its class as its nearest. The smallest class stays whole.
/// </summary>
/// <remarks>P. E. Hart 1968, "The condensed nearest neighbor rule". O(rows x members x d).</remarks>
public sealed class CondensedNearestNeighbour : ICleaner
{
    public const string Reason = "redundant";

    int ICleaner.GraphNeighbours(CleaningOptions options) => 0;

    IReadOnlyList<Removal> ICleaner.Clean(CleaningWork work) =>
        [new Removal(Reason, Mark(work, static (set, seeds) => Array.ConvertAll(set.Condense(seeds), static member => !member)))];

    /// <summary>The rows that leave, class by class.</summary>
    /// <param name="work">Table, targets and options.</param>
    /// <param name="leaving">From a set and the places of its seeds, the places that leave.</param>
    internal static bool[] Mark(CleaningWork work, Func<CondensedSet, int[], bool[]> leaving)
    {
        var leaves = new bool[work.Table.Count];
        int smallest = work.Table.Smallest;
        int[] others = work.Table.RowsOf(smallest);
        ReportTable report = SeedRows.Report();
        for (int c = 0; c < work.Table.ClassCount; c++)
        {
            if (!work.Targeted[c] || c == smallest)
            {
                continue;
            }

            int[] rows = work.Table.RowsOf(c);
            int[] seeds = SeedRows.Of(work.Table, c, rows, work.Options.Seeds, work.Run, report);
            bool[] places = leaving(new CondensedSet(work.Table, rows, others, work.Run), Array.ConvertAll(seeds, row => Array.BinarySearch(rows, row)));
            for (int i = 0; i < rows.Length; i++)
            {
                leaves[rows[i]] = places[i];
            }
        }

        work.Tables.Add(report);
        return leaves;
    }
}
