using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>
/// Greedy matching by distance between vectors, with the rules of <see cref="NearestScores"/>. Each treated row chooses from its k nearest of the controls that were left when they were
/// searched; when all of those are gone, the rows that have not chosen yet search again among what is left, with twice as many.
/// </summary>
/// <remarks>A search costs O(t c d); each later one follows at least k choices.</remarks>
internal static class NearestVectors
{
    private const int FirstNeighbours = 16;
    private const int MostNeighbours = 1024;

    /// <summary>Matches without replacement.</summary>
    public static void Match(VectorStore vectors, IReadOnlyList<int> treated, IReadOnlyList<int> controls, int each, double farthest, RunContext run, List<MatchedPair> into)
    {
        int[] left = [.. controls];
        for (int round = 0; round < each && left.Length > 0; round++)
        {
            left = Round(vectors, [.. treated], left, farthest, run, into);
        }
    }

    /// <summary>Matches with replacement.</summary>
    public static void MatchAll(VectorStore vectors, IReadOnlyList<int> treated, IReadOnlyList<int> controls, int each, double farthest, RunContext run, List<MatchedPair> into)
    {
        int[] rows = [.. treated];
        int[] from = [.. controls];
        using VectorStore queries = vectors.Gather(rows, run);
        using VectorStore all = vectors.Gather(from, run);
        using NeighbourGraph graph = NeighbourSearch.Between(queries, all, each, new DistanceRule(Metric.Euclidean), run);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int n = 0; n < graph.Degree(i) && graph.Distances(i)[n] <= farthest; n++)
            {
                into.Add(new MatchedPair(rows[i], from[graph.Neighbours(i)[n]], graph.Distances(i)[n]));
            }
        }
    }

    private static int[] Round(VectorStore vectors, int[] treated, int[] left, double farthest, RunContext run, List<MatchedPair> into)
    {
        int k = FirstNeighbours;
        while (treated.Length > 0 && left.Length > 0)
        {
            run.Ct.ThrowIfCancellationRequested();
            var gone = new bool[left.Length];
            int next = 0;
            using (VectorStore queries = vectors.Gather(treated, run))
            using (VectorStore all = vectors.Gather(left, run))
            using (NeighbourGraph graph = NeighbourSearch.Between(queries, all, k, new DistanceRule(Metric.Euclidean), run))
            {
                for (; next < treated.Length; next++)
                {
                    int n = 0;
                    while (n < graph.Degree(next) && gone[graph.Neighbours(next)[n]])
                    {
                        n++;
                    }

                    if (n == graph.Degree(next))
                    {
                        if (n == left.Length || graph.Distances(next)[n - 1] > farthest)
                        {
                            // Nothing is left, or nothing near enough.
                            continue;
                        }

                        break;
                    }

                    int control = graph.Neighbours(next)[n];
                    double distance = graph.Distances(next)[n];
                    if (distance <= farthest)
                    {
                        gone[control] = true;
                        into.Add(new MatchedPair(treated[next], left[control], distance));
                    }
                }
            }

            left = [.. left.Where((_, i) => !gone[i])];
            treated = treated[next..];
            k = Math.Min(MostNeighbours, k * 2);
        }

        return left;
    }
}
