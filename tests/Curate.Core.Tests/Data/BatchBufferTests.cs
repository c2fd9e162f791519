using Curate.Core.Data;

namespace Curate.Core.Tests.Data;

public sealed class BatchBufferTests
{
    [Fact]
    public void What_is_used_stays_and_there_is_room_for_what_is_needed()
    {
        byte[] bytes = [];
        int[] numbers = [];
        int used = 0;
        foreach (int more in new[] { 1, 70_000, 300_000, 1, 700_000, 3_000_000, 2_000_000, 9_000_000 })
        {
            byte[] before = bytes;
            BatchBuffer.Reserve(ref bytes, used, used + more);
            BatchBuffer.Reserve(ref numbers, used, used + more);
            Assert.True(bytes.Length >= used + more);
            Assert.True(numbers.Length >= used + more);
            for (int i = 0; i < used; i += 997)
            {
                Assert.Equal((byte)(i % 251), bytes[i]);
                Assert.Equal(i, numbers[i]);
            }

            Assert.True(before.Length < used + more || ReferenceEquals(before, bytes));
            for (int i = used; i < used + more; i++)
            {
                bytes[i] = (byte)(i % 251);
                numbers[i] = i;
            }

            used += more;
        }
    }

    /// <summary>Nearly all batches end a little above the size at which they are full: from half a megabyte on there is one step to there.</summary>
    [Fact]
    public void Growth_has_one_step_from_half_a_megabyte_to_a_full_batch()
    {
        byte[] bytes = [];
        int steps = 0;
        for (int used = 0; used < RecordBatch.TargetBytes; used += 256 * 1024)
        {
            byte[] before = bytes;
            BatchBuffer.Reserve(ref bytes, used, used + (256 * 1024));
            steps += ReferenceEquals(before, bytes) ? 0 : 1;
        }

        // With less memory than a gigabyte, each step doubles.
        Assert.Equal(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= 1L << 30 ? 3 : 5, steps);
        Assert.InRange(bytes.Length, RecordBatch.TargetBytes, RecordBatch.TargetBytes + (1 << 20));
    }
}
