using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>
/// The mixture of least weighted loss within bounds. Candidates are drawn around the mean mixture of the runs, spread like them and wider. Smooth laws are
/// then followed downhill from the best of them; where a law is not smooth, the best candidates are averaged (RegMix, Liu et al. 2024, section 3.3).
/// </summary>
/// <remarks>8 bytes a candidate and source; O(candidates) predictions of each law, and two hundred more for a smooth one.</remarks>
internal sealed class MixtureSearch
{
    private const int Starts = 8;
    private const int Averaged = 128;
    private readonly BoundedSimplex _bounds;
    private readonly Matrix _candidates;
    private readonly double[] _weights;
    private readonly RunContext _run;

    /// <param name="runs">The runs.</param>
    /// <param name="bounds">Bounds of the shares.</param>
    /// <param name="weights">Weights of the losses; they sum to 1.</param>
    /// <param name="candidates">How many mixtures to draw.</param>
    /// <param name="run">Seed, workers and cancellation.</param>
    public MixtureSearch(MixtureRuns runs, BoundedSimplex bounds, double[] weights, int candidates, RunContext run)
    {
        _bounds = bounds;
        _weights = weights;
        _run = run;
        int d = runs.Sources;
        var prior = new double[d];
        for (int i = 0; i < runs.Count; i++)
        {
            Dense.AddScaled(1.0 / runs.Count, runs.Shares.Row(i), prior);
        }

        // A source that no run had is not left out of the candidates.
        Array.ForEach(Enumerable.Range(0, d).ToArray(), j => prior[j] = Math.Max(prior[j], 0.1 / d));
        _candidates = new Matrix(candidates, d);
        var draw = new SeededDraw(run.Seed, "mixing-law");
        var law = new double[d];
        for (int c = 0; c < candidates; c++)
        {
            var stream = new DrawStream(draw.For((ulong)c));

            // Strengths even in their logarithm, from nearly one source alone to nearly the prior.
            double strength = 0.1 * PortableMath.Pow(50, stream.Unit()) * d;
            for (int j = 0; j < d; j++)
            {
                law[j] = strength * prior[j];
            }

            DirichletDraw.Fill(law, ref stream, _candidates.Row(c));
            bounds.Project(_candidates.Row(c));
        }
    }

    /// <summary>The weighted loss that laws foretell for many mixtures.</summary>
    public double[] Predict(IFittedLaw[] laws, Matrix mixtures)
    {
        var sum = new double[mixtures.Rows];
        var own = new double[mixtures.Rows];
        for (int t = 0; t < laws.Length; t++)
        {
            if (_weights[t] > 0)
            {
                laws[t].Predict(mixtures, own, _run);
                Dense.AddScaled(_weights[t], own, sum);
            }
        }

        return sum;
    }

    /// <summary>The best mixture under these laws.</summary>
    public double[] Best(IFittedLaw[] laws)
    {
        double[] values = Predict(laws, _candidates);
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(order, (a, b) => values[a] != values[b] ? values[a].CompareTo(values[b]) : a.CompareTo(b));
        if (!laws.Where((_, t) => _weights[t] > 0).All(static l => l.IsSmooth))
        {
            var mean = new double[_candidates.Columns];
            int taken = Math.Min(Averaged, order.Length);
            foreach (int c in order.AsSpan(0, taken))
            {
                Dense.AddScaled(1.0 / taken, _candidates.Row(c), mean);
            }

            _bounds.Project(mean);
            return mean;
        }

        var objective = new Weighted(laws, _weights, _candidates.Columns);
        double[] best = [];
        double least = double.PositiveInfinity;
        foreach (int c in order.AsSpan(0, Math.Min(Starts, order.Length)))
        {
            _run.Ct.ThrowIfCancellationRequested();
            (double[] x, double value) = _bounds.Minimise(objective, _candidates.Row(c));
            if (value < least)
            {
                (best, least) = (x, value);
            }
        }

        return best;
    }

    private sealed class Weighted(IFittedLaw[] laws, double[] weights, int size) : IObjective
    {
        public int Size => size;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient.Clear();
            double sum = 0;
            for (int t = 0; t < laws.Length; t++)
            {
                sum += weights[t] > 0 ? weights[t] * laws[t].Evaluate(x, weights[t], gradient) : 0;
            }

            return sum;
        }
    }
}
