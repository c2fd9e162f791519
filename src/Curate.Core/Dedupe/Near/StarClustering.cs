using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>
/// Star clustering: texts in the order of the keep rule; each one that is still free becomes a representative and takes the free texts
/// of its buckets whose similarity to it passes. So every row that leaves is alike to the row that stays for it, and chains of small
/// changes do not join what is different. Buckets are linked lists of free texts, so what was taken is never looked at again; the search of a bucket
/// ends after a fixed number of failures. Comparisons: at most texts + representatives x bands x failures, whatever the buckets. Memory: 8
/// bytes for each text in each of its buckets.
/// </summary>
internal static class StarClustering
{
    /// <param name="buckets">Who shares a bucket with whom.</param>
    /// <param name="order">Candidates of the dataset in the order of the keep rule.</param>
    /// <param name="pairs">Measures.</param>
    /// <param name="clusters">Filled; candidates that are assigned already take no part.</param>
    /// <param name="mostFailures">Failures that end the search of a bucket.</param>
    /// <param name="counts">Told of searches that were cut short.</param>
    /// <param name="context">Budget and scratch.</param>
    public static void Run(BandBuckets buckets, ScratchArray<int> order, PairComparer pairs, NearClusters clusters, int mostFailures, NearCounts counts, RunContext context)
    {
        using var left = new ScratchArray<int>(context, "links-left", buckets.Members);
        using var right = new ScratchArray<int>(context, "links-right", buckets.Members);
        Link(buckets, clusters, left, right);
        for (long i = 0; i < order.Length; i++)
        {
            int leader = order[i];
            if (!clusters.IsFree(leader))
            {
                continue;
            }

            context.Ct.ThrowIfCancellationRequested();
            pairs.Begin(leader);
            for (int at = buckets.SlotsFrom(leader); at < buckets.SlotsTo(leader); at++)
            {
                Search(buckets.Slot(at), leader);
            }

            Unlink(leader);
        }

        void Search(int slot, int leader)
        {
            int before = left[slot];
            int after = right[slot];
            int failures = 0;
            int seen = 0;
            for (bool goRight = true; before >= 0 || after >= 0; goRight = !goRight)
            {
                if (failures == mostFailures || seen == 4 * mostFailures)
                {
                    counts.Cut++;
                    return;
                }

                int next;
                if (after >= 0 && (goRight || before < 0))
                {
                    next = after;
                    after = right[after];
                }
                else
                {
                    next = before;
                    before = left[before];
                }

                int member = buckets.Member(next);
                if (pairs.Seen(member))
                {
                    seen++;
                }
                else if (pairs.Passes(member, out double similarity))
                {
                    clusters.Assign(member, leader, similarity);
                    Unlink(member);
                }
                else
                {
                    failures++;
                }
            }
        }

        void Unlink(int candidate)
        {
            for (int at = buckets.SlotsFrom(candidate); at < buckets.SlotsTo(candidate); at++)
            {
                int slot = buckets.Slot(at);
                int l = left[slot];
                int r = right[slot];
                if (l >= 0)
                {
                    right[l] = r;
                }

                if (r >= 0)
                {
                    left[r] = l;
                }
            }
        }
    }

    /// <summary>Links the free texts of the dataset in each bucket.</summary>
    private static void Link(BandBuckets buckets, NearClusters clusters, ScratchArray<int> left, ScratchArray<int> right)
    {
        int own = (int)buckets.Own.Count;
        int last = -1;
        for (int slot = 0; slot < buckets.Members; slot++)
        {
            last = buckets.Starts(slot) ? -1 : last;
            left[slot] = -1;
            right[slot] = -1;
            int member = buckets.Member(slot);
            if (member >= own || !clusters.IsFree(member))
            {
                continue;
            }

            left[slot] = last;
            if (last >= 0)
            {
                right[last] = slot;
            }

            last = slot;
        }
    }
}
