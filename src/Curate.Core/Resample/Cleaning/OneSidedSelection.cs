using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// One-sided selection: of each targeted class stay the seeds and the rows whose nearest row, among the smallest class and the seeds, is of the smallest
/// class; then rows of targeted classes in Tomek links among what is left leave, too.
/// </summary>
/// <remarks>M. Kubat and S. Matwin 1997, "Addressing the curse of imbalanced training sets: one-sided selection". O(n m d) for m rows of the smallest
/// class, and a search for neighbours among the rows that are left.</remarks>
public sealed class OneSidedSelection : ICleaner
{
    int ICleaner.GraphNeighbours(CleaningOptions options) => 0;

    IReadOnlyList<Removal> ICleaner.Clean(CleaningWork work)
    {
        bool[] redundant = CondensedNearestNeighbour.Mark(work, static (set, seeds) =>
        {
            bool[] leaves = Array.ConvertAll(set.MisjudgedBy(seeds), static misjudged => !misjudged);
            foreach (int seed in seeds)
            {
                leaves[seed] = false;
            }

            return leaves;
        });
        int[] left = [.. Enumerable.Range(0, redundant.Length).Where(row => !redundant[row])];
        int[] classOf = new int[left.Length];
        for (int i = 0; i < left.Length; i++)
        {
            classOf[i] = work.Table.ClassOf[left[i]];
        }

        using VectorStore store = work.Table.Store.Gather(left, work.Run);
        using NeighbourGraph graph = NeighbourSearch.Within(store, 1, work.Table.Rule, work.Run, work.Table.Duplicates);
        bool[] linked = TomekLinks.Mark(graph, store, classOf, work.Targeted, work.Table.Duplicates);
        var links = new bool[redundant.Length];
        for (int i = 0; i < left.Length; i++)
        {
            links[left[i]] = linked[i];
        }

        return [new Removal(CondensedNearestNeighbour.Reason, redundant), new Removal(TomekLinks.Reason, links)];
    }
}
