using System.Text;
using CsvHelper;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Formats.Tests.Csv;

/// <summary>Reading a file in stretches gives the records that the parser finds in the whole file, and taking well-formed ones many at once gives the same rows.</summary>
public sealed class CsvCursorTests
{
    private static readonly string[] Breaks = ["\n", "\n", "\n", "\r\n", "\r"];

    [Fact]
    public void Records_in_stretches_are_those_of_the_whole_file()
    {
        Seeds.Each(60, seed =>
        {
            var random = new SplitMix64(seed);
            string text = Text(random, Breaks[random.Below(Breaks.Length)], oddity: random.Below(3) * 20);
            bool quotes = random.Below(5) != 0;
            var dialect = new CsvDialect(',', quotes ? '"' : '\0', "\n", HasHeader: true);
            Assert.Equal(Whole(text, dialect), Stretches(text, dialect, random.Below(2) * 50_000));
        });
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n\uFEFF4,5,6\n7,8,9\n")]
    [InlineData("\uFEFFa,b,c\r\n1,2,3\r\n\uFEFF4,5,6\r\n")]
    [InlineData("a,b,c\r1,2,3\r\uFEFF4,5,6\r")]
    [InlineData("a,b,c\n1,\"2,3\n4,5,6")]
    [InlineData("a,b,c\n\n\n1,2,3\n\n")]
    [InlineData("a,b,c\r\n\r\n1,2,3\r\n\r\n")]
    [InlineData("a")]
    [InlineData("")]
    public void Marks_open_quotes_and_empty_lines_are_taken_as_in_the_whole_file(string start)
    {
        foreach (string text in (string[])[start, start + Filler(3_000) + start, start + Filler(20_000) + start + "\n" + Filler(100)])
        {
            Assert.Equal(Whole(text, new CsvDialect(',', '"', "\n", HasHeader: true)), Stretches(text, new CsvDialect(',', '"', "\n", HasHeader: true), 0));
        }
    }

    [Fact]
    public void Records_taken_at_once_are_those_of_the_parser()
    {
        Seeds.Each(60, seed =>
        {
            var random = new SplitMix64(seed);
            string text = Text(random, Breaks[random.Below(Breaks.Length)], oddity: random.Below(3) * 20);
            bool canReopen = random.Below(2) == 0;
            int capacity = random.Between(1, 5_000);
            foreach (bool payload in (bool[])[false, true])
            {
                Assert.Equal(Rows(text, canReopen, capacity, deferred: false, payload), Rows(text, canReopen, capacity, deferred: true, payload));
            }
        });
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_value_of_another_kind_is_placed_on_its_line(string lineEnd)
    {
        // Far behind the first stretch, after breaks within quotes, which count as lines.
        string text = ("a,b,c\n" + Filler(20_000) + "1,\"x\ny\r\nz\",3\n1,2,3\n4,5,x\n6,7,8\n").Replace("\n", lineEnd, StringComparison.Ordinal).Replace("\r\r", "\r", StringComparison.Ordinal);
        foreach (bool canReopen in (bool[])[true, false])
        {
            using var source = new CsvSource(new MemoryInput(text, canReopen: canReopen), new TextReadOptions());
            using IRecordReader reader = source.Open(ReadRequest.Of([new("a", ColumnKind.Text), new("b", ColumnKind.Text), new("c", ColumnKind.Whole)]));
            var batch = new RecordBatch(1_000);
            CurateException failure = Assert.Throws<CurateException>(() =>
            {
                while (((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None))
                {
                    batch.Decode();
                }
            });
            Assert.StartsWith("in.csv, line 20006, column c: 'x' is not of kind whole", failure.Message.Replace('"', '\''), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_range_of_rows_is_the_same_at_once()
    {
        string text = "a,b,c\n" + string.Concat(Enumerable.Range(0, 30_000).Select(static i => $"{i},\"{i}, of\",{i % 7}\n"));
        using CsvSource source = Tables.Open(text);
        ReadRequest request = ReadRequest.Of([.. source.Schema.Fields.Select(static f => new ColumnRequest(f.Name, ColumnKind.Text))]) with { FromRow = 12_345, ToRow = 23_456 };
        var batch = new RecordBatch(1_000);
        using IRecordReader reader = source.Open(request);
        long next = 12_345;
        while (((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None))
        {
            batch.Decode();
            Assert.Equal(next, batch.FirstRow);
            for (int row = 0; row < batch.Count; row++, next++)
            {
                Assert.Equal((next.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{next}, of"), (Tables.Cell(batch.Text(0), row), Tables.Cell(batch.Text(1), row)));
            }
        }

        Assert.Equal(23_456, next);
    }

    [Fact]
    public void Bytes_read_reach_the_end_of_the_file()
    {
        foreach (string end in (string[])["", "\n", "\r\n"])
        {
            string text = "a,b,c\n" + Filler(50_000) + "1,2,3" + end;
            using CsvSource source = Tables.Open(text);
            using IRecordReader reader = source.Open(ReadRequest.Of([.. source.Schema.Fields.Select(static f => new ColumnRequest(f.Name, ColumnKind.Text))]));
            var batch = new RecordBatch(1_000);
            long before = 0;
            while (((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None))
            {
                Assert.InRange(reader.BytesRead, before + 1, text.Length);
                before = reader.BytesRead;
            }

            Assert.Equal(text.Length, reader.BytesRead);
        }
    }

    private static string Filler(int rows) => string.Concat(Enumerable.Repeat("10,20,30\n", rows));

    /// <summary>Up to about a megabyte of records, of which a share in thousands is odd: unsound, very long, ragged, empty, or marked.</summary>
    private static string Text(SplitMix64 random, string lineEnd, int oddity)
    {
        var text = new StringBuilder(random.Below(4) == 0 ? "\uFEFF" : "").Append("a,b,c").Append(lineEnd);
        int rows = random.Below(random.Below(2) == 0 ? 300 : 30_000);
        for (int row = 0; row < rows; row++)
        {
            text.Append(random.Below(1000) < oddity ? Odd(random) : $"{Field(random)},{Field(random)},{Field(random)}");
            text.Append(random.Below(500) == 0 ? Breaks[random.Below(Breaks.Length)] : lineEnd);
        }

        return random.Below(3) == 0 ? text.ToString().TrimEnd('\r', '\n') : text.ToString();
    }

    private static string Field(SplitMix64 random) => random.Below(60) switch
    {
        0 => "\"\"",
        1 => "\"a,b\"",
        2 => "\"line\nend\"",
        3 => "\"line\r\nend\"",
        4 => "\"say \"\"x\"\"\"",
        5 => "\"\"\"\"",
        6 => "é" + random.Below(10),
        < 12 => "",
        < 14 => new string('w', random.Below(200)),
        _ => random.Below(100_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string Odd(SplitMix64 random) => random.Below(40) switch
    {
        0 => "\"" + new string('q', random.Below(9_000)) + "\n\",2,3",
        1 => "1," + new string('l', random.Below(90_000)) + ",3",
        2 => "1,2,\"" + string.Concat(Enumerable.Repeat("long\n", random.Below(60_000))) + "\"",
        < 8 => "1\"2,3,4",
        < 12 => "\"1\"2,3,4",
        < 14 => "1,\"open,3",
        < 20 => "1,2",
        < 24 => "1,2,3,4",
        < 30 => "",
        < 34 => "\uFEFF1,2,3",
        < 37 => "1,2\r3,4",
        _ => "\"1\" ,2,3",
    };

    private static List<string> Whole(string text, CsvDialect dialect)
    {
        var records = new List<string>();
        CsvMalformedRecord? malformed = null;
        using CsvReader csv = CsvReader.Create(Encoding.UTF8.GetBytes(text), CsvReaderSetup.Options(dialect, new TextReadOptions(), fault => malformed = fault, trackLines: true));
        while (csv.Read())
        {
            records.Add($"{csv.ByteOffset} {csv.LineNumber} {csv.FieldCount} {malformed?.Reason} {Encoding.UTF8.GetString(csv.RawRecord)}");
            malformed = null;
        }

        return records;
    }

    private static List<string> Stretches(string text, CsvDialect dialect, int dribble)
    {
        var records = new List<string>();
        var options = new TextReadOptions();
        using var input = new MemoryInput(text, dribble);
        using var faults = new CsvFaults(input, dialect, options, []);
        using var cursor = new CsvCursor(input.Open(), dialect, options, faults, trackLines: true);
        while (cursor.Read())
        {
            records.Add($"{cursor.Place.Offset} {cursor.Place.Line} {cursor.Record.FieldCount} {cursor.Malformed?.Reason} {Encoding.UTF8.GetString(cursor.Record.RawRecord)}");
        }

        return records;
    }

    /// <summary>Values and records of all sound rows, then what is reported of the others.</summary>
    private static List<string> Rows(string text, bool canReopen, int capacity, bool deferred, bool payload)
    {
        var quarantine = new MemoryOutput();
        var log = new BadRowLog(BadRowPolicy.Quarantine, quarantine);
        using var source = new CsvSource(new MemoryInput(text, canReopen: canReopen), new TextReadOptions { BadRows = log });
        using IRecordReader reader = source.Open(ReadRequest.Of([.. source.Schema.Fields.Select(static f => new ColumnRequest(f.Name, ColumnKind.Text))]) with { Payload = payload });
        var batch = new RecordBatch(capacity);
        var rows = new List<string>();
        while (deferred ? ((IDeferringReader)reader).ReadDeferred(batch, CancellationToken.None) : reader.Read(batch, CancellationToken.None))
        {
            Assert.Equal(deferred, batch.IsPending);
            batch.Decode();
            for (int row = 0; row < batch.Count; row++)
            {
                string record = payload ? Encoding.UTF8.GetString(((RecordBytes)batch.Payload!)[row]) : "";
                rows.Add(batch.Id(row).Row + " " + string.Join('|', Enumerable.Range(0, batch.ColumnCount).Select(c => Tables.Cell(batch.Text(c), row) ?? "(null)")) + " " + record);
            }
        }

        log.Complete();
        rows.Add(Encoding.UTF8.GetString(quarantine.Bytes));
        return rows;
    }
}
