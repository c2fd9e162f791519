using Curate.Core.Running;

namespace Curate.Core.Tests.Running;

public sealed class HotHelpersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ForBlocks_calls_every_block_of_every_step_once(int workers)
    {
        using var helpers = new HotHelpers(workers);
        for (int step = 0; step < 5000; step++)
        {
            int n = step % 9;
            var calls = new int[n];
            helpers.ForBlocks(n, block => Interlocked.Increment(ref calls[block]), CancellationToken.None);
            Assert.All(calls, static own => Assert.Equal(1, own));
            if (step % 1000 == 999)
            {
                // Long enough for helpers to have gone to sleep.
                Thread.Sleep(5);
            }
        }
    }

    [Fact]
    public void ForBlocks_is_helped_by_another_thread()
    {
        using var helpers = new HotHelpers(2);
        int caller = Environment.CurrentManagedThreadId;
        bool helped = false;
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!helped && patience.Elapsed < TimeSpan.FromSeconds(30))
        {
            using var other = new ManualResetEventSlim();
            helpers.ForBlocks(2, _ =>
            {
                if (Environment.CurrentManagedThreadId != caller)
                {
                    Volatile.Write(ref helped, true);
                    other.Set();
                }
                else
                {
                    other.Wait(10);
                }
            }, CancellationToken.None);
        }

        Assert.True(helped);
    }

    [Fact]
    public void ForBlocks_throws_the_failure_of_the_lowest_block_and_goes_on()
    {
        using var helpers = new HotHelpers(3);
        for (int step = 0; step < 200; step++)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => helpers.ForBlocks(20, static block => throw new InvalidOperationException($"{block}"), CancellationToken.None));
            Assert.Equal("0", failure.Message);
        }

        int sum = 0;
        helpers.ForBlocks(10, block => Interlocked.Add(ref sum, block), CancellationToken.None);
        Assert.Equal(45, sum);
    }

    [Fact]
    public void ForBlocks_ends_when_it_is_cancelled()
    {
        using var helpers = new HotHelpers(2);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => helpers.ForBlocks(4, static _ => { }, cancelled.Token));
    }
}
