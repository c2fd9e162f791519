using System.Text;

namespace Curate.Core.Text;

/// <summary>
/// Unicode normalisation forms C and D (Unicode Standard Annex 15), since <see cref="string.Normalize()"/> leaves all text as it is
/// where globalisation is invariant. Unpaired surrogates pass through unchanged. O(n) time whatever the text; text that is already in the
/// form is returned as the same object. The tables, about 90 kB, are decoded at the first text that needs them.
/// </summary>
public static class CanonicalComposition
{
    /// <summary>Below this, no character composes with one before it or is changed by form C.</summary>
    private const char FirstForComposing = '\u0300';

    /// <summary>Below this, no character has a decomposition.</summary>
    private const char FirstForDecomposing = '\u00C0';

    /// <summary>The text in form C: decomposed, marks in canonical order, composed.</summary>
    public static string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = text.AsSpan().IndexOfAnyInRange(FirstForComposing, char.MaxValue);
        return first < 0 ? text : Normalise(text, first, compose: true);
    }

    /// <summary>The text in form D: decomposed, marks in canonical order.</summary>
    public static string Decompose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = text.AsSpan().IndexOfAnyInRange(FirstForDecomposing, char.MaxValue);
        return first < 0 ? text : Normalise(text, first, compose: false);
    }

    /// <summary>
    /// Rewrites only the segments that hold a character which may not stay as it is. A segment goes from one boundary to the next: the
    /// characters on the two sides of a boundary neither compose with each other nor change places, so segments are independent.
    /// </summary>
    private static string Normalise(string text, int first, bool compose)
    {
        CompositionTables tables = CompositionTables.Shared;
        StringBuilder? changed = null;
        var segment = new CanonicalSegment(tables, stackalloc uint[CanonicalSegment.InlineCapacity]);
        int copied = 0;

        // The character before the first that matters is a starter, and the mark may compose with it.
        int at = Math.Max(0, first - 1);
        int start = at;
        int lastClass = 0;
        while (at < text.Length)
        {
            int point = ReadPoint(text, at, out int width);
            uint traits = tables.Traits(point);
            int combiningClass = CompositionTables.CombiningClass(traits);
            if (CompositionTables.IsBoundary(traits))
            {
                start = at;
            }

            bool ordered = combiningClass == 0 || combiningClass >= lastClass;
            if (ordered && (compose ? CompositionTables.StaysComposed(traits) : CompositionTables.StaysDecomposed(traits, point)))
            {
                lastClass = combiningClass;
                at += width;
                continue;
            }

            at = BoundaryAfter(tables, text, at + width);
            lastClass = 0;
            ReadOnlySpan<char> before = text.AsSpan(start, at - start);
            segment.Load(before);
            if (compose)
            {
                segment.Compose();
            }

            if (!segment.Is(before))
            {
                changed ??= new StringBuilder(text.Length + 16);
                changed.Append(text, copied, start - copied);
                segment.AppendTo(changed);
                copied = at;
            }

            start = at;
        }

        return changed is null ? text : changed.Append(text, copied, text.Length - copied).ToString();
    }

    private static int BoundaryAfter(CompositionTables tables, string text, int at)
    {
        while (at < text.Length)
        {
            int point = ReadPoint(text, at, out int width);
            if (CompositionTables.IsBoundary(tables.Traits(point)))
            {
                break;
            }

            at += width;
        }

        return at;
    }

    /// <summary>The code point at an index; an unpaired surrogate stands for itself.</summary>
    internal static int ReadPoint(ReadOnlySpan<char> text, int at, out int width)
    {
        char c = text[at];
        if (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            width = 2;
            return char.ConvertToUtf32(c, text[at + 1]);
        }

        width = 1;
        return c;
    }
}
