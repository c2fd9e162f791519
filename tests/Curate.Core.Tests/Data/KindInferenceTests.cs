using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Tests.Data;

public sealed class KindInferenceTests
{
    private static KindInference Infer(ColumnKind raw, IReadOnlyList<string?> values, long firstRow = 0)
    {
        var inference = new KindInference(["c"], raw);
        for (int from = 0; from < values.Count; from += 7)
        {
            var batch = new RecordBatch();
            batch.Begin(inference.Request(), null);
            foreach (string? value in values.Skip(from).Take(7))
            {
                if (value is null)
                {
                    batch[0].AppendNull();
                }
                else
                {
                    batch.Text(0).Append(Encoding.UTF8.GetBytes(value));
                }
            }

            batch.Count = batch[0].Count;
            batch.FirstRow = firstRow + from;
            inference.Add(batch);
        }

        return inference;
    }

    private static string?[] Split(string values) => [.. values.Split(';').Select(v => v == "-null-" ? null : v)];

    [Theory]
    [InlineData("true;False;-null-;TRUE", ColumnKind.Flag)]
    [InlineData("1;-2;0;9223372036854775807", ColumnKind.Whole)]
    [InlineData("1;2.5", ColumnKind.Number)]
    [InlineData("2.5;1", ColumnKind.Number)]
    [InlineData("2.5;9007199254740992", ColumnKind.Number)]
    [InlineData("2.5;9007199254740993", ColumnKind.Text)]
    [InlineData("9007199254740993;2.5", ColumnKind.Text)]
    [InlineData("1e5;NaN;-inf;.5", ColumnKind.Number)]
    [InlineData("007;8", ColumnKind.Text)]
    [InlineData("+49;1", ColumnKind.Text)]
    [InlineData("2024-01-01;2024-02-29", ColumnKind.Date)]
    [InlineData("2024-01-01;2024-02-29T10:00:00Z", ColumnKind.Time)]
    [InlineData("2024-02-29 10:00;2024-01-01", ColumnKind.Time)]
    [InlineData("2023-02-29;2024-01-01", ColumnKind.Text)]
    [InlineData("2024-01-01;5", ColumnKind.Text)]
    [InlineData("true;1", ColumnKind.Text)]
    [InlineData("[1, 2];[3,4.5]", ColumnKind.Vector)]
    [InlineData("[1, 2];[3]", ColumnKind.Text)]
    [InlineData("[];[]", ColumnKind.Text)]
    [InlineData("[1, 2];5", ColumnKind.Text)]
    [InlineData("{\"a\":1}", ColumnKind.Text)]
    [InlineData("-null-;-null-", ColumnKind.Text)]
    [InlineData("1;", ColumnKind.Text)] // an empty text that is not null
    [InlineData("99999999999999999999", ColumnKind.Text)]
    public void Result_of_text_sources(string values, ColumnKind expected) => Assert.Equal(expected, Infer(ColumnKind.Text, Split(values)).Result(0).Kind);

    [Theory]
    [InlineData("true;false", ColumnKind.Flag)]
    [InlineData("1;2", ColumnKind.Whole)]
    [InlineData("1;2.0", ColumnKind.Number)]
    [InlineData("\"1\";\"2\"", ColumnKind.Text)]
    [InlineData("\"1\";2", ColumnKind.Text)]
    [InlineData("true;\"true\"", ColumnKind.Text)]
    [InlineData("true;1", ColumnKind.Text)]
    [InlineData("\"2024-01-01\";\"2024-01-02\"", ColumnKind.Date)]
    [InlineData("\"2024-01-01\";\"2024-01-02T00:00:00Z\"", ColumnKind.Time)]
    [InlineData("\"2024-01-01\";\"soon\"", ColumnKind.Text)]
    [InlineData("\"2024-01-01\";20240101", ColumnKind.Text)]
    [InlineData("[1,2];[3,4]", ColumnKind.Vector)]
    [InlineData("[1,2];[3]", ColumnKind.Json)]
    [InlineData("[1,2];[]", ColumnKind.Json)]
    [InlineData("[1,\"a\"]", ColumnKind.Json)]
    [InlineData("{}", ColumnKind.Json)]
    [InlineData("\"a\";{}", ColumnKind.Json)]
    [InlineData("\"a\";1;[1,2]", ColumnKind.Json)]
    [InlineData("-null-", ColumnKind.Text)]
    public void Result_of_json_sources(string values, ColumnKind expected) => Assert.Equal(expected, Infer(ColumnKind.Json, Split(values)).Result(0).Kind);

    [Fact]
    public void Result_of_vectors_has_their_dimension() => Assert.Equal(3, Infer(ColumnKind.Json, ["[1,2,3]", null, "[4,5,6]"]).Result(0).Dimension);

    [Fact]
    public void Counts_are_exact_where_nothing_stopped_the_looking()
    {
        KindInference inference = Infer(ColumnKind.Text, ["1", "2.5", null, "3", "4", "1e5", null]);
        Assert.Equal(3, inference.Count(0, LexicalClass.Whole));
        Assert.Equal(2, inference.Count(0, LexicalClass.Number));
        Assert.Equal(2, inference.Nulls(0));
        Assert.Equal(7, inference.Rows(0));
        Assert.Null(Infer(ColumnKind.Text, ["x"]).Count(0, LexicalClass.Text));
    }

    [Fact]
    public void SettledBy_names_the_first_value_that_left_no_other_kind()
    {
        KindExample settled = Infer(ColumnKind.Text, ["1", "2", "n/a", "x"], firstRow: 100).SettledBy(0)!;
        Assert.Equal(new RowId(0, 102), settled.Row);
        Assert.Equal("n/a", settled.Text);
        settled = Infer(ColumnKind.Text, ["1", "2024-01-01", "x"]).SettledBy(0)!;
        Assert.Equal(new KindExample(new RowId(0, 1), "2024-01-01", LexicalClass.Date), settled);
        Assert.Null(Infer(ColumnKind.Text, ["1", "2"]).SettledBy(0));
        settled = Infer(ColumnKind.Json, ["[1,2]", "[1,3]", "[1]"]).SettledBy(0)!;
        Assert.Equal("[1]", settled.Text);
    }

    /// <summary>Values of few columns mix many classes, so each column draws from a small pool of pools.</summary>
    [Theory]
    [InlineData(ColumnKind.Text, 1)]
    [InlineData(ColumnKind.Text, 2)]
    [InlineData(ColumnKind.Json, 3)]
    [InlineData(ColumnKind.Json, 4)]
    public void Merge_equals_one_pass_and_the_naive_answer(ColumnKind raw, int seed)
    {
        string?[][] pools = raw == ColumnKind.Text
            ? [["1", "-7", "12345678901234567"], ["1", "0"], ["2.5", "1e3", "NaN", "-0"], ["true", "False"], ["2024-01-01"], ["2024-01-01T00:00", "2024-01-01 10:11:12.5+01:00"], ["x", "", "007"], ["[1,2]", "[3, 4]"], ["[1]"], [null]]
            : [["1", "-7", "12345678901234567"], ["1", "0"], ["2.5", "1e3", "-0"], ["true", "false"], ["\"2024-01-01\""], ["\"2024-01-01T00:00\""], ["\"x\"", "\"\"", "\"12\""], ["[1,2]", "[3, 4]"], ["[1]", "[1,2,3]"], ["{}", "[]", "[\"a\"]"], [null]];
        var random = new Random(seed);
        var kinds = new HashSet<ColumnKind>();
        for (int round = 0; round < 3000; round++)
        {
            string?[][] used = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => pools[random.Next(pools.Length)])];
            string?[] values = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ =>
            {
                string?[] pool = used[random.Next(8) == 0 ? random.Next(used.Length) : 0];
                return pool[random.Next(pool.Length)];
            })];
            KindInference whole = Infer(raw, values);
            var cuts = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(values.Length + 1)).Append(0).Append(values.Length).Order().ToArray();
            var parts = cuts.Zip(cuts.Skip(1)).Select(c => Infer(raw, values[c.First..c.Second], c.First)).ToList();
            while (parts.Count > 1)
            {
                int a = random.Next(parts.Count);
                int b = (a + random.Next(1, parts.Count)) % parts.Count;
                parts[a].Merge(parts[b]);
                parts.RemoveAt(b);
            }

            string shown = $"seed {seed}, round {round}: {string.Join(" ; ", values.Select(v => v ?? "null"))}";
            ColumnKind naive = Naive(values, raw == ColumnKind.Json);
            kinds.Add(naive);
            Assert.True(naive == whole.Result(0).Kind, $"{naive} but {whole.Result(0).Kind}, {shown}");
            Assert.True(whole.Result(0) == parts[0].Result(0), shown);
            Assert.True(whole.SettledBy(0) == parts[0].SettledBy(0), $"{whole.SettledBy(0)} but {parts[0].SettledBy(0)}, {shown}");
            Assert.True(whole.Nulls(0) == parts[0].Nulls(0) && whole.Nulls(0) == values.Count(v => v is null), shown);
            Assert.True(whole.Count(0, LexicalClass.Whole) == parts[0].Count(0, LexicalClass.Whole), shown);

            // The settling row is the first whose prefix already has the final kind.
            if (whole.SettledBy(0) is { } settled)
            {
                int first = Enumerable.Range(1, values.Length).First(n => values[..n].Any(v => v is not null) && Naive(values[..n], raw == ColumnKind.Json) == naive);
                Assert.True(settled.Row.Row == first - 1, $"{settled.Row} but {first - 1}, {shown}");
            }
        }

        Assert.True(kinds.Count == (raw == ColumnKind.Text ? 7 : 8), "the pools reach every kind");
    }

    /// <summary>Tries each kind on every value, narrowest first, with the grammar of the readers.</summary>
    private static ColumnKind Naive(IReadOnlyList<string?> values, bool json)
    {
        byte[][] present = [.. values.Where(v => v is not null).Select(v => Encoding.UTF8.GetBytes(v!))];
        if (present.Length == 0)
        {
            return ColumnKind.Text;
        }

        if (json && present.All(v => v[0] == '"'))
        {
            present = [.. present.Select(v => v[1..^1])];
            return present.All(v => MomentText.TryDate(v, out _)) ? ColumnKind.Date : present.All(v => MomentText.TryTime(v, out _)) ? ColumnKind.Time : ColumnKind.Text;
        }

        foreach (ColumnKind kind in (ColumnKind[])[ColumnKind.Flag, ColumnKind.Whole, ColumnKind.Number, ColumnKind.Date, ColumnKind.Time, ColumnKind.Vector])
        {
            Column column = Column.Create(kind);
            if (present.All(v => ValueText.TryAppend(column, v)))
            {
                return kind;
            }
        }

        return json && present.Any(v => v[0] is (byte)'[' or (byte)'{') ? ColumnKind.Json : ColumnKind.Text;
    }

    [Fact]
    public void Shortcuts_agree_with_the_grammar()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        int wholes = 0;
        int numbers = 0;
        for (int i = 0; i < 400_000; i++)
        {
            byte[] text = new byte[random.Next(1, 20)];
            for (int j = 0; j < text.Length; j++)
            {
                text[j] = (byte)"0123456789012345678901234567890123456789.-e+ x"[random.Next(46)];
            }

            string shown = $"seed {Seed}: {Encoding.UTF8.GetString(text)}";
            bool plainWhole = LexicalScan.IsPlainWhole(text);
            bool plainNumber = LexicalScan.IsPlainNumber(text);
            Assert.False(plainWhole && !(ValueText.TryWhole(text, out long w) && Math.Abs(w) <= 1L << 53), shown);
            Assert.False(plainNumber && !(ValueText.TryNumber(text, out _) && !ValueText.TryWhole(text, out _)), shown);
            wholes += plainWhole ? 1 : 0;
            numbers += plainNumber ? 1 : 0;
        }

        Assert.True(wholes > 10_000 && numbers > 10_000);
        Assert.True(LexicalScan.IsPlainNumber("5."u8) == ValueText.TryNumber("5."u8, out _));
    }

    [Fact]
    public void Counting_a_vector_by_its_shape_agrees_with_parsing_it()
    {
        const int Seed = 6;
        var random = new Random(Seed);
        string[] parts = ["1", "0", "-2.5", "0.125", "1e-5", "12", "3E+2", ",", ",", ",", " ", "[", "]", "-", ".", "e", "01", "null", "1e30", "1e-300"];
        var into = new float[100];
        int plain = 0;
        for (int i = 0; i < 300_000; i++)
        {
            string inner = random.Next(2) == 0
                ? string.Join(random.Next(2) == 0 ? "," : ", ", Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(7)]))
                : string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => parts[random.Next(parts.Length)]));
            byte[] text = Encoding.UTF8.GetBytes("[" + inner + (random.Next(20) == 0 ? "" : "]"));
            int count = LexicalScan.PlainVector(text);
            plain += count > 0 ? 1 : 0;
            Assert.True(count == 0 || count == VectorText.Parse(text, into), $"seed {Seed}: [{inner}] has {count}");
        }

        Assert.True(plain > 100_000);
    }

    [Theory]
    [InlineData("9007199254740992", true)]
    [InlineData("-9007199254740992", true)]
    [InlineData("9007199254740993", false)]
    [InlineData("-9007199254740993", false)]
    [InlineData("9007199254740994", false)]
    public void TryNumber_takes_whole_numbers_only_where_a_double_holds_them(string text, bool expected) =>
        Assert.Equal(expected, ValueText.TryNumber(Encoding.UTF8.GetBytes(text), out _));

    /// <summary>One look that gives classes and numbers comes to what two looks give.</summary>
    [Fact]
    public void AddNumbers_finds_the_same_kinds_and_the_numbers_that_a_parse_gives()
    {
        string?[] texts = ["1", "-2", "0", "-0", "2.5", "-0.25", "1e5", "9007199254740992", "9007199254740993", "0.12345678901234567", " 7", "007", "true", "x", "NaN", "2024-01-01", "", null, "12.", ".5", "1234567890123456789"];
        var random = new Random(5);
        int whole = 0;
        for (int round = 0; round < 3000; round++)
        {
            // Few kinds of text in a table, so that whole columns of numbers occur as well.
            string?[] some = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => texts[random.Next(texts.Length)])];
            string?[] column = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => some[random.Next(some.Length)])];
            var together = new KindInference(["c"], ColumnKind.Text);
            bool all = true;
            for (int from = 0; from < column.Length; from += 7)
            {
                string?[] part = [.. column.Skip(from).Take(7)];
                var batch = new RecordBatch();
                batch.Begin(together.Request(), null);
                foreach (string? value in part)
                {
                    if (value is null)
                    {
                        batch[0].AppendNull();
                    }
                    else
                    {
                        batch.Text(0).Append(Encoding.UTF8.GetBytes(value));
                    }
                }

                batch.Count = part.Length;
                batch.FirstRow = from;
                double[] numbers = new double[part.Length * 3];
                int middle = from / 7 % part.Length;
                if ((middle == 0 || together.AddNumbers(0, batch, 0, middle, numbers, 3)) && together.AddNumbers(0, batch, middle, part.Length, numbers, 3))
                {
                    for (int row = 0; row < part.Length; row++)
                    {
                        Assert.True(ValueText.TryNumber(Encoding.UTF8.GetBytes(part[row]!), out double expected), part[row]);
                        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(numbers[row * 3]));
                    }
                }
                else
                {
                    all = false;
                }
            }

            KindInference apart = Infer(ColumnKind.Text, column);
            Assert.Equal(apart.Result(0), together.Result(0));
            Assert.Equal((apart.Rows(0), apart.Nulls(0)), (together.Rows(0), together.Nulls(0)));
            Assert.Equal(apart.SettledBy(0)?.Text, together.SettledBy(0)?.Text);
            foreach (LexicalClass value in Enum.GetValues<LexicalClass>())
            {
                Assert.Equal(apart.Count(0, value), together.Count(0, value));
            }

            // Said of every column of numbers that has no value missing, but for a text of nothing but digits that a double cannot hold.
            Assert.Equal(all, apart.Result(0).Kind is ColumnKind.Whole or ColumnKind.Number && column.All(static v => v is not null && ValueText.TryNumber(Encoding.UTF8.GetBytes(v), out _)));
            whole += all ? 1 : 0;
        }

        Assert.InRange(whole, 500, 2500);
    }
}
