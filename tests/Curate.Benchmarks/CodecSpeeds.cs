using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Curate.Parquet.Compression;
using Curate.Parquet.Compression.Zstd;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>
/// Speed and ratio of the page codecs on pages of 1 MiB, beside the reference library in the same process: rounds alternate between the two,
/// and the best round of each counts. MB/s are of uncompressed bytes, one thread.
/// </summary>
internal static class CodecSpeeds
{
    private const int PageSize = 1 << 20;
    private const int Pages = 8;
    private const int Rounds = 7;

    public static void Print(string[] files, TextWriter output)
    {
        output.WriteLine("input     codec            ratio peer-ratio | compress  peer  x-peer | decompress  peer  x-peer");
        foreach ((string name, byte[] content) in Inputs(files))
        {
            byte[][] pages = [.. content.Chunk(PageSize)];
            Line(output, name, "snappy", Own(ParquetCodec.Snappy, null), CodecPeers.Snappy(), pages);
            Line(output, name, "lz4", Own(ParquetCodec.Lz4Raw, null), CodecPeers.Lz4(), pages);
            foreach (int level in (int[])[1, 3, 9, 19])
            {
                CodecPeer? system = PageCodecs.CanCompress(ParquetCodec.Zstd) ? Own(ParquetCodec.Zstd, level) : null;
                if (system is not null)
                {
                    Line(output, name, string.Create(CultureInfo.InvariantCulture, $"zstd:{level} managed"), new(null, ManagedZstd), system, pages);
                }
            }

            foreach (ParquetCodec codec in (ParquetCodec[])[ParquetCodec.Gzip, ParquetCodec.Brotli])
            {
                Line(output, name, codec.ToString().ToLowerInvariant(), Own(codec, null), null, pages);
            }
        }
    }

    private static CodecPeer Own(ParquetCodec codec, int? level) => new(
        (source, target) => PageCodecs.Compress(codec, level, source, target),
        (source, target) =>
        {
            PageCodecs.Decompress(codec, source, target);
            return target.Length;
        });

    private static int ManagedZstd(ReadOnlySpan<byte> source, Span<byte> target)
    {
        ZstdDecoder.Decompress(source, target);
        return target.Length;
    }

    private static void Line(TextWriter output, string input, string codec, CodecPeer own, CodecPeer? peer, byte[][] pages)
    {
        long size = pages.Sum(page => (long)page.Length);
        byte[] room = new byte[2 * PageSize + 4096];
        byte[][] packed = Packed(own.Compress ?? peer!.Compress!, pages, room);
        byte[][]? peerPacked = peer?.Compress is null ? null : Packed(peer.Compress, pages, room);
        double ownCompress = double.MaxValue, peerCompress = double.MaxValue, ownDecompress = double.MaxValue, peerDecompress = double.MaxValue;
        bool slow = own.Compress is null;
        for (int round = 0; round < Rounds; round++)
        {
            ownCompress = slow ? ownCompress : Math.Min(ownCompress, Time(own.Compress, pages, null, room));
            peerCompress = slow ? peerCompress : Math.Min(peerCompress, Time(peer?.Compress, pages, null, room));
            ownDecompress = Math.Min(ownDecompress, Time(own.Decompress, packed, pages, room));
            peerDecompress = Math.Min(peerDecompress, Time(peer?.Decompress, packed, pages, room));
        }

        double ratio = (double)size / packed.Sum(page => (long)page.Length);
        double? peerRatio = peerPacked is null ? null : (double)size / peerPacked.Sum(page => (long)page.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{input,-9} {codec,-16} {ratio,5:F2} {peerRatio,10:F2} | {Speed(size, ownCompress),8} {Speed(size, peerCompress),5} {Ratio(ownCompress, peerCompress),7} | {Speed(size, ownDecompress),10} {Speed(size, peerDecompress),5} {Ratio(ownDecompress, peerDecompress),7}"));
    }

    private static byte[][] Packed(PageCall compress, byte[][] pages, byte[] room) => [.. pages.Select(page => room[..compress(page, room)])];

    private static double Time(PageCall? call, byte[][] sources, byte[][]? expected, byte[] room)
    {
        if (call is null)
        {
            return double.MaxValue;
        }

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < sources.Length; i++)
        {
            Span<byte> target = expected is null ? room : room.AsSpan(0, expected[i].Length);
            if (call(sources[i], target) < 0)
            {
                throw new InvalidOperationException("A codec failed.");
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (expected is not null && !room.AsSpan(0, expected[^1].Length).SequenceEqual(expected[^1]))
        {
            throw new InvalidOperationException("A codec gave other bytes.");
        }

        return seconds;
    }

    private static string Speed(long size, double seconds) =>
        seconds == double.MaxValue ? "-" : (size / seconds / 1e6).ToString("F0", CultureInfo.InvariantCulture);

    private static string Ratio(double own, double peer) =>
        own == double.MaxValue || peer == double.MaxValue ? "-" : (peer / own).ToString("F2", CultureInfo.InvariantCulture);

    private static IEnumerable<(string Name, byte[] Content)> Inputs(string[] files)
    {
        if (files.Length > 0)
        {
            foreach (string file in files)
            {
                using FileStream stream = File.OpenRead(file);
                byte[] content = new byte[(int)Math.Min(stream.Length, (long)PageSize * Pages)];
                stream.ReadExactly(content);
                yield return (Path.GetFileName(file), content);
            }

            yield break;
        }

        string path = Path.GetTempFileName();
        try
        {
            RepeatedRows.Write(path, PageSize * Pages / 130, seed: 1);
            yield return ("csv", File.ReadAllBytes(path)[..(PageSize * Pages)]);
        }
        finally
        {
            File.Delete(path);
        }

        SplitMix64 draws = new(1);
        long clock = 1_700_000_000_000;
        double level = 100;
        yield return ("int64", Words(() => clock += draws.Below(5000)));
        yield return ("double", Words(() => BitConverter.DoubleToInt64Bits(level = Math.Round(level + draws.Unit() - 0.5, 2))));
        yield return ("category", Words(() => draws.Below(200) * 0x0100_0000_0001L));
        yield return ("noise", Words(() => (long)draws.Next()));
    }

    private static byte[] Words(Func<long> next)
    {
        byte[] bytes = new byte[PageSize * Pages];
        for (int i = 0; i < bytes.Length; i += sizeof(long))
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i), next());
        }

        return bytes;
    }
}
