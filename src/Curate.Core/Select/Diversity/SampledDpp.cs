using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// An exact sample of k rows with chances in proportion to det L_S (k-DPP; Kulesza and Taskar 2011, algorithms 1 and 2): k eigenvectors are drawn through elementary
/// symmetric polynomials of the eigenvalues, then rows one by one from what is left of them in the space of those eigenvectors. Inner products of d features
/// have their eigenvectors from a d x d matrix (the dual form). Rows that must be in are conditioned on.
/// </summary>
/// <remarks>O(n^3) and 24 n^2 bytes with rbf; O(n d^2 + d^3) and 16 n d bytes with cosine and linear; O(n k^2) to draw rows.</remarks>
internal static class SampledDpp
{
    /// <summary>Eigenvalues below this share of the largest are none.</summary>
    private const double Nothing = 1e-12;

    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("k-dpp", "Draws rows at random so that sets of unlike rows are likelier: an exact sample of a determinantal point process.",
        new DiverseOptions { Similarity = SimilarityKind.Rbf }, Pick, [DppKernel.Similarity, DiverseSpecs.Bandwidth, DiverseSpecs.Score, DiverseSpecs.ScoreWeight],
        MethodTraits.Random, "24 bytes for each pair of rows with rbf, 16 features bytes a row with cosine and linear; 8 bytes a row and pick", "A. Kulesza and B. Taskar 2011",
        "curate select wine.csv --method k-dpp --scale standard --label class --rows 20 -o sample.csv", sized: false,
        example: static (_, o) => o with { Similarity = SimilarityKind.Linear, Budget = new Budget(BudgetKind.Rows, 1) });

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        if (!options.Cosine)
        {
            return Draw(pool, options);
        }

        using VectorStore unit = UnitLength.Copy(pool.Rows, pool.Run);
        return Draw(pool.With(unit), options);
    }

    private static Picks Draw(Pool pool, DiverseOptions options)
    {
        var picks = new Picks { Adds = false };
        int n = pool.Rows.Count;
        var kernel = new DppKernel(pool, options);
        int k = pool.Count - pool.Must.Length;
        foreach (int row in pool.Must)
        {
            picks.Add(row, 0);
        }

        if (k > 0)
        {
            bool dual = options.Similarity == SimilarityKind.Linear;
            using MemoryLease lease = pool.Run.Memory.Lease(dual ? 16L * n * pool.Rows.Numeric : 24L * n * n, "The kernel of a determinantal point process");
            (Matrix vectors, double[] values) = dual ? Dual(pool, kernel) : Primal(pool, kernel);
            int[] chosen = Choose(values, k, pool, options);
            DrawRows(vectors, chosen, pool, picks);
        }

        picks.Figures.Add(("similarity", options.Cosine ? "cosine" : options.Similarity == SimilarityKind.Rbf ? "rbf" : "linear"));
        if (options.Similarity == SimilarityKind.Rbf)
        {
            picks.Figures.Add(("bandwidth", kernel.Similarities.Bandwidth));
        }

        return picks;
    }

    /// <summary>Eigenvectors (a row of the matrix each) and eigenvalues of the kernel, given the rows that must be in.</summary>
    private static (Matrix Vectors, double[] Values) Primal(Pool pool, DppKernel kernel)
    {
        int n = pool.Rows.Count;
        using var residual = new ResidualRows(kernel.Diagonal(n), pool.Run);
        foreach (int row in pool.Must)
        {
            residual.Take(row, kernel.Column(row, n));
        }

        var matrix = new Matrix(n, n);
        Workers.ForBlocks(pool.Run.Workers, PanelScan.BlocksOf(n), block =>
        {
            int end = Math.Min(n, (block + 1) * PanelScan.BlockRows);
            for (int i = block * PanelScan.BlockRows; i < end; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double value = kernel.Of(i, j);
                    foreach (double[] column in residual.Columns)
                    {
                        value -= column[i] * column[j];
                    }

                    matrix[i, j] = pool.Must.AsSpan().BinarySearch(i) >= 0 || pool.Must.AsSpan().BinarySearch(j) >= 0 ? 0 : value;
                }
            }
        }, pool.Run.Ct);
        return ShiftedEigen.Of(matrix);
    }

    /// <summary>The same from the features: with B the rows times their quality, the eigenvectors of B B' are B w / sqrt(lambda) for those of B' B.</summary>
    private static (Matrix Vectors, double[] Values) Dual(Pool pool, DppKernel kernel)
    {
        int n = pool.Rows.Count;
        int d = pool.Rows.Numeric;
        var rows = new Matrix(n, d);
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<float> values = pool.Rows[i];
            for (int p = 0; p < d; p++)
            {
                rows[i, p] = values[p] * kernel.QualityOf(i);
            }
        }

        foreach (int must in pool.Must)
        {
            // What the row spans is taken out of all rows, its own included.
            double[] direction = rows.Row(must).ToArray();
            double squared = Dense.Dot(direction, direction);
            for (int i = 0; squared > 0 && i < n; i++)
            {
                Dense.AddScaled(-Dense.Dot(rows.Row(i), direction) / squared, direction, rows.Row(i));
            }

            rows.Row(must).Clear();
        }

        (Matrix directions, double[] eigenvalues) = ShiftedEigen.Of(MatrixProducts.Gram(rows, null, pool.Run.Workers, pool.Run.Ct));
        var vectors = new Matrix(d, n);
        for (int v = 0; v < d; v++)
        {
            double length = Math.Sqrt(Math.Max(eigenvalues[v], 0));
            for (int i = 0; length > 0 && i < n; i++)
            {
                vectors[v, i] = Dense.Dot(rows.Row(i), directions.Row(v)) / length;
            }
        }

        return (vectors, eigenvalues);
    }

    /// <summary>k eigenvectors, a set with a chance in proportion to the product of its eigenvalues.</summary>
    private static int[] Choose(double[] values, int k, Pool pool, DiverseOptions options)
    {
        double most = values.Max();
        int[] usable = [.. Enumerable.Range(0, values.Length).Where(v => values[v] > Nothing * most && values[v] > 0)];
        if (usable.Length < k)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(k)} rows are to be drawn, and the kernel tells no more than {NumberText.Of(usable.Length)} apart.",
                options.Similarity == SimilarityKind.Linear ? "Pass --similarity rbf, or ask for fewer rows: inner products of so many features have no more directions." : "Ask for fewer rows, or take rows that are equal out first (dedupe).");
        }

        // Logarithms, because products of many eigenvalues leave the range of numbers.
        double[][] polynomials = new double[usable.Length + 1][];
        polynomials[0] = new double[k + 1];
        Array.Fill(polynomials[0], double.NegativeInfinity, 1, k);
        for (int m = 1; m <= usable.Length; m++)
        {
            double[] before = polynomials[m - 1];
            double[] now = polynomials[m] = new double[k + 1];
            double log = PortableMath.Log(values[usable[m - 1]]);
            for (int l = 1; l <= k; l++)
            {
                now[l] = Dense.LogSumExp([before[l], log + before[l - 1]]);
            }
        }

        var draws = new DrawStream(pool.Draw.For("eigenvectors"u8));
        var chosen = new List<int>();
        for (int m = usable.Length; chosen.Count < k; m--)
        {
            int left = k - chosen.Count;
            double log = PortableMath.Log(values[usable[m - 1]]);
            double chance = left > m - 1 ? 1 : PortableMath.Exp(log + polynomials[m - 1][left - 1] - polynomials[m][left]);
            if (draws.Unit() < chance)
            {
                chosen.Add(usable[m - 1]);
            }
        }

        return [.. chosen];
    }

    /// <summary>Rows from the projection onto the chosen eigenvectors: each with a chance in proportion to what is left of it there.</summary>
    private static void DrawRows(Matrix vectors, int[] chosen, Pool pool, Picks picks)
    {
        int n = pool.Rows.Count;
        var diagonal = new double[n];
        foreach (int v in chosen)
        {
            for (int i = 0; i < n; i++)
            {
                diagonal[i] += vectors[v, i] * vectors[v, i];
            }
        }

        using var residual = new ResidualRows(diagonal, pool.Run);
        var draws = new DrawStream(pool.Draw.For("rows"u8));
        var taken = new bool[n];
        foreach (int row in pool.Must)
        {
            taken[row] = true;
        }

        for (int t = 0; t < chosen.Length; t++)
        {
            int row = Drawn(residual.Left, taken, draws.Unit());
            picks.Add(row, residual.Left[row] / (chosen.Length - t));
            taken[row] = true;
            var column = new double[n];
            foreach (int v in chosen)
            {
                Dense.AddScaled(vectors[v, row], vectors.Row(v), column);
            }

            residual.Take(row, column);
        }
    }

    private static int Drawn(double[] left, bool[] taken, double unit)
    {
        double total = 0;
        for (int i = 0; i < left.Length; i++)
        {
            total += taken[i] ? 0 : Math.Max(0, left[i]);
        }

        double target = unit * total;
        double sum = 0;
        int last = -1;
        for (int i = 0; i < left.Length; i++)
        {
            if (taken[i])
            {
                continue;
            }

            last = last < 0 || left[i] > 0 ? i : last;
            sum += Math.Max(0, left[i]);
            if (sum > target)
            {
                return i;
            }
        }

        return last;
    }
}
