using System.Globalization;
using System.Runtime.InteropServices;
using Curate.Parquet.Compression;
using Curate.Parquet.Encodings;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>
/// The speed of the Parquet reader's inner parts and of whole columns on one thread: the best of several rounds by processor time, in GB/s of
/// decoded values or in seconds. The kernels' input lies in the second-level cache.
/// </summary>
public static class ParquetSpeed
{
    private const int Rounds = 5;
    private const int Values = 1 << 16;

    /// <summary>The kernels: unpacking of each width, levels, dictionary, differences, split bytes, checksums.</summary>
    public static void Kernels(TextWriter to)
    {
        SplitMix64 draws = new(1);
        foreach (int width in new[] { 1, 3, 7, 8, 12, 17, 20, 25, 31 })
        {
            byte[] packed = Bytes(draws, (int)BitUnpacker.BytesFor(Values, width));
            int[] into = new int[Values];
            Report(to, $"unpack {width} bits to int32", 4L * Values, () => BitUnpacker.Unpack(packed, width, into));
        }

        byte[] bits = Bytes(draws, Values / 8);
        byte[] levels = new byte[Values];
        Report(to, "levels of 1 bit, packed", Values, () => BitUnpacker.Unpack(bits, 1, levels));
        byte[] twoBits = Bytes(draws, Values / 4);
        Report(to, "levels of 2 bits, packed", Values, () => BitUnpacker.Unpack(twoBits, 2, levels));
        GrowBuffer runs = new();
        HybridWriter.Write<byte>(new byte[Values], 1, runs);
        byte[] run = runs.Written.ToArray();
        HybridReader hybrid = new();
        Report(to, "levels, one run", Values, () =>
        {
            hybrid.Reset(run, 1);
            hybrid.Read(levels);
        });
        Dictionary(to, draws);
        Pages(to, draws);
    }

    /// <summary>Writes the file of vectors: a list column of floats, uncompressed.</summary>
    public static void WriteVectors(string path, int rows, int dimension)
    {
        SplitMix64 draws = new(1);
        WriteVectors(path, rows, dimension, (_, vector) =>
        {
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] = (float)draws.Unit();
            }
        });
    }

    /// <summary>A row number, and the vector to fill.</summary>
    public delegate void VectorFill(int row, Span<float> vector);

    /// <summary>Writes vectors that a function fills, rows rounded up to whole thousands.</summary>
    public static void WriteVectors(string path, int rows, int dimension, VectorFill fill)
    {
        ParquetSchema schema = new ParquetSchemaBuilder().List("embedding").Leaf("element", PhysicalType.Float).EndList().Build();
        using FileStream file = File.Create(path);
        ParquetFileWriter writer = new(file, schema, new ParquetWriterOptions { Codec = ParquetCodec.None });
        ColumnEncoder encoder = writer.CreateEncoder(0);
        float[] values = new float[1000 * dimension];
        byte[] definition = new byte[values.Length];
        byte[] repetition = new byte[values.Length];
        Array.Fill(definition, (byte)3);
        for (int i = 0; i < repetition.Length; i++)
        {
            repetition[i] = (byte)(i % dimension == 0 ? 0 : 1);
        }

        for (int row = 0; row < rows; row += 1000)
        {
            for (int i = 0; i < 1000; i++)
            {
                fill(row + i, values.AsSpan(i * dimension, dimension));
            }

            encoder.Append<float>(definition, repetition, values);
            if (encoder.RowCount >= 100_000 || row + 1000 >= rows)
            {
                writer.WriteRowGroup([encoder.Finish()]);
            }
        }

        writer.Complete();
    }

    /// <summary>Reads all vectors of a file into one array that is used again.</summary>
    public static void ReadVectors(TextWriter to, string path, int dimension, bool mapped)
    {
        using ParquetFileReader file = ParquetFileReader.Open(mapped ? new MappedInput(path) : new FileInput(path));
        foreach (bool verify in new[] { true, false })
        {
            file.VerifyChecksums = verify;
            float[] into = new float[4096 * dimension];
            Report(to, $"vectors of {dimension}, {(mapped ? "mapped" : "read")}{(verify ? ", checksums" : "")}", 4L * dimension * file.RowCount, () =>
            {
                long rows = 0;
                for (int group = 0; group < file.RowGroupCount; group++)
                {
                    ColumnReader column = file.OpenColumn(group, 0);
                    for (int count; (count = column.ReadVectors<float>(into, dimension, out _)) > 0;)
                    {
                        rows += count;
                    }
                }

                Check(rows == file.RowCount);
            });
        }
    }

    /// <summary>
    /// Reads every column of a file by batches, on one thread. Times are processor time of the whole process, which other work on the machine
    /// disturbs less than the clock; the least of several rounds.
    /// </summary>
    public static void ReadColumns(TextWriter to, string path)
    {
        using ParquetFileReader file = ParquetFileReader.Open(new FileInput(path));
        double total = 0;
        ColumnBatch batch = new();
        for (int leaf = 0; leaf < file.Schema.Leaves.Count; leaf++)
        {
            double best = double.MaxValue;
            long bytes = 0;
            for (int round = 0; round < Rounds; round++)
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                bytes = 0;
                for (int group = 0; group < file.RowGroupCount; group++)
                {
                    ColumnReader column = file.OpenColumn(group, leaf);
                    while (column.ReadRows(batch, 8192) > 0)
                    {
                        bytes += batch.Bytes.Length;
                    }
                }

                best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }

            total += best;
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{file.Schema.Leaves[leaf].PathText,-30} {best,8:F3} s {bytes / best / 1e9,8:F2} GB/s"));
        }

        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"all columns",-30} {total,8:F3} s"));
    }

    private static void Dictionary(TextWriter to, SplitMix64 draws)
    {
        ValueBuffer dictionary = new();
        dictionary.AddFixed(1000, 4).Fill(7);
        int[] codes = new int[Values];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = draws.Below(1000);
        }

        GrowBuffer buffer = new();
        buffer.Add(10);
        HybridWriter.Write<int>(codes, 10, buffer);
        byte[] page = buffer.Written.ToArray();
        DictionaryDecoder decoder = new(dictionary, 4);
        byte[] into = new byte[4 * Values];
        Report(to, "dictionary of int32, 10 bits", into.Length, () =>
        {
            decoder.Reset(page, Values);
            decoder.ReadFixed(into, Values);
        });
        Report(to, "gather alone", into.Length, () => decoder.Gather(codes, into));
    }

    private static void Pages(TextWriter to, SplitMix64 draws)
    {
        byte[] values = new byte[4 * Values];
        Span<int> whole = MemoryMarshal.Cast<byte, int>(values.AsSpan());
        for (int i = 0; i < whole.Length; i++)
        {
            whole[i] = 10 * i + draws.Below(500);
        }

        byte[] into = new byte[values.Length];
        PlainDecoder plain = new(4);
        Report(to, "plain float32", into.Length, () =>
        {
            plain.Reset(values, Values);
            plain.ReadFixed(into, Values);
        });
        GrowBuffer buffer = new();
        DeltaWriter.Write(values, 4, buffer);
        byte[] deltas = buffer.Written.ToArray();
        DeltaDecoder delta = new(4);
        Report(to, "delta int32", into.Length, () =>
        {
            delta.Reset(deltas, Values);
            delta.ReadFixed(into, Values);
        });
        ByteStreamSplitDecoder split = new(4);
        Report(to, "split float32", into.Length, () =>
        {
            split.Reset(values, Values);
            split.ReadFixed(into, Values);
        });
        Report(to, "checksum", values.Length, () => Curate.Parquet.Checksums.Crc32.Of(values));
    }

    private static byte[] Bytes(SplitMix64 draws, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)draws.Next();
        }

        return bytes;
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("Not all rows were read.");
        }
    }

    private static void Report(TextWriter to, string name, long bytes, Action work)
    {
        // Short work is repeated, so that a round takes tens of milliseconds.
        int repeats = (int)Math.Max(1, 200_000_000 / Math.Max(1, bytes));
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-45} {(double)bytes * repeats / Best(repeats, work) / 1e9,8:F2} GB/s"));
    }

    /// <summary>Processor seconds of the best of several rounds, behind one that is not counted.</summary>
    internal static double Best(int repeats, Action work)
    {
        work();
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < repeats; i++)
            {
                work();
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return best;
    }
}
