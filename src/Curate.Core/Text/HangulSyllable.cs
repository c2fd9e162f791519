namespace Curate.Core.Text;

/// <summary>Hangul syllables and their jamo, by the arithmetic of section 3.12 of the Unicode Standard.</summary>
internal static class HangulSyllable
{
    public const int VowelBase = 0x1161;
    public const int VowelCount = 21;

    /// <summary>One before the first trailing consonant: offset 0 stands for none.</summary>
    public const int TrailBase = 0x11A7;
    public const int TrailCount = 28;

    private const int SyllableBase = 0xAC00;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;
    private const int LeadBase = 0x1100;
    private const int LeadCount = 19;

    public static bool IsSyllable(int point) => (uint)(point - SyllableBase) < SyllableCount;

    /// <summary>The jamo of a syllable; <paramref name="trail"/> is 0 where it has none.</summary>
    public static void Decompose(int syllable, out int lead, out int vowel, out int trail)
    {
        int offset = syllable - SyllableBase;
        lead = LeadBase + offset / (VowelCount * TrailCount);
        vowel = VowelBase + offset / TrailCount % VowelCount;
        trail = offset % TrailCount == 0 ? 0 : TrailBase + offset % TrailCount;
    }

    /// <summary>A lead with a vowel, or a syllable without a trail with one; -1 for any other two.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
        {
            return SyllableBase + ((first - LeadBase) * VowelCount + second - VowelBase) * TrailCount;
        }

        bool takesTrail = IsSyllable(first) && (first - SyllableBase) % TrailCount == 0;
        return takesTrail && second > TrailBase && second < TrailBase + TrailCount ? first + second - TrailBase : -1;
    }
}
