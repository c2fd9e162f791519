using System.Numerics;
using Curate.Core.Data;

namespace Curate.Core.Randomness;

/// <summary>
/// Finds, for each group, the draw up to which exactly the wanted number of its rows lie: a uniform sample of every group at once, in a few
/// sequential passes over the group codes and without sorting or keeping the rows.
/// </summary>
/// <remarks>
/// <para>Every group starts with the bracket of all 64-bit draws. Each pass counts the rows of every bracket in 2^b equal bins and goes on with the
/// bin that holds the
/// wanted rank. Once all brackets together hold few rows, one last pass collects and orders them.</para>
/// <para>Memory: 48 bytes per group, 8 x 2^b per open group for the bins (b from 1 to 16, as half of the budget allows) and 24 per collected row (as
/// the other half allows).
/// Passes: 1 + ceil(log(rows / collected rows) / b); two for one group of 10^9 rows in 64 MiB.</para>
/// </remarks>
public sealed class DrawThresholds
{
    private const int RowBytes = 24;

    private readonly IGroupCodes _codes;
    private readonly SeededDraw _draw;
    private readonly CancellationToken _ct;
    private readonly Bracket[] _brackets;
    private readonly RankedRow?[] _thresholds;
    private readonly List<int> _open = [];

    private DrawThresholds(IGroupCodes codes, SeededDraw draw, ReadOnlySpan<long> counts, ReadOnlySpan<long> quotas, CancellationToken ct)
    {
        _codes = codes;
        _draw = draw;
        _ct = ct;
        _brackets = new Bracket[counts.Length];
        _thresholds = new RankedRow?[counts.Length];
        for (int g = 0; g < counts.Length; g++)
        {
            _brackets[g].Slot = -1;
            if (quotas[g] >= counts[g])
            {
                _thresholds[g] = counts[g] > 0 ? RankedRow.Last : null;
            }
            else if (quotas[g] > 0)
            {
                _brackets[g] = new Bracket { Bits = 64, Wanted = quotas[g], Rows = counts[g] };
                _open.Add(g);
            }
        }
    }

    /// <summary>
    /// The threshold of each group: its rows at or below it are exactly as many as the quota says. <see cref="RankedRow.Last"/> where the
    /// quota covers the group, null where no row is wanted.
    /// </summary>
    /// <param name="codes">The group of every row.</param>
    /// <param name="draw">The keyed draws of rows.</param>
    /// <param name="counts">Rows of each group.</param>
    /// <param name="quotas">Rows wanted of each group.</param>
    /// <param name="memoryBytes">Room for bins and collected rows; what is asked for beyond it are 64 bytes per open group.</param>
    /// <param name="ct">Checked once a block.</param>
    public static RankedRow?[] Find(IGroupCodes codes, SeededDraw draw, ReadOnlySpan<long> counts, ReadOnlySpan<long> quotas,
        long memoryBytes, CancellationToken ct = default)
    {
        var search = new DrawThresholds(codes, draw, counts, quotas, ct);
        search.Run(memoryBytes);
        return search._thresholds;
    }

    private void Run(long memoryBytes)
    {
        if (_open.Count == 0)
        {
            return;
        }

        long binsEach = Math.Clamp(memoryBytes / 2 / 8 / _open.Count, 2, 65536);
        int bits = Math.Min(BitOperations.Log2((ulong)binsEach), BitOperations.Log2((ulong)Array.MaxLength / (ulong)_open.Count));
        long room = Math.Clamp(memoryBytes / 2 / RowBytes, _open.Count, Array.MaxLength);
        for (int i = 0; i < _open.Count; i++)
        {
            _brackets[_open[i]].Slot = i;
        }

        long[]? bins = null;
        while (ToCollect() > room)
        {
            bins ??= new long[_open.Count << Math.Max(1, bits)];
            Refine(bins, Math.Max(1, bits));
        }

        Collect(new RankedRow[ToCollect()]);
    }

    /// <summary>Rows that the last pass would keep. A bracket of one draw keeps none: its rows come in the order that ties are broken by.</summary>
    private long ToCollect()
    {
        long rows = 0;
        foreach (int g in _open)
        {
            rows += _brackets[g].Bits == 0 ? 0 : _brackets[g].Rows;
        }

        return rows;
    }

    private void Refine(long[] bins, int bits)
    {
        Array.Clear(bins);
        _codes.Rewind();
        while (_codes.Next(out GroupBlock block))
        {
            _ct.ThrowIfCancellationRequested();
            for (int i = 0; i < block.Codes.Length; i++)
            {
                int g = block.Codes[i];
                if (g < 0 || _brackets[g].Slot < 0)
                {
                    continue;
                }

                ref Bracket bracket = ref _brackets[g];
                ulong offset = DrawOf(block, i) - bracket.Low;
                if (bracket.Holds(offset) && bracket.Bits > 0)
                {
                    int used = Math.Min(bits, bracket.Bits);
                    bins[((long)bracket.Slot << bits) + (long)(offset >> (bracket.Bits - used))]++;
                }
            }
        }

        foreach (int g in _open)
        {
            ref Bracket bracket = ref _brackets[g];
            if (bracket.Bits == 0)
            {
                continue;
            }

            int used = Math.Min(bits, bracket.Bits);
            long at = (long)bracket.Slot << bits;
            long bin = 0;
            while (bracket.Wanted > bins[at + bin])
            {
                bracket.Wanted -= bins[at + bin];
                bin++;
            }

            bracket.Bits -= used;
            bracket.Low += (ulong)bin << bracket.Bits;
            bracket.Rows = bins[at + bin];
        }
    }

    private void Collect(RankedRow[] rows)
    {
        long next = 0;
        foreach (int g in _open)
        {
            ref Bracket bracket = ref _brackets[g];
            bracket.Start = next;
            next += bracket.Bits == 0 ? 0 : bracket.Rows;
        }

        _codes.Rewind();
        while (_codes.Next(out GroupBlock block))
        {
            _ct.ThrowIfCancellationRequested();
            for (int i = 0; i < block.Codes.Length; i++)
            {
                int g = block.Codes[i];
                if (g < 0 || _brackets[g].Slot < 0)
                {
                    continue;
                }

                ref Bracket bracket = ref _brackets[g];
                ulong draw = DrawOf(block, i);
                if (!bracket.Holds(draw - bracket.Low))
                {
                    continue;
                }

                bracket.Found++;
                var row = new RankedRow(draw, new RowId(block.Source, block.FirstRow + i));
                if (bracket.Bits > 0)
                {
                    rows[bracket.Start + bracket.Found - 1] = row;
                }
                else if (bracket.Found == bracket.Wanted)
                {
                    _thresholds[g] = row;
                }
            }
        }

        foreach (int g in _open)
        {
            ref Bracket bracket = ref _brackets[g];
            if (bracket.Bits > 0)
            {
                Span<RankedRow> held = rows.AsSpan((int)bracket.Start, (int)bracket.Rows);
                held.Sort();
                _thresholds[g] = held[(int)bracket.Wanted - 1];
            }
        }
    }

    private ulong DrawOf(GroupBlock block, int i) => block.Draws.IsEmpty ? _draw.Bits(block.Source, block.FirstRow + i) : block.Draws[i];

    /// <summary>Where the threshold of a group lies: among 2^Bits draws from Low on, as the Wanted-th of Rows.</summary>
    private struct Bracket
    {
        public ulong Low;
        public long Wanted;
        public long Rows;
        public long Start;
        public long Found;
        public int Bits;

        /// <summary>Place among the open groups, or -1 where nothing is sought.</summary>
        public int Slot;

        public readonly bool Holds(ulong offset) => Bits == 64 || offset >> Bits == 0;
    }
}
