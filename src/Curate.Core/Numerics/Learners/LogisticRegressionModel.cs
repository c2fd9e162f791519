using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted logistic regression.</summary>
public sealed class LogisticRegressionModel : IClassifierModel
{
    internal LogisticRegressionModel(Matrix coefficients, double[] intercepts, int classes, Optimum optimum)
    {
        Coefficients = coefficients;
        Intercepts = intercepts;
        Classes = classes;
        Optimum = optimum;
    }

    /// <summary>One row for two classes (of class 1 against class 0), else one a class.</summary>
    public Matrix Coefficients { get; }

    public double[] Intercepts { get; }

    public int Classes { get; }

    public int Features => Coefficients.Columns;

    public bool GivesProbabilities => true;

    /// <summary>How the minimisation ended; its point is in scaled columns.</summary>
    public Optimum Optimum { get; }

    public void Score(Matrix rows, Matrix scores, RunContext run) => RowBlocks.Score(this, rows, scores, run, Probabilities);

    /// <summary>The probabilities of one row.</summary>
    public void Probabilities(ReadOnlySpan<double> row, Span<double> into)
    {
        if (Classes == 2)
        {
            into[0] = 0;
            into[1] = Dense.Dot(row, Coefficients.Row(0)) + Intercepts[0];
        }
        else
        {
            for (int c = 0; c < into.Length; c++)
            {
                into[c] = Dense.Dot(row, Coefficients.Row(c)) + Intercepts[c];
            }
        }

        Dense.Softmax(into);
    }
}
