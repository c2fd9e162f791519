using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Curate.Core.Data;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Tests.JsonLines;

/// <summary>Random tables and objects, compared with a general JSON library as the model.</summary>
public sealed class JsonLinesRoundTripTests
{
    private static readonly string[] s_pieces = ["a", "é", "日本", "😀", "\"", "\\", "\n", "\r", "\t", "\u0000", "\u001f", "\u007f", "\u2028", "/", "}", "{", ",", "."];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_columns_read_back_as_written(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 40; round++)
        {
            int rows = random.Next(1, 30);
            ColumnKind[] kinds = [.. Enum.GetValues<ColumnKind>().Where(_ => random.Next(2) == 0)];
            var shaped = new (Field Field, Column Column)[kinds.Length];
            for (int c = 0; c < kinds.Length; c++)
            {
                var column = Column.Create(kinds[c], 4);
                for (int row = 0; row < rows; row++)
                {
                    AppendRandom(column, random);
                }

                shaped[c] = (new Field($"{Text(random)}{c}", kinds[c]) { Scale = kinds[c] == ColumnKind.Decimal ? 4 : 0 }, column);
            }

            using JsonLinesSource back = Jsonl.Source(Jsonl.Write(rows, [], shaped));
            Assert.Equal(shaped.Select(s => s.Field.Name), back.Schema.Fields.Select(f => f.Name));
            foreach ((Field field, Column column) in shaped)
            {
                var expected = Enumerable.Range(0, rows).Select(row => Jsonl.Show(column, row));
                Assert.True(expected.SequenceEqual(Jsonl.Column(back, field.Name, column.Kind, 4, random.Next(1, 9))), $"seed {seed}, round {round}, {column.Kind}");
            }
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Random_edits_agree_with_a_json_library(int seed)
    {
        var random = new Random(seed);
        string[] paths = ["a", "b", "a.b", "a.b.c", "b.a", "c.a.b"];
        for (int round = 0; round < 400; round++)
        {
            JsonObject model = RandomObject(random, 3);
            string row = model.ToJsonString();
            string path = paths[random.Next(paths.Length)];
            string written = Jsonl.Copy(row, [], batch => batch.Edits = [new CellEdit(0, path, CellValue.OfWhole(round))]);

            Set(model, path, round);
            Assert.True(JsonNode.DeepEquals(model, JsonNode.Parse(written)), $"seed {seed}, round {round}: {path} in {row} gave {written}");
            Assert.Equal([round.ToString(CultureInfo.InvariantCulture)], Jsonl.Column(written, path, ColumnKind.Whole));
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Random_paths_agree_with_a_json_library(int seed)
    {
        var random = new Random(seed);
        JsonObject[] rows = [.. Enumerable.Range(0, 300).Select(_ => RandomObject(random, 3))];
        using JsonLinesSource source = Jsonl.Source(string.Join('\n', rows.Select(row => row.ToJsonString())));
        foreach (string path in new[] { "a", "b", "a.b", "b.a.c", "c.c.c" })
        {
            List<string?> found = Jsonl.Column(source, path, ColumnKind.Json, capacity: 7);
            Assert.Equal(rows.Length, found.Count);
            Assert.Contains(found, value => value is not null);
            for (int i = 0; i < rows.Length; i++)
            {
                JsonNode? at = rows[i];
                foreach (string step in path.Split('.'))
                {
                    at = (at as JsonObject)?[step];
                }

                Assert.True(JsonNode.DeepEquals(at, found[i] is null ? null : JsonNode.Parse(found[i]!)), $"seed {seed}, row {i}: {path} in {rows[i].ToJsonString()}");
            }
        }
    }

    // Where a value other than an object stands in the way, the dotted rest becomes a key of the top level.
    private static void Set(JsonObject root, string path, int value)
    {
        JsonObject at = root;
        string[] steps = path.Split('.');
        foreach (string step in steps[..^1])
        {
            switch (at[step])
            {
                case JsonObject inner:
                    at = inner;
                    break;
                case null:
                    var fresh = new JsonObject();
                    at[step] = fresh;
                    at = fresh;
                    break;
                default:
                    root[path] = value;
                    return;
            }
        }

        at[steps[^1]] = value;
    }

    private static JsonObject RandomObject(Random random, int depth)
    {
        var made = new JsonObject();
        foreach (string key in new[] { "c", "a", "b" }.Where(_ => random.Next(3) != 0))
        {
            made[key] = random.Next(depth == 0 ? 4 : 8) switch
            {
                0 => null,
                1 => Text(random),
                2 => random.Next(-9, 9),
                3 => new JsonArray(1, "x", new JsonObject { ["a"] = 1 }),
                _ => RandomObject(random, depth - 1),
            };
        }

        return made;
    }

    private static void AppendRandom(Column column, Random random)
    {
        if (random.Next(5) == 0)
        {
            column.AppendNull();
            return;
        }

        switch (column)
        {
            case WholeColumn whole:
                whole.Append(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
                break;
            case NumberColumn number:
                double value = BitConverter.Int64BitsToDouble(random.NextInt64());
                number.Append(double.IsFinite(value) ? value : 0.5);
                break;
            case FlagColumn flag:
                flag.Append(random.Next(2) == 0);
                break;
            case TimeColumn { Kind: ColumnKind.Date } date:
                date.Append(random.Next(-719_162, 2_932_896) * 86_400_000_000L);
                break;
            case TimeColumn time:
                time.Append(random.NextInt64(-62_135_596_800_000_000, 253_402_300_799_999_999));
                break;
            case DecimalColumn scaled:
                scaled.Append(((Int128)random.NextInt64(long.MinValue, long.MaxValue) * random.Next(1, 1_000_000)) >> random.Next(80));
                break;
            case VectorColumn vector:
                vector.Append([random.NextSingle(), -random.NextSingle() * 1e30f, random.Next(100), float.Epsilon]);
                break;
            case TextColumn { Kind: ColumnKind.Json } json:
                json.Append(Encoding.UTF8.GetBytes(RandomObject(random, 2).ToJsonString()));
                break;
            case TextColumn { Kind: ColumnKind.Bytes } bytes:
                byte[] raw = new byte[random.Next(20)];
                random.NextBytes(raw);
                bytes.Append(raw);
                break;
            case TextColumn text:
                text.Append(Encoding.UTF8.GetBytes(Text(random)));
                break;
        }
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
}
