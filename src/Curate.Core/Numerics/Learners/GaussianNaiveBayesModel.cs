using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted Gaussian naive Bayes.</summary>
public sealed class GaussianNaiveBayesModel : IClassifierModel
{
    private const double Log2Pi = 1.8378770664093453;
    private readonly double[] _constants;

    internal GaussianNaiveBayesModel(double[] priors, Matrix means, Matrix variances)
    {
        Priors = priors;
        Means = means;
        Variances = variances;
        _constants = new double[priors.Length];
        for (int c = 0; c < priors.Length; c++)
        {
            _constants[c] = PortableMath.Log(priors[c]);
            foreach (double variance in variances.Row(c))
            {
                _constants[c] -= 0.5 * (Log2Pi + PortableMath.Log(variance));
            }
        }
    }

    /// <summary>Each class's share of the weight.</summary>
    public double[] Priors { get; }

    /// <summary>Classes x columns.</summary>
    public Matrix Means { get; }

    /// <summary>Classes x columns, with the smoothing.</summary>
    public Matrix Variances { get; }

    public int Classes => Priors.Length;

    public int Features => Means.Columns;

    public bool GivesProbabilities => true;

    public void Score(Matrix rows, Matrix scores, RunContext run)
    {
        RowBlocks.CheckShape(rows, Features, scores, Classes);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                ReadOnlySpan<double> row = rows.Row(i);
                Span<double> into = scores.Row(i);
                for (int c = 0; c < into.Length; c++)
                {
                    double sum = 0;
                    ReadOnlySpan<double> mean = Means.Row(c);
                    ReadOnlySpan<double> variance = Variances.Row(c);
                    for (int p = 0; p < row.Length; p++)
                    {
                        double off = row[p] - mean[p];
                        sum += off * off / variance[p];
                    }

                    into[c] = Priors[c] > 0 ? _constants[c] - (0.5 * sum) : double.NegativeInfinity;
                }

                Dense.Softmax(into);
            }
        });
    }
}
