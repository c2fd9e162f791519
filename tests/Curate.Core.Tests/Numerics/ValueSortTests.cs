using Curate.Core.Numerics;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics;

public sealed class ValueSortTests
{
    [Fact]
    public void Values_are_in_their_order() => Seeds.Each(100, static seed =>
    {
        var random = new SplitMix64(seed);
        int n = random.Below(random.Chance(0.5) ? 40 : 3000);
        int most = random.Chance(0.5) ? 5 : int.MaxValue;
        int[] values = [.. Enumerable.Range(0, n).Select(_ => random.Below(most) - (most / 2))];
        Check(values);
        Array.Sort(values);
        Check(values);
        Array.Reverse(values);
        Check(values);
    });

    [Fact]
    public void Orders_that_make_every_pivot_poor_take_no_quadratic_time()
    {
        // McIlroy 1999: values are fixed while they are compared, each as late and as low as it can be. Quicksort alone would compare some 10^9 times.
        const int Count = 100_000;
        var adversary = new Adversary(Count);
        Poor[] values = [.. Enumerable.Range(0, Count).Select(place => new Poor(adversary, place))];
        ValueSort.Sort(values.AsSpan());
        Assert.InRange(adversary.Comparisons, Count, 100L * Count);
        for (int i = 1; i < Count; i++)
        {
            Assert.True(values[i - 1].CompareTo(values[i]) <= 0);
        }
    }

    private static void Check(int[] values)
    {
        int[] sorted = [.. values];
        ValueSort.Sort(sorted.AsSpan());
        Assert.Equal(values.Order(), sorted);
    }

    private sealed class Adversary(int count)
    {
        private readonly int[] _fixed = [.. Enumerable.Repeat(int.MaxValue, count)];
        private int _next;
        private int _candidate;

        public long Comparisons { get; private set; }

        public int Compare(int a, int b)
        {
            Comparisons++;
            if (_fixed[a] == int.MaxValue && _fixed[b] == int.MaxValue)
            {
                _fixed[a == _candidate ? a : b] = _next++;
            }

            if (_fixed[a] == int.MaxValue)
            {
                _candidate = a;
            }
            else if (_fixed[b] == int.MaxValue)
            {
                _candidate = b;
            }

            return _fixed[a].CompareTo(_fixed[b]);
        }
    }

    private readonly record struct Poor(Adversary By, int Place) : IComparable<Poor>
    {
        public int CompareTo(Poor other) => By.Compare(Place, other.Place);
    }
}
