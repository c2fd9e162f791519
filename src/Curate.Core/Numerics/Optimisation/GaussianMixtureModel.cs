using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>A fitted mixture of Gaussians.</summary>
public sealed class GaussianMixtureModel
{
    private readonly GaussianComponents _components;

    internal GaussianMixtureModel(GaussianComponents components, MixtureFit fit, CovarianceKind kind)
    {
        _components = components;
        Fit = fit;
        Kind = kind;
    }

    /// <summary>Proportions, responsibilities, likelihood and its history.</summary>
    public MixtureFit Fit { get; }

    public CovarianceKind Kind { get; }

    /// <summary>One mean a component.</summary>
    public Matrix Means => _components.Means;

    /// <summary>Free parameters: means, covariances, proportions.</summary>
    public long Parameters
    {
        get
        {
            long k = Means.Rows;
            long d = Means.Columns;
            return (k * d) + (k * (Kind == CovarianceKind.Full ? d * (d + 1) / 2 : d)) + k - 1;
        }
    }

    /// <summary>The covariance of a component.</summary>
    public Matrix Covariance(int component)
    {
        if (Kind == CovarianceKind.Full)
        {
            return _components.Covariances[component].Copy();
        }

        var matrix = new Matrix(Means.Columns, Means.Columns);
        for (int p = 0; p < Means.Columns; p++)
        {
            matrix[p, p] = _components.Variances[component, p];
        }

        return matrix;
    }

    /// <summary>The log density of a point under the mixture; <paramref name="chances"/> becomes the chance of each component given the point.</summary>
    public double LogDensity(ReadOnlySpan<double> x, Span<double> chances)
    {
        _components.LogDensities(x, chances);
        for (int c = 0; c < chances.Length; c++)
        {
            double log = PortableMath.Log(Fit.Proportions[c]);
            chances[c] = double.IsNegativeInfinity(log) ? log : chances[c] + log;
        }

        return Dense.Softmax(chances);
    }

    /// <summary>Bayesian information criterion: parameters x ln(weight) - 2 ln L (Schwarz 1978); smaller is better.</summary>
    /// <param name="weight">The sum of weights: the number of rows when all are 1.</param>
    public double Bic(double weight) => (Parameters * PortableMath.Log(weight)) - (2 * Fit.LogLikelihood);

    /// <summary>Akaike's information criterion: 2 parameters - 2 ln L (Akaike 1974); smaller is better.</summary>
    public double Aic() => (2.0 * Parameters) - (2 * Fit.LogLikelihood);
}
