using Curate.Core.Data;
using Curate.Core.Dependencies;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Dependencies;

public sealed class DependencyCheckTests
{
    [Theory]
    [InlineData(1, 8192)]
    [InlineData(2, 7)]
    [InlineData(7, 1)]
    public void Measures_and_rows_are_those_of_the_definition(int workers, int batch)
    {
        var random = new SplitMix64(30);
        for (int trial = 0; trial < 20; trial++)
        {
            List<string?[]> rows = NaiveDependencies.RandomTable(random, 4, random.Between(2, 60));
            var naive = new NaiveDependencies(rows, 4);
            int left = random.Below(8);
            string[] from = [.. Enumerable.Range(0, 3).Where(c => (left >> c & 1) != 0).Select(static c => "c" + c)];
            DependencyViolations found = Run(rows, from, "c3", workers, batch);
            Assert.Equal(naive.Violations(left, 3), found.Measures.Violations);
            Assert.Equal(naive.G1(left, 3), found.Measures.G1, 12);
            Assert.Equal(naive.Support(left), found.Measures.Support);
            Assert.Equal(found.Measures.Violations, found.Rows.PopCount());

            // Without the rows that break it, it holds.
            List<string?[]> kept = [.. rows.Where((_, r) => !found.Rows[r])];
            Assert.Equal(0, new NaiveDependencies(kept, 4).Violations(left, 3));
        }
    }

    [Fact]
    public void Of_equally_frequent_values_the_first_one_stays()
    {
        DependencyViolations found = Run([["a", "x"], ["a", "y"], ["b", "z"]], ["c0"], "c1");
        Assert.Equal([1L], Enumerable.Range(0, 3).Where(r => found.Rows[r]).Select(static r => (long)r));
        BrokenGroup group = Assert.Single(found.Groups);
        Assert.Equal(("a", "x", 0L, "y", 1L), (group.Left[0]!, group.Values[0].Value!, group.Values[0].FirstRow, group.Values[1].Value!, group.Values[1].FirstRow));
    }

    [Fact]
    public void Empty_left_side_asks_for_a_constant()
    {
        Assert.Equal(1, Run([["x"], ["x"], ["y"]], [], "c0").Measures.Violations);
        Assert.True(Run([["x"], ["x"]], [], "c0").Measures.IsExact);
    }

    [Fact]
    public void Table_without_rows_breaks_nothing()
    {
        DependencyViolations found = Run([], ["c0"], "c1");
        Assert.Equal((0L, 0.0, 0.0), (found.Measures.Rows, found.Measures.G3, found.Measures.G1));
    }

    [Fact]
    public void Right_side_on_the_left_is_refused() =>
        Assert.Contains("always holds", Assert.Throws<CurateException>(() => Run([["x"]], ["c0"], "c0")).Message, StringComparison.Ordinal);

    private static DependencyViolations Run(IReadOnlyList<string?[]> rows, IReadOnlyList<string> from, string to, int workers = 1, int batch = RecordBatch.DefaultCapacity) =>
        DependencyCheck.Run(new PassRunner(TestRuns.Context(workers, batch)), new MemoryTable(["c0", "c1", "c2", "c3"], [.. rows.Select(static r => (string?[])[.. r, .. new string?[4 - r.Length]])]), from, to);
}
