using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Select.Target;

/// <summary>
/// The runs of five words of all target texts, by which near-copies of them are told: a row of which a larger share than allowed stands in the target. A text of fewer words
/// is one run. Picking what the target holds already would teach nothing, and leak where the target is a test set.
/// </summary>
/// <remarks>O(bytes); 48 bytes a different run of the target.</remarks>
internal sealed class TargetCopies : IDisposable
{
    private const int Words = 5;
    private const int EntryBytes = 48;
    private readonly HashSet<ulong> _runs = [];
    private readonly FoldTable _fold;
    private readonly double _most;
    private readonly MemoryLease _lease;

    private TargetCopies(FoldTable fold, double most, RunContext run)
    {
        _fold = fold;
        _most = most;
        _lease = run.Memory.Lease(0, "The words of the target");
    }

    /// <summary>Reads the target texts; null where every share is allowed.</summary>
    public static TargetCopies? Of(TargetJob job, FoldTable fold)
    {
        if (job.Options.MaxOverlap >= 1)
        {
            return null;
        }

        var copies = new TargetCopies(fold, job.Options.MaxOverlap, job.Run);
        try
        {
            Reader reader = copies.Open();
            job.Passes.Each(job.Target.Source, ReadRequest.Of(new ColumnRequest(job.Options.Text!, ColumnKind.Text)), "read the target", batch =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    if (job.Target.Has(batch.FirstRow + row) && !batch[0].IsNull(row))
                    {
                        int before = copies._runs.Count;
                        reader.Collect(batch.Text(0)[row]);
                        copies._lease.Grow((long)(copies._runs.Count - before) * EntryBytes, "The words of the target");
                    }
                }
            });
            return copies;
        }
        catch
        {
            copies.Dispose();
            throw;
        }
    }

    /// <summary>Compares texts with the target, for one thread.</summary>
    public Reader Open() => new(this);

    public void Dispose() => _lease.Dispose();

    internal sealed class Reader(TargetCopies copies)
    {
        private readonly ShingleReader _reader = new(copies._fold, ShingleUnit.Auto, Words);
        private readonly ulong[] _block = new ulong[ShingleReader.Block];

        /// <summary>The text is a near-copy of the target.</summary>
        public bool IsCopy(ReadOnlySpan<byte> text)
        {
            (long runs, long found) = Walk(text, collects: false);
            return runs > 0 && found > copies._most * runs;
        }

        public void Collect(ReadOnlySpan<byte> text) => Walk(text, collects: true);

        private (long Runs, long Found) Walk(ReadOnlySpan<byte> text, bool collects)
        {
            long runs = 0;
            long found = 0;
            _reader.Begin();
            _reader.Open();
            bool more = true;
            while (more)
            {
                int read = _reader.Read(text, _block, out more);
                foreach (ulong run in _block.AsSpan(0, read))
                {
                    runs++;
                    found += Meet(run, collects);
                }
            }

            if (_reader.Finish(out ulong whole))
            {
                runs++;
                found += Meet(whole, collects);
            }

            return (runs, found);
        }

        private int Meet(ulong run, bool collects) => collects ? (copies._runs.Add(run) ? 1 : 0) : copies._runs.Contains(run) ? 1 : 0;
    }
}
