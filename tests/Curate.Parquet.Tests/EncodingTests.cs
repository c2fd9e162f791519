using Curate.Parquet.Checksums;
using Curate.Parquet.Encodings;
using Curate.TestKit;

namespace Curate.Parquet.Tests;

public class EncodingTests
{
    [Fact]
    public void Copy_short_values_at_every_distance_from_the_ends_copies_them_alone() => Seeds.Each(40, seed =>
    {
        SplitMix64 draws = new(seed);
        int gap = draws.Pick([0, 4]);
        byte[][] values = [.. Enumerable.Range(0, draws.Below(12)).Select(_ => RandomBytes(draws, draws.Pick([0, 1, 31, 32, 33, 63, 64, 65, draws.Below(300)])))];
        byte[] framed = [.. values.SelectMany(value => (byte[])[.. RandomBytes(draws, gap), .. value]), .. RandomBytes(draws, draws.Pick([0, 1, 70]))];
        int[] starts = new int[values.Length + 1];
        starts[0] = gap;
        for (int i = 0; i < values.Length; i++)
        {
            starts[i + 1] = starts[i] + values[i].Length + gap;
        }

        int total = values.Sum(static value => value.Length);
        byte[] room = [.. Enumerable.Repeat((byte)7, total + 100)];
        int[] ends = new int[values.Length];
        ShortCopy.Values(framed, starts, gap, room.AsSpan(0, total), ends, 1000);
        Assert.Equal([.. values.SelectMany(static value => value), .. Enumerable.Repeat((byte)7, 100)], room);
        Assert.Equal(values.Select((_, i) => 1000 + values[..(i + 1)].Sum(static value => value.Length)), ends);

        int[] picks = [.. Enumerable.Range(0, values.Length == 0 ? 0 : draws.Below(40)).Select(_ => draws.Below(values.Length))];
        ValueBuffer picked = new();
        picked.AddPicked(framed, starts, gap, picks.AsSpan(0, picks.Length / 2));
        picked.AddPicked(framed, starts, gap, picks.AsSpan(picks.Length / 2));
        Assert.Equal(picks.Length, picked.Count);
        for (int i = 0; i < picks.Length; i++)
        {
            Assert.Equal(values[picks[i]], picked.Value(i));
        }
    });

    [Fact]
    public void Decode_snappy_copies_of_every_length_and_distance_repeats_what_stands_there()
    {
        SplitMix64 draws = new(3);
        for (int distance = 1; distance <= 80; distance++)
        {
            for (int length = 1; length <= 64; length++)
            {
                List<byte> plain = [.. RandomBytes(draws, distance + draws.Below(20))];
                List<byte> packed = [(byte)((plain.Count - 1) << 2 & 0xFF), .. plain];
                if (plain.Count > 60)
                {
                    packed = [60 << 2, (byte)(plain.Count - 1), .. plain];
                }

                for (int again = 0; again < 3; again++)
                {
                    packed.AddRange([(byte)(2 | (length - 1) << 2), (byte)distance, 0]);
                    for (int i = 0; i < length; i++)
                    {
                        plain.Add(plain[^distance]);
                    }

                    byte[] literal = RandomBytes(draws, 1 + draws.Below(60));
                    packed.AddRange([(byte)((literal.Length - 1) << 2), .. literal]);
                    plain.AddRange(literal);
                }

                // Behind it so much that the elements above are decoded by the loop that copies in wide steps, too.
                byte[] rest = RandomBytes(draws, draws.Pick([1, 200]));
                packed.AddRange([60 << 2, (byte)(rest.Length - 1), .. rest]);
                plain.AddRange(rest);
                byte[] head = plain.Count < 128 ? [(byte)plain.Count] : [(byte)(plain.Count & 127 | 128), (byte)(plain.Count >> 7)];
                byte[] decoded = new byte[plain.Count];
                Curate.Parquet.Compression.SnappyDecoder.Decompress([.. head, .. packed], decoded);
                Assert.Equal(plain, decoded);
            }
        }
    }

    [Fact]
    public void Unpack_every_width_and_count_gives_the_naive_values() => Seeds.Each(3, seed =>
    {
        SplitMix64 draws = new(seed);
        for (int width = 0; width <= 64; width++)
        {
            foreach (int count in new[] { 0, 1, 7, 8, 9, 31, 64, 65, 200, 1000 })
            {
                byte[] bytes = RandomBytes(draws, (int)BitUnpacker.BytesFor(count, width));
                ulong[] expected = Naive(bytes, width, count);
                ulong[] wide = new ulong[count];
                BitUnpacker.Unpack(bytes, width, wide);
                Assert.Equal(expected, wide);
                if (width <= 32)
                {
                    int[] whole = new int[count];
                    BitUnpacker.Unpack(bytes, width, whole);
                    Assert.Equal(expected.Select(value => (int)value), whole);
                }

                if (width <= 8)
                {
                    byte[] small = new byte[count];
                    BitUnpacker.Unpack(bytes, width, small);
                    Assert.Equal(expected.Select(value => (byte)value), small);
                }
            }
        }
    });

    [Fact]
    public void Unpack_by_vectors_and_by_scalars_gives_equal_results()
    {
        SplitMix64 draws = new(5);
        for (int width = 1; width <= 25; width++)
        {
            byte[] bytes = RandomBytes(draws, 512 * width / 8);
            int[] scalar = new int[512];
            BitUnpacker.UnpackRest(bytes, width, scalar, 0);
            if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            {
                int[] by8 = new int[512];
                int done = BitUnpacker.UnpackBy8(bytes, width, by8);
                Assert.True(done >= 256);
                Assert.Equal(scalar[..done], by8[..done]);
            }

            if (System.Runtime.Intrinsics.X86.Avx512Vbmi.IsSupported)
            {
                int[] by16 = new int[512];
                int done = BitUnpacker.UnpackBy16(bytes, width, by16);
                Assert.True(done > 0);
                Assert.Equal(scalar[..done], by16[..done]);
            }
        }
    }

    [Fact]
    public void Hybrid_random_runs_read_back_in_any_pieces() => Seeds.Each(100, seed =>
    {
        SplitMix64 draws = new(seed);
        int width = draws.Below(33);
        List<int> values = [];
        while (values.Count < 2000)
        {
            int value = width == 0 ? 0 : (int)(draws.Next() >> (64 - width));
            values.AddRange(Enumerable.Repeat(value, draws.Pick([1, 1, 1, 2, 7, 8, 9, 100])));
        }

        GrowBuffer buffer = new();
        HybridWriter.Write<int>(values.ToArray(), width, buffer);
        HybridReader reader = new();
        reader.Reset(buffer.Written.ToArray(), width);
        int at = 0;
        while (at < values.Count)
        {
            int count = Math.Min(values.Count - at, 1 + draws.Below(70));
            if (draws.Chance(0.3))
            {
                reader.Skip(count);
            }
            else if (width <= 8 && draws.Chance(0.5))
            {
                byte[] part = new byte[count];
                reader.Read(part);
                Assert.Equal(values.GetRange(at, count).Select(value => (byte)value), part);
            }
            else
            {
                int[] part = new int[count];
                reader.Read(part);
                Assert.Equal(values.GetRange(at, count), part);
            }

            at += count;
        }
    });

    [Fact]
    public void Delta_random_values_read_back_in_any_pieces_and_end_where_they_end() => Seeds.Each(200, seed =>
    {
        SplitMix64 draws = new(seed);
        int width = draws.Pick([4, 8]);
        long[] values = new long[draws.Pick([0, 1, 2, 32, 33, 128, 129, 130, 1000])];
        int shift = draws.Below(64);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (long)(draws.Next() >> shift) + (draws.Chance(0.01) ? long.MinValue : 0);
            values[i] = width == 4 ? (int)values[i] : values[i];
        }

        byte[] bytes = width == 8
            ? values.SelectMany(BitConverter.GetBytes).ToArray()
            : values.SelectMany(value => BitConverter.GetBytes((int)value)).ToArray();
        GrowBuffer buffer = new();
        DeltaWriter.Write(bytes, width, buffer);
        byte[] encoded = buffer.Written.ToArray();
        DeltaReader end = new();
        end.Reset(new byte[][] { encoded, [1, 2, 3] }.SelectMany(part => part).ToArray());
        Assert.Equal(encoded.Length, end.FindEnd());
        DeltaDecoder decoder = new(width);
        decoder.Reset(encoded, values.Length);
        int at = 0;
        while (at < values.Length)
        {
            int count = Math.Min(values.Length - at, 1 + draws.Below(300));
            if (draws.Chance(0.3))
            {
                decoder.Skip(count);
            }
            else
            {
                byte[] part = new byte[count * width];
                decoder.ReadFixed(part, count);
                Assert.Equal(bytes[(at * width)..((at + count) * width)], part);
            }

            at += count;
        }

        Assert.Throws<ParquetFormatException>(() => decoder.ReadFixed(new byte[width], 1));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(5)]
    public void SplitStreams_values_of_any_width_come_back_in_any_pieces(int width)
    {
        SplitMix64 draws = new((ulong)width);
        byte[] values = RandomBytes(draws, 333 * width);
        GrowBuffer buffer = new();
        ValueWriter.SplitStreams(values, width, buffer);
        Assert.Equal(values[0], buffer.Written[0]);
        Assert.Equal(values[width], buffer.Written[1]);
        ByteStreamSplitDecoder decoder = new(width);
        decoder.Reset(buffer.Written.ToArray(), 333);
        byte[] back = new byte[values.Length];
        decoder.ReadFixed(back.AsSpan(0, 100 * width), 100);
        decoder.Skip(50);
        decoder.ReadFixed(back.AsSpan(150 * width), 183);
        Assert.Equal(values[..(100 * width)], back[..(100 * width)]);
        Assert.Equal(values[(150 * width)..], back[(150 * width)..]);
    }

    [Fact]
    public void BitPacked_legacy_levels_have_the_highest_bit_first()
    {
        // The example of Encodings.md: 0 to 7 in three bits each.
        LevelReader reader = new(7);
        byte[] page = [0b00000101, 0b00111001, 0b01110111, 99];
        ReadOnlyMemory<byte> rest = reader.ResetV1(page, 4, 8);
        byte[] levels = new byte[8];
        reader.Read(levels);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], levels);
        Assert.Equal(99, rest.Span[0]);
    }

    [Fact]
    public void DeltaBytes_and_DeltaLength_read_what_a_naive_writer_wrote() => Seeds.Each(50, seed =>
    {
        SplitMix64 draws = new(seed);
        byte[][] values = new byte[300][];
        for (int i = 0; i < values.Length; i++)
        {
            byte[] prefix = i == 0 ? [] : values[i - 1][..draws.Below(values[i - 1].Length + 1)];
            values[i] = [.. prefix, .. RandomBytes(draws, draws.Below(6))];
        }

        GrowBuffer lengths = new();
        DeltaWriter.Write(values.SelectMany(value => BitConverter.GetBytes(value.Length)).ToArray(), 4, lengths);
        Check(new DeltaLengthDecoder(), [.. lengths.Written, .. values.SelectMany(value => value)]);
        int[] prefixes = new int[values.Length];
        byte[][] suffixes = new byte[values.Length][];
        for (int i = 0; i < values.Length; i++)
        {
            prefixes[i] = i == 0 ? 0 : values[i].AsSpan().CommonPrefixLength(values[i - 1]);
            suffixes[i] = values[i][prefixes[i]..];
        }

        GrowBuffer both = new();
        DeltaWriter.Write(prefixes.SelectMany(BitConverter.GetBytes).ToArray(), 4, both);
        DeltaWriter.Write(suffixes.SelectMany(value => BitConverter.GetBytes(value.Length)).ToArray(), 4, both);
        Check(new DeltaBytesDecoder(0), [.. both.Written, .. suffixes.SelectMany(value => value)]);

        void Check(ValueDecoder decoder, byte[] page)
        {
            decoder.Reset(page, values.Length);
            ValueBuffer buffer = new();
            decoder.ReadInto(buffer, 100);
            decoder.Skip(20);
            decoder.ReadInto(buffer, 180);
            for (int i = 0; i < 280; i++)
            {
                Assert.Equal(values[i < 100 ? i : i + 20], buffer.Value(i).ToArray());
            }
        }
    });

    [Fact]
    public void Crc32_of_known_text_and_of_any_length_is_that_of_the_tables()
    {
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
        SplitMix64 draws = new(3);
        byte[] bytes = RandomBytes(draws, 5000);
        for (int length = 0; length < 700; length++)
        {
            int start = draws.Below(100);
            Assert.Equal(Naive(bytes.AsSpan(start, length)), Crc32.Of(bytes.AsSpan(start, length)));
        }

        Assert.Equal(Naive(bytes), Crc32.Of(bytes));
        Assert.Equal(Naive(bytes), Crc32.OfByTables(bytes));
    }

    private static byte[] RandomBytes(SplitMix64 draws, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)draws.Next();
        }

        return bytes;
    }

    private static ulong[] Naive(byte[] bytes, int width, int count)
    {
        ulong[] values = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            for (int bit = 0; bit < width; bit++)
            {
                int at = i * width + bit;
                values[i] |= (ulong)(bytes[at / 8] >> (at % 8) & 1) << bit;
            }
        }

        return values;
    }

    private static uint Naive(ReadOnlySpan<byte> bytes)
    {
        uint state = uint.MaxValue;
        foreach (byte value in bytes)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) != 0 ? state >> 1 ^ 0xEDB88320 : state >> 1;
            }
        }

        return ~state;
    }
}
