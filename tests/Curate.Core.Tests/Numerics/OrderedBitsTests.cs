using Curate.Core.Numerics;

namespace Curate.Core.Tests.Numerics;

public sealed class OrderedBitsTests
{
    [Fact]
    public void Keys_sort_as_the_numbers_do()
    {
        double[] numbers = [double.NegativeInfinity, double.MinValue, -1.5, -1, -double.Epsilon, 0, double.Epsilon, 0.1, 1, 1.5, double.MaxValue, double.PositiveInfinity];
        ulong[] keys = [.. numbers.Select(OrderedBits.Of)];
        Assert.Equal(keys.Order(), keys);
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Both_zeros_have_one_key() => Assert.Equal(OrderedBits.Of(0.0), OrderedBits.Of(-0.0));
}
