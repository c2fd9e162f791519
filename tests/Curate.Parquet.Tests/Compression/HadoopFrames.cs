using System.Buffers.Binary;
using Curate.Parquet.Compression;

namespace Curate.Parquet.Tests.Compression;

/// <summary>The block framing of Hadoop around raw LZ4 blocks.</summary>
internal static class HadoopFrames
{
    /// <summary>Blocks of at most <paramref name="blockSize"/> bytes of content, each with as many chunks as <paramref name="chunks"/> says.</summary>
    public static byte[] Of(byte[] content, int blockSize, int chunks = 1)
    {
        List<byte> packed = [];
        foreach (byte[] block in content.Length == 0 ? [[]] : content.Chunk(blockSize))
        {
            Add(packed, block.Length);
            foreach (byte[] chunk in block.Length == 0 ? [] : block.Chunk((block.Length + chunks - 1) / chunks))
            {
                byte[] raw = SampleBytes.Compress(ParquetCodec.Lz4Raw, null, chunk);
                Add(packed, raw.Length);
                packed.AddRange(raw);
            }
        }

        return [.. packed];
    }

    private static void Add(List<byte> packed, int size)
    {
        byte[] word = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, size);
        packed.AddRange(word);
    }
}
