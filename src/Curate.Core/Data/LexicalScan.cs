using System.Runtime.CompilerServices;

namespace Curate.Core.Data;

/// <summary>Tells what single values look like, in agreement with <see cref="ValueText"/>, with shortcuts for the common shapes.</summary>
internal static class LexicalScan
{
    private const long MostExact = 1L << 53;

    // 15 digits stay below 2^53 and any shorter run of digits and one point is a number, so neither needs to be converted.
    private const int SafeDigits = 15;

    /// <summary>1 to 15 digits with an optional minus and no leading zero: a whole number without conversion. False means only: look closer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlainWhole(ReadOnlySpan<byte> text)
    {
        int i = text.Length > 0 && text[0] == '-' ? 1 : 0;
        int digits = text.Length - i;
        if ((uint)(digits - 1) >= SafeDigits || (text[i] == '0' && text.Length > 1))
        {
            return false;
        }

        for (; i < text.Length; i++)
        {
            if ((uint)(text[i] - '0') > 9)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Digits, then a point and digits or an exponent of at most two digits or both, with an optional minus and no leading zero before another
    /// digit: a number without conversion. False means only: look closer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlainNumber(ReadOnlySpan<byte> text)
    {
        int i = text.Length > 0 && text[0] == '-' ? 1 : 0;
        int start = i;
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
        {
            i++;
        }

        int whole = i - start;
        if (whole == 0 || text.Length > 24 || (text[start] == '0' && whole > 1) || i == text.Length)
        {
            return false;
        }

        if (text[i] == '.')
        {
            for (i++; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
            {
            }
        }

        return i == text.Length || IsPlainExponent(text[i..]);
    }

    /// <summary>The class of a text cell.</summary>
    public static LexicalClass OfText(ReadOnlySpan<byte> text, out int dimension)
    {
        dimension = 0;
        if (text.IsEmpty)
        {
            return LexicalClass.Text;
        }

        // Only a few signs can start anything but text; most texts stop here.
        byte first = text[0];
        if ((uint)(first - '0') <= 9 || first is (byte)'-' or (byte)'.' or (byte)' ')
        {
            return OfDigits(text);
        }

        switch (first)
        {
            case (byte)'t' or (byte)'T' or (byte)'f' or (byte)'F':
                return ValueText.TryFlag(text, out _) ? LexicalClass.Flag : LexicalClass.Text;
            case (byte)'N' or (byte)'n' or (byte)'I' or (byte)'i':
                return ValueText.TryNumber(text, out _) ? LexicalClass.Number : LexicalClass.Text;
            case (byte)'[':
                return TryVector(text, out dimension) ? LexicalClass.Vector : LexicalClass.Text;
            default:
                return LexicalClass.Text;
        }
    }

    /// <summary>The class of a JSON value that is not null. Numbers in strings are texts; dates, which JSON cannot declare, are dates.</summary>
    public static LexicalClass OfJson(ReadOnlySpan<byte> json, out int dimension)
    {
        dimension = 0;
        if (json.IsEmpty)
        {
            return LexicalClass.Text;
        }

        switch (json[0])
        {
            case (byte)'"':
                ReadOnlySpan<byte> inner = json.Length >= 2 ? json[1..^1] : default;
                bool maybeDate = inner.Length >= 10 && (uint)(inner[0] - '0') <= 9;
                return !maybeDate ? LexicalClass.Text : OfMoment(inner);
            case (byte)'t' or (byte)'f':
                return LexicalClass.Flag;
            case (byte)'{':
                return LexicalClass.Nested;
            case (byte)'[':
                return TryVector(json, out dimension) ? LexicalClass.Vector : LexicalClass.Nested;
            default:
                return OfDigits(json);
        }
    }

    private static LexicalClass OfDigits(ReadOnlySpan<byte> text)
    {
        if (IsPlainWhole(text))
        {
            return LexicalClass.Whole;
        }

        if (IsPlainNumber(text))
        {
            return LexicalClass.Number;
        }

        if (ValueText.TryWhole(text, out long whole))
        {
            return whole is >= -MostExact and <= MostExact ? LexicalClass.Whole : LexicalClass.LongWhole;
        }

        return ValueText.TryNumber(text, out _) ? LexicalClass.Number : OfMoment(text);
    }

    private static LexicalClass OfMoment(ReadOnlySpan<byte> text) =>
        MomentText.TryDate(text, out _) ? LexicalClass.Date
        : MomentText.TryTime(text, out _) ? LexicalClass.Time
        : LexicalClass.Text;

    private static bool IsPlainExponent(ReadOnlySpan<byte> text)
    {
        if ((text[0] | 0x20) != 'e')
        {
            return false;
        }

        int i = text.Length > 1 && text[1] is (byte)'+' or (byte)'-' ? 2 : 1;
        int digits = text.Length - i;
        return digits is 1 or 2 && (uint)(text[i] - '0') <= 9 && (uint)(text[^1] - '0') <= 9;
    }

    /// <summary>How many numbers an array of numbers holds, by the shape alone where it is plain, else by the parse that readers use.</summary>
    private static bool TryVector(ReadOnlySpan<byte> text, out int dimension)
    {
        dimension = PlainVector(text);
        if (dimension > 0)
        {
            return true;
        }

        float[] room = System.Buffers.ArrayPool<float>.Shared.Rent(Math.Max(16, (text.Length / 2) + 1));
        dimension = VectorText.Parse(text, room);
        System.Buffers.ArrayPool<float>.Shared.Return(room);
        return dimension > 0;
    }

    /// <summary>
    /// How many numbers a JSON array of plain numbers holds: at most 20 digits before the point and small exponents, so that float32 holds each. 0 means only:
    /// look closer. Embeddings are hundreds of numbers a row, and converting them only to count them would dominate a pass.
    /// </summary>
    internal static int PlainVector(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[^1] != ']')
        {
            return 0;
        }

        int count = 0;
        int i = 1;
        while (true)
        {
            i += i < text.Length && text[i] == ' ' ? 1 : 0;
            i += i < text.Length && text[i] == '-' ? 1 : 0;
            int start = i;
            i = AfterDigits(text, i);
            int whole = i - start;
            if (whole is 0 or > 20 || (whole > 1 && text[start] == '0'))
            {
                return 0;
            }

            if (text[i] == '.')
            {
                start = i + 1;
                i = AfterDigits(text, start);
                if (i == start)
                {
                    return 0;
                }
            }

            if ((text[i] | 0x20) == 'e')
            {
                i += text[i + 1] is (byte)'-' or (byte)'+' ? 2 : 1;
                start = i;
                bool negative = text[i - 1] == '-';
                i = AfterDigits(text, start);
                if (i == start || i - start > (negative ? 2 : 1))
                {
                    return 0;
                }
            }

            count++;
            if (text[i] != ',')
            {
                return i == text.Length - 1 ? count : 0;
            }

            i++;
        }
    }

    /// <summary>The first place from <paramref name="at"/> on that is no digit; the closing bracket at the end stops the search at the latest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AfterDigits(ReadOnlySpan<byte> text, int at)
    {
        while ((uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9)
        {
            at++;
        }

        return at;
    }
}
