using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Running;

public sealed class RowValuesTests
{
    private const int Rows = (1 << 22) + 5000;

    [Theory]
    [InlineData(1L << 32, 0)]
    [InlineData(200L << 20, 0)]
    [InlineData(0L, 1)]
    [InlineData(8L << 20, 1)]
    public void Values_stay_in_the_budget_and_the_rest_lies_in_scratch(long memory, int spills)
    {
        using var scratch = new MemoryScratch();
        RunContext context = TestRuns.Context(memoryBytes: memory, scratch: scratch);
        using (var values = new RowValues<ulong>(context, "test"))
        {
            for (int row = 0; row < Rows; row++)
            {
                values.Append((ulong)row * 3);
                Assert.True(context.Memory.Free >= 0);
            }

            Assert.Equal(Rows, values.Count);
            Assert.Equal(8L * Rows, values.StorageBytes);
            Assert.Equal(spills == 1, scratch.BytesInUse > 0);
            for (int row = 0; row < Rows; row += 997)
            {
                Assert.Equal((ulong)row * 3, values[row]);
            }
        }

        Assert.Equal(0, scratch.BytesInUse);
        Assert.Equal(context.Memory.ForMethods, context.Memory.Free);
    }

    [Theory]
    [InlineData(1L << 32)]
    [InlineData(0L)]
    public void AppendRun_and_CopyTo_reach_over_pieces_and_leading_zeros(long memory)
    {
        using var scratch = new MemoryScratch();
        using var values = new RowValues<byte>(TestRuns.Context(memoryBytes: memory, scratch: scratch), "test", zeros: 100);
        values.AppendRun(1, 1000);
        values.AppendRun(2, Rows);
        values.Append(3);
        Assert.Equal(100 + 1000 + Rows + 1, values.Count);
        byte[] start = new byte[1200];
        values.CopyTo(0, start);
        Assert.Equal([.. new byte[100], .. Enumerable.Repeat((byte)1, 1000), .. Enumerable.Repeat((byte)2, 100)], start);
        byte[] all = new byte[Rows];
        values.CopyTo(1101, all);
        Assert.Equal(3, all[^1]);
        Assert.False(all.AsSpan(0, all.Length - 1).ContainsAnyExcept((byte)2));
    }

    [Fact]
    public void Leading_zeros_take_no_space_and_count()
    {
        using var values = new RowValues<byte>(null, "test", zeros: 1_000_000_000_000);
        values.Append(7);
        Assert.Equal(1_000_000_000_001, values.Count);
        Assert.Equal(1, values.StorageBytes);
        Assert.Equal(0, values[999_999_999_999]);
        Assert.Equal(7, values[1_000_000_000_000]);
    }
}
