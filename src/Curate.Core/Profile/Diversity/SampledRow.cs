using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Curate.Core.Profile.Diversity;

/// <summary>A row of a sample: its vector, its score (NaN where there is none) and its text, as far as it has them.</summary>
internal sealed record SampledRow(float[]? Vector, double Score, byte[]? Text)
{
    private const byte HasVector = 1;
    private const byte HasText = 2;

    /// <summary>The row as bytes.</summary>
    public static byte[] Encode(ReadOnlySpan<float> vector, bool hasVector, double score, ReadOnlySpan<byte> text, bool hasText)
    {
        var bytes = new byte[9 + (hasVector ? 4 * vector.Length : 0) + (hasText ? text.Length : 0)];
        bytes[0] = (byte)((hasVector ? HasVector : 0) | (hasText ? HasText : 0));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), score);
        int at = 9;
        if (hasVector)
        {
            MemoryMarshal.AsBytes(vector).CopyTo(bytes.AsSpan(at));
            at += 4 * vector.Length;
        }

        if (hasText)
        {
            text.CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    public static SampledRow Decode(byte[] bytes, int dimension)
    {
        bool hasVector = (bytes[0] & HasVector) != 0;
        int at = 9 + (hasVector ? 4 * dimension : 0);
        return new SampledRow(
            hasVector ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(9, 4 * dimension)).ToArray() : null,
            BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(1)),
            (bytes[0] & HasText) != 0 ? bytes[at..] : null);
    }
}
