using System.Text;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>The maps of single characters that published tokenizers use.</summary>
internal static class CharacterMaps
{
    private const int Dropped = -1;

    /// <summary>BERT: controls are dropped, white space is a space.</summary>
    public static int Clean(int point) => point switch
    {
        '\t' or '\n' or '\r' => ' ',
        0 or 0xFFFD => Dropped,
        _ when ReferenceSets.IsControl(point) => Dropped,
        _ => CharacterClasses.IsSpace(point) ? ' ' : point,
    };

    /// <summary>Drops marks that take no space of their own, such as accents of form D.</summary>
    public static int WithoutNonSpacing(int point) => ReferenceSets.IsNonSpacingMark(point) ? Dropped : point;

    /// <summary>Drops all marks.</summary>
    public static int WithoutMarks(int point) => ReferenceSets.IsMark(point) ? Dropped : point;

    /// <summary>SentencePiece's rule for machine translation: controls are dropped, odd spaces are spaces.</summary>
    public static int Nmt(int point) => point switch
    {
        (>= 1 and <= 8) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F => Dropped,
        9 or 10 or 12 or 13 or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => ' ',
        _ => point,
    };

    /// <summary>The lower-case form; for the one letter that has two characters there, see <see cref="LowerCase"/>.</summary>
    public static int Lower(int point) => Rune.ToLowerInvariant(new Rune(point)).Value;
}
