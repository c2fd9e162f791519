using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Running;

public sealed class PassRunnerTests
{
    private static MemoryTable Numbered(int rows, Action<long>? reading = null) =>
        new(["n"], [.. Enumerable.Range(0, rows).Select(static i => new string?[] { i.ToString() })]) { Reading = reading };

    private static readonly ReadRequest s_numbers = ReadRequest.Of(new ColumnRequest("n", ColumnKind.Whole));

    private sealed class Sum
    {
        public long Value { get; set; }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Run_any_workers_folds_every_batch_in_row_order(int workers)
    {
        long sum = 0;
        long next = 0;
        int thread = Environment.CurrentManagedThreadId;
        long rows = new PassRunner(TestRuns.Context(workers, 7)).Run<Sum>(Numbered(1000), s_numbers, "sum", (batch, spent) =>
        {
            Sum part = spent ?? new Sum();
            part.Value = 0;
            for (int row = 0; row < batch.Count; row++)
            {
                part.Value += ((WholeColumn)batch[0])[row];
            }

            // Uneven work, so that later batches are ready before earlier ones.
            Thread.SpinWait((int)(batch.FirstRow * 37 % 3000));
            return part;
        }, (batch, part) =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            Assert.Equal(next, batch.FirstRow);
            next += batch.Count;
            sum += part.Value;
        });
        Assert.Equal(1000, rows);
        Assert.Equal(499_500, sum);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_empty_source_folds_nothing(int workers) =>
        Assert.Equal(0, new PassRunner(TestRuns.Context(workers)).Each(Numbered(0), s_numbers, "nothing", static _ => Assert.Fail("a batch")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_failures_in_map_give_the_first_in_row_order(int workers)
    {
        for (int round = 0; round < 20; round++)
        {
            InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
                new PassRunner(TestRuns.Context(workers, 10)).Run<Sum>(Numbered(1000), s_numbers, "fail", static (batch, _) =>
                {
                    if (batch.FirstRow >= 300)
                    {
                        // The first one to fail by row is the last one by time.
                        Thread.SpinWait(batch.FirstRow == 300 ? 20_000 : 0);
                        throw new InvalidOperationException("row " + batch.FirstRow);
                    }

                    return new Sum();
                }, static (_, _) => { }));
            Assert.Equal("row 300", failure.Message);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_failure_in_fold_surfaces_and_stops(int workers)
    {
        int folded = 0;
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
            new PassRunner(TestRuns.Context(workers, 10)).Run<Sum>(Numbered(10_000), s_numbers, "fail", static (_, s) => s ?? new Sum(), (batch, _) =>
            {
                folded++;
                if (batch.FirstRow == 50)
                {
                    throw new InvalidOperationException("fold");
                }
            }));
        Assert.Equal("fold", failure.Message);
        Assert.Equal(6, folded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_failure_in_the_reader_surfaces_after_the_rows_before_it(int workers)
    {
        long folded = 0;
        MemoryTable table = Numbered(1000, static row => _ = row >= 200 ? throw new IOException("read") : 0);
        IOException failure = Assert.Throws<IOException>(() => new PassRunner(TestRuns.Context(workers, 10)).Each(table, s_numbers, "fail", batch => folded += batch.Count));
        Assert.Equal("read", failure.Message);
        Assert.Equal(200, folded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_map_fails_before_the_reader_does_gives_the_failure_of_the_map(int workers)
    {
        MemoryTable table = Numbered(1000, static row => _ = row >= 200 ? throw new IOException("read") : 0);
        Assert.Throws<InvalidOperationException>(() => new PassRunner(TestRuns.Context(workers, 10)).Run<Sum>(table, s_numbers, "fail",
            static (batch, _) => batch.FirstRow == 190 ? throw new InvalidOperationException() : new Sum(), static (_, _) => { }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_cancelled_stops_within_the_batches_in_flight(int workers)
    {
        using var source = new CancellationTokenSource();
        long folded = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new PassRunner(TestRuns.Context(workers, 10, ct: source.Token)).Each(Numbered(100_000), s_numbers, "cancel", batch =>
        {
            folded += batch.Count;
            if (batch.FirstRow == 100)
            {
                source.Cancel();
            }
        }));
        Assert.Equal(110, folded);
    }

    /// <summary>The first batch is held back until the reader has read all that may lie ready beside it.</summary>
    [Fact]
    public void Run_a_reader_says_how_many_batches_more_lie_ready_and_hears_whether_they_are_awaited()
    {
        const int more = 5;
        const int all = (2 * 3) + 3 + more;
        var awaited = new List<bool>();
        using var full = new ManualResetEventSlim();
        var source = new Uneven(Numbered(100), more, isAwaited =>
        {
            awaited.Add(isAwaited);
            if (awaited.Count == all)
            {
                full.Set();
            }
        });
        long rows = new PassRunner(TestRuns.Context(workers: 2, batchRows: 1)).Run<Sum>(source, s_numbers, "hold", (_, spent) =>
        {
            Assert.True(full.Wait(TimeSpan.FromSeconds(30)), "fewer batches than expected");
            return spent ?? new Sum();
        }, static (_, _) => { });
        Assert.Equal(100, rows);
        Assert.True(awaited[0]);
        Assert.All(awaited[4..all], Assert.False);
    }

    private sealed class Uneven(IRecordSource source, int more, Action<bool> reading) : Core.Running.Views.SourceView(source)
    {
        public override IRecordReader Open(ReadRequest request) => new Reader(base.Open(request), more, reading);

        private sealed class Reader(IRecordReader below, int more, Action<bool> reading) : IRecordReader
        {
            public long BytesRead => below.BytesRead;

            public int MoreAhead => more;

            public bool Read(RecordBatch batch, CancellationToken ct)
            {
                reading(batch.IsAwaited);
                return below.Read(batch, ct);
            }

            public void Dispose() => below.Dispose();
        }
    }

    /// <summary>Workers that wait until the reader has no batch left see how many there are.</summary>
    [Theory]
    [InlineData(1 << 10, 9)]
    [InlineData(20 << 20, 6)]
    public void Run_fewer_batches_lie_ready_where_each_is_huge(long bytesOfRow, int expected)
    {
        int read = 0;
        using var full = new ManualResetEventSlim();
        var seen = new HashSet<RecordBatch>(ReferenceEqualityComparer.Instance);
        var table = new MemoryTable(["n"], [.. Enumerable.Range(0, 100).Select(static _ => new[] { "1" })])
        {
            BytesOfRow = bytesOfRow,
            Reading = _ =>
            {
                if (++read == expected)
                {
                    full.Set();
                }
            },
        };
        new PassRunner(TestRuns.Context(workers: 2, batchRows: 1)).Run<Sum>(table, s_numbers, "hold", (batch, spent) =>
        {
            Assert.True(full.Wait(TimeSpan.FromSeconds(30)), "fewer batches than expected");
            lock (seen)
            {
                seen.Add(batch);
            }

            return spent ?? new Sum();
        }, static (_, _) => { });
        Assert.Equal(expected, seen.Count);
    }

    [Fact]
    public void ForBlocks_any_workers_runs_each_block_once_and_throws_the_lowest_failure()
    {
        foreach (int workers in new[] { 1, 2, 8 })
        {
            var hits = new int[100];
            Workers.ForBlocks(workers, 100, block => Interlocked.Increment(ref hits[block]));
            Assert.All(hits, static h => Assert.Equal(1, h));
            Workers.ForBlocks(workers, 0, static _ => Assert.Fail("a block"));
            for (int round = 0; round < 20; round++)
            {
                InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Workers.ForBlocks(workers, 50, static block =>
                {
                    if (block >= 10)
                    {
                        Thread.SpinWait(block == 10 ? 20_000 : 0);
                        throw new InvalidOperationException("block " + block);
                    }
                }));
                Assert.Equal("block 10", failure.Message);
            }

            Assert.ThrowsAny<OperationCanceledException>(() => Workers.ForBlocks(workers, 5, static _ => { }, new CancellationToken(true)));
        }
    }

    [Fact]
    public void ForBlocks_ends_without_helpers_that_never_come_and_inside_itself()
    {
        // Not disposed: threads may still come out of it when the test has ended.
        var gate = new ManualResetEventSlim();
        int blocked = 0;
        try
        {
            // Every thread of the pool, and those it adds meanwhile, waits behind the gate.
            ThreadPool.GetMinThreads(out int threads, out _);
            for (int i = 0; i < threads + 64; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ =>
                {
                    Interlocked.Increment(ref blocked);
                    gate.Wait();
                }, null);
            }

            var hits = new int[40];
            Workers.ForBlocks(4, 5, outer => Workers.ForBlocks(4, 8, inner => Interlocked.Increment(ref hits[(outer * 8) + inner])));
            Assert.All(hits, static h => Assert.Equal(1, h));
            Assert.True(Volatile.Read(ref blocked) < threads + 64, "the pool was not busy");
        }
        finally
        {
            gate.Set();
        }
    }

    [Fact]
    public void ForBlocks_does_not_keep_what_its_body_held()
    {
        WeakReference held = Held();
        for (int i = 0; i < 10 && held.IsAlive; i++)
        {
            GC.Collect();
            Thread.Sleep(10);
        }

        Assert.False(held.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Held()
        {
            var values = new int[1000];
            Workers.ForBlocks(8, 100, block => values[block] = block);
            return new WeakReference(values);
        }
    }
}
