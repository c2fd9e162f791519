using System.Globalization;
using System.Text;
using Curate.Parquet.Compression;
using Curate.Parquet.Input;
using Curate.Parquet.Reading;
using Curate.Parquet.Tests.Support;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Parquet.Tests;

/// <summary>
/// What every conformance file of the Parquet community reads as. The hashes are of dumps that tests/interop/parquet compares with other
/// readers.
/// </summary>
public class ConformanceTests
{
    private const string DumpVariable = "CURATE_DUMP_FOLDER";

    [SharedDataFact("parquet-testing/data", "parquet-testing/bad_data")]
    public void Open_every_conformance_file_reads_as_the_table_says() =>
        Check("parquet-testing.tsv", SharedData.Path("parquet-testing"), "data", "bad_data");

    [Fact]
    public void Open_files_of_other_writers_reads_as_the_table_says() =>
        Check("fixtures.tsv", RepositoryRoot.Combine("tests/Curate.Parquet.Tests"), "Fixtures");

    /// <summary>With <see cref="DumpVariable"/> set, files and dumps are left there for other readers: tests/interop/parquet.</summary>
    [Fact]
    public void Write_tables_for_other_readers_reads_back_the_same()
    {
        ParquetCodec[] codecs = [.. Enum.GetValues<ParquetCodec>().Where(PageCodecs.CanCompress)];
        Assert.Contains(ParquetCodec.Snappy, codecs);
        for (int i = 0; i < 60; i++)
        {
            SplitMix64 draws = new((ulong)i);
            RandomFile table = new((ulong)i + 1000, 200, depth: i % 4, isPlausible: true);
            ParquetWriterOptions options = table.Options(draws) with { Codec = codecs[i % codecs.Length] };
            byte[] file = table.Write(options, 90, 90);
            using ParquetFileReader reader = ParquetFileReader.Open(new MemoryInput(file));
            Assert.Equal(table.Dump, FileDump.Of(reader));
            if (Environment.GetEnvironmentVariable(DumpVariable) is { Length: > 0 } folder)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"random-{i:D2}-{options.Codec}-v{options.DataPageVersion}.parquet");
                File.WriteAllBytes(Path.Combine(folder, name), file);
                File.WriteAllText(Path.Combine(folder, name + ".txt"), table.Dump);
            }
        }
    }

    [SharedDataFact("parquet-testing/data")]
    public void ReadRows_any_batch_size_and_input_gives_the_same_rows()
    {
        foreach (string path in Directory.GetFiles(SharedData.Path("parquet-testing/data"), "*.parquet"))
        {
            string? expected = Dump(ParquetFileReader.Open(path), 1000, codes: false);
            if (expected is null)
            {
                continue;
            }

            Assert.Equal(expected, Dump(ParquetFileReader.Open(new MappedInput(path)), 7, codes: true));
            Assert.Equal(expected, Dump(ParquetFileReader.Open(new MemoryInput(File.ReadAllBytes(path))), 64, codes: true));
            Assert.Equal(expected, Dump(ParquetFileReader.Open(path), 100, codes: true, looks: true));
        }
    }

    private static void Check(string table, string root, params string[] folders)
    {
        StringBuilder text = new("file\trows\tcolumns\tdump or fault\n");
        foreach (string folder in folders)
        {
            string[] files = Directory.GetFiles(Path.Combine(root, folder), "*.parquet*");
            Array.Sort(files, string.CompareOrdinal);
            foreach (string file in files)
            {
                text.Append(CultureInfo.InvariantCulture, $"{folder}/{Path.GetFileName(file)}\t{Describe(file)}\n");
            }
        }

        GoldenFile.Matches($"tests/Curate.Parquet.Tests/expected/{table}", text.ToString());
    }

    private static string? Dump(ParquetFileReader file, int batchRows, bool codes, bool looks = false)
    {
        using (file)
        {
            try
            {
                return FileDump.Of(file, batchRows, codes, looks);
            }
            catch (ParquetFormatException)
            {
                return null;
            }
        }
    }

    private static string Describe(string path)
    {
        try
        {
            using ParquetFileReader file = ParquetFileReader.Open(path);
            string rows = string.Create(CultureInfo.InvariantCulture, $"{file.RowCount}\t{file.Schema.Leaves.Count}\t");
            try
            {
                string dump = FileDump.Of(file);
                if (Environment.GetEnvironmentVariable(DumpVariable) is { Length: > 0 } folder)
                {
                    File.WriteAllText(Path.Combine(folder, Path.GetFileName(path) + ".txt"), dump);
                }

                return rows + FileDump.Hash(dump);
            }
            catch (ParquetFormatException fault)
            {
                return $"{rows}{fault.Fault}: {fault.Message}";
            }
        }
        catch (ParquetFormatException fault)
        {
            return $"-\t-\t{fault.Fault}: {fault.Message}";
        }
    }
}
