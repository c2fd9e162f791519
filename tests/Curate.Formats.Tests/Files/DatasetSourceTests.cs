using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class DatasetSourceTests
{
    private static DatasetSource Make(SchemaMode mode, params FakeFile[] files) => new([.. files.Select(file => new DatasetPart(file))], mode);

    private static string Names(IRecordSource source) => string.Join(',', source.Schema.Fields.Select(field => field.Name));

    private static string Show(Column column, int row) => column.IsNull(row) ? "-" : column switch
    {
        TextColumn text => Encoding.UTF8.GetString(text[row]),
        WholeColumn whole => "#" + whole[row],
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Each row as its number, its columns, its payload in brackets, and what was added.</summary>
    private static List<string> Rows(IRecordSource source, ReadRequest request, int capacity = 8192)
    {
        var rows = new List<string>();
        var batch = new RecordBatch(capacity);
        using IRecordReader reader = source.Open(request);
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.True(batch.Count > 0);
            Assert.Equal(request.Columns.Count, batch.ColumnCount);
            for (int row = 0; row < batch.Count; row++)
            {
                var text = new StringBuilder().Append(batch.FirstRow + row);
                for (int i = 0; i < batch.ColumnCount; i++)
                {
                    Assert.Equal(batch.Count, batch[i].Count);
                    text.Append(' ').Append(Show(batch[i], row));
                }

                if (request.Payload)
                {
                    text.Append($" [{Encoding.UTF8.GetString(((RecordBytes)batch.Payload!)[row])}]");
                    foreach (Column added in batch.Added)
                    {
                        text.Append('+').Append(Show(added, row));
                    }
                }

                rows.Add(text.ToString());
            }
        }

        return rows;
    }

    private static ReadRequest Columns(params string[] names) => ReadRequest.Of([.. names.Select(name => new ColumnRequest(name, ColumnKind.Text))]);

    [Fact]
    public void Files_with_the_same_columns_join_as_they_are()
    {
        using DatasetSource source = Make(SchemaMode.Union, new("a", "x,y", "1,2", "3,4"), new("b", "x,y"), new("c", "x,y", "5,6"));
        Assert.Equal("a and 2 more", source.Name);
        Assert.Equal("x,y", Names(source));
        Assert.Equal(["0 2 [1,2]", "1 4 [3,4]", "2 6 [5,6]"], Rows(source, Columns("y") with { Payload = true }));
        Assert.Equal(3, source.RowCount);
        Assert.Equal(300, source.SizeBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8192)]
    public void Union_takes_new_columns_in_order_and_fills_with_nulls(int capacity)
    {
        using DatasetSource source = Make(SchemaMode.Union, new("a", "x,y", "1,2", "3,4", "5,6"), new("b", "z,x", "7,8", "9,10"));
        Assert.Equal("x,y,z", Names(source));
        Assert.Equal(new FakeLayout("csv", "x,y,z"), source.Layout);
        Assert.Equal(
            ["0 - 1 [1,2,]", "1 - 3 [3,4,]", "2 - 5 [5,6,]", "3 7 8 [8,,7]", "4 9 10 [10,,9]"],
            Rows(source, Columns("z", "x") with { Payload = true }, capacity));
    }

    [Fact]
    public void Intersect_keeps_common_columns_in_the_first_files_order()
    {
        using DatasetSource source = Make(SchemaMode.Intersect, new("a", "x,y,z", "1,2,3"), new("b", "z,x", "4,5"));
        Assert.Equal("x,z", Names(source));
        Assert.Equal(["0 [1,3]", "1 [5,4]"], Rows(source, ReadRequest.PayloadOnly));
        Streams.Fails(ErrorCodes.SchemaConflict, () => Make(SchemaMode.Intersect, new("a", "x"), new("b", "y")));
    }

    [Fact]
    public void Strict_names_both_files_and_the_first_difference()
    {
        var a = new FakeFile("a", "x,y");
        var b = new FakeFile("b", "x,z");
        CurateException failure = Streams.Fails(ErrorCodes.SchemaConflict, () => Make(SchemaMode.Strict, a, b));
        Assert.Contains("column 2 is 'y' in 'a' and 'z' in 'b'", failure.Message);
        Assert.True(a.Disposed && b.Disposed);
        Assert.Contains("missing in 'b'", Streams.Fails(ErrorCodes.SchemaConflict, () => Make(SchemaMode.Strict, new("a", "x,y"), new("b", "x"))).Message);
        Assert.Equal("x,y", Names(Make(SchemaMode.Strict, new("a", "x,y"), new("b", "x,y"))));
        Assert.Equal("x,y", Names(Make(SchemaMode.Strict, new("a", "json", "x,y", []), new("b", "json", "y,x", []))));
        Assert.Contains("'z' is in 'b' and not in 'a'",
            Streams.Fails(ErrorCodes.SchemaConflict, () => Make(SchemaMode.Strict, new("a", "json", "x", []), new("b", "json", "x,z", []))).Message);
    }

    [Fact]
    public void Json_lines_are_copied_without_asking_for_a_schema()
    {
        FakeFile[] files = [new("a", "json", "x", ["1"]), new("b", "json", "y", ["2"])];
        using DatasetSource source = Make(SchemaMode.Union, files);
        Assert.Equal(["0 [1]", "1 [2]"], Rows(source, ReadRequest.PayloadOnly));
        Assert.Equal(2, source.RowCount);
        Assert.Equal(ColumnKind.Json, source.RawKind);
        Assert.All(files, file => Assert.Equal(0, file.SchemaAsked));
        Assert.Equal("x,y", Names(source));
        Assert.Equal(["0 1 -", "1 - 2"], Rows(source, Columns("x", "y")));
        Assert.Equal(["0 1", "1 -"], Rows(source, Columns("x.deep")));
    }

    [Fact]
    public void Mixed_formats_deliver_columns_only()
    {
        using DatasetSource source = Make(SchemaMode.Union, new("a", "x,y", "1,2"), new("b", "json", "y,z", ["3,4"]));
        Assert.Null(source.Layout);
        Assert.Equal(ColumnKind.Text, source.RawKind);
        Assert.Equal("x,y,z", Names(source));
        Assert.Equal(["0 1 2 -", "1 - 3 4"], Rows(source, Columns("x", "y", "z")));
        Assert.Throws<ArgumentException>(() => source.Open(ReadRequest.PayloadOnly));
    }

    [Fact]
    public void Column_that_no_file_has_is_refused()
    {
        using DatasetSource source = Make(SchemaMode.Union, new("a", "x", "1"), new("b", "y", "1"));
        Assert.False(source.HasColumn("q"));
        Assert.Contains("'q'", Streams.Fails(ErrorCodes.UnknownColumn, () => source.Open(Columns("q"))).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Row_ranges_run_over_files(bool counted)
    {
        string[] all = [.. Enumerable.Range(0, 10).Select(i => $"{i} v{i}")];
        for (int from = 0; from <= 10; from++)
        {
            for (int to = from; to <= 11; to++)
            {
                using DatasetSource source = Make(SchemaMode.Union,
                    new("a", "x", "v0", "v1", "v2", "v3") { KnowsCount = counted }, new("b", "x") { KnowsCount = counted },
                    new("c", "x", "v4", "v5", "v6") { KnowsCount = counted }, new("d", "x", "v7", "v8", "v9") { KnowsCount = counted });
                ReadRequest request = Columns("x") with { FromRow = from, ToRow = to };
                Assert.Equal(all[from..Math.Min(10, to)], Rows(source, request, 2));
                Assert.Equal(all[from..Math.Min(10, to)], Rows(source, request));
                Assert.Equal(all, Rows(source, Columns("x")));
            }
        }
    }

    [Fact]
    public void Files_outside_the_row_range_are_not_opened_where_counts_are_known()
    {
        FakeFile[] files = [new("a", "x", "1", "2") { KnowsCount = true }, new("b", "x", "3") { KnowsCount = true }, new("c", "x", "4") { KnowsCount = true }];
        using DatasetSource source = Make(SchemaMode.Union, files);
        Assert.Equal(["2 3"], Rows(source, Columns("x") with { FromRow = 2, ToRow = 3 }));
        Assert.Equal([0, 1, 0], files.Select(file => file.Opened));
    }

    private static DatasetSource Keyed(params (FakeFile File, string? Year)[] files) => new(
        [.. files.Select(f => new DatasetPart(f.File, f.File.Name == "none" ? [] : [new("year", f.Year)]))]);

    [Fact]
    public void Folder_keys_are_columns_and_are_added_to_copies()
    {
        using DatasetSource source = Keyed((new("a", "x", "1", "2"), "2024"), (new("b", "x", "3"), null), (new("none", "x", "4"), null));
        Assert.Equal("x,year", Names(source));
        Assert.Equal("year", Assert.Single(source.Added).Name);
        Assert.True(source.HasColumn("year"));
        ReadRequest request = ReadRequest.Of(new ColumnRequest("year", ColumnKind.Whole), new ColumnRequest("x", ColumnKind.Text)) with { Payload = true };
        Assert.Equal(["0 #2024 1 [1]+2024", "1 #2024 2 [2]+2024", "2 - 3 [3]+-", "3 - 4 [4]+-"], Rows(source, request));
        Assert.Equal(["0 #2024 1 [1]+2024", "1 #2024 2 [2]+2024", "2 - 3 [3]+-", "3 - 4 [4]+-"], Rows(source, request, 1));
    }

    [Fact]
    public void Files_own_column_wins_over_the_folder_key()
    {
        using DatasetSource source = Keyed((new("a", "x,year", "1,own"), "2024"), (new("b", "x", "3"), "2025"));
        Assert.Empty(source.Added);
        Assert.Equal("x,year", Names(source));
        Assert.Equal(["0 own [1,own]", "1 - [3,]"], Rows(source, Columns("year") with { Payload = true }));
    }

    [Fact]
    public void Folder_key_of_another_kind_is_a_bad_value()
    {
        using DatasetSource source = Keyed((new("a", "x", "1"), "soon"));
        CurateException failure = Streams.Fails(ErrorCodes.BadValue, () => Rows(source, ReadRequest.Of(new ColumnRequest("year", ColumnKind.Whole))));
        Assert.Contains("'soon'", failure.Message);
    }

    [Fact]
    public void Single_file_passes_through()
    {
        var file = new FakeFile("a", "json", "x", ["1"]) { CanReopen = false };
        var source = new DatasetSource([new DatasetPart(file)], SchemaMode.Strict);
        Assert.Equal("a", source.Name);
        Assert.Equal(["0 1 [1]"], Rows(source, Columns("x") with { Payload = true }));
        Assert.Equal(0, file.SchemaAsked);
        Assert.False(source.CanReopen);
        source.Dispose();
        Assert.True(file.Disposed);
    }

    [Fact]
    public void Dispose_reaches_conformed_files()
    {
        FakeFile[] files = [new("a", "x", "1"), new("b", "y", "2")];
        DatasetSource source = Make(SchemaMode.Union, files);
        Rows(source, ReadRequest.PayloadOnly);
        source.Dispose();
        Assert.All(files, file => Assert.True(file.Disposed));
    }

    [Fact]
    public void Batches_in_flight_keep_their_own_constants()
    {
        using DatasetSource source = Keyed((new("a", "x", "1"), "2024"), (new("b", "x", "2"), "2025"));
        using IRecordReader reader = source.Open(Columns("year"));
        var first = new RecordBatch();
        var second = new RecordBatch();
        Assert.True(reader.Read(first, CancellationToken.None) && reader.Read(second, CancellationToken.None));
        Assert.Equal("2024", Show(first[0], 0));
        Assert.Equal("2025", Show(second[0], 0));
    }
}
