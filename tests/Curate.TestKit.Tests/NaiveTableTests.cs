using Xunit.Sdk;

namespace Curate.TestKit.Tests;

public class NaiveTableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\r1,2")]
    [InlineData("\uFEFF\"a\",b\n\"1\",\"2\"")]
    public void ParseCsv_reads_every_line_end_and_quoting(string text)
    {
        TableData table = NaiveTable.ParseCsv(text);
        Assert.Equal(["a", "b"], table.Names);
        Assert.Equal("[\"1\", \"2\"]", NaiveTable.Show(Assert.Single(table.Rows)));
    }

    [Fact]
    public void ParseCsv_keeps_quotes_delimiters_and_line_ends_inside_quotes()
    {
        TableData table = NaiveTable.ParseCsv("a,b\n\"x\"\"y\",\"1,\r\n2\"\n");
        Assert.True(new[] { "x\"y", "1,\r\n2" }.AsSpan().SequenceEqual(Assert.Single(table.Rows)));
    }

    [Fact]
    public void ParseCsv_reads_a_missing_last_field_without_a_line_end() =>
        Assert.Equal("[\"1\", null]", NaiveTable.Show(Assert.Single(NaiveTable.ParseCsv("a,b\n1,").Rows)));

    [Theory]
    [InlineData("a,b\n1\n")]
    [InlineData("a,b\n1,2,3\n")]
    [InlineData("a\n\"open\n")]
    [InlineData("a\n\"x\"y\n")]
    [InlineData("a\nx\"y\n")]
    [InlineData("")]
    public void ParseCsv_refuses_what_is_not_a_table(string text) => Assert.Throws<FormatException>(() => NaiveTable.ParseCsv(text));

    [Fact]
    public void AssertSameRows_ignores_order_but_counts_repeats()
    {
        TableData table = new(["a"], [["x"], ["y"], ["x"]]);
        NaiveTable.AssertSameRows(table, table.With([["y"], ["x"], ["x"]]));
        XunitException failure = Assert.Throws<XunitException>(() => NaiveTable.AssertSameRows(table, table.With([["y"], ["x"], ["y"]])));
        Assert.Contains("missing x1: [\"x\"]", failure.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected x1: [\"y\"]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AssertSameRows_tells_null_from_the_text_null() =>
        Assert.Throws<XunitException>(() => NaiveTable.AssertSameRows(new(["a"], [[null]]), new(["a"], [["null"]])));

    [Fact]
    public void AssertSameTable_finds_another_order()
    {
        TableData table = new(["a"], [["x"], ["y"]]);
        Assert.Contains("from row 0", Assert.Throws<XunitException>(() => NaiveTable.AssertSameTable(table, table.With([["y"], ["x"]]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AssertInOrder_accepts_a_subsequence_only()
    {
        TableData table = new(["a"], [["x"], ["y"], ["z"]]);
        NaiveTable.AssertInOrder(table.With([["x"], ["z"]]), table);
        NaiveTable.AssertInOrder(table.With([]), table);
        Assert.Throws<XunitException>(() => NaiveTable.AssertInOrder(table.With([["z"], ["x"]]), table));
        Assert.Throws<XunitException>(() => NaiveTable.AssertInOrder(table.With([["x"], ["x"]]), table));
    }

    [Fact]
    public void Group_and_Count_agree_and_name_missing_values()
    {
        TableData table = new(["k", "v"], [["a", "1"], [null, "2"], ["a", "3"]]);
        Assert.Equal(new SortedDictionary<string, int>(StringComparer.Ordinal) { ["(null)"] = 1, ["a"] = 2 }, NaiveTable.Count(table, "k"));
        Assert.Equal(["1", "3"], NaiveTable.Group(table, "k")["a"].Select(row => row[1]));
    }

    [Fact]
    public void Without_drops_columns_and_their_sorts()
    {
        TableData table = TableGenerator.Table(5, new TableShape { Rows = 2 }).Without("label", "flag");
        Assert.Equal(["id", "group", "whole", "number", "text", "date"], table.Names);
        Assert.Equal(table.Names.Count, table.Sorts.Count);
        Assert.All(table.Rows, row => Assert.Equal(6, row.Length));
    }
}
