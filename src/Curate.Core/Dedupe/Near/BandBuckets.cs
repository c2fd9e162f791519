using Curate.Core.Errors;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>
/// Buckets with several texts, as lists of candidate numbers: rows of the dataset are numbered first, then those of the second one. Memory:
/// 24 bytes for each text in each of its shared buckets and 16 bytes a candidate, in memory or on scratch.
/// </summary>
internal sealed class BandBuckets : IDisposable
{
    private readonly BitMap _ownRows = new();
    private readonly BitMap _otherRows = new();
    private readonly BitMap _starts = new();
    private readonly ScratchArray<int> _members;
    private readonly ScratchArray<int> _slotStarts;
    private readonly ScratchArray<int> _slots;

    /// <param name="bands">All texts in all bands, sealed.</param>
    /// <param name="texts">Which rows repeat a text.</param>
    /// <param name="onlyAcross">Buckets without a row of the second dataset are of no use.</param>
    /// <param name="ends">Rows of the dataset, and of the second one.</param>
    /// <param name="context">Budget, scratch, threads.</param>
    /// <param name="counts">Told what was found.</param>
    public BandBuckets(SortedRuns<BandEntry> bands, TextGroups texts, bool onlyAcross, (long Own, long Other) ends, RunContext context, NearCounts counts)
    {
        if (!bands.Spilled)
        {
            // Each partition is sorted once, here beside the others.
            BandEntry[] none = [];
            Workers.ForBlocks(context.Workers, SortedRuns<BandEntry>.Partitions, p => bands.Sorted(p, ref none), context.Ct);
        }

        long members = 0;
        Walk(bands, texts, onlyAcross, context.Ct, bucket =>
        {
            members += bucket.Length;
            counts.Buckets++;
            counts.LargestBucket = Math.Max(counts.LargestBucket, bucket.Length);
            foreach (BandEntry entry in bucket)
            {
                (entry.IsOther ? _otherRows : _ownRows).Set(entry.Row);
            }
        });
        Own = new RowNumbers(context, _ownRows, ends.Own);
        Other = new RowNumbers(context, _otherRows, ends.Other);
        if (members > int.MaxValue || Own.Count + Other.Count >= int.MaxValue)
        {
            Fail.With(ErrorCodes.MemoryBudget, "More than 2^31 texts stand in shared buckets.", "Compare inside blocks with --within, or fewer bands with --bands.");
        }

        Members = (int)members;
        Candidates = (int)(Own.Count + Other.Count);
        _members = new ScratchArray<int>(context, "bucket-members", Members);
        _slotStarts = new ScratchArray<int>(context, "slot-starts", Candidates + 1L);
        _slots = new ScratchArray<int>(context, "slots", Members);
        int slot = 0;
        Walk(bands, texts, onlyAcross, context.Ct, bucket =>
        {
            _starts.Set(slot);
            foreach (BandEntry entry in bucket)
            {
                int candidate = (int)(entry.IsOther ? Own.Count + Other.Of(entry.Row) : Own.Of(entry.Row));
                _members[slot++] = candidate;
                _slotStarts[candidate + 1L]++;
            }
        });
        for (int c = 0; c < Candidates; c++)
        {
            _slotStarts[c + 1L] += _slotStarts[c];
        }

        // Filled from the back, so that starts end where they belong.
        for (slot = Members - 1; slot >= 0; slot--)
        {
            _slots[--_slotStarts[_members[slot] + 1L]] = slot;
        }
    }

    /// <summary>Candidates of the dataset.</summary>
    public RowNumbers Own { get; }

    /// <summary>Candidates of the second dataset.</summary>
    public RowNumbers Other { get; }

    public int Candidates { get; }

    /// <summary>Texts in buckets, each as often as it stands in one.</summary>
    public int Members { get; }

    /// <summary>Where the slots of a candidate begin; they end where those of the next one begin.</summary>
    public int SlotsFrom(int candidate) => _slotStarts[candidate + 1L];

    public int SlotsTo(int candidate) => candidate + 1 < Candidates ? _slotStarts[candidate + 2L] : Members;

    /// <summary>A slot of a candidate: a place in a bucket.</summary>
    public int Slot(int at) => _slots[at];

    /// <summary>The candidate in a slot.</summary>
    public int Member(int slot) => _members[slot];

    /// <summary>A slot begins a bucket.</summary>
    public bool Starts(int slot) => _starts[slot];

    /// <summary>The row of a candidate in its dataset.</summary>
    public long RowOf(int candidate) => candidate < Own.Count ? Own.RowOf(candidate) : Other.RowOf(candidate - Own.Count);

    public void Dispose()
    {
        Own.Dispose();
        Other.Dispose();
        _members?.Dispose();
        _slotStarts?.Dispose();
        _slots?.Dispose();
    }

    private delegate void BucketAction(ReadOnlySpan<BandEntry> bucket);

    private static void Walk(SortedRuns<BandEntry> bands, TextGroups texts, bool onlyAcross, CancellationToken ct, BucketAction each)
    {
        BandEntry[] buffer = [];
        BandEntry[] bucket = new BandEntry[64];
        for (int partition = 0; partition < SortedRuns<BandEntry>.Partitions; partition++)
        {
            ct.ThrowIfCancellationRequested();
            ReadOnlySpan<BandEntry> entries = bands.Sorted(partition, ref buffer);
            for (int start = 0; start < entries.Length;)
            {
                ulong key = entries[start].Key;
                int end = start + 1;
                while (end < entries.Length && entries[end].Key == key)
                {
                    end++;
                }

                if (end - start > 1)
                {
                    if (bucket.Length < end - start)
                    {
                        bucket = new BandEntry[Math.Max(end - start, bucket.Length * 2)];
                    }

                    int own = 0;
                    int count = 0;
                    foreach (BandEntry entry in entries[start..end])
                    {
                        // The second dataset stands in the state of every shard.
                        bool again = count > 0 && bucket[count - 1] == entry;
                        if (!again && !(entry.IsOther ? texts.OtherRepeats : texts.OwnRepeats)[entry.Row])
                        {
                            bucket[count++] = entry;
                            own += entry.IsOther ? 0 : 1;
                        }
                    }

                    if (own > 0 && (own < count || (own > 1 && !onlyAcross)))
                    {
                        each(bucket.AsSpan(0, count));
                    }
                }

                start = end;
            }
        }
    }
}
