using System.Globalization;

namespace Curate.Core.Text.Languages;

/// <summary>
/// The script of each letter, and its lower case, by code point. Blocks stand for scripts: a letter has the script of the block that it lies in. Pages of 256
/// code points are made when a text first needs them; any thread may look up.
/// </summary>
internal static class ScriptTable
{
    /// <summary>First and last code points of blocks, ascending, with their scripts.</summary>
    private static readonly (int First, int Last, TextScript Script)[] s_blocks =
    [
        (0x0041, 0x024F, TextScript.Latin), (0x0250, 0x02AF, TextScript.Latin), (0x0370, 0x03FF, TextScript.Greek), (0x0400, 0x052F, TextScript.Cyrillic),
        (0x0530, 0x058F, TextScript.Armenian), (0x0590, 0x05FF, TextScript.Hebrew), (0x0600, 0x06FF, TextScript.Arabic), (0x0700, 0x074F, TextScript.Syriac),
        (0x0750, 0x077F, TextScript.Arabic), (0x0780, 0x07BF, TextScript.Thaana), (0x0870, 0x08FF, TextScript.Arabic), (0x0900, 0x097F, TextScript.Devanagari),
        (0x0980, 0x09FF, TextScript.Bengali), (0x0A00, 0x0A7F, TextScript.Gurmukhi), (0x0A80, 0x0AFF, TextScript.Gujarati), (0x0B00, 0x0B7F, TextScript.Oriya),
        (0x0B80, 0x0BFF, TextScript.Tamil), (0x0C00, 0x0C7F, TextScript.Telugu), (0x0C80, 0x0CFF, TextScript.Kannada), (0x0D00, 0x0D7F, TextScript.Malayalam),
        (0x0D80, 0x0DFF, TextScript.Sinhala), (0x0E00, 0x0E7F, TextScript.Thai), (0x0E80, 0x0EFF, TextScript.Lao), (0x0F00, 0x0FFF, TextScript.Tibetan),
        (0x1000, 0x109F, TextScript.Myanmar), (0x10A0, 0x10FF, TextScript.Georgian), (0x1100, 0x11FF, TextScript.Hangul), (0x1200, 0x139F, TextScript.Ethiopic),
        (0x13A0, 0x13FF, TextScript.Cherokee), (0x1780, 0x17FF, TextScript.Khmer), (0x1800, 0x18AF, TextScript.Mongolian), (0x1C80, 0x1C8F, TextScript.Cyrillic),
        (0x1C90, 0x1CBF, TextScript.Georgian), (0x1E00, 0x1EFF, TextScript.Latin), (0x1F00, 0x1FFF, TextScript.Greek), (0x2C60, 0x2C7F, TextScript.Latin),
        (0x2D00, 0x2D2F, TextScript.Georgian), (0x2D80, 0x2DDF, TextScript.Ethiopic), (0x2DE0, 0x2DFF, TextScript.Cyrillic), (0x3005, 0x3007, TextScript.Han),
        (0x3041, 0x30FF, TextScript.Kana), (0x3105, 0x312F, TextScript.Bopomofo), (0x3131, 0x318F, TextScript.Hangul), (0x31A0, 0x31BF, TextScript.Bopomofo),
        (0x31F0, 0x31FF, TextScript.Kana), (0x3400, 0x4DBF, TextScript.Han), (0x4E00, 0x9FFF, TextScript.Han), (0xA640, 0xA69F, TextScript.Cyrillic),
        (0xA720, 0xA7FF, TextScript.Latin), (0xA8E0, 0xA8FF, TextScript.Devanagari), (0xA960, 0xA97F, TextScript.Hangul), (0xA9E0, 0xA9FF, TextScript.Myanmar),
        (0xAA60, 0xAA7F, TextScript.Myanmar), (0xAB00, 0xAB2F, TextScript.Ethiopic), (0xAB30, 0xAB6F, TextScript.Latin), (0xAB70, 0xABBF, TextScript.Cherokee),
        (0xAC00, 0xD7FF, TextScript.Hangul), (0xF900, 0xFAFF, TextScript.Han), (0xFB00, 0xFB06, TextScript.Latin), (0xFB13, 0xFB17, TextScript.Armenian),
        (0xFB1D, 0xFB4F, TextScript.Hebrew), (0xFB50, 0xFDFF, TextScript.Arabic), (0xFE70, 0xFEFF, TextScript.Arabic), (0xFF21, 0xFF5A, TextScript.Latin),
        (0xFF66, 0xFF9F, TextScript.Kana), (0xFFA0, 0xFFDC, TextScript.Hangul), (0x1B000, 0x1B16F, TextScript.Kana), (0x1E7E0, 0x1E7FF, TextScript.Ethiopic),
        (0x20000, 0x3FFFF, TextScript.Han),
    ];

    private static readonly uint[]?[] s_pages = new uint[]?[0x1100];

    /// <summary>Entries of the first 256 code points.</summary>
    public static uint[] Ascii { get; } = Page(0);

    /// <summary>The entry of a code point: its script above 24 bits, then the lower-case letter, or 0 where it is no letter or mark.</summary>
    public static uint EntryOf(int point) => (Volatile.Read(ref s_pages[point >> 8]) ?? Page(point >> 8))[point & 255];

    public static int LowerOf(uint entry) => (int)(entry & 0xFFFFFF);

    private static uint[] Page(int page)
    {
        var entries = new uint[256];
        for (int i = 0; i < entries.Length; i++)
        {
            int point = (page << 8) + i;
            entries[i] = point is >= 0xD800 and <= 0xDFFF ? 0 : Entry(point);
        }

        Volatile.Write(ref s_pages[page], entries);
        return entries;
    }

    private static uint Entry(int point)
    {
        switch (CharUnicodeInfo.GetUnicodeCategory(point))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter:
                int lower = System.Text.Rune.ToLowerInvariant(new System.Text.Rune(point)).Value;
                return ((uint)Script(point) << 24) | (uint)lower;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark:
                // A mark belongs to its letter: it continues a word and has no script of its own.
                return (uint)point;
            default:
                return 0;
        }
    }

    private static TextScript Script(int point)
    {
        foreach ((int first, int last, TextScript script) in s_blocks)
        {
            if (point <= last)
            {
                return point >= first ? script : TextScript.Other;
            }
        }

        return TextScript.Other;
    }
}
