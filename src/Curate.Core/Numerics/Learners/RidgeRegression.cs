using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Ridge regression: minimises sum w (y - b - x'beta)^2 + alpha |beta|^2, with the intercept b not penalised (Hoerl and Kennard 1970). Rows are centred,
/// then Cholesky solves the normal equations (d x d), or their dual (n x n) where there are fewer rows than columns. With alpha 0 it is least squares;
/// columns that repeat each other then get a jitter (<see cref="JitterPolicy.Standard"/>).
/// </summary>
/// <remarks>O(n d m + m^3) with m = min(n, d); memory: <see cref="BytesFor"/>.</remarks>
public sealed class RidgeRegression(double alpha = 1, bool intercept = true) : IRegressor
{
    IRegressorModel IRegressor.Fit(TargetRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model; there is no chance in it.</summary>
    public RidgeRegressionModel Fit(TargetRows examples, RunContext run)
    {
        if (!(alpha >= 0) || double.IsInfinity(alpha))
        {
            throw new ArgumentException("The penalty of ridge regression is finite and not negative.");
        }

        RowBlocks.CheckFinite(examples.Rows);
        double total = RowBlocks.Total(examples.Weights, examples.Count);
        int n = examples.Count;
        int d = examples.Rows.Columns;
        using MemoryLease lease = run.Memory.Lease(BytesFor(n, d), "Ridge regression");
        double[] mean = intercept ? ColumnMoments.Of(examples.Rows, examples.Weights).Mean : new double[d];
        double targetMean = 0;
        if (intercept)
        {
            var sum = new ExactSum();
            for (int i = 0; i < n; i++)
            {
                sum.AddProduct(examples.WeightOf(i), examples.Targets[i]);
            }

            targetMean = sum.ToDouble() / total;
        }

        var centred = new Matrix(n, d);
        var y = new double[n];
        for (int i = 0; i < n; i++)
        {
            double root = Math.Sqrt(examples.WeightOf(i));
            y[i] = (examples.Targets[i] - targetMean) * root;
            for (int p = 0; p < d; p++)
            {
                centred[i, p] = (examples.Rows[i, p] - mean[p]) * root;
            }
        }

        var coefficients = new double[d];
        bool dual = d > n;
        Matrix normal = dual ? MatrixProducts.OuterGram(centred, run.Workers, run.Ct) : MatrixProducts.Gram(centred, null, run.Workers, run.Ct);
        for (int i = 0; i < normal.Rows; i++)
        {
            normal[i, i] += alpha;
        }

        Cholesky factor = Cholesky.Factor(normal, JitterPolicy.Standard);
        if (dual)
        {
            factor.Solve(y);
            MatrixProducts.ApplyTransposed(centred, y, coefficients);
        }
        else
        {
            MatrixProducts.ApplyTransposed(centred, y, coefficients);
            factor.Solve(coefficients);
        }

        return new RidgeRegressionModel(coefficients, targetMean - Dense.Dot(mean, coefficients), factor.Jitter);
    }

    /// <summary>What a fit takes from the budget: 8 (n d + n + 2 m^2) bytes with m = min(n, d).</summary>
    public static long BytesFor(long rows, long columns)
    {
        long m = Math.Min(rows, columns);
        return checked(8 * ((rows * columns) + rows + (2 * m * m)));
    }
}
