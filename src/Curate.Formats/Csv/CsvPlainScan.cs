using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Formats.Csv;

/// <summary>
/// Finds well-formed records and their fields in one look at the bytes: lines that end with LF or CR LF and have as many fields as the table, with quotes only around
/// fields and doubled within them. Everything else is left to the parser, whose grammar says the same of such records.
/// </summary>
/// <remarks>
/// Bytes that are no part of a value (quotes, the CR of a line end) are to be cut out when the text is copied; positions are those in the copy, where exactly one byte
/// stands between two fields.
/// </remarks>
internal sealed class CsvPlainScan(byte delimiter, int quote)
{
    /// <summary>Room that must follow the bounds for as many separators as there are bytes.</summary>
    public const int Slack = CsvFieldScan.Slack;

    private const int Block = 64;

    private readonly List<int> _cuts = [];
    private readonly byte _quote = quote < 0 ? (byte)'\r' : (byte)quote;
    private int _lines;

    /// <summary>Finds fields up to the first byte that is not in order, or the end.</summary>
    /// <param name="text">Starts with a record.</param>
    /// <param name="offset">Where its copy will stand.</param>
    /// <param name="bounds">Takes where in the copy fields end; longer than <paramref name="text"/> by <see cref="Slack"/>.</param>
    /// <param name="firstField">Added to every number in the lists.</param>
    /// <param name="empties">Takes which fields are empty and not in quotes, in order.</param>
    /// <param name="quoted">Takes which fields are in quotes, in order.</param>
    /// <returns>How many fields have an end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> text, int offset, Span<int> bounds, int firstField, List<int> empties, List<int> quoted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bounds.Length, text.Length + Slack);
        _cuts.Clear();
        ref byte first = ref MemoryMarshal.GetReference(text);
        ref int room = ref MemoryMarshal.GetReference(bounds);
        Vector256<byte> delimiters = Vector256.Create(delimiter);
        Vector256<byte> ends = Vector256.Create((byte)'\n');
        Vector256<byte> returns = Vector256.Create((byte)'\r');
        Vector256<byte> quotes = Vector256.Create(_quote);
        int found = 0;
        int lines = 0;
        ulong before = 1;
        for (int at = 0; at < text.Length;)
        {
            ulong mask;
            ulong line;
            ulong odd;
            if (at + Block <= text.Length)
            {
                Vector256<byte> low = Vector256.LoadUnsafe(ref first, (nuint)at);
                Vector256<byte> high = Vector256.LoadUnsafe(ref first, (nuint)at + 32);
                Vector256<byte> lowEnds = Vector256.Equals(low, ends);
                Vector256<byte> highEnds = Vector256.Equals(high, ends);
                line = lowEnds.ExtractMostSignificantBits() | ((ulong)highEnds.ExtractMostSignificantBits() << 32);
                mask = (Vector256.Equals(low, delimiters) | lowEnds).ExtractMostSignificantBits()
                    | ((ulong)(Vector256.Equals(high, delimiters) | highEnds).ExtractMostSignificantBits() << 32);
                odd = (Vector256.Equals(low, quotes) | Vector256.Equals(low, returns)).ExtractMostSignificantBits()
                    | ((ulong)(Vector256.Equals(high, quotes) | Vector256.Equals(high, returns)).ExtractMostSignificantBits() << 32);
            }
            else
            {
                ReadOnlySpan<byte> tail = text[at..];
                line = CsvFieldScan.Tail(tail, (byte)'\n');
                mask = CsvFieldScan.Tail(tail, delimiter) | line;
                odd = CsvFieldScan.Tail(tail, _quote) | CsvFieldScan.Tail(tail, (byte)'\r');
            }

            int length = Block;
            if (odd != 0)
            {
                length = BitOperations.TrailingZeroCount(odd);
                mask &= (1UL << length) - 1;
                line &= (1UL << length) - 1;
            }

            ulong empty = mask & ((mask << 1) | before);
            if (empty != 0)
            {
                CsvFieldScan.Remember(empty, mask, firstField + found, empties);
            }

            int count = BitOperations.PopCount(mask);
            CsvFieldScan.Write(mask, count, at + offset - _cuts.Count, ref Unsafe.Add(ref room, found));
            found += count;
            lines += BitOperations.PopCount(line);
            before = length == 0 ? before : (mask >> (length - 1)) & 1;
            at += length;
            if (odd == 0)
            {
                continue;
            }

            // Here stands the CR of a line end, or a field in quotes, or else something that is not in order.
            bool isReturn = text[at] == '\r';
            int next = isReturn ? AfterReturn(text, at) : before != 0 ? AfterQuoted(text, at) : at;
            if (next == at)
            {
                break;
            }

            if (!isReturn)
            {
                quoted.Add(firstField + found);
                before = 0;
            }

            at = next;
        }

        _lines = lines;
        return found;
    }

    /// <summary>Copies what was found, without the bytes to cut out, from the start.</summary>
    /// <param name="text">What <see cref="Find"/> looked at.</param>
    /// <param name="copy">Takes as many bytes as reach up to the last field found, as long as the text.</param>
    /// <param name="length">Bytes of the copy that are needed.</param>
    public void Copy(ReadOnlySpan<byte> text, Span<byte> copy, int length)
    {
        int from = 0;
        int to = 0;
        foreach (int cut in _cuts)
        {
            if (to + cut - from >= length)
            {
                break;
            }

            text[from..cut].CopyTo(copy[to..]);
            to += cut - from;
            from = cut + 1;
        }

        text.Slice(from, length - to).CopyTo(copy[to..]);
    }

    /// <summary>How many records at the start have the right number of fields.</summary>
    /// <param name="copy">The copy, from <paramref name="offset"/> on.</param>
    /// <param name="fields">Fields of a record.</param>
    /// <param name="offset">Where the copy stands.</param>
    /// <param name="bounds">Where fields end.</param>
    public int Records(ReadOnlySpan<byte> copy, int fields, int offset, ReadOnlySpan<int> bounds)
    {
        // As many lines as records, and every record ends where a line does: then no line ends elsewhere.
        int row = 0;
        for (int last = fields - 1; row < _lines && last < bounds.Length && copy[bounds[last] - offset] == '\n'; last += fields)
        {
            row++;
        }

        return row == _lines ? row : RecordsUntilRagged(copy, fields, offset, bounds);
    }

    /// <summary>How long the text is of which a number of bytes was copied.</summary>
    /// <param name="copied">Bytes, not fewer than in the call before.</param>
    /// <param name="passed">Cuts that lie before; 0 in the first call.</param>
    public int LengthOf(int copied, ref int passed)
    {
        while (passed < _cuts.Count && _cuts[passed] - passed < copied)
        {
            passed++;
        }

        return copied + passed;
    }

    private static int RecordsUntilRagged(ReadOnlySpan<byte> copy, int fields, int offset, ReadOnlySpan<int> bounds)
    {
        int field = 0;
        int rows = 0;
        foreach (int bound in bounds)
        {
            bool isLast = ++field == fields;
            if (isLast != (copy[bound - offset] == '\n'))
            {
                break;
            }

            rows += isLast ? 1 : 0;
            field = isLast ? 0 : field;
        }

        return rows;
    }

    /// <summary>Behind a CR, if it is half of a line end; else where it stands.</summary>
    private int AfterReturn(ReadOnlySpan<byte> text, int at)
    {
        if (at + 1 == text.Length || text[at + 1] != '\n')
        {
            return at;
        }

        _cuts.Add(at);
        return at + 1;
    }

    // Only called by a fully optimised method, it would not be compiled ahead.
    /// <summary>Behind the quote that closes a field, if a field or record ends there; else where the field starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AfterQuoted(ReadOnlySpan<byte> text, int start)
    {
        _cuts.Add(start);
        for (int at = start + 1; ; at++)
        {
            int quoteAt = text[at..].IndexOf(_quote);
            at += quoteAt;
            if (quoteAt < 0 || at + 1 == text.Length)
            {
                return start;
            }

            _cuts.Add(at++);
            if (text[at] != _quote)
            {
                return text[at] == delimiter || text[at] == '\n' || text[at] == '\r' ? at : start;
            }
        }
    }
}
