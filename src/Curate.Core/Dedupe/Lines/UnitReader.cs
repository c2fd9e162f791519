using System.Buffers;
using System.Globalization;
using System.Text;
using Curate.Core.Hashing;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// Cuts a text into units, block by block, whatever its length: O(bytes). Units begin and end at characters, never before a mark that combines with the
/// character before it; bytes that are not UTF-8 are characters of one byte sequence each. What folds to nothing is no unit: like white space, it goes
/// with the unit before it.
/// </summary>
/// <param name="unit">What a unit is.</param>
/// <param name="table">What characters become before they are hashed; null = units are compared as they are.</param>
/// <param name="hashes">False where only places are wanted; with a table they are made all the same, to know what folds to nothing.</param>
internal sealed class UnitReader(TextUnit unit, FoldTable? table, bool hashes)
{
    private const int FoldBlock = 4096;

    /// <summary>Bytes with which a sentence can end: the ASCII marks, the line feed, and the first bytes of the other marks.</summary>
    private static readonly SearchValues<byte> s_sentenceEnds = SearchValues.Create([(byte)'.', (byte)'!', (byte)'?', (byte)'\n', 0xE2, 0xE3, 0xEF]);

    private readonly byte[] _folded = table is null ? [] : new byte[FoldBlock + 8];
    private int _at;

    /// <summary>Starts a text.</summary>
    public void Open() => _at = 0;

    /// <summary>The next units of the text that was opened.</summary>
    /// <returns>How many; 0 when the text is used up.</returns>
    public int Read(ReadOnlySpan<byte> text, Span<TextPiece> into)
    {
        int count = 0;
        while (count < into.Length && Next(text, out int start, out int end))
        {
            Hash128 hash = default;
            if (table is not null)
            {
                if (!TryFold(text[start..end], table, out hash))
                {
                    continue;
                }
            }
            else if (hashes)
            {
                hash = Hash128.Of(text[start..end]);
            }

            into[count++] = new TextPiece(start, end, hash);
        }

        return count;
    }

    /// <summary>White space at the start of <paramref name="text"/>: its bytes, or 0 where there is none.</summary>
    private static int SpaceAt(ReadOnlySpan<byte> text)
    {
        byte b = text[0];
        if (b < 0x80)
        {
            return b is 32 or (>= 9 and <= 13) ? 1 : 0;
        }

        return Rune.DecodeFromUtf8(text, out Rune rune, out int used) == OperationStatus.Done && Rune.IsWhiteSpace(rune) ? used : 0;
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && SpaceAt(text[at..]) is > 0 and var used)
        {
            at += used;
        }

        return at;
    }

    /// <summary>Where the white space before <paramref name="end"/> begins.</summary>
    private static int TrimEnd(ReadOnlySpan<byte> text, int start, int end)
    {
        while (end > start)
        {
            byte b = text[end - 1];
            int used = b < 0x80 ? (b is 32 or (>= 9 and <= 13) ? 1 : 0)
                : Rune.DecodeLastFromUtf8(text[start..end], out Rune rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune) ? length : 0;
            if (used == 0)
            {
                break;
            }

            end -= used;
        }

        return end;
    }

    private bool Next(ReadOnlySpan<byte> text, out int start, out int end)
    {
        start = SkipSpace(text, _at);
        end = start;
        if (start == text.Length)
        {
            _at = start;
            return false;
        }

        _at = unit switch
        {
            TextUnit.Line => LineEnd(text, start),
            TextUnit.Paragraph => ParagraphEnd(text, start),
            TextUnit.Sentence => SentenceEnd(text, start),
            _ => TokenEnd(text, start),
        };
        end = unit == TextUnit.Token ? _at : TrimEnd(text, start, _at);
        return true;
    }

    private static int LineEnd(ReadOnlySpan<byte> text, int start)
    {
        int feed = text[start..].IndexOf((byte)'\n');
        return feed < 0 ? text.Length : start + feed;
    }

    private static int ParagraphEnd(ReadOnlySpan<byte> text, int start)
    {
        int at = LineEnd(text, start);
        while (at < text.Length)
        {
            // White space with a second line feed in it is a blank line.
            int next = SkipSpace(text, at + 1);
            if (next == text.Length || text[(at + 1)..next].Contains((byte)'\n'))
            {
                return at;
            }

            at = LineEnd(text, next);
        }

        return at;
    }

    private static int SentenceEnd(ReadOnlySpan<byte> text, int start)
    {
        int at = start;
        while (true)
        {
            int step = text[at..].IndexOfAny(s_sentenceEnds);
            if (step < 0)
            {
                return text.Length;
            }

            at += step;
            if (text[at] == '\n')
            {
                return at;
            }

            int mark = EndMark(text[at..], out bool wide, out bool isStop);
            if (mark == 0)
            {
                // Another character with such a first byte; never into the middle of it.
                Rune.DecodeFromUtf8(text[at..], out _, out int used);
                at += used;
                continue;
            }

            bool stopsOnly = isStop;
            at += mark;
            while (at < text.Length && EndMark(text[at..], out bool alsoWide, out isStop) is > 0 and var more)
            {
                wide |= alsoWide;
                stopsOnly &= isStop;
                at += more;
            }

            while (at < text.Length && Closer(text[at..]) is > 0 and var closer)
            {
                at += closer;
            }

            if (at == text.Length || wide)
            {
                return at;
            }

            if (SpaceAt(text[at..]) > 0 && !(stopsOnly && StartsLower(text[SkipSpace(text, at)..])))
            {
                return at;
            }
        }
    }

    /// <summary>The bytes of a mark that ends sentences, or 0.</summary>
    /// <param name="text">What begins with it.</param>
    /// <param name="wide">It needs no white space behind it.</param>
    /// <param name="isStop">It also ends abbreviations.</param>
    private static int EndMark(ReadOnlySpan<byte> text, out bool wide, out bool isStop)
    {
        wide = false;
        isStop = text[0] == '.';
        if (text[0] < 0x80)
        {
            return text[0] is (byte)'.' or (byte)'!' or (byte)'?' ? 1 : 0;
        }

        if (text.StartsWith("…"u8))
        {
            isStop = true;
            return 3;
        }

        wide = text.StartsWith("。"u8) || text.StartsWith("！"u8) || text.StartsWith("？"u8) || text.StartsWith("．"u8) || text.StartsWith("｡"u8);
        return wide ? 3 : 0;
    }

    private static int Closer(ReadOnlySpan<byte> text)
    {
        if (text[0] is (byte)'"' or (byte)'\'' or (byte)')' or (byte)']' or (byte)'}')
        {
            return 1;
        }

        if (text[0] < 0x80 || Rune.DecodeFromUtf8(text, out Rune rune, out int used) != OperationStatus.Done)
        {
            return 0;
        }

        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation ? used : 0;
    }

    private static bool StartsLower(ReadOnlySpan<byte> text) =>
        text.Length > 0 && Rune.DecodeFromUtf8(text, out Rune rune, out _) == OperationStatus.Done && Rune.IsLower(rune);

    /// <summary>A character by itself: of a script without spaces, or a symbol.</summary>
    private static bool IsSingle(int point) => UnspacedScripts.Contains(point) || CharUnicodeInfo.GetUnicodeCategory(point) == UnicodeCategory.OtherSymbol;

    /// <summary>A mark, joiner or modifier that is shown in one piece with the character before it.</summary>
    private static bool Combines(int point) =>
        point is 0x200D or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F)
        || CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static int TokenEnd(ReadOnlySpan<byte> text, int start)
    {
        int at = start;
        bool single = false;
        bool joined = false;
        int flags = 0;
        while (at < text.Length)
        {
            byte b = text[at];
            if (b < 0x80)
            {
                if (b is 32 or (>= 9 and <= 13) || (single && !joined))
                {
                    return at;
                }

                joined = false;
                at++;
                continue;
            }

            bool done = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int used) == OperationStatus.Done;
            int point = done ? rune.Value : 0xFFFF;
            if (done && Rune.IsWhiteSpace(rune))
            {
                return at;
            }

            // Two regional indicators are one flag.
            bool flag = point is >= 0x1F1E6 and <= 0x1F1FF;
            if (at == start || joined || (done && Combines(point)))
            {
                single |= at == start && done && IsSingle(point);
            }
            else if (flag && flags == 1)
            {
                flags = 2;
                at += used;
                continue;
            }
            else if (single || (done && IsSingle(point)))
            {
                return at;
            }

            flags += flag ? 1 : 0;
            joined = point == 0x200D;
            at += used;
        }

        return at;
    }

    /// <summary>The hash of what is left of a unit; false where nothing is.</summary>
    private bool TryFold(ReadOnlySpan<byte> content, FoldTable folds, out Hash128 hash)
    {
        // A space stands for white space and for what folds to it, but not at the ends.
        Hash128 chain = default;
        int length = 0;
        bool gap = false;
        bool any = false;
        bool digit = false;
        for (int at = 0; at < content.Length;)
        {
            ulong entry;
            if (content[at] < 0x80)
            {
                entry = folds.Ascii[content[at++]];
            }
            else
            {
                bool done = Rune.DecodeFromUtf8(content[at..], out Rune rune, out int used) == OperationStatus.Done;
                entry = done ? folds[rune.Value] : folds.Damaged;
                at += used;
            }

            FoldClass sort = FoldTable.ClassOf(entry);
            if (sort == FoldClass.Dropped || (sort == FoldClass.Digit && digit))
            {
                continue;
            }

            digit = sort == FoldClass.Digit;
            if (sort == FoldClass.Space)
            {
                gap = any;
                continue;
            }

            if (gap)
            {
                _folded[length++] = (byte)' ';
                gap = false;
            }

            any = true;
            ulong bytes = FoldTable.BytesOf(entry);
            for (int i = FoldTable.LengthOf(entry); i > 0; i--)
            {
                _folded[length++] = (byte)bytes;
                bytes >>= 8;
            }

            if (length >= FoldBlock - 8)
            {
                chain = chain.Then(Hash128.Of(_folded.AsSpan(0, length)));
                length = 0;
            }
        }

        hash = chain.Then(Hash128.Of(_folded.AsSpan(0, length)));
        return any;
    }
}
