using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Curate.Core.Profile.Diversity;

/// <summary>A row of a sample: its vector, its score (NaN where there is none), its text, as far as it has them, and its weight.</summary>
internal sealed record SampledRow(float[]? Vector, double Score, byte[]? Text, double Weight)
{
    private const byte HasVector = 1;
    private const byte HasText = 2;
    private const byte HasWeight = 4;

    // What there is, and the score.
    private const int HeadBytes = 9;

    /// <summary>The row as bytes.</summary>
    public static byte[] Encode(ReadOnlySpan<float> vector, bool hasVector, double score, ReadOnlySpan<byte> text, bool hasText, double weight)
    {
        bool hasWeight = weight != 1;
        int at = HeadBytes + (hasWeight ? sizeof(double) : 0);
        var bytes = new byte[at + (hasVector ? 4 * vector.Length : 0) + (hasText ? text.Length : 0)];
        bytes[0] = (byte)((hasVector ? HasVector : 0) | (hasText ? HasText : 0) | (hasWeight ? HasWeight : 0));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), score);
        if (hasWeight)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(HeadBytes), weight);
        }

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
        bool hasWeight = (bytes[0] & HasWeight) != 0;
        int vectorAt = HeadBytes + (hasWeight ? sizeof(double) : 0);
        int textAt = vectorAt + (hasVector ? 4 * dimension : 0);
        return new SampledRow(
            hasVector ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(vectorAt, 4 * dimension)).ToArray() : null,
            BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(1)),
            (bytes[0] & HasText) != 0 ? bytes[textAt..] : null,
            hasWeight ? BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(HeadBytes)) : 1);
    }
}
