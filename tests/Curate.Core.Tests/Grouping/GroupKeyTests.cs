using System.Text;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Grouping;

public sealed class GroupKeyTests
{
    private static RecordBatch Batch(IReadOnlyList<string?[]> rows, int columns)
    {
        var batch = new RecordBatch();
        batch.Begin(ReadRequest.Of([.. Enumerable.Range(0, columns + 1).Select(static c => new ColumnRequest("c" + c, ColumnKind.Text))]), null);
        foreach (string?[] row in rows)
        {
            batch.Text(0).Append("in front"u8);
            for (int c = 0; c < columns; c++)
            {
                if (row[c] is { } value)
                {
                    batch.Text(c + 1).Append(Encoding.UTF8.GetBytes(value));
                }
                else
                {
                    batch.Text(c + 1).AppendNull();
                }
            }

            batch.Count++;
        }

        return batch;
    }

    [Theory]
    [InlineData(1UL, 1)]
    [InlineData(2UL, 2)]
    [InlineData(3UL, 4)]
    public void Values_of_a_key_are_the_values_of_the_row_and_differ_where_rows_do(ulong seed, int columns)
    {
        var random = new SplitMix64(seed);
        int[] lengths = [0, 1, 2, 62, 63, 64, 65, 255, 4095, 4096, 4097, 300_000];
        string?[][] rows = [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, columns).Select(_ =>
            random.Chance(0.2) ? null : new string(random.Pick("ab\0é?".ToCharArray()), random.Chance(0.1) ? random.Pick(lengths) : random.Below(3))).ToArray())];
        RecordBatch batch = Batch(rows, columns);
        byte[] buffer = new byte[4];
        var keys = new Dictionary<string, string>();
        for (int row = 0; row < rows.Length; row++)
        {
            byte[] key = GroupKey.Of(batch, 1, columns, row, ref buffer).ToArray();
            Assert.True(rows[row].SequenceEqual(GroupKey.Values(key, columns)), $"seed {seed}, row {row}");
            string line = string.Join('|', rows[row].Select(static v => v is null ? "N" : "V" + v.Length + v));
            if (!keys.TryAdd(Convert.ToHexString(key), line))
            {
                Assert.Equal(keys[Convert.ToHexString(key)], line);
            }
        }

        Assert.Equal(keys.Values.Distinct().Count(), keys.Count);
    }

    [Fact]
    public void Show_names_columns_and_missing_values()
    {
        byte[] buffer = [];
        RecordBatch batch = Batch([["x", null], [null, null]], 2);
        Assert.Equal("a=x, b=(missing)", GroupKey.Show(GroupKey.Of(batch, 1, 2, 0, ref buffer), ["a", "b"]));
        Assert.Equal("x", GroupKey.Show(GroupKey.Of(batch, 1, 1, 0, ref buffer), ["a"]));
        Assert.Equal("(missing)", GroupKey.Show(GroupKey.Of(batch, 1, 1, 1, ref buffer), ["a"]));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void GroupTable_random_batches_and_merged_states_equal_a_dictionary(ulong seed)
    {
        var random = new SplitMix64(seed);
        var whole = new GroupTable(["a", "b"], keepCodes: true);
        var merged = new GroupTable(["a", "b"], keepCodes: true);
        var model = new Dictionary<string, long>();
        var lines = new List<string>();
        GroupPart? spent = null;
        for (int b = 0; b < 8; b++)
        {
            string?[][] rows = [.. Enumerable.Range(0, random.Below(900)).Select(_ => new[] { random.Chance(0.1) ? null : random.Below(40).ToString(), random.Below(20).ToString() })];
            RecordBatch batch = Batch(rows, 2);
            spent = GroupPart.Of(batch, 1, 2, spent);
            ReadOnlySpan<int> codes = whole.Fold(spent);
            var shard = new GroupTable(["a", "b"], keepCodes: true);
            shard.Fold(GroupPart.Of(batch, 1, 2, null));
            var state = new MemoryStream();
            var writer = new BinaryWriter(state);
            shard.Save(writer);
            writer.Flush();
            state.Position = 0;
            merged.MergeSaved(new BinaryReader(state));
            for (int row = 0; row < rows.Length; row++)
            {
                string line = $"a={rows[row][0] ?? "(missing)"}, b={rows[row][1]}";
                Assert.Equal(line, whole.Show(codes[row]));
                model[line] = model.GetValueOrDefault(line) + 1;
                lines.Add(line);
            }
        }

        foreach (GroupTable table in new[] { whole, merged })
        {
            Assert.True(table.Rows == lines.Count && table.Codes.Count == lines.Count, $"seed {seed}");
            Assert.Equal(model.Count, table.Count);
            Assert.Equal(model, Enumerable.Range(0, table.Count).ToDictionary(table.Show, table.RowsOf));
            Assert.Equal(lines, Enumerable.Range(0, lines.Count).Select(row => table.Show(table.Codes[row])));
            Assert.Equal(Enumerable.Range(0, table.Count), table.Sorted().Order());
        }

        Assert.Equal(whole.Sorted().Select(whole.Show), merged.Sorted().Select(merged.Show));
    }

    [Theory]
    [InlineData(new[] { "10", "9", null, "-1", "2.5" }, new[] { "-1", "2.5", "9", "10", "(missing)" })]
    [InlineData(new[] { "10", "9", null, "b", "B" }, new[] { "10", "9", "B", "b", "(missing)" })]
    [InlineData(new[] { "1", "1.0", "01" }, new[] { "01", "1", "1.0" })]
    public void Sorted_one_column_is_numeric_where_all_values_are_numbers(string?[] values, string[] expected)
    {
        var table = new GroupTable(["a"], keepCodes: false);
        table.Fold(GroupPart.Of(Batch([.. values.Select(static v => new[] { v })], 1), 1, 1, null));
        Assert.Equal(expected, table.Sorted().Select(table.Show));
        Assert.Equal(values.Count(static v => v is null), Enumerable.Range(0, table.Count).Count(table.IsMissing));
    }
}
