using System.Globalization;
using System.Text;
using Curate.Parquet.Input;
using Curate.Parquet.Reading;
using Curate.Parquet.Tests.Support;
using Curate.TestKit;

namespace Curate.Parquet.Tests;

/// <summary>
/// What every conformance file of the Parquet community reads as. The hashes are of dumps that tests/interop/parquet compares with other
/// readers.
/// </summary>
public class ConformanceTests
{
    [SharedDataFact("parquet-testing/data", "parquet-testing/bad_data")]
    public void Open_every_conformance_file_reads_as_the_table_says()
    {
        StringBuilder table = new("file\trows\tcolumns\tdump or fault\n");
        foreach (string folder in new[] { "data", "bad_data" })
        {
            string[] files = Directory.GetFiles(SharedData.Path($"parquet-testing/{folder}"), "*.parquet*");
            Array.Sort(files, string.CompareOrdinal);
            foreach (string file in files)
            {
                table.Append(CultureInfo.InvariantCulture, $"{folder}/{Path.GetFileName(file)}\t{Describe(file)}\n");
            }
        }

        GoldenFile.Matches("tests/Curate.Parquet.Tests/expected/parquet-testing.tsv", table.ToString());
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
        }
    }

    private static string? Dump(ParquetFileReader file, int batchRows, bool codes)
    {
        using (file)
        {
            try
            {
                return FileDump.Of(file, batchRows, codes);
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
            if (Environment.GetEnvironmentVariable("CURATE_DUMP_FOLDER") is { Length: > 0 } folder)
            {
                File.WriteAllText(Path.Combine(folder, Path.GetFileName(path) + ".txt"), FileDump.Of(file));
            }

            try
            {
                return rows + FileDump.Hash(FileDump.Of(file));
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
