namespace Curate.Core.Text;

/// <summary>Scripts that are written without spaces between words.</summary>
internal static class UnspacedScripts
{
    /// <summary>First and last code points of blocks, ascending: Han, Kana, Bopomofo, Yi, Tangut, and the scripts of South-East Asia and Tibet.</summary>
    private static readonly int[] s_ranges =
    [
        0x0E00, 0x0EFF, // Thai, Lao
        0x0F00, 0x109F, // Tibetan, Myanmar
        0x1780, 0x17FF, // Khmer
        0x1950, 0x19FF, // Tai Le, New Tai Lue, Khmer symbols
        0x1A20, 0x1AAF, // Tai Tham
        0x1B00, 0x1B7F, // Balinese
        0x2E80, 0x2FDF, // radicals
        0x3005, 0x3007, 0x3021, 0x3029, 0x3031, 0x3035, 0x3038, 0x303C,
        0x3041, 0x30FF, // Hiragana, Katakana
        0x3105, 0x312F, // Bopomofo
        0x31A0, 0x31BF, 0x31F0, 0x31FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, // Han
        0xA000, 0xA4CF, // Yi
        0xA980, 0xA9FF, // Javanese, Myanmar
        0xAA60, 0xAADF, // Myanmar, Tai Viet
        0xF900, 0xFAFF, 0xFF66, 0xFF9F,
        0x16FE0, 0x18DFF, // Tangut, Khitan
        0x1AFF0, 0x1B2FF, // Kana, Nushu
        0x20000, 0x3FFFF,
    ];

    public static bool Contains(int point)
    {
        for (int i = 0; i < s_ranges.Length && s_ranges[i] <= point; i += 2)
        {
            if (point <= s_ranges[i + 1])
            {
                return true;
            }
        }

        return false;
    }
}
