namespace Curate.Core.Dedupe.Near;

/// <summary>
/// Finds for each text of the dataset the most similar one of the second dataset among those that share a bucket with it. In a bucket the places next
/// to the text are searched, nearest first, up to <see cref="MostSteps"/> of them, so the work is bounded by candidates x bands x steps.
/// </summary>
internal static class AcrossSearch
{
    /// <summary>Places of one bucket that are looked at for one text.</summary>
    public const int MostSteps = 1024;

    public static void Run(BandBuckets buckets, PairComparer pairs, NearClusters clusters, int mostFailures, NearCounts counts, CancellationToken ct)
    {
        int own = (int)buckets.Own.Count;
        for (int candidate = 0; candidate < own; candidate++)
        {
            ct.ThrowIfCancellationRequested();
            pairs.Begin(candidate);
            int best = -1;
            double most = double.NegativeInfinity;
            for (int at = buckets.SlotsFrom(candidate); at < buckets.SlotsTo(candidate); at++)
            {
                Search(buckets.Slot(at), ref best, ref most);
            }

            if (best >= 0)
            {
                clusters.Assign(candidate, best, double.IsNegativeInfinity(most) ? double.NaN : most);
            }
        }

        void Search(int slot, ref int best, ref double most)
        {
            int left = buckets.Starts(slot) ? -1 : slot - 1;
            int right = Right(slot + 1);
            int failures = 0;
            int steps = 0;
            while (left >= 0 || right >= 0)
            {
                if (failures == mostFailures || steps++ == MostSteps)
                {
                    counts.Cut++;
                    return;
                }

                // The nearer side first, the right one of two equals.
                int next;
                if (right >= 0 && (left < 0 || right - slot <= slot - left))
                {
                    next = right;
                    right = Right(right + 1);
                }
                else
                {
                    next = left;
                    left = buckets.Starts(left) ? -1 : left - 1;
                }

                int member = buckets.Member(next);
                if (member < own || pairs.Seen(member))
                {
                    continue;
                }

                if (!pairs.Passes(member, out double similarity))
                {
                    failures++;
                }
                else if (best < 0 || similarity > most || (similarity == most && member < best))
                {
                    best = member;
                    most = double.IsNaN(similarity) ? most : similarity;
                }
            }
        }

        int Right(int slot) => slot < buckets.Members && !buckets.Starts(slot) ? slot : -1;
    }
}
