using Curate.Core.Errors;
using Curate.Core.Running;

namespace Curate.Core.Tests.Running;

public sealed class MemoryBudgetTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(1024, 960)]
    [InlineData(64, 16)]
    [InlineData(4, 1)]
    [InlineData(0, 0)]
    public void ForMethods_total_less_the_reserve_but_a_quarter_at_least(long total, long methods) =>
        Assert.Equal(methods * Mebibyte, new MemoryBudget(total * Mebibyte).ForMethods);

    [Fact]
    public void TryTake_and_Return_keep_count()
    {
        var budget = new MemoryBudget(400);
        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(41));
        Assert.True(budget.TryTake(40));
        Assert.Equal(0, budget.Free);
        Assert.False(budget.TryTake(1));
        Assert.True(budget.TryTake(0));
        budget.Return(70);
        Assert.Equal(70, budget.Free);
        Assert.False(budget.TryTake(long.MaxValue));
    }

    [Fact]
    public void Take_too_much_says_what_for_and_a_budget_that_would_do()
    {
        var budget = new MemoryBudget(100 * Mebibyte);
        budget.Take(30 * Mebibyte, "The first");
        CurateException refused = Assert.Throws<CurateException>(() => budget.Take(10 * Mebibyte, "The table of keys"));
        Assert.Equal(ErrorCodes.MemoryBudget, refused.Code);
        Assert.Contains("The table of keys needs 10 MiB, and 6 MiB", refused.Message, StringComparison.Ordinal);
        string number = new([.. refused.Hint!.Where(char.IsAsciiDigit)]);
        var enough = new MemoryBudget(long.Parse(number) * Mebibyte);
        enough.Take(30 * Mebibyte, "The first");
        enough.Take(10 * Mebibyte, "The table of keys");
    }

    [Fact]
    public void TryTake_from_many_threads_never_gives_more_than_there_is()
    {
        var budget = new MemoryBudget(4000);
        int got = 0;
        Workers.ForBlocks(8, 5000, _ => Interlocked.Add(ref got, budget.TryTake(1) ? 1 : 0));
        Assert.Equal(1000, got);
        Assert.Equal(0, budget.Free);
    }
}
