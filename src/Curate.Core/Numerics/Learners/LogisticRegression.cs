using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Logistic regression for two classes, softmax regression for more: minimises sum w_i loss_i + L2 / 2 sum beta^2 + L1 sum |beta| by L-BFGS (orthant-wise
/// with L1). Inside, columns are centred and scaled by their curvature, which changes the path and not the optimum: penalties stay those of the original
/// columns.
/// </summary>
/// <remarks>O(n d classes) an iteration; memory: <see cref="BytesFor"/>. Two classes have one vector of coefficients, more have one each.</remarks>
public sealed class LogisticRegression(LogisticRegressionOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, run);

    /// <summary>The model; there is no chance in it.</summary>
    public LogisticRegressionModel Fit(LabelledRows examples, RunContext run)
    {
        if (!(options.L2 >= 0) || !(options.L1 >= 0))
        {
            throw new ArgumentException("Penalties are not negative.");
        }

        if (examples.Classes < 2)
        {
            throw new ArgumentException("Logistic regression needs two classes or more.", nameof(examples));
        }

        RowBlocks.CheckFinite(examples.Rows);
        double total = RowBlocks.Total(examples.Weights, examples.Count);
        int d = examples.Rows.Columns;
        int vectors = examples.Classes == 2 ? 1 : examples.Classes;
        using MemoryLease lease = run.Memory.Lease(BytesFor(examples.Count, d, examples.Classes), "Logistic regression");
        ColumnMoments moments = ColumnMoments.Of(examples.Rows, examples.Weights);
        var mean = new double[d];
        var scale = new double[d];
        for (int p = 0; p < d; p++)
        {
            // Without an intercept nothing could take up a shift, so only the scale is changed.
            mean[p] = options.Intercept ? moments.Mean[p] : 0;
            double square = moments.Variance[p] + (options.Intercept ? 0 : moments.Mean[p] * moments.Mean[p]);

            // About the root of the objective's second derivative, penalty included, so that no column is steeper than the others.
            double curvature = (0.25 * square) + (options.L2 / total);
            scale[p] = curvature > 0 ? Math.Sqrt(curvature) : 1;
        }

        var standardised = new Matrix(examples.Count, d);
        RowBlocks.Each(examples.Count, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                for (int p = 0; p < d; p++)
                {
                    standardised[i, p] = (examples.Rows[i, p] - mean[p]) / scale[p];
                }
            }
        });

        var objective = new LogisticObjective(standardised, examples, scale, options, vectors, total, run);
        var solver = new LbfgsOptions { GradientTolerance = options.Tolerance, MaxIterations = options.MaxIterations };
        Optimum optimum = options.L1 > 0
            ? OrthantwiseLbfgs.Minimise(objective, objective.Penalties(), new double[objective.Size], solver, run.Ct)
            : Lbfgs.Minimise(objective, new double[objective.Size], solver, run.Ct);

        var coefficients = new Matrix(vectors, d);
        var intercepts = new double[vectors];
        for (int v = 0; v < vectors; v++)
        {
            ReadOnlySpan<double> theta = optimum.X.AsSpan(v * (d + 1), d + 1);
            intercepts[v] = theta[d];
            for (int p = 0; p < d; p++)
            {
                coefficients[v, p] = theta[p] / scale[p];
                intercepts[v] -= coefficients[v, p] * mean[p];
            }
        }

        return new LogisticRegressionModel(coefficients, intercepts, examples.Classes, optimum);
    }

    /// <summary>
    /// What a fit takes from the budget: 8 n d bytes for the scaled rows, and for each of the v (d + 1) coefficients (v = 1 for two classes, else the number of
    /// classes) 8 for every block of rows (at most 256) and 28 x 8 for the solver.
    /// </summary>
    public static long BytesFor(int rows, int columns, int classes)
    {
        long size = (classes == 2 ? 1L : classes) * (columns + 1L);
        return checked((8L * rows * columns) + LogisticObjective.BytesFor(rows, size) + (8 * 28 * size));
    }
}
