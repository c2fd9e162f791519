namespace Curate.Core.Randomness.Designs;

/// <summary>
/// Conditional Poisson sampling (Hajek 1964): Poisson sampling given its size, the design of largest entropy for its inclusion probabilities. A sample has
/// a chance in proportion to the product of its units' odds. Inclusion probabilities follow exactly: with independent chances p in these odds, S the size
/// of all and S_i that without unit i, the inclusion of i is p_i P(S_i = n - 1) / P(S = n) (Chen, Dempster and Liu 1994, equation 4). The recursion that
/// they and Tille 2006 (expression 5.13) give for it, p_i(k) in proportion to o_i (1 - p_i(k - 1)), cancels where odds differ much; taking unit i out of
/// the distribution of S, from its lower end for p_i up to one half and from its upper end beyond, does not.
/// </summary>
/// <remarks>
/// O(N (n + 12 sd)) for the probabilities, with sd the standard deviation of S; odds for given probabilities cost that for each of about ten steps. A
/// sample is drawn by rejection: independent draws until the size is right, about 2.5 sd rounds of N draws. 8 N bytes each for odds, chances and work.
/// </remarks>
public sealed class ConditionalPoissonDesign : ISamplingDesign
{
    private const int MostSteps = 1000;
    private readonly double[] _odds;
    private readonly double[] _working;
    private readonly double[] _inclusion;
    private readonly int _count;

    private ConditionalPoissonDesign(double[] odds, int count)
    {
        _odds = odds;
        _count = count;
        _working = Working(odds, count);
        _inclusion = Chances(_working, count);
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    /// <summary>The odds of each unit, up to a common factor; infinite for certain units.</summary>
    public ReadOnlySpan<double> Odds => _odds;

    /// <summary>Units of every sample.</summary>
    public int Count => _count;

    /// <summary>The design with given odds (not negative, infinite for certain units) and size.</summary>
    public static ConditionalPoissonDesign FromOdds(ReadOnlySpan<double> odds, int count)
    {
        int certain = 0;
        int possible = 0;
        foreach (double o in odds)
        {
            if (!(o >= 0))
            {
                throw new ArgumentException("Odds are not negative.", nameof(odds));
            }

            certain += double.IsPositiveInfinity(o) ? 1 : 0;
            possible += o > 0 ? 1 : 0;
        }

        if (count < certain || count > possible)
        {
            throw new ArgumentException($"{count} units cannot be drawn where {certain} are certain and {possible} are possible.", nameof(count));
        }

        return new ConditionalPoissonDesign(odds.ToArray(), count);
    }

    /// <summary>
    /// The design with given inclusion probabilities, which sum to a whole number: p + target - chances(p), repeated (Deville 2000; Tille 2006, algorithm 5.9).
    /// </summary>
    /// <exception cref="ArithmeticException">The steps do not settle to 1e-9, which only probabilities extremely near to 0 or 1 bring about.</exception>
    public static ConditionalPoissonDesign FromInclusion(ReadOnlySpan<double> inclusion)
    {
        int count = InclusionProbabilities.CheckWhole(inclusion);
        double[] target = inclusion.ToArray();
        var working = (double[])target.Clone();
        var odds = new double[target.Length];
        double worst = double.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            for (int i = 0; i < odds.Length; i++)
            {
                odds[i] = target[i] <= 0 ? 0 : target[i] >= 1 ? double.PositiveInfinity : working[i] / (1 - working[i]);
            }

            double[] chances = Chances(Working(odds, count), count);
            double before = worst;
            worst = 0;
            for (int i = 0; i < odds.Length; i++)
            {
                if (target[i] is <= 0 or >= 1)
                {
                    continue;
                }

                double off = target[i] - chances[i];
                worst = Math.Max(worst, Math.Abs(off));

                // A step that would leave (0, 1) goes half the way to the border.
                double next = working[i] + off;
                working[i] = next <= 0 ? working[i] / 2 : next >= 1 ? (1 + working[i]) / 2 : next;
            }

            // Many units leave rounding above 1e-12; then the steps end where they stop helping.
            if (worst <= 1e-12 || (worst <= 1e-9 && worst >= before))
            {
                return new ConditionalPoissonDesign(odds, count);
            }
        }

        throw new ArithmeticException("No odds were found for the inclusion probabilities of conditional Poisson sampling.");
    }

    /// <summary>
    /// The chance that both units are in a sample. Where their odds differ, (o_i p_j - o_j p_i) / (o_i - o_j); where they are nearly equal, which would
    /// cancel, from the distribution of the size without both, O(N n).
    /// </summary>
    public double Joint(int i, int j)
    {
        double a = _odds[i];
        double b = _odds[j];
        if (i == j || a == 0 || b == 0 || double.IsInfinity(a) || double.IsInfinity(b))
        {
            return i == j ? _inclusion[i] : a == 0 || b == 0 ? 0 : double.IsInfinity(a) ? _inclusion[j] : _inclusion[i];
        }

        if (Math.Abs(a - b) > 0.01 * (a + b))
        {
            return ((a * _inclusion[j]) - (b * _inclusion[i])) / (a - b);
        }

        double both = _working[i] * _working[j] * SizeChance(_count - 2, i, j);
        return both / SizeChance(_count, -1, -1);
    }

    public int[] Sample(SeededDraw draw)
    {
        var sample = new List<int>(_count);
        for (long attempt = 0; ; attempt++)
        {
            SeededDraw own = draw.For((ulong)attempt);
            sample.Clear();
            for (int i = 0; i < _working.Length && sample.Count <= _count; i++)
            {
                if (own.Unit(0, i) < _working[i])
                {
                    sample.Add(i);
                }
            }

            if (sample.Count == _count)
            {
                return [.. sample];
            }
        }
    }

    private static double[] Chances(double[] working, int count)
    {
        double variance = 0;
        foreach (double p in working)
        {
            variance += p * (1 - p);
        }

        // Beyond this the distribution of the size holds less than 1e-30.
        int most = (int)Math.Min(working.Length, count + 60 + (12 * Math.Sqrt(variance)));
        var all = new double[most + 1];
        all[0] = 1;
        int held = 0;
        foreach (double p in working)
        {
            held = Math.Min(held + 1, most);
            for (int k = held; k > 0; k--)
            {
                all[k] = (all[k] * (1 - p)) + (all[k - 1] * p);
            }

            all[0] *= 1 - p;
        }

        var chances = new double[working.Length];
        for (int i = 0; i < chances.Length; i++)
        {
            chances[i] = Math.Min(1, working[i] * Without(all, working[i], count - 1) / all[count]);
        }

        return chances;
    }

    /// <summary>
    /// The chance of a size when a unit of chance p is taken out: all(k) = (1 - p) rest(k) + p rest(k - 1), solved from the end where errors shrink.
    /// </summary>
    private static double Without(double[] all, double p, int size)
    {
        if (size < 0)
        {
            return 0;
        }

        double rest = 0;
        if (p <= 0.5)
        {
            for (int k = 0; k <= size; k++)
            {
                rest = (all[k] - (p * rest)) / (1 - p);
            }
        }
        else
        {
            for (int k = all.Length - 1; k > size; k--)
            {
                rest = (all[k] - ((1 - p) * rest)) / p;
            }
        }

        return Math.Max(0, rest);
    }

    /// <summary>
    /// Independent chances with these odds, scaled so that they sum to the size: the size is then the likeliest one. Bisection over the factor.
    /// </summary>
    private static double[] Working(double[] odds, int count)
    {
        double low = -800;
        double high = 800;
        var working = new double[odds.Length];
        for (int step = 0; step < 80; step++)
        {
            double factor = Numerics.PortableMath.Exp(0.5 * (low + high));
            double sum = 0;
            for (int i = 0; i < odds.Length; i++)
            {
                double o = odds[i] * factor;
                working[i] = double.IsInfinity(odds[i]) || double.IsInfinity(o) ? 1 : o / (1 + o);
                sum += working[i];
            }

            (low, high) = sum < count ? (0.5 * (low + high), high) : (low, 0.5 * (low + high));
        }

        return working;
    }

    /// <summary>The chance that independent draws of all units but two give a size: one unit at a time, only sums of positive terms.</summary>
    private double SizeChance(int size, int without, int andWithout)
    {
        if (size < 0)
        {
            return 0;
        }

        var chances = new double[size + 1];
        chances[0] = 1;
        for (int i = 0; i < _working.Length; i++)
        {
            if (i == without || i == andWithout)
            {
                continue;
            }

            double p = _working[i];
            for (int k = size; k > 0; k--)
            {
                chances[k] = (chances[k] * (1 - p)) + (chances[k - 1] * p);
            }

            chances[0] *= 1 - p;
        }

        return chances[size];
    }
}
