using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Tests.Numerics.Vectors;

public sealed class VectorStoreTests
{
    [Fact]
    public void Store_takes_from_the_budget_what_its_formula_says_and_returns_it()
    {
        RunContext run = TestVectors.Run();
        long free = run.Memory.Free;
        using (new VectorStore(1000, 7, 3, run))
        {
            Assert.Equal(VectorStore.BytesFor(1000, 10), free - run.Memory.Free);
        }

        Assert.Equal(free, run.Memory.Free);
    }

    [Fact]
    public void Store_beyond_the_budget_is_mapped_and_holds_the_same()
    {
        RunContext small = TestVectors.Run(memory: 4096);
        using VectorStore mapped = TestVectors.Numbers(5, 500, 9, 0, small, codes: 2);
        using VectorStore held = TestVectors.Numbers(5, 500, 9, 0, TestVectors.Run(), codes: 2);
        Assert.True(mapped.IsMapped);
        Assert.False(held.IsMapped);
        Assert.Equal(held.Rows(0, 500).ToArray(), mapped.Rows(0, 500).ToArray());
    }

    [Fact]
    public void Gather_gives_the_rows_in_the_order_asked()
    {
        using VectorStore store = TestVectors.Numbers(1, 10, 3, 0, TestVectors.Run());
        using VectorStore picked = store.Gather([7, 2, 7], TestVectors.Run());
        Assert.Equal(store[7].ToArray(), picked[0].ToArray());
        Assert.Equal(store[2].ToArray(), picked[1].ToArray());
        Assert.Equal(store[7].ToArray(), picked[2].ToArray());
    }

    [Fact]
    public void Rows_outside_the_store_throw()
    {
        using VectorStore store = TestVectors.Numbers(1, 10, 3, 0, TestVectors.Run());
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Rows(8, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => store[-1].Length);
    }
}
