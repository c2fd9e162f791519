using System.Runtime.CompilerServices;

namespace Curate.Core.Dedupe.Substring;

/// <summary>
/// The suffixes of a sequence of whole numbers in order: induced sorting, O(n) time (Nong, Zhang and Chan 2009, "Linear suffix array construction by almost
/// pure induced-sorting", SA-IS). Names of the reduced sequence stand in the array itself, so besides it there are n / 8 bytes for types and 4 bytes a
/// different number, and half of that again at each level below.
/// </summary>
internal static class SuffixArray
{
    private const int Empty = -1;

    /// <summary>Bytes besides the sequence: the array, types of all levels, buckets.</summary>
    /// <param name="length">Numbers of the sequence.</param>
    /// <param name="alphabet">Different numbers.</param>
    public static long BytesFor(long length, long alphabet) => (4 * length) + (length / 4) + (4 * Math.Max(alphabet, length / 2)) + 1024;

    /// <summary>The start of each suffix, smallest suffix first.</summary>
    /// <param name="text">Numbers from 0 to <paramref name="alphabet"/> - 1. The last one is 0 and the only 0.</param>
    /// <param name="alphabet">How many different numbers there may be.</param>
    /// <param name="into">As long as the text.</param>
    /// <param name="ct">Checked once a level.</param>
    public static void Sort(ReadOnlySpan<int> text, int alphabet, Span<int> into, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        int n = text.Length;
        if (n == 1)
        {
            into[0] = 0;
            return;
        }

        var smaller = Types(text);
        int[] buckets = new int[alphabet];
        into.Fill(Empty);
        Ends(text, buckets);
        for (int i = 1; i < n; i++)
        {
            if (IsLeftmost(smaller, i))
            {
                into[--buckets[text[i]]] = i;
            }
        }

        Induce(text, smaller, buckets, into);
        int reduced = Reduce(text, smaller, into, out int names);
        Span<int> order = into[..reduced];
        Span<int> sequence = into[(n - reduced)..];
        if (names < reduced)
        {
            buckets = [];
            Sort(sequence, names, order, ct);
            buckets = new int[alphabet];
        }
        else
        {
            for (int i = 0; i < reduced; i++)
            {
                order[sequence[i]] = i;
            }
        }

        // From places in the reduced sequence back to places in the text.
        for (int i = 1, j = 0; i < n; i++)
        {
            if (IsLeftmost(smaller, i))
            {
                sequence[j++] = i;
            }
        }

        for (int i = 0; i < reduced; i++)
        {
            order[i] = sequence[order[i]];
        }

        into[reduced..].Fill(Empty);
        Ends(text, buckets);
        for (int i = reduced - 1; i >= 0; i--)
        {
            int at = into[i];
            into[i] = Empty;
            into[--buckets[text[at]]] = at;
        }

        Induce(text, smaller, buckets, into);
    }

    /// <summary>A bit for each suffix that is smaller than the one behind it.</summary>
    private static ulong[] Types(ReadOnlySpan<int> text)
    {
        var smaller = new ulong[(text.Length + 63) / 64];
        bool next = true;
        Set(smaller, text.Length - 1);
        for (int i = text.Length - 2; i >= 0; i--)
        {
            next = text[i] < text[i + 1] || (text[i] == text[i + 1] && next);
            if (next)
            {
                Set(smaller, i);
            }
        }

        return smaller;
    }

    private static void Set(ulong[] bits, int at) => bits[at >> 6] |= 1UL << (at & 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSmaller(ulong[] smaller, int at) => (smaller[at >> 6] >> (at & 63) & 1) != 0;

    /// <summary>The first of a run of smaller suffixes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLeftmost(ulong[] smaller, int at) => at > 0 && IsSmaller(smaller, at) && !IsSmaller(smaller, at - 1);

    private static void Count(ReadOnlySpan<int> text, int[] buckets)
    {
        Array.Clear(buckets);
        foreach (int number in text)
        {
            buckets[number]++;
        }
    }

    private static void Starts(ReadOnlySpan<int> text, int[] buckets)
    {
        Count(text, buckets);
        int sum = 0;
        foreach (ref int bucket in buckets.AsSpan())
        {
            int count = bucket;
            bucket = sum;
            sum += count;
        }
    }

    private static void Ends(ReadOnlySpan<int> text, int[] buckets)
    {
        Count(text, buckets);
        int sum = 0;
        foreach (ref int bucket in buckets.AsSpan())
        {
            sum += bucket;
            bucket = sum;
        }
    }

    /// <summary>Sorts all suffixes from the leftmost ones, which stand at the ends of their buckets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Induce(ReadOnlySpan<int> text, ulong[] smaller, int[] buckets, Span<int> into)
    {
        Starts(text, buckets);
        for (int i = 0; i < into.Length; i++)
        {
            int at = into[i] - 1;
            if (at >= 0 && !IsSmaller(smaller, at))
            {
                into[buckets[text[at]]++] = at;
            }
        }

        Ends(text, buckets);
        for (int i = into.Length - 1; i >= 0; i--)
        {
            int at = into[i] - 1;
            if (at >= 0 && IsSmaller(smaller, at))
            {
                into[--buckets[text[at]]] = at;
            }
        }
    }

    /// <summary>Names the sorted leftmost substrings, equal ones alike, and leaves their sequence at the end of the array.</summary>
    /// <returns>Its length.</returns>
    private static int Reduce(ReadOnlySpan<int> text, ulong[] smaller, Span<int> into, out int names)
    {
        int n = text.Length;
        int reduced = 0;
        for (int i = 0; i < n; i++)
        {
            if (IsLeftmost(smaller, into[i]))
            {
                into[reduced++] = into[i];
            }
        }

        into[reduced..].Fill(Empty);
        names = 0;
        int previous = -1;
        for (int i = 0; i < reduced; i++)
        {
            int at = into[i];
            if (previous < 0 || !SameSubstring(text, smaller, at, previous))
            {
                names++;
                previous = at;
            }

            // No two leftmost suffixes are neighbours, so halves do not collide.
            into[reduced + (at / 2)] = names - 1;
        }

        for (int i = n - 1, j = n - 1; i >= reduced; i--)
        {
            if (into[i] >= 0)
            {
                into[j--] = into[i];
            }
        }

        return reduced;
    }

    private static bool SameSubstring(ReadOnlySpan<int> text, ulong[] smaller, int a, int b)
    {
        for (int d = 0; a + d < text.Length && b + d < text.Length; d++)
        {
            if (text[a + d] != text[b + d] || IsSmaller(smaller, a + d) != IsSmaller(smaller, b + d))
            {
                return false;
            }

            if (d > 0 && (IsLeftmost(smaller, a + d) || IsLeftmost(smaller, b + d)))
            {
                return IsLeftmost(smaller, a + d) && IsLeftmost(smaller, b + d);
            }
        }

        return false;
    }
}
