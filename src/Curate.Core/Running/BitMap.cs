using System.Numerics;

namespace Curate.Core.Running;

/// <summary>One bit per row, for any number of rows: n / 8 bytes in pieces of 16 MiB, made as they are touched.</summary>
public sealed class BitMap
{
    private const int PieceBits = 27;
    private const int PieceWords = 1 << (PieceBits - 6);
    private ulong[]?[] _pieces = new ulong[]?[1];

    /// <summary>What its bits take; it grows as they are set.</summary>
    public long Bytes { get; private set; }

    public bool this[long row]
    {
        get
        {
            long piece = row >> PieceBits;
            ulong[]? words = piece < _pieces.Length ? _pieces[piece] : null;
            return words is not null && WordAt(words, row) is var word && (word >> (int)(row & 63) & 1) != 0;
        }
    }

    /// <summary>The bits of rows 64 * <paramref name="word"/> to 64 * <paramref name="word"/> + 63.</summary>
    public ulong Word(long word)
    {
        long piece = word >> (PieceBits - 6);
        int at = (int)(word & (PieceWords - 1));
        return piece < _pieces.Length && _pieces[piece] is { } words && at < words.Length ? words[at] : 0;
    }

    /// <summary>Makes room for the bits of rows 0 to <paramref name="rows"/> - 1; then <see cref="SetWord"/> may be called for them by several threads.</summary>
    public void Reserve(long rows)
    {
        for (long first = 0; first < rows; first += 1L << PieceBits)
        {
            int piece = (int)(first >> PieceBits);
            if (piece >= _pieces.Length)
            {
                Array.Resize(ref _pieces, Math.Max(piece + 1, _pieces.Length * 2));
            }

            ulong[] words = _pieces[piece] ?? [];
            int needed = (int)((Math.Min(rows - first, 1L << PieceBits) + 63) >> 6);
            if (words.Length < needed)
            {
                Bytes += (long)(needed - words.Length) * sizeof(ulong);
                Array.Resize(ref words, needed);
                _pieces[piece] = words;
            }
        }
    }

    /// <summary>Sets bits of rows 64 * <paramref name="word"/> and on, for which there is room (<see cref="Reserve"/>). Threads may set different words at a time.</summary>
    public void SetWord(long word, ulong bits) => _pieces[word >> (PieceBits - 6)]![word & (PieceWords - 1)] |= bits;

    public void Set(long row)
    {
        int piece = (int)(row >> PieceBits);
        if (piece >= _pieces.Length)
        {
            Array.Resize(ref _pieces, Math.Max(piece + 1, _pieces.Length * 2));
        }

        ulong[] words = _pieces[piece] ?? [];
        int word = (int)(row >> 6) & (PieceWords - 1);
        if (word >= words.Length)
        {
            Bytes -= words.Length * sizeof(ulong);
            Array.Resize(ref words, Math.Min(PieceWords, Math.Max(1024, Math.Max(word + 1, words.Length * 2))));
            Bytes += words.Length * sizeof(ulong);
            _pieces[piece] = words;
        }

        words[word] |= 1UL << (int)(row & 63);
    }

    /// <summary>Set bits in all.</summary>
    public long PopCount()
    {
        long count = 0;
        foreach (ulong[]? words in _pieces)
        {
            foreach (ulong word in words ?? [])
            {
                count += BitOperations.PopCount(word);
            }
        }

        return count;
    }

    /// <summary>The rows that are set, ascending.</summary>
    public IEnumerable<long> Rows()
    {
        for (int piece = 0; piece < _pieces.Length; piece++)
        {
            for (int word = 0; word < (_pieces[piece]?.Length ?? 0); word++)
            {
                for (ulong left = _pieces[piece]![word]; left != 0; left &= left - 1)
                {
                    yield return ((long)piece << PieceBits) + ((long)word << 6) + BitOperations.TrailingZeroCount(left);
                }
            }
        }
    }

    public void Save(BinaryWriter to)
    {
        int pieces = _pieces.Length;
        while (pieces > 0 && !_pieces[pieces - 1].AsSpan().ContainsAnyExcept(0UL))
        {
            pieces--;
        }

        to.Write(pieces);
        foreach (ulong[]? words in _pieces.AsSpan(0, pieces))
        {
            // Storage grows by the order in which bits were set; what is written must not show it.
            ReadOnlySpan<ulong> used = words.AsSpan().TrimEnd(0UL);
            to.Write(used.Length);
            foreach (ulong word in used)
            {
                to.Write(word);
            }
        }
    }

    public static BitMap Load(BinaryReader from)
    {
        int pieces = from.ReadInt32();
        var map = new BitMap();
        for (int p = 0; p < pieces; p++)
        {
            int length = from.ReadInt32();
            if ((uint)length > PieceWords)
            {
                throw new InvalidDataException("A stored bitmap has a piece that is too long.");
            }

            if (p == map._pieces.Length)
            {
                Array.Resize(ref map._pieces, p * 2);
            }

            var words = new ulong[length];
            for (int i = 0; i < length; i++)
            {
                words[i] = from.ReadUInt64();
            }

            map._pieces[p] = words;
            map.Bytes += length * sizeof(ulong);
        }

        return map;
    }

    private static ulong WordAt(ulong[] words, long row)
    {
        int word = (int)(row >> 6) & (PieceWords - 1);
        return word < words.Length ? words[word] : 0;
    }
}
