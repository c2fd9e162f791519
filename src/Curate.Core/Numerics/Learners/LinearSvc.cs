using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// A linear support vector classifier by dual coordinate descent: minimises |w|^2 / 2 + C sum w_i max(0, 1 - y w'x)^(1 or 2), row after row in an order
/// drawn anew for each pass (Hsieh, Chang, Lin, Keerthi and Sundararajan 2008, algorithm 1). More than two classes are told apart each from the rest, in
/// parallel.
/// </summary>
/// <remarks>O(n d) a pass; memory: <see cref="BytesFor"/>. Scale the columns first: passes grow with their spread.</remarks>
public sealed class LinearSvc(LinearSvcOptions options) : IClassifier
{
    IClassifierModel IClassifier.Fit(LabelledRows examples, SeededDraw draw, RunContext run) => Fit(examples, draw, run);

    /// <inheritdoc cref="IClassifier.Fit"/>
    public LinearSvcModel Fit(LabelledRows examples, SeededDraw draw, RunContext run)
    {
        if (!(options.C > 0) || double.IsInfinity(options.C))
        {
            throw new ArgumentException("C is finite and above 0.");
        }

        if (examples.Classes < 2)
        {
            throw new ArgumentException("A support vector classifier needs two classes or more.", nameof(examples));
        }

        RowBlocks.CheckFinite(examples.Rows);
        RowBlocks.Total(examples.Weights, examples.Count);
        int vectors = examples.Classes == 2 ? 1 : examples.Classes;
        using MemoryLease lease = run.Memory.Lease(
            BytesFor(examples.Count, examples.Rows.Columns, examples.Classes, run.Workers), "A linear support vector classifier");
        var coefficients = new Matrix(vectors, examples.Rows.Columns);
        var intercepts = new double[vectors];
        var iterations = new int[vectors];
        Workers.ForBlocks(run.Workers, vectors, v =>
            intercepts[v] = Solve(examples, vectors == 1 ? 1 : v, draw.For((ulong)v), coefficients.Row(v), out iterations[v], run.Ct), run.Ct);
        return new LinearSvcModel(coefficients, intercepts, examples.Classes, iterations, options.MaxIterations);
    }

    /// <summary>What a fit takes from the budget: 20 bytes a row for each worker (at most one a class), and 8 d for each class.</summary>
    public static long BytesFor(long rows, int columns, int classes, int workers)
    {
        long vectors = classes == 2 ? 1 : classes;
        return checked((20 * rows * Math.Min(workers, vectors)) + (8 * vectors * columns));
    }

    private double Solve(LabelledRows examples, int positive, SeededDraw draw, Span<double> w, out int iterations, CancellationToken ct)
    {
        int n = examples.Count;
        double bias = options.InterceptScaling;
        double constant = 0;
        var alpha = new double[n];
        var diagonal = new double[n];
        var order = new int[n];
        int rows = 0;
        for (int i = 0; i < n; i++)
        {
            double weight = examples.WeightOf(i);
            if (weight > 0)
            {
                order[rows++] = i;
                diagonal[i] = Dense.Dot(examples.Rows.Row(i), examples.Rows.Row(i)) + (bias * bias) + (options.SquaredHinge ? 0.5 / (options.C * weight) : 0);
            }
        }

        for (iterations = 0; iterations < options.MaxIterations; iterations++)
        {
            ct.ThrowIfCancellationRequested();
            var picks = new DrawStream(draw.For((ulong)iterations));
            double most = double.NegativeInfinity;
            double least = double.PositiveInfinity;
            for (int k = 0; k < rows; k++)
            {
                int other = k + (int)picks.Below(rows - k);
                (order[k], order[other]) = (order[other], order[k]);
                int i = order[k];
                double cap = options.SquaredHinge ? double.PositiveInfinity : options.C * examples.WeightOf(i);
                double shift = options.SquaredHinge ? 0.5 / (options.C * examples.WeightOf(i)) : 0;
                double y = examples.Labels[i] == positive ? 1 : -1;
                ReadOnlySpan<double> x = examples.Rows.Row(i);
                double gradient = (y * (Dense.Dot(w, x) + (constant * bias))) - 1 + (shift * alpha[i]);
                double projected = alpha[i] <= 0 ? Math.Min(gradient, 0) : alpha[i] >= cap ? Math.Max(gradient, 0) : gradient;
                most = Math.Max(most, projected);
                least = Math.Min(least, projected);
                if (projected == 0 || diagonal[i] == 0)
                {
                    continue;
                }

                double before = alpha[i];
                alpha[i] = Math.Min(Math.Max(before - (gradient / diagonal[i]), 0), cap);
                double step = (alpha[i] - before) * y;
                Dense.AddScaled(step, x, w);
                constant += step * bias;
            }

            if (most - least <= options.Tolerance)
            {
                iterations++;
                break;
            }
        }

        return constant * bias;
    }
}
