namespace Curate.Core.Select;

/// <summary>
/// What is left of a budget of sizes while rows are picked one after the other: picking ends at the first row that does not fit, as in a random subset, so that what is
/// picked does not lean toward small rows.
/// </summary>
/// <param name="amount">What sizes may add up to.</param>
/// <param name="sizes">The size of each row; null where rows count alike, and every row fits.</param>
internal sealed class SizeRoom(double amount, double[]? sizes)
{
    private double _left = amount;

    /// <summary>Room without an end.</summary>
    public static SizeRoom Endless { get; } = new(0, null);

    /// <summary>Sizes end the picking.</summary>
    public bool Ends => sizes is not null;

    /// <summary>Takes the size of a row off the room, where it fits. Asked once of a row, before it is picked.</summary>
    public bool Takes(int row)
    {
        if (sizes is null)
        {
            return true;
        }

        double left = _left - sizes[row];
        if (left < 0)
        {
            return false;
        }

        _left = left;
        return true;
    }

    /// <summary>How many rows fit, in order.</summary>
    /// <param name="amount">What sizes may add up to.</param>
    /// <param name="sizes">The size of each row, in the order in which rows are picked.</param>
    public static int Fitting(double amount, double[] sizes)
    {
        var room = new SizeRoom(amount, sizes);
        int count = 0;
        while (count < sizes.Length && room.Takes(count))
        {
            count++;
        }

        return count;
    }

    /// <summary>The most rows that can fit, the smallest ones, those that must be in among them.</summary>
    /// <param name="amount">What sizes may add up to; those that must be in fit.</param>
    /// <param name="sizes">The size of each row.</param>
    /// <param name="must">Whether a row must be in.</param>
    public static int Most(double amount, ReadOnlySpan<double> sizes, Func<int, bool> must)
    {
        var open = new List<double>(sizes.Length);
        double left = amount;
        int count = 0;
        for (int row = 0; row < sizes.Length; row++)
        {
            if (must(row))
            {
                left -= sizes[row];
                count++;
            }
            else
            {
                open.Add(sizes[row]);
            }
        }

        open.Sort();
        foreach (double size in open)
        {
            left -= size;
            if (left < 0)
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>The rows of mean size that fit, at least 1 and at most all: what a method that must know the number beforehand counts on.</summary>
    /// <param name="amount">What sizes may add up to.</param>
    /// <param name="sizes">The size of each row, at least one.</param>
    public static int Expected(double amount, ReadOnlySpan<double> sizes)
    {
        var sum = new Numerics.ExactSum();
        sum.Add(sizes);
        double mean = sum.ToDouble() / sizes.Length;
        return mean > 0 ? (int)Math.Clamp(Math.Floor(amount / mean), 1, sizes.Length) : sizes.Length;
    }

    /// <summary>The largest number whose sum fits, by halving; where sums grow with the number, the largest there is.</summary>
    /// <param name="least">A number whose sum fits.</param>
    /// <param name="most">No larger number fits.</param>
    /// <param name="amount">What sizes may add up to.</param>
    /// <param name="sumOf">The sum of so many rows.</param>
    public static long Largest(long least, long most, double amount, Func<long, double> sumOf)
    {
        while (least < most)
        {
            long middle = least + ((most - least + 1) / 2);
            if (sumOf(middle) <= amount)
            {
                least = middle;
            }
            else
            {
                most = middle - 1;
            }
        }

        return least;
    }
}
