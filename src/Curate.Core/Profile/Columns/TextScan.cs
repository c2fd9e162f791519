using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Curate.Core.Profile.Columns;

/// <summary>Words and characters of UTF-8 texts, 32 bytes at a time.</summary>
internal static class TextScan
{
    /// <summary>Counts what a text has.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="characters">Unicode code points.</param>
    /// <param name="words">Runs between white space.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(ReadOnlySpan<byte> text, out int characters, out int words)
    {
        words = 0;
        int continuations = 0;
        bool isAscii = true;
        uint before = 1;
        ref byte first = ref MemoryMarshal.GetReference(text);
        int i = 0;
        for (; i + 32 <= text.Length; i += 32)
        {
            Step(Vector256.LoadUnsafe(ref first, (nuint)i), uint.MaxValue, ref before, ref words, ref continuations, ref isAscii);
        }

        int rest = text.Length - i;
        if (rest > 0)
        {
            Step(Tail(ref first, text.Length, i), uint.MaxValue >> (32 - rest), ref before, ref words, ref continuations, ref isAscii);
        }

        characters = text.Length - continuations;
        if (!isAscii && MayHaveWideSpaces(text))
        {
            words = WordsOf(text);
        }
    }

    /// <summary>Whether bytes are there that begin white space beyond ASCII.</summary>
    public static bool MayHaveWideSpaces(ReadOnlySpan<byte> text) => text.ContainsAny<byte>([0xC2, 0xE1, 0xE2, 0xE3]);

    /// <summary>Unicode code points of one of many texts, where it is not known to be ASCII.</summary>
    /// <param name="bytes">Valid UTF-8.</param>
    /// <param name="start">Where the text begins.</param>
    /// <param name="length">Its bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Characters(ReadOnlySpan<byte> bytes, int start, int length)
    {
        if ((uint)length <= 64 && (uint)start <= (uint)bytes.Length && bytes.Length - start >= 64)
        {
            ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), start);
            ulong continuations = Continuations(Vector256.LoadUnsafe(ref first)) | (ulong)Continuations(Vector256.LoadUnsafe(ref first, 32)) << 32;
            return length - BitOperations.PopCount(continuations & (length == 64 ? ulong.MaxValue : (1UL << length) - 1));
        }

        Count(bytes.Slice(start, length), out int characters, out _);
        return characters;
    }

    /// <summary>Words of a text without white space beyond ASCII: runs between white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Words(ReadOnlySpan<byte> text)
    {
        long words = 0;
        ulong before = 1;
        ref byte first = ref MemoryMarshal.GetReference(text);
        int i = 0;
        for (; i + 64 <= text.Length; i += 64)
        {
            ulong space = Spaces(Vector256.LoadUnsafe(ref first, (nuint)i)) | (ulong)Spaces(Vector256.LoadUnsafe(ref first, (nuint)i + 32)) << 32;
            words += BitOperations.PopCount(~space & (space << 1 | before));
            before = space >> 63;
        }

        for (; i < text.Length; i++)
        {
            bool space = IsSpace(text[i]);
            words += !space && before != 0 ? 1 : 0;
            before = space ? 1UL : 0;
        }

        return words;
    }

    /// <summary>Whether white space stands at an end.</summary>
    public static bool IsPadded(ReadOnlySpan<byte> text)
    {
        byte first = text[0];
        byte last = text[^1];
        if (((first | last) & 0x80) == 0)
        {
            return IsSpace(first) || IsSpace(last);
        }

        Rune.DecodeFromUtf8(text, out Rune head, out _);
        Rune.DecodeLastFromUtf8(text, out Rune tail, out _);
        return Rune.IsWhiteSpace(head) || Rune.IsWhiteSpace(tail);
    }

    /// <summary>White space of ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSpace(byte b) => b == ' ' || (uint)(b - 9) <= 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Continuations(Vector256<byte> bytes) => Vector256.LessThan(bytes.AsSByte(), Vector256.Create((sbyte)-64)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Spaces(Vector256<byte> bytes)
    {
        Vector256<byte> tabs = bytes - Vector256.Create((byte)9);
        return (Vector256.Equals(bytes, Vector256.Create((byte)' ')) | Vector256.LessThan(tabs, Vector256.Create((byte)5))).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(Vector256<byte> bytes, uint inside, ref uint before, ref int words, ref int continuations, ref bool isAscii)
    {
        uint space = Spaces(bytes);
        // A word starts at a byte that is no space and follows one; before the text stands a space.
        words += BitOperations.PopCount(~space & (space << 1 | before) & inside);
        before = space >> 31;
        uint high = bytes.ExtractMostSignificantBits() & inside;
        if (high != 0)
        {
            isAscii = false;
            continuations += BitOperations.PopCount(high & Continuations(bytes));
        }
    }

    /// <summary>The last bytes of a text in the lower part of a vector, without reading beyond the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Tail(ref byte text, int length, int from)
    {
        int rest = length - from;
        if (rest >= 16)
        {
            Vector128<byte> low = Vector128.LoadUnsafe(ref text, (nuint)from);
            return Vector256.Create(low, Short(ref Unsafe.Add(ref text, from + 16), rest - 16));
        }

        return Vector256.Create(Short(ref Unsafe.Add(ref text, from), rest), Vector128<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Short(ref byte text, int length)
    {
        if (length >= 8)
        {
            ulong low = Unsafe.ReadUnaligned<ulong>(ref text);
            ulong high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, length - 8));
            return Vector128.Create(low, length == 8 ? 0 : high >> (64 - (8 * (length - 8)))).AsByte();
        }

        ulong word = 0;
        if (length >= 4)
        {
            word = Unsafe.ReadUnaligned<uint>(ref text) | (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, length - 4)) << (8 * (length - 4));
        }
        else if (length > 0)
        {
            word = text | (ulong)Unsafe.Add(ref text, length >> 1) << (8 * (length >> 1)) | (ulong)Unsafe.Add(ref text, length - 1) << (8 * (length - 1));
        }

        return Vector128.Create(word, 0UL).AsByte();
    }

    private static int WordsOf(ReadOnlySpan<byte> text)
    {
        int words = 0;
        bool inWord = false;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int used);
            bool space = Rune.IsWhiteSpace(rune);
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
            text = text[used..];
        }

        return words;
    }
}
