using Curate.Core.Numerics;
using Curate.Core.Options;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// The kernel of a determinantal point process: L_ij = q_i s_ij q_j, with q = exp(score x weight / 2), so that a row's score adds to the log-determinant of any set
/// that it is in.
/// </summary>
internal sealed class DppKernel
{
    private readonly Similarities _similarities;
    private readonly double[]? _quality;

    public DppKernel(Pool pool, DiverseOptions options)
    {
        _similarities = new Similarities(pool.Rows, options.Similarity, options.Bandwidth, pool.Run);
        if (DiverseSpecs.Weighed(pool, options) is { } scores)
        {
            double most = scores.Length == 0 ? 0 : scores.Max();

            // A common factor changes neither picks nor chances, and keeps the largest quality at 1.
            _quality = Array.ConvertAll(scores, s => PortableMath.Exp((s - most) / 2));
        }
    }

    public static OptionSpec<DiverseOptions> Similarity { get; } = OptionSpec<DiverseOptions>.Choice("similarity",
        "The kernel: a Gaussian of the distance, inner products of directions (cosine) or of the rows as they are. The last two tell apart as many rows as there are features.", ["rbf", "cosine", "linear"],
        (o, v) => o with { Similarity = v == "rbf" ? SimilarityKind.Rbf : SimilarityKind.Linear, Cosine = v == "cosine" }, "rbf");

    public Similarities Similarities => _similarities;

    public double QualityOf(int row) => _quality is null ? 1 : _quality[row];

    public double Of(int a, int b) => QualityOf(a) * _similarities.Of(a, b) * QualityOf(b);

    /// <summary>A column as a new array.</summary>
    public double[] Column(int row, int rows)
    {
        var column = new double[rows];
        _similarities.Column(row, column);
        for (int i = 0; _quality is not null && i < rows; i++)
        {
            column[i] *= _quality[row] * _quality[i];
        }

        return column;
    }

    public double[] Diagonal(int rows)
    {
        var diagonal = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            diagonal[row] = Of(row, row);
        }

        return diagonal;
    }
}
