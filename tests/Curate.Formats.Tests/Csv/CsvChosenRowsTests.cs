using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Formats.Tests.Csv;

/// <summary>A pass over chosen rows delivers what a pass over all rows delivers of them, and checks the others all the same.</summary>
public sealed class CsvChosenRowsTests
{
    [Fact]
    public void Chosen_rows_are_those_of_the_whole_pass()
    {
        Seeds.Each(40, static seed =>
        {
            var random = new SplitMix64(seed);
            int rows = random.Between(0, 90);
            using CsvSource source = Tables.Open("a,b,c\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{(random.Chance(0.3) ? "\"x\n,\"\"" + i + "\"" : "y" + i)},{random.Below(5)}\n")));
            List<string> all = All(source);
            Assert.Equal(rows, all.Count);
            int[] chosen = [.. Enumerable.Range(0, rows).SelectMany(i => Enumerable.Repeat(i, Math.Max(0, random.Between(-2, 3))))];
            int capacity = random.Between(1, 40);
            foreach (bool defer in new[] { false, true })
            {
                Assert.Equal(chosen.Select(i => all[i]), Chosen(source, chosen, random.Between(1, 50), capacity, defer));
            }
        });
    }

    [Fact]
    public void Rows_behind_the_end_are_not_delivered()
    {
        using CsvSource source = Tables.Open("a,b,c\n1,2,3\n4,5,6\n");
        Assert.Equal(["4|5|6|4,5,6"], Chosen(source, [1, 2, 7], 100, 10, defer: false));
        Assert.Empty(Chosen(source, [2], 100, 10, defer: true));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\nx,5,6\n7,8,9\n", "0,2")]
    [InlineData("a,b,c\n1,2,3\n4,5,6\nx,8,9\n", "0")]
    [InlineData("a,b,c\n1,2,3\n4,5\n7,8,9\n", "0,2")]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n7,8\n", "0")]
    public void Rows_that_nobody_chose_are_checked(string text, string rows)
    {
        using CsvSource source = Tables.Open(text, new TextReadOptions { Types = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Whole } });
        int[] chosen = [.. rows.Split(',').Select(static r => int.Parse(r, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Throws<CurateException>(() => Chosen(source, chosen, 100, 10, defer: false));
    }

    private static ReadRequest Request => ReadRequest.Of([.. "abc".Select(static c => new ColumnRequest(c.ToString(), c == 'a' ? ColumnKind.Whole : ColumnKind.Text))]) with { Payload = true };

    private static List<string> All(CsvSource source)
    {
        using IRecordReader reader = source.Open(Request);
        var batch = new RecordBatch();
        var rows = new List<string>();
        while (reader.Read(batch, default))
        {
            Add(batch, rows);
        }

        return rows;
    }

    private static List<string> Chosen(CsvSource source, int[] chosen, int block, int capacity, bool defer)
    {
        using ISelectiveReader reader = source.OpenSelective(Request);
        var batch = new RecordBatch(capacity);
        var rows = new List<string>();
        for (int first = 0; first <= chosen.LastOrDefault(); first += block)
        {
            int[] inBlock = [.. chosen.Where(r => r >= first && r < first + block).Select(r => r - first)];
            for (int at = 0; at < inBlock.Length;)
            {
                int count = reader.Read(batch, first, inBlock.AsSpan(at), defer, default);
                Assert.InRange(count, 0, Math.Min(capacity, inBlock.Length - at));
                if (count == 0)
                {
                    break;
                }

                Assert.Equal(count, batch.Count);
                batch.Decode();
                Add(batch, rows);
                at += count;
            }
        }

        reader.Finish(default);
        return rows;
    }

    private static void Add(RecordBatch batch, List<string> rows)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            string values = string.Join('|', Enumerable.Range(0, batch.ColumnCount).Select(c => batch[c].IsNull(row) ? "(null)" : System.Text.Encoding.UTF8.GetString(CellValues.Utf8(CellValues.Of(batch[c], row)))));
            rows.Add(values + "|" + System.Text.Encoding.UTF8.GetString(((RecordBytes)batch.Payload!)[row]));
        }
    }
}
