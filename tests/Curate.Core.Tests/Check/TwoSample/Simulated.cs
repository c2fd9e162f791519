using Curate.Core.Check.TwoSample;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.TestKit;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>Simulated samples, and what counting alarms over many of them needs.</summary>
internal static class Simulated
{
    public static double Normal(SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());

    /// <summary>Independent normal numbers with one mean and deviation.</summary>
    public static Matrix Normals(ulong seed, int rows, int columns, double mean = 0, double deviation = 1)
    {
        var random = new SplitMix64(seed);
        var matrix = new Matrix(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++)
        {
            matrix.Values[i] = mean + (deviation * Normal(random));
        }

        return matrix;
    }

    /// <summary>Rows of a matrix as vectors, in order.</summary>
    public static VectorStore Store(Matrix rows) => ClassifierTest.StoreOf(rows, [.. Enumerable.Range(0, rows.Rows)], Support.TestRuns.Context());

    /// <summary>
    /// Share of runs whose p-value is at most 5%. In the slow tier of 500 runs it has to lie from 3% to 7%; of fewer runs, within 3 deviations of a binomial with 5%.
    /// </summary>
    public static void AssertLevel(int runs, Func<ulong, double> pValue)
    {
        int alarms = 0;
        for (int i = 0; i < runs; i++)
        {
            alarms += pValue((ulong)(i + 1)) <= 0.05 ? 1 : 0;
        }

        double share = (double)alarms / runs;
        double reach = runs >= 500 ? 0.02 : 3 * Math.Sqrt(0.05 * 0.95 / runs);
        Assert.True(share >= 0.05 - reach && share <= 0.05 + reach, $"{alarms} alarms in {runs} runs.");
    }
}
