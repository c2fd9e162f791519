using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Running;

public sealed class InterleavedSourceTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8192)]
    [InlineData(3, 2)]
    public void Read_pattern_takes_rows_of_each_source_in_order_and_starts_again(int workers, int batchRows)
    {
        using var source = new InterleavedSource([Table("a", 2), Table("b", 5), Table("c", 3)], () => new Pattern(9, 0, 1, 1, 2));
        IReadOnlyList<string?[]> rows = TestRuns.Read(source, TestRuns.Context(workers, batchRows));
        Assert.Equal(["a0", "b0", "b1", "c0", "a1", "b2", "b3", "c1", "a0"], rows.Select(static r => r[0]));
        Assert.Equal(9, source.RowCount);
    }

    [Fact]
    public void Read_order_longer_than_an_empty_source_fails_by_name()
    {
        using var source = new InterleavedSource([Table("a", 1), Table("b", 0)], () => new Pattern(2, 0, 1));
        Assert.Throws<InvalidOperationException>(() => TestRuns.Read(source));
    }

    private static MemoryTable Table(string name, int rows) =>
        new(["id"], [.. Enumerable.Range(0, rows).Select(i => new string?[] { $"{name}{i}" })]);

    private sealed class Pattern(long rows, params int[] order) : IInterleaving
    {
        private int _at;

        public long Rows => rows;

        public void Restart() => _at = 0;

        public int Next() => order[_at++ % order.Length];
    }
}
