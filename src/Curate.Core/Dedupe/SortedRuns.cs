using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Core.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Dedupe;

/// <summary>
/// Entries in 256 partitions. They stay in memory while the budget allows and go to scratch, partition by partition, when it does not;
/// either way each partition is sorted on its own, one that is too large for the budget in a mapped region of scratch.
/// </summary>
/// <param name="context">Budget and scratch.</param>
/// <param name="spill">Go to scratch from the start: it is known that the entries do not fit.</param>
internal sealed class SortedRuns<T>(RunContext context, bool spill) : IDisposable
    where T : unmanaged, IRunEntry<T>, IComparable<T>
{
    public const int Partitions = 256;
    private const int Block = 2048;

    /// <summary>A sort buffer up to this size is part of the run's fixed reserve, so that the smallest budget can still be met.</summary>
    private const long UncountedBytes = 1 << 20;

    private readonly List<T>[] _entries = [.. Enumerable.Range(0, Partitions).Select(static _ => new List<T>())];
    private readonly (Stream Stream, ScratchRun Run, long Count)?[] _runs = new (Stream, ScratchRun, long)?[Partitions];
    private readonly bool[] _sorted = new bool[Partitions];
    private ScratchArray<T>? _oversize;
    private long _taken;

    public long Count { get; private set; }

    public bool Spilled { get; private set; } = spill;

    public void Add(T entry)
    {
        int partition = entry.Partition;
        List<T> entries = _entries[partition];
        if (entries.Count == entries.Capacity && !Spilled)
        {
            long more = Math.Max(64, entries.Capacity) * (long)Unsafe.SizeOf<T>();
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

    /// <summary>
    /// The entries of one partition, sorted, valid until the next call where they come from scratch. Those stand in <paramref name="buffer"/>,
    /// which is grown and may be reused, or on scratch itself.
    /// </summary>
    public ReadOnlySpan<T> Sorted(int partition, ref T[] buffer)
    {
        if (_runs[partition] is not { } run)
        {
            Span<T> held = CollectionsMarshal.AsSpan(_entries[partition]);
            if (!_sorted[partition])
            {
                ValueSort.Sort(held);
                _sorted[partition] = true;
            }

            return held;
        }

        int count = checked((int)run.Count);
        Span<T> read = Room(count, ref buffer);
        using (Stream stream = context.Scratch.OpenRun(run.Run))
        {
            for (int at = 0; at < count;)
            {
                int n = Math.Min(count - at, 1 << 20);
                stream.ReadExactly(MemoryMarshal.AsBytes(read.Slice(at, n)));
                at += n;
            }
        }

        ValueSort.Sort(read);
        return read;
    }

    private Span<T> Room(int count, ref T[] buffer)
    {
        _oversize?.Dispose();
        _oversize = null;
        if (buffer.Length < count)
        {
            // A tenth more than asked: partitions differ a little in size, and each new array is garbage until the next collection.
            int room = (int)Math.Min(Array.MaxLength, count + (count / 10L));
            long bytes = (long)room * Unsafe.SizeOf<T>();
            if (bytes > UncountedBytes)
            {
                if (!context.Memory.TryTake(bytes))
                {
                    // One value that most rows share makes a partition of most rows.
                    _oversize = new ScratchArray<T>(context, "partition", count);
                    return _oversize.Slice(0, count);
                }

                context.Memory.Return(bytes);
            }

            buffer = new T[room];
        }

        return buffer.AsSpan(0, count);
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
        T[] buffer = [];
        for (int p = 0; p < Partitions; p++)
        {
            foreach (T entry in Sorted(p, ref buffer))
            {
                entry.Write(to);
            }
        }
    }

    public void AddSaved(BinaryReader from)
    {
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            Add(T.Read(from));
        }
    }

    public void Dispose()
    {
        _oversize?.Dispose();
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
            _entries[p] = new List<T>(Block);
        }

        context.Memory.Return(_taken);
        _taken = 0;
    }

    private void Flush(int partition)
    {
        List<T> entries = _entries[partition];
        if (entries.Count == 0)
        {
            return;
        }

        (Stream Stream, ScratchRun Run, long Count) run = _runs[partition]
            ?? (context.Scratch.CreateRun("entries", out ScratchRun id), id, 0);
        run.Stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(entries)));
        _runs[partition] = run with { Count = run.Count + entries.Count };
        entries.Clear();
    }
}
