using System.Text;

namespace Curate.TestKit.Tests;

public class TableGeneratorTests
{
    [Fact]
    public void SplitMix64_gives_the_published_sequence()
    {
        // The reference values of the C code at prng.di.unimi.it for seed 1234567.
        SplitMix64 draws = new(1234567);
        Assert.Equal(
            new ulong[] { 6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821 },
            Enumerable.Range(0, 5).Select(_ => draws.Next()).ToArray());
    }

    [Fact]
    public void Below_stays_below_and_reaches_every_value()
    {
        SplitMix64 draws = new(3);
        int[] counts = new int[7];
        for (int i = 0; i < 7000; i++)
        {
            counts[draws.Below(7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Table_of_one_seed_never_changes()
    {
        TableData table = TableGenerator.Table(42, new TableShape { Rows = 3 });
        Assert.Equal(["id", "label", "group", "whole", "number", "text", "date", "flag"], table.Names);
        GoldenFile.Matches("tests/Curate.TestKit.Tests/expected/seed-42.csv", table.ToCsv());
        GoldenFile.Matches("tests/Curate.TestKit.Tests/expected/seed-42.jsonl", table.ToJsonLines());
    }

    [Fact]
    public void Table_has_unequal_classes_missing_values_and_duplicates()
    {
        TableData table = TableGenerator.Table(7, new TableShape { Rows = 2000, DuplicateShare = 0.2 });
        SortedDictionary<string, int> classes = NaiveTable.Count(table, "label");
        Assert.InRange((double)classes["c0"] / classes["c1"], 1.6, 2.4);
        Assert.InRange((double)classes["c1"] / classes["c2"], 1.6, 2.4);
        Assert.InRange(table.Column("number").Count(value => value is null), 140, 260);
        Assert.InRange(NaiveTable.Distinct(table).Rows.Count, 1520, 1680);
    }

    [Fact]
    public void Repeated_sorts_get_numbered_names()
    {
        TableData table = TableGenerator.Table(1, new TableShape { Columns = [ColumnSort.Whole, ColumnSort.Text, ColumnSort.Whole] });
        Assert.Equal(["whole", "text", "whole_2"], table.Names);
    }

    [Fact]
    public void Csv_and_json_lines_read_back_to_the_same_table()
    {
        Seeds.Each(40, seed =>
        {
            TableData table = TableGenerator.Table(seed, new TableShape { DuplicateShare = 0.3, MissingShare = 0.3 });
            NaiveTable.AssertSameTable(table, NaiveTable.ParseCsv(table.ToCsv()));
            NaiveTable.AssertSameTable(table, NaiveTable.ParseCsv(table.ToCsv('\t', "\r\n"), '\t'));
            NaiveTable.AssertSameTable(table, NaiveTable.ParseJsonLines(table.ToJsonLines()));
        });
    }

    [Fact]
    public void Csv_tells_a_missing_value_from_an_empty_text()
    {
        TableData table = new(["a", "b"], [[null, ""], ["", null]]);
        Assert.Equal("a,b\n,\"\"\n\"\",\n", Encoding.UTF8.GetString(table.ToCsv()));
    }
}
