using System.Runtime.CompilerServices;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// Adds texts that lie one behind the other to the state of a column: what <see cref="TextState"/> does text by text. Words are counted in all of them at
/// once and mended where one text meets the next, so a text costs a look at its ends, and one at its bytes where not all of them are ASCII.
/// </summary>
internal static class TextRuns
{
    private const byte Always = 1;

    // Flags have four or five letters.
    private const byte UnlessFlag = 2;

    // Named numbers have at most eight letters, and only spaces after them.
    private const byte UnlessNumber = 4;

    private static readonly byte[] s_firsts = MakeFirsts();

    /// <summary>Adds the texts of a block from one on, up to the first that may be something else than a text.</summary>
    /// <param name="text">Where they enter.</param>
    /// <param name="block">A block whose values are <see cref="ValueBlock.IsPackedText"/>.</param>
    /// <param name="from">The first of them.</param>
    /// <returns>The first that was not added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Add(TextState text, ValueBlock block, int from)
    {
        ReadOnlySpan<byte> bytes = block.Bytes;
        ReadOnlySpan<int> starts = block.Starts;
        ReadOnlySpan<int> sizes = block.Lengths;
        SmallCounts lengths = text.Lengths;
        byte before = (byte)' ';
        long joined = 0;
        long empty = 0;
        long padded = 0;
        long nonAscii = 0;
        bool isAscii = block.IsAscii;
        int i = from;
        for (; i < starts.Length; i++)
        {
            int length = sizes[i];
            if (length == 0)
            {
                lengths.Add(0);
                empty++;
                continue;
            }

            byte first = bytes[starts[i]];
            if (!IsSurelyText(first, length, bytes[starts[i] + length - 1]))
            {
                break;
            }

            byte last = bytes[starts[i] + length - 1];
            bool opens = !TextScan.IsSpace(first);
            padded += opens && !TextScan.IsSpace(last) ? 0 : 1;

            // Of the last word of one text and the first of the next, side by side, the count of all of them makes one.
            joined += opens && !TextScan.IsSpace(before) ? 1 : 0;
            before = last;
            int characters = isAscii ? length : TextScan.Characters(bytes, starts[i], length);
            nonAscii += characters != length ? 1 : 0;
            lengths.Add(characters);
            if (length <= NullLikeTexts.Longest)
            {
                text.CountNullLike(bytes.Slice(starts[i], length));
            }
        }

        int begin = starts[from];
        int end = i == from ? begin : starts[i - 1] + sizes[i - 1];
        text.AddRun(end - begin, TextScan.Words(bytes[begin..end]) + joined, empty, padded, nonAscii);
        return i;
    }

    /// <summary>By the first byte and the last; agrees with <see cref="Data.LexicalScan.OfText"/>, where false means only: look closer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSurelyText(byte first, int length, byte last)
    {
        // By table: the first letters of texts cannot be foretold, so a branch on each of them costs more than all the rest.
        int allowed = Always | (length is 4 or 5 ? 0 : UnlessFlag) | (length > 8 && last != ' ' ? UnlessNumber : 0);
        return (s_firsts[first] & allowed) != 0;
    }

    private static byte[] MakeFirsts()
    {
        byte[] firsts = new byte[256];
        Array.Fill(firsts, Always);
        foreach (byte letter in "tTfF"u8)
        {
            firsts[letter] = UnlessFlag;
        }

        foreach (byte letter in "NnIi"u8)
        {
            firsts[letter] = UnlessNumber;
        }

        foreach (byte letter in "0123456789-. ["u8)
        {
            firsts[letter] = 0;
        }

        return firsts;
    }
}
