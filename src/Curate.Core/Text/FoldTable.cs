using System.Globalization;
using System.Text;

namespace Curate.Core.Text;

/// <summary>
/// What each character becomes under a <see cref="TextFolding"/>: an entry of 64 bits with up to seven bytes of UTF-8, their number and the
/// <see cref="FoldClass"/>. Pages of 256 characters (2 KiB) are made when a text first needs them; any thread may look up.
/// </summary>
internal sealed class FoldTable
{
    private const int LengthShift = 56;
    private const int ClassShift = 59;
    private readonly TextFolding _folding;
    private readonly ulong[]?[] _pages = new ulong[]?[0x1100];

    public FoldTable(TextFolding folding)
    {
        _folding = folding;
        Ascii = Page(0);
        Damaged = (folding & TextFolding.Punctuation) != 0 ? Pack(FoldClass.Space, "") : Pack(FoldClass.Word, "\uFFFD");
    }

    /// <summary>The entries of the first 256 characters.</summary>
    public ulong[] Ascii { get; }

    /// <summary>The entry of bytes that are not UTF-8.</summary>
    public ulong Damaged { get; }

    public ulong this[int point] => (Volatile.Read(ref _pages[point >> 8]) ?? Page(point >> 8))[point & 255];

    public static FoldClass ClassOf(ulong entry) => (FoldClass)(entry >> ClassShift);

    public static int LengthOf(ulong entry) => (int)(entry >> LengthShift) & 7;

    /// <summary>The folded bytes, the first one lowest, zeros behind them.</summary>
    public static ulong BytesOf(ulong entry) => entry & ((1UL << LengthShift) - 1);

    private ulong[] Page(int page)
    {
        var entries = new ulong[256];
        for (int i = 0; i < entries.Length; i++)
        {
            int point = (page << 8) + i;
            entries[i] = point is >= 0xD800 and <= 0xDFFF ? Damaged : Entry(point);
        }

        Volatile.Write(ref _pages[page], entries);
        return entries;
    }

    private bool Has(TextFolding folding) => (_folding & folding) != 0;

    private ulong Entry(int point)
    {
        string text = char.ConvertFromUtf32(point);
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(point);
        switch (category)
        {
            case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
            case UnicodeCategory.Control when point is (>= 9 and <= 13) or 0x85 || Has(TextFolding.Punctuation):
                return Pack(FoldClass.Space, "");
            case UnicodeCategory.Format when Has(TextFolding.Punctuation):
                return Pack(FoldClass.Dropped, "");
            case UnicodeCategory.DecimalDigitNumber when Has(TextFolding.Numbers):
                return Pack(FoldClass.Digit, "0");
            case UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
                or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation
                or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol when Has(TextFolding.Punctuation):
                return Pack(FoldClass.Space, "");
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark when Has(TextFolding.Accents) && IsAccent(point):
                return Pack(FoldClass.Dropped, "");
            case UnicodeCategory.OtherSymbol:
                return point == 0xFFFD ? Damaged : Pack(FoldClass.Single, text);
        }

        string folded = Folded(text, point);
        if (Encoding.UTF8.GetByteCount(folded) > 7)
        {
            folded = text;
        }

        return Pack(UnspacedScripts.Contains(point) ? FoldClass.Single : FoldClass.Word, folded);
    }

    private string Folded(string text, int point)
    {
        string folded = text;
        if (Has(TextFolding.Accents) && !HangulSyllable.IsSyllable(point))
        {
            var bases = new StringBuilder();
            foreach (Rune rune in CanonicalComposition.Decompose(text).EnumerateRunes())
            {
                if (!IsAccent(rune.Value))
                {
                    bases.Append(rune.ToString());
                }
            }

            folded = bases.ToString();
        }

        if (Has(TextFolding.Lower))
        {
            var lower = new StringBuilder();
            foreach (Rune rune in folded.EnumerateRunes())
            {
                // By way of upper case, so that letters with two lower forms (sigma, long s) meet.
                lower.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString());
            }

            folded = lower.ToString();
        }

        return folded;
    }

    /// <summary>Marks that a reader does without. Vowel signs and viramas of Indic scripts are marks too, but they are letters of their words.</summary>
    private static bool IsAccent(int point) =>
        point is (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0489) or (>= 0x0591 and <= 0x05C7) or (>= 0x0610 and <= 0x061A) or (>= 0x064B and <= 0x065F)
            or 0x0670 or (>= 0x06D6 and <= 0x06ED) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF)
            or (>= 0x3099 and <= 0x309A) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFE20 and <= 0xFE2F) or (>= 0xE0100 and <= 0xE01EF);

    private static ulong Pack(FoldClass sort, string text)
    {
        Span<byte> bytes = stackalloc byte[8];
        int length = Encoding.UTF8.GetBytes(text, bytes);
        ulong entry = ((ulong)sort << ClassShift) | ((ulong)length << LengthShift);
        for (int i = 0; i < length; i++)
        {
            entry |= (ulong)bytes[i] << (8 * i);
        }

        return entry;
    }
}
