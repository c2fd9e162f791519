using System.Globalization;
using Curate.Core.Dedupe.Files;
using Curate.Core.Hashing;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Files;

/// <summary>Containment of tables against comparing all rows of all pairs, and which tables may go.</summary>
public sealed class FileContainmentTests
{
    private static LakeTable Lake(string name, string[] columns, IReadOnlyList<string?[]> rows, long bytes = 0) =>
        new(name, bytes == 0 ? 10 + rows.Sum(static r => r.Sum(static v => 1L + (v?.Length ?? 0))) : bytes, () => new MemoryTable(columns, rows));

    private static FilesResult Run(IReadOnlyList<LakeTable> tables, FilesOptions? options = null, long memory = TestRuns.EnoughMemory)
    {
        RunContext context = TestRuns.Context(2, 7, memory);
        FilesResult result = new FileContainment(tables, options ?? new FilesOptions(), context).Run();
        Assert.Equal(0, context.Memory.ForMethods - context.Memory.Free);
        Assert.Equal(0, ((MemoryScratch)context.Scratch).Live);
        return result;
    }

    private static string[] Dropped(FilesResult result, IReadOnlyList<LakeTable> tables) =>
        [.. Enumerable.Range(0, tables.Count).Where(t => result.RebuiltFrom[t] is not null).Select(t => tables[t].Name)];

    private static List<string?[]> Rows(SplitMix64 draws, int rows, int columns, int values) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => draws.Chance(0.05) ? null : "v" + draws.Below(values).ToString(CultureInfo.InvariantCulture)).ToArray())];

    [Theory]
    [InlineData(1, TestRuns.EnoughMemory)]
    [InlineData(2, TestRuns.EnoughMemory)]
    [InlineData(3, 1)]
    public void Planted_tables_are_found_and_those_with_one_other_row_are_not(ulong seed, long memory) => Seeds.With(seed, () =>
    {
        var draws = new SplitMix64(seed);
        string[] names = ["a", "b", "c", "d"];
        var tables = new List<(string[] Columns, List<string?[]> Rows)>();
        for (int i = 0; i < 4; i++)
        {
            tables.Add((names, Rows(draws, draws.Between(20, 80), 4, 6 + (i * 20))));
        }

        while (tables.Count < 40)
        {
            (string[] columns, List<string?[]> rows) = draws.Pick(tables);
            int[] picked = [.. Enumerable.Range(0, columns.Length).Where(_ => draws.Chance(0.8)).Reverse()];
            picked = picked.Length == 0 ? [0] : picked;
            int from = draws.Below(rows.Count);
            IEnumerable<string?[]> some = draws.Below(4) switch
            {
                0 => rows,
                1 => rows.Skip(from).Take(draws.Between(1, rows.Count - from)),
                2 => rows.AsEnumerable().Reverse(),
                _ => rows.Where((_, i) => i % 3 == 0),
            };
            List<string?[]> own = [.. some.Select(row => picked.Select(c => row[c]).ToArray())];
            if (draws.Chance(0.3))
            {
                own[draws.Below(own.Count)][0] = draws.Chance(0.5) ? null : "x";
            }

            tables.Add(([.. picked.Select(c => columns[c])], own));
        }

        LakeTable[] lake = [.. tables.Select(static (t, i) => Lake("t" + i.ToString(CultureInfo.InvariantCulture), t.Columns, t.Rows))];
        FilesResult result = Run(lake, new FilesOptions { Sample = 5 }, memory);
        var expected = new List<(int, int)>();
        for (int inner = 0; inner < tables.Count; inner++)
        {
            for (int outer = 0; outer < tables.Count; outer++)
            {
                if (inner != outer && Contained(tables[inner], tables[outer]))
                {
                    expected.Add((inner, outer));
                }
            }
        }

        Assert.True(expected.Count > 20);
        Assert.Equal(expected, result.Found.Select(static f => (f.Inner, f.Outer)));
        Assert.All(result.Found, f => Assert.Equal(Relate(tables[f.Inner], tables[f.Outer]), (f.Relation, f.FirstRow)));
        Assert.All(result.RebuiltFrom.OfType<Containment>(), from => Assert.True(from.IsRebuildable && result.RebuiltFrom[from.Outer] is null));
        ReportTable steps = result.Tables().Single(static t => t.Key == "files_pairs");
        long[] left = [.. steps.Rows.Select(static r => (long)r[1]!)];
        Assert.Equal(40 * 39, left[0]);
        Assert.Equal(expected.Count, left[^1]);
        Assert.Equal(left.OrderDescending(), left);
    });

    [Fact]
    public void Rows_count_as_often_as_they_occur()
    {
        LakeTable[] lake = [Lake("twice", ["k"], [["1"], ["1"]]), Lake("once", ["k"], [["1"], ["2"]]), Lake("thrice", ["k"], [["1"], ["2"], ["1"]])];
        Assert.Equal([(0, 2), (1, 2)], Run(lake).Found.Select(static f => (f.Inner, f.Outer)));
    }

    [Fact]
    public void Missing_values_are_no_empty_texts()
    {
        LakeTable[] lake = [Lake("null", ["k", "v"], [["1", null]]), Lake("empty", ["k", "v"], [["1", ""]])];
        Assert.Empty(Run(lake).Found);
    }

    [Fact]
    public void Of_equal_tables_the_smallest_file_stays_and_chains_are_rebuilt_from_what_stays()
    {
        string?[][] all = [["1", "x"], ["2", "y"], ["3", "z"]];
        LakeTable[] lake =
        [
            Lake("copy", ["k", "v"], all, 500), Lake("small", ["k", "v"], all, 100), Lake("tail", ["k", "v"], all[1..], 60), Lake("keys", ["k"], [["3"]], 5),
            Lake("mixed", ["k", "v"], [all[2], all[0]], 50), Lake("none", ["k", "v"], [], 1),
        ];
        FilesResult result = Run(lake);
        Assert.Equal(["copy", "tail", "keys"], Dropped(result, lake));
        Assert.Equal([1, 1, 4], result.RebuiltFrom.OfType<Containment>().Select(static from => from.Outer));
        Assert.Equal(["copy", "tail", "keys", "mixed"], Dropped(Run(lake, new FilesOptions { DropContained = true }), lake));
        Assert.Empty(Dropped(Run(lake, new FilesOptions { MostSourceBytes = 40 }), lake));
        ReportTable rules = result.Tables().Single(static t => t.Key == "droppable");
        Assert.Equal(["a copy", "rows 1 to 2", "rows 0 to 0; columns k"], rules.Rows.Select(static r => (string)r[4]!));
    }

    [Fact]
    public void A_run_is_found_behind_many_false_beginnings()
    {
        List<string?[]> outer = [.. Enumerable.Range(0, 500).Select(static i => new[] { i < 400 ? "same" : "v" + i.ToString(CultureInfo.InvariantCulture) })];
        LakeTable[] lake = [Lake("inner", ["k"], outer[397..403]), Lake("outer", ["k"], outer)];
        Containment found = Assert.Single(Run(lake).Found);
        Assert.Equal((Relation.RunOfRows, 397L), (found.Relation, found.FirstRow));
    }

    [Fact]
    public void Hash_of_a_run_is_that_of_its_rows()
    {
        Hash128[] rows = [.. Enumerable.Range(0, 50).Select(static i => Hash128.Of([(byte)i]))];
        ulong[] upTo = new ulong[51];
        for (int i = 0; i < 50; i++)
        {
            upTo[i + 1] = RowSequence.Append(upTo[i], rows[i]);
        }

        ulong alone = rows[13..40].Aggregate(0UL, RowSequence.Append);
        Assert.Equal(alone, RowSequence.Between(upTo[40], upTo[13], RowSequence.Power(27)));
        Assert.NotEqual(alone, RowSequence.Between(upTo[41], upTo[14], RowSequence.Power(27)));
        Assert.NotEqual(RowSequence.Append(RowSequence.Append(0, rows[1]), rows[2]), RowSequence.Append(RowSequence.Append(0, rows[2]), rows[1]));
    }

    private static string[] Lines((string[] Columns, List<string?[]> Rows) table, string[] columns) =>
        [.. table.Rows.Select(row => string.Join('|', columns.Select(c => row[Array.IndexOf(table.Columns, c)] ?? "<null>")))];

    private static bool Contained((string[] Columns, List<string?[]> Rows) inner, (string[] Columns, List<string?[]> Rows) outer)
    {
        if (inner.Columns.Except(outer.Columns).Any())
        {
            return false;
        }

        List<string> left = [.. Lines(outer, inner.Columns)];
        return Lines(inner, inner.Columns).All(left.Remove);
    }

    private static (Relation Relation, long FirstRow) Relate((string[] Columns, List<string?[]> Rows) inner, (string[] Columns, List<string?[]> Rows) outer)
    {
        string[] own = Lines(inner, inner.Columns);
        string[] there = Lines(outer, inner.Columns);
        for (int start = 0; start + own.Length <= there.Length; start++)
        {
            if (there.Skip(start).Take(own.Length).SequenceEqual(own))
            {
                return (own.Length == there.Length ? Relation.AllRows : Relation.RunOfRows, start);
            }
        }

        return (own.Length == there.Length ? Relation.AnotherOrder : Relation.SomeRows, -1);
    }
}
