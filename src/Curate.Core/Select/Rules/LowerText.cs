using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Select.Rules;

/// <summary>A copy of a text with the capitals of ASCII in lower case, for the search of phrases; all other bytes stay. Reused from text to text.</summary>
internal sealed class LowerText
{
    private const int LargestKept = 1 << 20;
    private byte[] _bytes = [];

    /// <summary>The copy; valid until the next one.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text)
    {
        if (_bytes.Length < text.Length || _bytes.Length > Math.Max(LargestKept, text.Length * 4L))
        {
            _bytes = new byte[text.Length];
        }

        ref byte from = ref MemoryMarshal.GetReference(text);
        ref byte into = ref MemoryMarshal.GetArrayDataReference(_bytes);
        int at = 0;
        for (; at + Vector256<byte>.Count <= text.Length; at += Vector256<byte>.Count)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref from, (nuint)at);
            Vector256<byte> capital = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26));
            (bytes | (capital & Vector256.Create((byte)0x20))).StoreUnsafe(ref into, (nuint)at);
        }

        for (; at < text.Length; at++)
        {
            _bytes[at] = (uint)(text[at] - 'A') < 26 ? (byte)(text[at] | 0x20) : text[at];
        }

        return _bytes.AsSpan(0, text.Length);
    }
}
