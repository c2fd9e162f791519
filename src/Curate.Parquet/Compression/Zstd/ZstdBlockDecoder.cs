using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>
/// Decodes the blocks of one Zstandard frame after another (RFC 8878, section 3.1.1.2). It keeps what one block leaves for the next: the
/// entropy tables and the last three offsets.
/// </summary>
/// <param name="work"><see cref="WorkBytes"/> bytes of memory that stay where they are; their content need not be set.</param>
internal unsafe struct ZstdBlockDecoder(byte* work)
{
    /// <summary>No block has more content, nor more bytes, than this.</summary>
    public const int MaxBlock = 128 * 1024;

    public const int WorkBytes = LiteralsAt + MaxBlock + LiteralSlack;

    private const int LiteralLengths = 36;
    private const int MatchLengths = 53;
    private const int OffsetCodes = 32;
    private const int LiteralLengthLog = 9;
    private const int MatchLengthLog = 9;
    private const int OffsetLog = 8;

    private const int LiteralTableAt = 0;
    private const int MatchTableAt = LiteralTableAt + (8 << LiteralLengthLog);
    private const int OffsetTableAt = MatchTableAt + (8 << MatchLengthLog);
    private const int HuffmanAt = OffsetTableAt + (8 << OffsetLog);
    private const int LiteralsAt = HuffmanAt + (2 << ZstdHuffman.Log);

    // Wide copies read as far behind the last literal.
    private const int LiteralSlack = 32;

    // What the fast path may write behind the end of a sequence.
    private const int Slack = 32;

    // Bits that a load surely has, less those that the three next states can take: 9 + 9 + 8.
    private const int FreeBits = 57 - 26;

    private int _literalLog;
    private int _matchLog;
    private int _offsetLog;
    private bool _hasHuffman;
    private nint _offset1;
    private nint _offset2;
    private nint _offset3;
    private byte* _literals;
    private nint _literalCount;

    /// <summary>Begins a frame.</summary>
    public void Reset()
    {
        (_literalLog, _matchLog, _offsetLog) = (-1, -1, -1);
        _hasHuffman = false;
        (_offset1, _offset2, _offset3) = (1, 4, 8);
    }

    /// <summary>
    /// Decodes a compressed block and returns where its content ends. <see cref="ZstdBackward.Before"/> bytes before <paramref name="at"/>
    /// are readable, and those behind the block up to <paramref name="readable"/>.
    /// </summary>
    /// <param name="at">The first byte of the block's content.</param>
    /// <param name="end">Where the block ends.</param>
    /// <param name="readable">Where readable memory ends; not before the block.</param>
    /// <param name="history">The first byte that copies may refer to.</param>
    /// <param name="to">Where the content goes.</param>
    /// <param name="limit">Where the largest block would end that the frame allows; not behind <paramref name="writable"/>.</param>
    /// <param name="writable">Where writable memory ends.</param>
    /// <param name="window">The farthest that copies may refer back.</param>
    public byte* Decode(byte* at, byte* end, byte* readable, byte* history, byte* to, byte* limit, byte* writable, nint window)
    {
        at = Literals(at, end, readable);
        int sequences = SequenceHeader(ref at, end);
        if (sequences == 0)
        {
            if (at != end || _literalCount > limit - to)
            {
                ZstdFault.Sequences();
            }

            Buffer.MemoryCopy(_literals, to, _literalCount, _literalCount);
            return to + _literalCount;
        }

        if (at >= end)
        {
            ZstdFault.CutShort();
        }

        uint modes = *at++;
        if ((modes & 3) != 0)
        {
            ZstdFault.Sequences();
        }

        Table(modes >> 6, ref at, end, LiteralTableAt, LiteralLengthLog, LiteralLengths, ZstdCodes.Literal, ZstdCodes.DefaultLiteral,
            ZstdCodes.DefaultLiteralLog, ref _literalLog);
        Table(modes >> 4 & 3, ref at, end, OffsetTableAt, OffsetLog, OffsetCodes, ZstdCodes.Offset, ZstdCodes.DefaultOffset,
            ZstdCodes.DefaultOffsetLog, ref _offsetLog);
        Table(modes >> 2 & 3, ref at, end, MatchTableAt, MatchLengthLog, MatchLengths, ZstdCodes.Match, ZstdCodes.DefaultMatch,
            ZstdCodes.DefaultMatchLog, ref _matchLog);
        nint left = ZstdBackward.Length(at, end);
        if (left < 0)
        {
            ZstdFault.Sequences();
        }

        return Sequences(sequences, at, left, history, to, limit, writable, window);
    }

    /// <summary>Reads the literals section (section 3.1.1.3.1) and returns where it ends.</summary>
    private byte* Literals(byte* at, byte* end, byte* readable)
    {
        if (at >= end)
        {
            ZstdFault.CutShort();
        }

        uint type = *at & 3U;
        uint format = (uint)*at >> 2 & 3;
        // The header is at most 5 bytes; what is missing behind the end reads as zero and is then found missing.
        ulong header = 0;
        for (int i = 0; i < 5 && at + i < end; i++)
        {
            header |= (ulong)at[i] << (8 * i);
        }

        byte* buffer = work + LiteralsAt;
        if (type < 2)
        {
            int bytes = format switch { 1 => 2, 3 => 3, _ => 1 };
            nint count = (nint)(format switch { 1 => header >> 4 & 0xFFF, 3 => header >> 4 & 0xFFFFF, _ => header >> 3 & 0x1F });
            if (count > MaxBlock)
            {
                ZstdFault.Literals();
            }

            nint stored = type == 0 ? count : 1;
            if (end - at < bytes + stored)
            {
                ZstdFault.CutShort();
            }

            at += bytes;
            _literalCount = count;
            _literals = buffer;
            if (type == 1)
            {
                new Span<byte>(buffer, (int)count).Fill(*at);
            }
            else if (readable - at >= count + LiteralSlack)
            {
                _literals = at;
            }
            else
            {
                Buffer.MemoryCopy(at, buffer, count, count);
            }

            return at + stored;
        }

        int width = format switch { 2 => 14, 3 => 18, _ => 10 };
        int headerBytes = format switch { 2 => 4, 3 => 5, _ => 3 };
        nint size = (nint)(header >> 4 & ((1UL << width) - 1));
        nint packed = (nint)(header >> (4 + width) & ((1UL << width) - 1));
        if (size > MaxBlock)
        {
            ZstdFault.Literals();
        }

        at += headerBytes;
        if (packed > end - at)
        {
            ZstdFault.CutShort();
        }

        var table = (ushort*)(work + HuffmanAt);
        byte* stream = at;
        byte* streamEnd = at + packed;
        if (type == 2)
        {
            _hasHuffman = false;
            stream += ZstdHuffman.ReadTable(at, streamEnd, table);
            _hasHuffman = true;
        }
        else if (!_hasHuffman)
        {
            ZstdFault.Literals();
        }

        if (format == 0)
        {
            ZstdHuffman.One(stream, streamEnd, buffer, size, table);
        }
        else
        {
            ZstdHuffman.Four(stream, streamEnd, buffer, size, table);
        }

        _literals = buffer;
        _literalCount = size;
        return streamEnd;
    }

    /// <summary>Reads how many sequences there are (section 3.1.1.3.2.1).</summary>
    private static int SequenceHeader(ref byte* at, byte* end)
    {
        int bytes = at >= end ? int.MaxValue : *at < 128 ? 1 : *at < 255 ? 2 : 3;
        if (end - at < bytes)
        {
            ZstdFault.CutShort();
        }

        int count = bytes switch
        {
            1 => at[0],
            2 => (at[0] - 128) << 8 | at[1],
            _ => at[1] + (at[2] << 8) + 0x7F00,
        };
        at += bytes;
        return count;
    }

    /// <summary>Makes one of the three tables ready: the default one, one symbol alone, a described one, or the one from before.</summary>
    private readonly void Table(
        uint mode, ref byte* at, byte* end, int tableAt, int maxLog, int codes, ulong[] values, ReadOnlySpan<short> standard, int standardLog,
        ref int log)
    {
        var table = (ulong*)(work + tableAt);
        switch (mode)
        {
            case 0:
                ZstdFse.Build(table, standard, standardLog, values);
                log = standardLog;
                break;
            case 1:
                if (at >= end || *at >= codes)
                {
                    ZstdFault.Sequences();
                }

                table[0] = values[*at++];
                log = 0;
                break;
            case 2:
                Span<short> counts = stackalloc short[codes];
                at += ZstdFse.ReadCounts(at, end, counts, maxLog, out int used, out log);
                ZstdFse.Build(table, counts[..used], log, values);
                break;
            default:
                if (log < 0)
                {
                    ZstdFault.Sequences();
                }

                break;
        }
    }

    /// <summary>Decodes and carries out the sequences (sections 3.1.1.3.2 and 3.1.1.4), then appends the literals that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* Sequences(int count, byte* stream, nint left, byte* history, byte* to, byte* limit, byte* writable, nint window)
    {
        byte* tables = work;
        byte* literal = _literals;
        byte* literalEnd = literal + _literalCount;
        nint offset1 = _offset1;
        nint offset2 = _offset2;
        nint offset3 = _offset3;
        // Up to here a sequence may end that is written by wide copies.
        byte* fastLimit = writable - Slack < limit ? writable - Slack : limit;
        if (left < _literalLog + _offsetLog + _matchLog)
        {
            ZstdFault.Sequences();
        }

        ulong bits = ZstdBackward.Load(stream, left);
        ulong literalState = ZstdBackward.Top(bits, _literalLog);
        bits <<= _literalLog;
        ulong offsetState = ZstdBackward.Top(bits, _offsetLog);
        bits <<= _offsetLog;
        ulong matchState = ZstdBackward.Top(bits, _matchLog);
        left -= _literalLog + _offsetLog + _matchLog;
        while (true)
        {
            ulong literalEntry = *(ulong*)(tables + LiteralTableAt + literalState * 8);
            ulong matchEntry = *(ulong*)(tables + MatchTableAt + matchState * 8);
            ulong offsetEntry = *(ulong*)(tables + OffsetTableAt + offsetState * 8);
            int literalBits = (byte)(literalEntry >> 32);
            int matchBits = (byte)(matchEntry >> 32);
            int offsetBits = (byte)(offsetEntry >> 32);
            int extra = literalBits + matchBits + offsetBits;
            if (left < extra)
            {
                ZstdFault.Sequences();
            }

            bits = ZstdBackward.Load(stream, left);
            nint offset = (nint)((uint)offsetEntry + ZstdBackward.Top(bits, offsetBits));
            left -= extra;
            nint match;
            nint run;
            if (extra > FreeBits)
            {
                bits = ZstdBackward.Load(stream, left + matchBits + literalBits);
                match = (nint)((uint)matchEntry + ZstdBackward.Top(bits, matchBits));
                run = (nint)((uint)literalEntry + ZstdBackward.Top(bits << matchBits, literalBits));
                bits = ZstdBackward.Load(stream, left);
            }
            else
            {
                bits <<= offsetBits;
                match = (nint)((uint)matchEntry + ZstdBackward.Top(bits, matchBits));
                bits <<= matchBits;
                run = (nint)((uint)literalEntry + ZstdBackward.Top(bits, literalBits));
                bits <<= literalBits;
            }

            if (offsetBits > 1)
            {
                offset -= 3;
                offset3 = offset2;
                offset2 = offset1;
                offset1 = offset;
            }
            else
            {
                // 1 to 3 name an earlier offset; without literals the first is not among them, and the last is the first less one.
                if (run == 0)
                {
                    offset++;
                }

                if (offset == 1)
                {
                    offset = offset1;
                }
                else
                {
                    nint chosen = offset == 2 ? offset2 : offset == 3 ? offset3 : offset1 - 1;
                    offset3 = offset == 2 ? offset3 : offset2;
                    offset2 = offset1;
                    offset1 = chosen;
                    offset = chosen;
                }
            }

            byte* matchAt = to + run;
            byte* matchEnd = matchAt + match;
            if (run > literalEnd - literal || matchEnd > limit || (nuint)(offset - 1) >= (nuint)(matchAt - history) || offset > window)
            {
                ZstdFault.Sequences();
            }

            if (matchEnd <= fastLimit)
            {
                WideCopy.Copy16(to, literal);
                if (run > 16)
                {
                    WideCopy.Forward(to + 16, literal + 16, run - 16);
                }

                if (offset >= 16)
                {
                    byte* from = matchAt - offset;
                    WideCopy.Copy16(matchAt, from);
                    if (match > 16)
                    {
                        WideCopy.Forward(matchAt + 16, from + 16, match - 16);
                    }
                }
                else
                {
                    WideCopy.Match(matchAt, offset, match);
                }
            }
            else
            {
                Buffer.MemoryCopy(literal, to, run, run);
                WideCopy.MatchExact(matchAt, offset, match);
            }

            literal += run;
            to = matchEnd;
            if (--count == 0)
            {
                break;
            }

            int literalNext = (byte)(literalEntry >> 40);
            int matchNext = (byte)(matchEntry >> 40);
            int offsetNext = (byte)(offsetEntry >> 40);
            literalState = (literalEntry >> 48) + ZstdBackward.Top(bits, literalNext);
            bits <<= literalNext;
            matchState = (matchEntry >> 48) + ZstdBackward.Top(bits, matchNext);
            bits <<= matchNext;
            offsetState = (offsetEntry >> 48) + ZstdBackward.Top(bits, offsetNext);
            left -= literalNext + matchNext + offsetNext;
            if (left < 0)
            {
                ZstdFault.Sequences();
            }
        }

        nint rest = (nint)(literalEnd - literal);
        if (left != 0 || rest > limit - to)
        {
            ZstdFault.Sequences();
        }

        Buffer.MemoryCopy(literal, to, rest, rest);
        (_offset1, _offset2, _offset3) = (offset1, offset2, offset3);
        return to + rest;
    }
}
