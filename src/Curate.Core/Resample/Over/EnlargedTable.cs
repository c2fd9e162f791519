using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Cleaning;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>Rows and made-up rows together as vectors, and which of them a cleaning step removes.</summary>
internal static class EnlargedTable
{
    /// <summary>True for each row, then each made-up row, that leaves.</summary>
    /// <remarks>4 d bytes a row of both kinds, and the memory of a search among all of them. O((n + g)^2 d).</remarks>
    public static bool[] Cleaned(OverInput input, MadeRows made, CleanStep step)
    {
        VectorStore store = input.Store;
        using var all = new VectorStore(store.Count + made.Count, store.Numeric, 0, input.Run);
        var classOf = new int[all.Count];
        for (int row = 0; row < store.Count; row++)
        {
            store[row].CopyTo(all[row]);
            classOf[row] = input.ClassOf[row];
        }

        for (int c = 0; c < made.Groups; c++)
        {
            for (int g = made.GroupStart(c); g < made.GroupEnd(c); g++)
            {
                Point(store, made, g, all[store.Count + g]);
                classOf[store.Count + g] = c;
            }
        }

        bool[] targeted = new bool[input.Classes];
        Array.Fill(targeted, true);
        int k = step == CleanStep.Links ? 1 : input.Options.CleanNeighbors;
        using NeighbourGraph graph = NeighbourSearch.Within(all, k, input.Rule, input.Run, input.Options.Duplicates);
        return step == CleanStep.Links
            ? TomekLinks.Mark(graph, all, classOf, targeted, input.Options.Duplicates)
            : EditedNearestNeighbours.Mark(graph, classOf, targeted, k, input.Options.CleanByMode);
    }

    /// <summary>The vector of a made-up row.</summary>
    private static void Point(VectorStore store, MadeRows made, int row, Span<float> to)
    {
        ReadOnlySpan<float> first = store[made.First[row]];
        int second = made.Second[row];
        if (second == MadeRows.None)
        {
            first.CopyTo(to);
            return;
        }

        ReadOnlySpan<float> toward = store[second];
        for (int p = 0; p < to.Length; p++)
        {
            to[p] = (float)(first[p] + (made.Steps[row] * ((double)toward[p] - first[p])));
        }
    }
}
