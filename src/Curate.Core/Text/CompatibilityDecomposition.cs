using System.Text;

namespace Curate.Core.Text;

/// <summary>
/// Unicode normalisation forms KC and KD (Unicode Standard Annex 15): compatibility characters, such as ligatures, circled and wide ones, become what they stand
/// for, then <see cref="CanonicalComposition"/> does its part. O(n); text without such characters costs a look at each.
/// </summary>
public static class CompatibilityDecomposition
{
    /// <summary>Below this, no character has a compatibility decomposition.</summary>
    private const char First = '\u00A0';

    /// <summary>The text in form KC.</summary>
    public static string Compose(string text) => CanonicalComposition.Apply(Replaced(text));

    /// <summary>The text in form KD.</summary>
    public static string Decompose(string text) => CanonicalComposition.Decompose(Replaced(text));

    private static string Replaced(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = text.AsSpan().IndexOfAnyInRange(First, char.MaxValue);
        if (first < 0)
        {
            return text;
        }

        Dictionary<int, string> replacements = Decoded.Replacements;
        StringBuilder? changed = null;
        int copied = 0;
        for (int at = first; at < text.Length;)
        {
            int point = CanonicalComposition.ReadPoint(text, at, out int width);
            if (point >= First && replacements.TryGetValue(point, out string? replacement))
            {
                changed ??= new StringBuilder(text.Length + 16);
                changed.Append(text, copied, at - copied).Append(replacement);
                copied = at + width;
            }

            at += width;
        }

        return changed is null ? text : changed.Append(text, copied, text.Length - copied).ToString();
    }

    private static class Decoded
    {
        public static readonly Dictionary<int, string> Replacements = Read(CompatibilityData.Decompositions);

        private static Dictionary<int, string> Read(ReadOnlySpan<byte> data)
        {
            var replacements = new Dictionary<int, string>();
            var text = new StringBuilder();
            int point = 0;
            int part = 0;
            for (int at = 0; at < data.Length;)
            {
                point += CompositionTables.ReadNumber(data, ref at);
                text.Clear();
                for (int count = CompositionTables.ReadNumber(data, ref at); count > 0; count--)
                {
                    int step = CompositionTables.ReadNumber(data, ref at);
                    part += (step >> 1) ^ -(step & 1);
                    text.Append(char.ConvertFromUtf32(part));
                }

                replacements.Add(point, text.ToString());
            }

            return replacements;
        }
    }
}
