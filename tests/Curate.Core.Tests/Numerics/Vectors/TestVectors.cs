using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Vectors;

/// <summary>Random stores of several characters, and naive double-precision ranks.</summary>
internal static class TestVectors
{
    public static RunContext Run(int workers = 2, long memory = 1L << 30) =>
        new() { Memory = new MemoryBudget(memory), Scratch = new MemoryScratch(), Workers = workers };

    /// <summary>Character 0: uniform; 1: small whole numbers, full of ties; 2: far from the origin; 3: tiny; 4: huge; 5: clusters.</summary>
    public static VectorStore Numbers(ulong seed, int rows, int dimensions, int character, RunContext run, int codes = 0)
    {
        var draws = new SplitMix64(seed);
        var store = new VectorStore(rows, dimensions, codes, run);
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = store[i];
            float cluster = draws.Below(5);
            for (int p = 0; p < dimensions; p++)
            {
                double u = draws.Unit();
                row[p] = (float)(character switch
                {
                    0 => u,
                    1 => Math.Floor(u * 3),
                    2 => 1000 + u,
                    3 => u * 1e-30,
                    4 => (u - 0.5) * 2e38,
                    _ => cluster + (0.05 * u),
                });
            }

            for (int p = dimensions; p < row.Length; p++)
            {
                row[p] = draws.Below(4);
            }
        }

        return store;
    }

    /// <summary>The rank by the definition, one chain in double.</summary>
    public static double Naive(DistanceRule rule, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int numeric)
    {
        double squares = 0, dot = 0, absolute = 0, largest = 0, na = 0, nb = 0;
        int differing = 0;
        for (int p = 0; p < a.Length; p++)
        {
            double x = a[p], y = b[p];
            if (p >= numeric)
            {
                differing += x != y ? 1 : 0;
                continue;
            }

            squares += (x - y) * (x - y);
            dot += x * y;
            absolute += Math.Abs(x - y);
            largest = Math.Max(largest, Math.Abs(x - y));
            na += x * x;
            nb += y * y;
        }

        return rule.Metric switch
        {
            Metric.Euclidean => squares + (rule.CategoryWeight * differing),
            Metric.Cosine => na == 0 || nb == 0 ? 1 : 1 - (dot / (Math.Sqrt(na) * Math.Sqrt(nb))),
            Metric.InnerProduct => -dot,
            Metric.Manhattan => absolute + (rule.CategoryWeight * differing),
            Metric.Chebyshev => largest,
            _ => differing,
        };
    }
}
