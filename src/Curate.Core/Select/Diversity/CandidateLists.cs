using System.Runtime.CompilerServices;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// For some rows (candidates) the rows that each could still add to, with the similarity of the pair rounded up. What a candidate adds is then a walk along its
/// list, instead of n distances; and because levels only rise, a pair that adds nothing is dropped for good.
/// </summary>
/// <remarks>
/// 4 bytes a pair, in chunks of 512 bytes, and 8 bytes a row; a list that there is no room for is forgotten, and its candidate is compared with all rows instead. A pair is
/// 16 bits of the row, the others standing in its chunk, and 16 of the similarity, as steps below the largest one. Rows of a list ascend. One thread at a time, but for sums.
/// </remarks>
internal sealed unsafe class CandidateLists : IDisposable
{
    /// <summary>Bytes of lists for each row, at most. A constant: with enough memory what is done depends on the rows alone.</summary>
    public const int MostBytesPerRow = 7000;

    /// <summary>Rows that an entry tells apart; those of other windows stand in other chunks.</summary>
    public const int Window = 1 << 16;

    private const int ChunkBytes = 512;
    private const int HeadBytes = 12;
    private const int Entries = (ChunkBytes - HeadBytes) / 4;
    private const int Steps = (1 << 16) - 1;
    private const int ChunksOfSegment = 256;
    private const int None = -1;
    private readonly List<NativeBlock<byte>> _segments = [];
    private readonly int[] _first;
    private readonly int[] _last;
    private readonly MemoryLease _lease;
    private readonly MemoryBudget _memory;
    private readonly long _mostSegments;
    private float _top;
    private float _step;
    private float _perStep;
    private int _used;
    private int _free = None;

    private CandidateLists(int rows, MemoryLease lease, RunContext run)
    {
        _memory = run.Memory;
        _lease = lease;
        _first = new int[rows];
        _last = new int[rows];
        Array.Fill(_first, None);
        long most = Math.Min((long)MostBytesPerRow * Math.Max(rows, 256), (long)int.MaxValue * ChunkBytes);
        _mostSegments = Math.Max(1, most / SegmentBytes);
    }

    /// <summary>Lists of no row yet, or null where the budget of memory has no room for them.</summary>
    /// <param name="rows">Rows that can have a list.</param>
    /// <param name="buffers">Bytes beside them that their owner needs.</param>
    /// <param name="run">Memory.</param>
    public static CandidateLists? TryMake(int rows, long buffers, RunContext run)
    {
        MemoryLease lease = run.Memory.Lease(0, "Lists of what rows add");
        return lease.TryGrow((8L * rows) + buffers) ? new CandidateLists(rows, lease, run) : null;
    }

    private static long SegmentBytes => (long)ChunkBytes * ChunksOfSegment;

    /// <summary>Bytes that lists can have together, as far as is known now.</summary>
    public long Room => Math.Min(_mostSegments, _segments.Count + Math.Max(0, _memory.Free / SegmentBytes)) * SegmentBytes;

    /// <summary>Whether a candidate has a list.</summary>
    public bool Has(int candidate) => _first[candidate] != None;

    /// <summary>What lists of all of so many rows take at most, of so many pairs together.</summary>
    public static double BytesFor(int rows, double pairs) => (pairs * ChunkBytes / Entries) + ((double)rows * ChunkBytes * ((rows / Window) + 1));

    /// <summary>Gives a candidate an empty list, if there is room.</summary>
    public void Begin(int candidate)
    {
        Drop(candidate);
        int chunk = NewChunk(0);
        _first[candidate] = chunk;
        _last[candidate] = chunk;
    }

    /// <summary>Forgets all lists; their memory stays for others. Those to come hold similarities from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public void Clear(float least, float most)
    {
        _top = most;
        _step = MathF.BitIncrement((most - least) / Steps);
        _perStep = _step > 0 ? (float)Math.Min(float.MaxValue, 1 / (double)_step) : 0;
        for (int candidate = 0; candidate < _first.Length; candidate++)
        {
            _first[candidate] = None;
        }

        _used = 0;
        _free = None;
    }

    /// <summary>A row of a window and its similarity, as lists hold them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Entry(int row, float similarity) => (ushort)row | ((uint)Rounded(similarity) << 16);

    /// <summary>Appends rows of a window to the list of a candidate; without a list nothing happens, and without room the list is forgotten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int candidate, int window, ReadOnlySpan<uint> entries)
    {
        if (_first[candidate] == None)
        {
            return;
        }

        byte* chunk = At(_last[candidate]);
        while (!entries.IsEmpty)
        {
            int count = Count(chunk);
            if (count == Entries || (High(chunk) != window && count > 0))
            {
                int next = NewChunk(window);
                if (next == None)
                {
                    Drop(candidate);
                    return;
                }

                Next(chunk) = next;
                _last[candidate] = next;
                chunk = At(next);
                count = 0;
            }

            int fit = Math.Min(Entries - count, entries.Length);
            High(chunk) = window;
            entries[..fit].CopyTo(new Span<uint>(EntriesOf(chunk) + count, fit));
            Count(chunk) = count + fit;
            entries = entries[fit..];
        }
    }

    /// <summary>The sum of what exceeds the level of each row of a list, and the pairs that do; the others are dropped. Several threads at a time may ask for different candidates.</summary>
    /// <param name="candidate">A row with a list.</param>
    /// <param name="levels">The levels of all rows.</param>
    /// <param name="freed">Chunks that the list no longer needs, for <see cref="Release"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Sum, int Pairs) Sum(int candidate, float* levels, out int freed)
    {
        // Two sums: each addition waits for the one before.
        double sum = 0;
        double other = 0;
        int pairs = 0;
        byte* to = null;
        int last = None;
        freed = None;
        for (int from = _first[candidate]; from != None;)
        {
            byte* chunk = At(from);
            int next = Next(chunk);
            int count = Count(chunk);
            float* own = levels + (High(chunk) * (long)Window);
            uint* entries = EntriesOf(chunk);
            int kept = 0;

            // Without a branch for each pair: which of them are left cannot be foreseen.
            int e = 0;
            for (; e + 2 <= count; e += 2)
            {
                uint entry = entries[e];
                uint second = entries[e + 1];
                float excess = Similarity((int)(entry >> 16)) - own[(ushort)entry];
                float more = Similarity((int)(second >> 16)) - own[(ushort)second];
                entries[kept] = entry;
                kept += excess > 0 ? 1 : 0;
                entries[kept] = second;
                kept += more > 0 ? 1 : 0;
                sum += float.MaxNative(excess, 0);
                other += float.MaxNative(more, 0);
            }

            if (e < count)
            {
                uint entry = entries[e];
                float excess = Similarity((int)(entry >> 16)) - own[(ushort)entry];
                entries[kept] = entry;
                kept += excess > 0 ? 1 : 0;
                sum += float.MaxNative(excess, 0);
            }

            Count(chunk) = kept;
            pairs += kept;
            if (to is not null && (kept == 0 || (High(to) == High(chunk) && Count(to) + kept <= Entries)))
            {
                // What is left fits into the chunk before.
                new ReadOnlySpan<uint>(entries, kept).CopyTo(new Span<uint>(EntriesOf(to) + Count(to), kept));
                Count(to) += kept;
                Next(to) = next;
                Next(chunk) = freed;
                freed = from;
            }
            else
            {
                to = chunk;
                last = from;
            }

            from = next;
        }

        _last[candidate] = last;
        return (sum + other, pairs);
    }

    /// <summary>Takes chunks back that a list no longer needs. One thread at a time.</summary>
    public void Release(int freed) => Free(freed);

    /// <summary>The rows of a list.</summary>
    public void Rows(int candidate, List<int> to)
    {
        for (int from = _first[candidate]; from != None; from = Next(At(from)))
        {
            byte* chunk = At(from);
            for (int e = 0; e < Count(chunk); e++)
            {
                to.Add((High(chunk) * Window) + (ushort)EntriesOf(chunk)[e]);
            }
        }
    }

    public void Dispose()
    {
        foreach (NativeBlock<byte> segment in _segments)
        {
            segment.Dispose();
        }

        _lease.Dispose();
    }

    private static ref int Next(byte* chunk) => ref *(int*)chunk;

    private static ref int Count(byte* chunk) => ref *(int*)(chunk + 4);

    private static ref int High(byte* chunk) => ref *(int*)(chunk + 8);

    private static uint* EntriesOf(byte* chunk) => (uint*)(chunk + HeadBytes);

    private float Similarity(int below) => _top - (below * _step);

    /// <summary>The most steps below the largest similarity that still give this one or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Rounded(float similarity)
    {
        int below = Math.Clamp((int)((_top - similarity) * _perStep), 0, Steps);
        return Similarity(below) < similarity ? Raised(below, similarity) : below;
    }

    private int Raised(int below, float similarity)
    {
        while (below > 0 && Similarity(below) < similarity)
        {
            below--;
        }

        return below;
    }

    private void Drop(int candidate)
    {
        Free(_first[candidate]);
        _first[candidate] = None;
    }

    private byte* At(int chunk) => _segments[chunk / ChunksOfSegment].Start + (chunk % ChunksOfSegment * (long)ChunkBytes);

    /// <summary>Puts a chunk and all after it on the free list.</summary>
    private void Free(int chunk)
    {
        while (chunk != None)
        {
            int next = Next(At(chunk));
            Next(At(chunk)) = _free;
            _free = chunk;
            chunk = next;
        }
    }

    private int NewChunk(int high)
    {
        int chunk = _free;
        if (chunk != None)
        {
            _free = Next(At(chunk));
        }
        else
        {
            if (_used == _segments.Count * ChunksOfSegment)
            {
                if (_segments.Count >= _mostSegments || !_lease.TryGrow(SegmentBytes))
                {
                    return None;
                }

                _segments.Add(new NativeBlock<byte>(SegmentBytes, zeroed: false));
            }

            chunk = _used++;
        }

        Next(At(chunk)) = None;
        Count(At(chunk)) = 0;
        High(At(chunk)) = high;
        return chunk;
    }
}
