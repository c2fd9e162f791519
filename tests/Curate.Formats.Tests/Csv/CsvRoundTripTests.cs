using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Csv;

public class CsvRoundTripTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_table_reads_back_cell_by_cell(int seed)
    {
        RandomTable table = RandomTable.Make(seed);
        foreach (int dribble in new[] { 0, 1, 3 })
        {
            foreach (bool canReopen in new[] { true, false })
            {
                using var source = new CsvSource(new MemoryInput(table.Bytes, dribble, canReopen), table.Options);
                Assert.Equal(table.Cells, Tables.Rows(source, 1 + seed % 5));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_table_copies_to_the_same_bytes(int seed)
    {
        RandomTable table = RandomTable.Make(seed);
        using var source = new CsvSource(new MemoryInput(table.Bytes, seed % 4), table.Options);
        Assert.Equal(Encoding.UTF8.GetString(table.Bytes), Encoding.UTF8.GetString(Tables.Copy(source, table.Dialect, 1 + seed % 7)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_table_written_from_columns_reads_back_the_same(int seed)
    {
        RandomTable table = RandomTable.Make(seed);
        CsvDialect target = new(",;\t|"[seed % 4], "\"'"[seed % 2], new[] { "\n", "\r\n", "\r" }[seed % 3], table.Dialect.HasHeader);
        using var source = new CsvSource(new MemoryInput(table.Bytes), table.Options);
        byte[] written = Tables.WriteColumns(source, target);
        using var again = new CsvSource(new MemoryInput(written),
            table.Options with { Delimiter = target.Delimiter, Quote = target.Quote });
        Assert.Equal(table.Cells, Tables.Rows(again));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_table_conforms_to_another_dialect_and_column_order(int seed)
    {
        RandomTable table = RandomTable.Make(seed);
        CsvDialect dialect = new(",;\t|"[(seed + 1) % 4], "'\""[seed / 4 % 2], "\r\n", true);
        using var source = new CsvSource(new MemoryInput(table.Bytes), table.Options);
        string[] names = [.. source.Schema.Fields.Select(f => f.Name).Reverse(), "extra"];
        var schema = new TableSchema([.. names.Select(n => new Field(n, null))]);
        IRecordSource conformed = source.Conform(schema, new CsvLayout(dialect, names));
        IReadOnlyList<string?>[] expected = [.. table.Cells.Select(r => r.Reverse().Append(null).ToArray())];
        Assert.Equal(expected, Tables.Rows(conformed));

        byte[] written = Tables.Copy(conformed);
        using var again = new CsvSource(new MemoryInput(written), new TextReadOptions { Delimiter = dialect.Delimiter, Quote = dialect.Quote });
        Assert.Equal(expected, Tables.Rows(again));
    }

    [Fact]
    public void Truncation_at_every_byte_never_fails_otherwise_than_by_a_clear_error()
    {
        byte[] whole = "a,b,c\n1,\"x\n\"\"y\",\u20ac\r\n\"\",,3\n4,5,6\n"u8.ToArray();
        for (int length = 0; length <= whole.Length; length++)
        {
            ReadEverything(whole[..length]);
        }
    }

    [Fact]
    public void Every_flipped_bit_never_fails_otherwise_than_by_a_clear_error()
    {
        byte[] whole = "a,b,c\n1,\"x\n\"\"y\",\u20ac\r\n\"\",,3\n4,5,6\n"u8.ToArray();
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            ReadEverything(damaged);
        }
    }

    /// <summary>Both policies; under skip two passes must agree, whatever the damage.</summary>
    private static void ReadEverything(byte[] bytes)
    {
        foreach (int dribble in new[] { 0, 1 })
        {
            try
            {
                using var strict = new CsvSource(new MemoryInput(bytes, dribble), new TextReadOptions { MaxRecordBytes = 1000 });
                Tables.Rows(strict);
            }
            catch (CurateException failure)
            {
                Assert.StartsWith("in.csv", failure.Message, StringComparison.Ordinal);
            }

            try
            {
                using var lenient = new CsvSource(new MemoryInput(bytes, dribble), Tables.Lenient(out _) with { MaxRecordBytes = 1000, RenameDuplicates = true });
                Assert.Equal(Tables.Records(lenient), Tables.Records(lenient, capacity: 1));
            }
            catch (CurateException failure)
            {
                Assert.StartsWith("in.csv", failure.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Cells, and their bytes in a random dialect with random needless quotes.</summary>
    private sealed record RandomTable(IReadOnlyList<IReadOnlyList<string?>> Cells, byte[] Bytes, CsvDialect Dialect)
    {
        public TextReadOptions Options => new() { Delimiter = Dialect.Delimiter, Quote = Dialect.Quote, NoHeader = !Dialect.HasHeader };

        public static RandomTable Make(int seed)
        {
            var random = new Random(seed);
            var dialect = new CsvDialect(",;\t|"[random.Next(4)], "\"'"[random.Next(2)], new[] { "\n", "\r\n", "\r" }[random.Next(3)], random.Next(4) != 0);
            int columns = random.Next(3) == 0 ? 1 : random.Next(2, 8);
            int rows = random.Next(1, 25);
            var text = new StringBuilder();
            if (dialect.HasHeader)
            {
                text.AppendJoin(dialect.Delimiter, Enumerable.Range(0, columns).Select(i => "col" + i)).Append(dialect.NewLine);
            }

            var cells = new List<IReadOnlyList<string?>>();
            for (int row = 0; row < rows; row++)
            {
                string?[] cell = [.. Enumerable.Range(0, columns).Select(_ => Value(random))];

                // The first record must show the number of columns and the line end where no header does.
                cell[0] = row == 0 ? "first" : cell[0];
                cells.Add(cell);
                text.AppendJoin(dialect.Delimiter, cell.Select(v => Encode(v, dialect, random))).Append(dialect.NewLine);
            }

            return new RandomTable(cells, Encoding.UTF8.GetBytes(text.ToString()), dialect);
        }

        private static string? Value(Random random)
        {
            if (random.Next(6) == 0)
            {
                return null;
            }

            const string letters = "ab ,;\t|\"'\n\r\0\u00e9\u20ac";
            var value = new StringBuilder();
            for (int i = random.Next(random.Next(10) == 0 ? 200 : 7); i > 0; i--)
            {
                value.Append(letters[random.Next(letters.Length)]);
            }

            return value.ToString();
        }

        private static string Encode(string? value, CsvDialect dialect, Random random)
        {
            if (value is null)
            {
                return "";
            }

            bool needed = value.Length == 0 || value.AsSpan().IndexOfAny([dialect.Delimiter, dialect.Quote, '\n', '\r']) >= 0;
            string quote = dialect.Quote.ToString();
            return needed || random.Next(5) == 0 ? quote + value.Replace(quote, quote + quote, StringComparison.Ordinal) + quote : value;
        }
    }
}
