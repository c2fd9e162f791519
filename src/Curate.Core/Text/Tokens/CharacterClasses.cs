using System.Globalization;

namespace Curate.Core.Text.Tokens;

/// <summary>
/// The general category of every code point, and the classes that tokenizers split by, by one look-up. 1.1 MB, made at the first use. The Unicode version is the
/// runtime's; an unassigned character that a tokenizer's own, older or newer version knows may be split otherwise there.
/// </summary>
internal static class CharacterClasses
{
    private const byte SpaceFlag = 0x20;
    private const byte CategoryMask = 0x1F;

    public const uint Upper = 1u << (int)UnicodeCategory.UppercaseLetter;
    public const uint Lower = 1u << (int)UnicodeCategory.LowercaseLetter;
    public const uint Title = 1u << (int)UnicodeCategory.TitlecaseLetter;
    public const uint OtherLetters = (1u << (int)UnicodeCategory.ModifierLetter) | (1u << (int)UnicodeCategory.OtherLetter);
    public const uint Letter = Upper | Lower | Title | OtherLetters;
    public const uint Mark = (1u << (int)UnicodeCategory.NonSpacingMark) | (1u << (int)UnicodeCategory.SpacingCombiningMark) | (1u << (int)UnicodeCategory.EnclosingMark);
    public const uint Number = (1u << (int)UnicodeCategory.DecimalDigitNumber) | (1u << (int)UnicodeCategory.LetterNumber) | (1u << (int)UnicodeCategory.OtherNumber);
    public const uint PrivateUse = 1u << (int)UnicodeCategory.PrivateUse;

    private const uint WordCategories = Letter | Mark | (1u << (int)UnicodeCategory.DecimalDigitNumber) | (1u << (int)UnicodeCategory.LetterNumber)
        | (1u << (int)UnicodeCategory.ConnectorPunctuation);

    public static bool Is(int point, uint categories) => (categories >> (Table.Bytes[point] & CategoryMask) & 1) != 0;

    public static UnicodeCategory Category(int point) => (UnicodeCategory)(Table.Bytes[point] & CategoryMask);

    /// <summary>The property White_Space.</summary>
    public static bool IsSpace(int point) => (Table.Bytes[point] & SpaceFlag) != 0;

    /// <summary>Circled and squared letters beyond the first plane, which are alphabetic and no letters.</summary>
    public static bool IsEnclosedLetter(int point) => point is (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    /// <summary>A character of a word by Annex C of Unicode Technical Standard 18: alphabetic, a mark, a decimal digit, a connector, a joiner.</summary>
    public static bool IsWord(int point) => Is(point, WordCategories)
        || point is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) || IsEnclosedLetter(point);

    private static class Table
    {
        public static readonly byte[] Bytes = Make();

        private static byte[] Make()
        {
            var bytes = new byte[0x110000];
            for (int point = 0; point < bytes.Length; point++)
            {
                bytes[point] = (byte)CharUnicodeInfo.GetUnicodeCategory(point);
            }

            foreach (int space in (ReadOnlySpan<int>)[9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000])
            {
                bytes[space] |= SpaceFlag;
            }

            for (int space = 0x2000; space <= 0x200A; space++)
            {
                bytes[space] |= SpaceFlag;
            }

            return bytes;
        }
    }
}
