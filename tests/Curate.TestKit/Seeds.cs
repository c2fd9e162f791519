using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Curate.TestKit;

/// <summary>Seeds of random tests: a fixed list, or the one in <c>CURATE_TEST_SEED</c>, so that a failure can be run again alone.</summary>
public static class Seeds
{
    public const string Variable = "CURATE_TEST_SEED";

    /// <summary><paramref name="count"/> seeds, the same in every run; only the seed of <see cref="Variable"/> when that is set.</summary>
    public static IReadOnlyList<ulong> For(int count) => For(count, Environment.GetEnvironmentVariable(Variable));

    /// <summary>The seeds as theory data, for tests that want one case per seed.</summary>
    public static TheoryData<ulong> Theory(int count)
    {
        TheoryData<ulong> data = [];
        foreach (ulong seed in For(count))
        {
            data.Add(seed);
        }

        return data;
    }

    /// <summary>Runs a check for every seed; a failure says the seed and how to repeat it.</summary>
    public static void Each(int count, Action<ulong> check)
    {
        foreach (ulong seed in For(count))
        {
            With(seed, () => check(seed));
        }
    }

    /// <summary>Runs a check and adds the seed to the message when it fails.</summary>
    public static void With(ulong seed, Action check)
    {
        try
        {
            check();
        }
        catch (Exception failure)
        {
            throw new XunitException(
                string.Create(CultureInfo.InvariantCulture, $"With seed {seed} (repeat with {Variable}={seed}): {failure.GetType().Name}: {failure.Message}"), failure);
        }
    }

    internal static IReadOnlyList<ulong> For(int count, string? chosen)
    {
        if (!string.IsNullOrEmpty(chosen))
        {
            return [ulong.Parse(chosen, CultureInfo.InvariantCulture)];
        }

        SplitMix64 draws = new(20260101);
        ulong[] seeds = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            // Short seeds are easier to type; 2^40 of them are enough.
            seeds[i] = draws.Next() >> 24;
        }

        return seeds;
    }
}
