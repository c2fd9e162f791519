using Curate.Core.Running;

namespace Curate.Core.Numerics.Linear;

/// <summary>
/// Products of dense matrices. Each output is one chain of fused multiply-adds down the shared dimension, in order, so that neither workers nor the
/// width of the processor's vectors change a bit; workers take fixed blocks of output rows.
/// </summary>
public static class MatrixProducts
{
    private const int BlockRows = 32;

    /// <summary>a b: O(n m k), the result alone is allocated.</summary>
    /// <param name="a">n x k.</param>
    /// <param name="b">k x m.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="ct">Looked at once per 32 output rows.</param>
    public static Matrix Multiply(Matrix a, Matrix b, int workers = 1, CancellationToken ct = default)
    {
        Agree(a.Columns, b.Rows);
        var product = new Matrix(a.Rows, b.Columns);
        Workers.ForBlocks(workers, Blocks(a.Rows), block =>
        {
            for (int i = block * BlockRows; i < Math.Min(a.Rows, (block + 1) * BlockRows); i++)
            {
                AddRows(a.Row(i), b, product.Row(i));
            }
        }, ct);
        return product;
    }

    /// <summary>a' W b: O(n k m).</summary>
    /// <param name="a">n x k.</param>
    /// <param name="b">n x m.</param>
    /// <param name="weights">A weight for each of the n rows; null for ones.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="ct">Looked at once per 32 output rows.</param>
    public static Matrix TransposeMultiply(Matrix a, Matrix b, double[]? weights = null, int workers = 1, CancellationToken ct = default)
    {
        Agree(a.Rows, b.Rows);
        Agree(weights?.Length ?? a.Rows, a.Rows);
        var product = new Matrix(a.Columns, b.Columns);
        Workers.ForBlocks(workers, Blocks(a.Columns), block =>
            AddOuter(a, b, weights, product, block * BlockRows, Math.Min(a.Columns, (block + 1) * BlockRows), upperOnly: false), ct);
        return product;
    }

    /// <summary>a' W a, symmetric bit for bit: O(n k^2 / 2).</summary>
    /// <inheritdoc cref="TransposeMultiply"/>
    public static Matrix Gram(Matrix a, double[]? weights = null, int workers = 1, CancellationToken ct = default)
    {
        Agree(weights?.Length ?? a.Rows, a.Rows);
        var product = new Matrix(a.Columns, a.Columns);
        Workers.ForBlocks(workers, Blocks(a.Columns), block =>
            AddOuter(a, a, weights, product, block * BlockRows, Math.Min(a.Columns, (block + 1) * BlockRows), upperOnly: true), ct);
        for (int i = 0; i < product.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                product[i, j] = product[j, i];
            }
        }

        return product;
    }

    /// <summary>a a', symmetric bit for bit: O(n^2 k / 2). Entries are <see cref="Dense.Dot"/>s.</summary>
    public static Matrix OuterGram(Matrix a, int workers = 1, CancellationToken ct = default)
    {
        var product = new Matrix(a.Rows, a.Rows);
        Workers.ForBlocks(workers, Blocks(a.Rows), block =>
        {
            for (int i = block * BlockRows; i < Math.Min(a.Rows, (block + 1) * BlockRows); i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    product[i, j] = Dense.Dot(a.Row(i), a.Row(j));
                }
            }
        }, ct);
        for (int i = 0; i < product.Rows; i++)
        {
            for (int j = i + 1; j < product.Rows; j++)
            {
                product[i, j] = product[j, i];
            }
        }

        return product;
    }

    /// <summary>y = a x: a <see cref="Dense.Dot"/> a row.</summary>
    public static void Apply(Matrix a, ReadOnlySpan<double> x, Span<double> y)
    {
        Agree(a.Columns, x.Length);
        Agree(a.Rows, y.Length);
        for (int i = 0; i < a.Rows; i++)
        {
            y[i] = Dense.Dot(a.Row(i), x);
        }
    }

    /// <summary>y = a' x.</summary>
    public static void ApplyTransposed(Matrix a, ReadOnlySpan<double> x, Span<double> y)
    {
        Agree(a.Rows, x.Length);
        Agree(a.Columns, y.Length);
        y.Clear();
        AddRows(x, a, y);
    }

    /// <summary>to += sum of factors[k] x row k, in order.</summary>
    private static void AddRows(ReadOnlySpan<double> factors, Matrix rows, Span<double> to)
    {
        int k = 0;
        for (; k <= factors.Length - 4; k += 4)
        {
            Dense.AddScaled4(factors[k], rows.Row(k), factors[k + 1], rows.Row(k + 1), factors[k + 2], rows.Row(k + 2), factors[k + 3], rows.Row(k + 3), to);
        }

        for (; k < factors.Length; k++)
        {
            Dense.AddScaled(factors[k], rows.Row(k), to);
        }
    }

    private static void AddOuter(Matrix a, Matrix b, double[]? weights, Matrix product, int first, int end, bool upperOnly)
    {
        int r = 0;
        for (; r <= a.Rows - 4; r += 4)
        {
            ReadOnlySpan<double> a0 = a.Row(r);
            ReadOnlySpan<double> a1 = a.Row(r + 1);
            ReadOnlySpan<double> a2 = a.Row(r + 2);
            ReadOnlySpan<double> a3 = a.Row(r + 3);
            for (int i = first; i < end; i++)
            {
                int from = upperOnly ? i : 0;
                Dense.AddScaled4(
                    Weighted(a0[i], weights, r), b.Row(r)[from..], Weighted(a1[i], weights, r + 1), b.Row(r + 1)[from..],
                    Weighted(a2[i], weights, r + 2), b.Row(r + 2)[from..], Weighted(a3[i], weights, r + 3), b.Row(r + 3)[from..], product.Row(i)[from..]);
            }
        }

        for (; r < a.Rows; r++)
        {
            for (int i = first; i < end; i++)
            {
                int from = upperOnly ? i : 0;
                Dense.AddScaled(Weighted(a[r, i], weights, r), b.Row(r)[from..], product.Row(i)[from..]);
            }
        }
    }

    private static double Weighted(double value, double[]? weights, int row) => weights is null ? value : value * weights[row];

    private static int Blocks(int rows) => (rows + BlockRows - 1) / BlockRows;

    private static void Agree(int a, int b)
    {
        if (a != b)
        {
            throw new ArgumentException($"Sizes {a} and {b} do not agree.");
        }
    }
}
