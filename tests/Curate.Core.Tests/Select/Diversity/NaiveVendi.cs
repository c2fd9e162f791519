namespace Curate.Core.Tests.Select.Diversity;

/// <summary>The Vendi score by Jacobi rotations: slow, short, and of no code of the product.</summary>
internal static class NaiveVendi
{
    public static double Score(IReadOnlyList<int> set, Func<int, int, double> similarity, double order)
    {
        int n = set.Count;
        var k = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                k[i, j] = similarity(set[i], set[j]) / n;
            }
        }

        double[] values = [.. Eigenvalues(k, n).Where(static v => v > 1e-12)];
        return values.Length == 0 ? 0
            : double.IsInfinity(order) ? 1 / values.Max()
            : order == 1 ? Math.Exp(-values.Sum(static v => v * Math.Log(v)))
            : Math.Exp(Math.Log(values.Sum(v => Math.Pow(v, order))) / (1 - order));
    }

    private static double[] Eigenvalues(double[,] a, int n)
    {
        for (int sweep = 0; sweep < 60; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    if (Math.Abs(a[p, q]) < 1e-300)
                    {
                        continue;
                    }

                    double theta = 0.5 * Math.Atan2(2 * a[p, q], a[p, p] - a[q, q]);
                    double c = Math.Cos(theta);
                    double s = Math.Sin(theta);
                    for (int r = 0; r < n; r++)
                    {
                        (a[r, p], a[r, q]) = ((c * a[r, p]) + (s * a[r, q]), (c * a[r, q]) - (s * a[r, p]));
                    }

                    for (int r = 0; r < n; r++)
                    {
                        (a[p, r], a[q, r]) = ((c * a[p, r]) + (s * a[q, r]), (c * a[q, r]) - (s * a[p, r]));
                    }
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => a[i, i])];
    }
}
