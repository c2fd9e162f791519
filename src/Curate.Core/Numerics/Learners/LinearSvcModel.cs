using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted linear support vector classifier.</summary>
public sealed class LinearSvcModel : IClassifierModel
{
    private readonly int _mostIterations;

    internal LinearSvcModel(Matrix coefficients, double[] intercepts, int classes, int[] iterations, int mostIterations)
    {
        Coefficients = coefficients;
        Intercepts = intercepts;
        Classes = classes;
        Iterations = iterations;
        _mostIterations = mostIterations;
    }

    /// <summary>One row for two classes (class 1 against class 0), else one a class.</summary>
    public Matrix Coefficients { get; }

    public double[] Intercepts { get; }

    /// <summary>Passes of each vector.</summary>
    public int[] Iterations { get; }

    /// <summary>False when a vector came to the limit of passes.</summary>
    public bool Converged => Array.TrueForAll(Iterations, i => i < _mostIterations);

    public int Classes { get; }

    public int Features => Coefficients.Columns;

    public bool GivesProbabilities => false;

    /// <summary>Signed distances in units of the margin; for two classes class 0 has the negative of class 1.</summary>
    public void Score(Matrix rows, Matrix scores, RunContext run)
    {
        RowBlocks.CheckShape(rows, Features, scores, Classes);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                Span<double> into = scores.Row(i);
                for (int v = 0; v < Intercepts.Length; v++)
                {
                    into[v] = Dense.Dot(rows.Row(i), Coefficients.Row(v)) + Intercepts[v];
                }

                if (Classes == 2)
                {
                    (into[0], into[1]) = (-into[0], into[0]);
                }
            }
        });
    }
}
