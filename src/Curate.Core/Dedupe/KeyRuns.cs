using System.Runtime.InteropServices;
using Curate.Core.Running;

namespace Curate.Core.Dedupe;

/// <summary>
/// Key entries in 256 partitions by the key's top byte. They stay in memory while the budget allows and go to scratch, partition by
/// partition, when it does not; either way each partition is sorted on its own.
/// </summary>
/// <param name="context">Budget and scratch.</param>
/// <param name="spill">Go to scratch from the start: it is known that the keys do not fit.</param>
internal sealed class KeyRuns(RunContext context, bool spill) : IDisposable
{
    public const int Partitions = 256;
    private const int Block = 2048;
    private const int EntryBytes = 32;

    /// <summary>A sort buffer up to this size is part of the run's fixed reserve, so that the smallest budget can still be met.</summary>
    private const long UncountedBytes = 1 << 20;

    private readonly List<KeyEntry>[] _entries = [.. Enumerable.Range(0, Partitions).Select(static _ => new List<KeyEntry>())];
    private readonly (Stream Stream, ScratchRun Run, long Count)?[] _runs = new (Stream, ScratchRun, long)?[Partitions];
    private long _taken;

    public long Count { get; private set; }

    public bool Spilled { get; private set; } = spill;

    public void Add(KeyEntry entry)
    {
        int partition = (int)(entry.Hash.High >> 56);
        List<KeyEntry> entries = _entries[partition];
        if (entries.Count == entries.Capacity && !Spilled)
        {
            long more = Math.Max(64, entries.Capacity) * (long)EntryBytes;
            if (context.Memory.TryTake(more))
            {
                _taken += more;
            }
            else
            {
                SpillAll();
                entries = _entries[partition];
            }
        }

        entries.Add(entry);
        Count++;
        if (Spilled && entries.Count >= Block)
        {
            Flush(partition);
        }
    }

    /// <summary>The entries of one partition, sorted; those from scratch stand in <paramref name="buffer"/>, which is grown and may be reused.</summary>
    public ReadOnlySpan<KeyEntry> Sorted(int partition, ref KeyEntry[] buffer)
    {
        if (_runs[partition] is not { } run)
        {
            Span<KeyEntry> held = CollectionsMarshal.AsSpan(_entries[partition]);
            held.Sort();
            return held;
        }

        int count = checked((int)run.Count);
        if (buffer.Length < count)
        {
            // A tenth more than asked: partitions differ a little in size, and each new array is garbage until the next collection.
            int room = checked(count + count / 10);
            long bytes = (long)room * EntryBytes;
            if (bytes > UncountedBytes)
            {
                context.Memory.Take(bytes, "Sorting one of 256 partitions of the keys");
                context.Memory.Return(bytes);
            }

            buffer = new KeyEntry[room];
        }

        Span<KeyEntry> read = buffer.AsSpan(0, count);
        using (Stream stream = context.Scratch.OpenRun(run.Run))
        {
            for (int at = 0; at < count;)
            {
                int n = Math.Min(count - at, 1 << 20);
                stream.ReadExactly(MemoryMarshal.AsBytes(read.Slice(at, n)));
                at += n;
            }
        }

        read.Sort();
        return read;
    }

    /// <summary>No more entries come.</summary>
    public void Seal()
    {
        for (int p = 0; Spilled && p < Partitions; p++)
        {
            Flush(p);
            _runs[p]?.Stream.Dispose();
        }
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        KeyEntry[] buffer = [];
        for (int p = 0; p < Partitions; p++)
        {
            foreach (KeyEntry entry in Sorted(p, ref buffer))
            {
                to.Write(entry.Hash.High);
                to.Write(entry.Hash.Low);
                to.Write(entry.Rank);
                to.Write(entry.Place);
            }
        }
    }

    public void AddSaved(BinaryReader from)
    {
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            ulong high = from.ReadUInt64();
            ulong low = from.ReadUInt64();
            ulong rank = from.ReadUInt64();
            Add(new KeyEntry(new(high, low), rank, from.ReadUInt64()));
        }
    }

    public void Dispose()
    {
        foreach ((Stream Stream, ScratchRun Run, long Count)? run in _runs)
        {
            if (run is { } open)
            {
                open.Stream.Dispose();
                context.Scratch.Delete(open.Run);
            }
        }

        context.Memory.Return(_taken);
        _taken = 0;
    }

    private void SpillAll()
    {
        Spilled = true;
        for (int p = 0; p < Partitions; p++)
        {
            Flush(p);
            _entries[p] = new List<KeyEntry>(Block);
        }

        context.Memory.Return(_taken);
        _taken = 0;
    }

    private void Flush(int partition)
    {
        List<KeyEntry> entries = _entries[partition];
        if (entries.Count == 0)
        {
            return;
        }

        (Stream Stream, ScratchRun Run, long Count) run = _runs[partition]
            ?? (context.Scratch.CreateRun("keys", out ScratchRun id), id, 0);
        run.Stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(entries)));
        _runs[partition] = run with { Count = run.Count + entries.Count };
        entries.Clear();
    }
}
