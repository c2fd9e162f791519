using Curate.Core.Grouping;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>
/// Transitive clustering: texts that pass are joined, and so are texts joined to one of them. Of each text the following places of its
/// buckets are looked at, up to <see cref="MostSteps"/> of each; pairs in one set are not measured. The representative is the member that
/// the keep rule prefers, and similarities to it are measured at the end, so they may be below the threshold.
/// </summary>
internal static class TransitiveClustering
{
    /// <summary>Places of one bucket that are looked at for one text.</summary>
    public const int MostSteps = 64;

    public static void Run(BandBuckets buckets, ScratchArray<int> order, PairComparer pairs, NearClusters clusters, NearCounts counts, RunContext context)
    {
        int own = (int)buckets.Own.Count;
        using var sets = new DisjointSets(context, own);
        for (int candidate = 0; candidate < own; candidate++)
        {
            if (!clusters.IsFree(candidate))
            {
                continue;
            }

            context.Ct.ThrowIfCancellationRequested();
            pairs.Begin(candidate);
            for (int at = buckets.SlotsFrom(candidate); at < buckets.SlotsTo(candidate); at++)
            {
                int slot = buckets.Slot(at) + 1;
                int steps = 0;
                for (; slot < buckets.Members && !buckets.Starts(slot) && steps < MostSteps; slot++)
                {
                    int member = buckets.Member(slot);
                    if (member >= own || !clusters.IsFree(member))
                    {
                        continue;
                    }

                    steps++;
                    if (sets.Root(member) != sets.Root(candidate) && !pairs.Seen(member) && pairs.Passes(member, out _))
                    {
                        sets.Join(candidate, member);
                    }
                }

                counts.Cut += steps == MostSteps && slot < buckets.Members && !buckets.Starts(slot) ? 1 : 0;
            }
        }

        // The first member of a set in the order of the keep rule stands for it.
        using var chosen = new ScratchArray<int>(context, "chosen", own);
        chosen.Fill(-1);
        for (long i = 0; i < order.Length; i++)
        {
            int candidate = order[i];
            if (!clusters.IsFree(candidate))
            {
                continue;
            }

            ref int representative = ref chosen[sets.Root(candidate)];
            if (representative < 0)
            {
                representative = candidate;
            }
            else
            {
                clusters.Assign(candidate, representative, pairs.Similarity(representative, candidate));
            }
        }
    }
}
