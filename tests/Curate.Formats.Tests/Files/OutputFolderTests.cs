using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class OutputFolderTests : IDisposable
{
    private static readonly SinkShape s_shape = new(
        new TableSchema([new Field("k", null), new Field("v", null)]), new FakeLayout("csv", "k,v"), []);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RollingSinkFormat Rolling(long rows = long.MaxValue, bool force = false, string extension = ".csv") =>
        new(output => new FakeSinkFormat(output), _folder["out"], extension, rows, force);

    private PartitionedSinkFormat Partitioned(int openLimit = 256, string extension = ".csv", long rows = long.MaxValue, params string[] columns) =>
        new(output => new FakeSinkFormat(output), _folder["out"], extension, columns.Length == 0 ? ["k"] : columns, rows) { OpenLimit = openLimit };

    private static RecordBatch Batch(IEnumerable<string> rows, params int[] keys)
    {
        var request = ReadRequest.Of([.. (keys.Length == 0 ? [0] : keys).Select(i => new ColumnRequest($"{i}", ColumnKind.Text))]) with { Payload = true };
        var batch = new RecordBatch();
        batch.Begin(request, s_shape.Layout);
        foreach (string row in rows)
        {
            ((RecordBytes)batch.Payload!).Append(Encoding.UTF8.GetBytes(row));
            for (int i = 0; i < batch.ColumnCount; i++)
            {
                string value = row.Split(',')[keys.Length == 0 ? 0 : keys[i]];
                if (value == "NULL")
                {
                    batch[i].AppendNull();
                }
                else
                {
                    batch.Text(i).Append(Encoding.UTF8.GetBytes(value));
                }
            }

            batch.Count++;
        }

        return batch;
    }

    private string Read(string name) => Streams.Text(new FileInput(_folder["out/" + name]).Open());

    private string[] Visible => [.. _folder.Names.Where(name => File.Exists(_folder[name]))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rolling_fills_files_to_the_row(bool whole)
    {
        using (IRecordSink sink = Rolling(2).Open(s_shape))
        {
            foreach (RecordBatch batch in (RecordBatch[])[Batch(["a,1"]), Batch(["b,2", "c,3", "d,4"]), Batch([]), Batch(["e,5", "f,6"])])
            {
                if (whole)
                {
                    sink.WriteAll(batch);
                }
                else
                {
                    sink.Write(batch, [.. Enumerable.Range(0, batch.Count)]);
                }
            }

            Assert.DoesNotContain(Visible, name => !Path.GetFileName(name).StartsWith('.'));
            sink.Complete();
            Assert.Equal(3 * 12, sink.BytesWritten);
        }

        Assert.Equal(["out/part-00000.csv", "out/part-00001.csv", "out/part-00002.csv"], Visible);
        Assert.Equal("k,v\na,1\nb,2\n", Read("part-00000.csv"));
        Assert.Equal("k,v\nc,3\nd,4\n", Read("part-00001.csv"));
        Assert.Equal("k,v\ne,5\nf,6\n", Read("part-00002.csv"));
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".csv.gz")]
    public void No_rows_give_one_file_without_rows(string extension)
    {
        using IRecordSink sink = Rolling(2, extension: extension).Open(s_shape);
        sink.Complete();
        Assert.Equal(["out/part-00000" + extension], Visible);
        Assert.Equal("k,v\n", Read("part-00000" + extension));
    }

    [Fact]
    public void Failure_leaves_neither_files_nor_folders()
    {
        using (IRecordSink sink = Rolling(1).Open(s_shape))
        {
            sink.WriteAll(Batch(["a,1", "b,2"]));
        }

        using (IRecordSink sink = Partitioned(openLimit: 1).Open(s_shape))
        {
            sink.WriteAll(Batch(["a,1", "b,2", "a,3"]));
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Failed_rename_takes_the_others_back()
    {
        using (IRecordSink sink = Rolling(1).Open(s_shape))
        {
            sink.WriteAll(Batch(["a,1", "b,2"]));
            _folder.Write("out/part-00001.csv", "someone else's");
            Streams.Fails(ErrorCodes.OutputExists, sink.Complete);
        }

        Assert.Equal(["out/part-00001.csv"], Visible);
    }

    [Fact]
    public void Folder_with_files_needs_force_which_clears_older_parts()
    {
        _folder.Write("out/part-00007.csv");
        _folder.Write("out/k=x/part-00000.csv");
        _folder.Write("out/part-00007.txt");
        _folder.Write("out/mine.csv");
        Streams.Fails(ErrorCodes.OutputExists, () => Rolling().Open(s_shape));
        using IRecordSink sink = Rolling(force: true).Open(s_shape);
        sink.WriteAll(Batch(["a,1"]));
        Assert.Contains("out/part-00007.csv", Visible);
        sink.Complete();
        Assert.Equal(["out/mine.csv", "out/part-00000.csv", "out/part-00007.txt"], Visible);
    }

    [Fact]
    public void File_in_place_of_the_folder_is_refused()
    {
        _folder.Write("out");
        Streams.Fails(ErrorCodes.CannotWrite, () => Rolling().Open(s_shape));
    }

    [Fact]
    public void Partitions_become_folders()
    {
        PartitionedSinkFormat format = Partitioned(columns: ["k", "v"]);
        Assert.Equal(["k", "v"], format.PartitionColumns);
        using (IRecordSink sink = format.Open(s_shape))
        {
            sink.WriteAll(Batch(["a/b,1", "NULL,2", ",1", "a/b,1"], 0, 1));
            sink.Complete();
            Assert.Equal(Visible.Sum(name => new FileInfo(_folder[name]).Length), sink.BytesWritten);
        }

        Assert.Equal(
            ["out/k=/v=1/part-00000.csv", "out/k=__HIVE_DEFAULT_PARTITION__/v=2/part-00000.csv", "out/k=a%2Fb/v=1/part-00000.csv"],
            Visible.Order(StringComparer.Ordinal));
        Assert.Equal("k,v\na/b,1\na/b,1\n", Read("k=a%2Fb/v=1/part-00000.csv"));
    }

    [Theory]
    [InlineData(".csv", long.MaxValue)]
    [InlineData(".csv.gz", long.MaxValue)]
    [InlineData(".csv", 7)]
    [InlineData(".csv.gz", 7)]
    public void Few_open_files_give_the_same_rows(string extension, long rowsPerFile)
    {
        string[] rows = [.. Streams.Numbered(500).Select((b, i) => $"{b % 13},{i}")];
        using (IRecordSink sink = Partitioned(3, extension, rowsPerFile).Open(s_shape))
        {
            foreach (string[] chunk in rows.Chunk(37))
            {
                sink.WriteAll(Batch(chunk));
            }

            sink.Complete();
        }

        foreach (IGrouping<string, string> group in rows.GroupBy(row => row.Split(',')[0]))
        {
            int number = 0;
            foreach (string[] part in group.Chunk((int)Math.Min(rowsPerFile, int.MaxValue)))
            {
                Assert.Equal("k,v\n" + string.Concat(part.Select(row => row + "\n")), Read($"k={group.Key}/part-{number++:D5}{extension}"));
            }
        }
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".csv.gz")]
    public void Bytes_do_not_depend_on_the_batches(string extension)
    {
        string[] rows = [.. Streams.Numbered(300).Select((b, i) => $"{b % 9},{i}")];
        var seen = new HashSet<string>();
        foreach (int size in (int[])[1, 2, 50, 300])
        {
            using (IRecordSink sink = Partitioned(4, extension).Open(s_shape))
            {
                foreach (string[] chunk in rows.Chunk(size))
                {
                    sink.WriteAll(Batch(chunk));
                }

                sink.Complete();
            }

            seen.Add(string.Concat(Visible.Select(name => name + Convert.ToHexString(File.ReadAllBytes(_folder[name])))));
            Directory.Delete(_folder["out"], true);
        }

        Assert.Single(seen);
    }

    [Fact]
    public void Partitioned_output_reads_back_as_keys()
    {
        using (IRecordSink sink = Partitioned().Open(s_shape))
        {
            sink.WriteAll(Batch(["x y,1", "NULL,2"]));
            sink.Complete();
        }

        Assert.Equal([null, "x y"], InputPaths.Expand([_folder["out"]], [".csv"]).Select(file => Assert.Single(file.Keys).Value));
    }
}
