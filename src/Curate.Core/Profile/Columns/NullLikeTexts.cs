using System.Runtime.CompilerServices;
using System.Text;

namespace Curate.Core.Profile.Columns;

/// <summary>Texts that mean a missing value in many tables. They are counted, never taken for nulls: only the owner of the table can know.</summary>
internal static class NullLikeTexts
{
    /// <summary>Bytes of the longest of them.</summary>
    public const int Longest = 9;

    private static readonly byte[][] s_texts = [.. new[]
    {
        "NA", "N/A", "n/a", "na", "N.A.", "n.a.", "#N/A", "#NA", "<NA>", "NULL", "Null", "null", "\\N", "None", "none", "NONE", "Nil", "nil", "NIL",
        "missing", "Missing", "MISSING", "unknown", "Unknown", "UNKNOWN", "undefined", "-", "--", "---", ".", "..", "?", "??",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>How many texts there are.</summary>
    public static int Count => s_texts.Length;

    /// <summary>One of the texts.</summary>
    public static string Text(int index) => Encoding.UTF8.GetString(s_texts[index]);

    /// <summary>The number of a text, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(ReadOnlySpan<byte> text) =>
        text.Length is 0 or > Longest || !MayStart(text[0]) ? -1 : Find(text);

    private static bool MayStart(byte first) => first is (byte)'N' or (byte)'n' or (byte)'#' or (byte)'<' or (byte)'\\' or (byte)'m' or (byte)'M'
        or (byte)'u' or (byte)'U' or (byte)'-' or (byte)'.' or (byte)'?';

    private static int Find(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < s_texts.Length; i++)
        {
            if (text.SequenceEqual(s_texts[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
