using System.Globalization;
using Curate.Core.Text;

namespace Curate.Core.Select.Rules;

/// <summary>What a character is to the rules, as flags in a byte, by code point. Pages are made when a text first needs them; any thread may look up.</summary>
internal static class CharacterClass
{
    public const byte Letter = 1;
    public const byte Digit = 2;
    public const byte Space = 4;
    public const byte Symbol = 8;
    public const byte Upper = 16;

    /// <summary>A word by itself: of a script without spaces.</summary>
    public const byte Unspaced = 32;

    /// <summary>A mark on a letter.</summary>
    public const byte Mark = 64;

    /// <summary>Part of a word.</summary>
    public const byte InWord = Letter | Digit | Mark;

    private static readonly byte[]?[] s_pages = new byte[]?[0x1100];

    /// <summary>The first 256 code points.</summary>
    public static byte[] Ascii { get; } = Page(0);

    public static byte Of(int point) => (Volatile.Read(ref s_pages[point >> 8]) ?? Page(point >> 8))[point & 255];

    private static byte[] Page(int page)
    {
        var classes = new byte[256];
        for (int i = 0; i < classes.Length; i++)
        {
            int point = (page << 8) + i;
            classes[i] = point is >= 0xD800 and <= 0xDFFF ? Symbol : Make(point);
        }

        Volatile.Write(ref s_pages[page], classes);
        return classes;
    }

    private static byte Make(int point) => CharUnicodeInfo.GetUnicodeCategory(point) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Letter | Upper,
        UnicodeCategory.LowercaseLetter => Letter,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => (byte)(Letter | (UnspacedScripts.Contains(point) ? Unspaced : 0)),
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber => Digit,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Mark,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Space,
        UnicodeCategory.Control => point is (>= 9 and <= 13) or 0x85 ? Space : (byte)0,
        UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => 0,
        _ => Symbol,
    };
}
